"""Says in French what FastAPI and pydantic found wrong in a request."""

from collections.abc import Iterable, Mapping
from typing import Any

from search_api.web.problems.problem_report import ProblemError, ProblemItem

__all__ = ["body_problem", "request_problem"]

_SHOWN_ITEMS = 10
_SHOWN_CHARACTERS = 80

_MESSAGES = {
    "missing": "ce paramètre est obligatoire",
    "extra_forbidden": "paramètre inconnu",
    "int_parsing": "un nombre entier est attendu",
    "int_type": "un nombre entier est attendu",
    "int_from_float": "un nombre entier est attendu",
    "int_parsing_size": "ce nombre est trop grand",
    "float_parsing": "un nombre est attendu",
    "float_type": "un nombre est attendu",
    "finite_number": "un nombre fini est attendu",
    "bool_parsing": "true ou false est attendu",
    "bool_type": "true ou false est attendu",
    "string_type": "un texte est attendu",
    "string_unicode": "ce texte n’est pas de l’Unicode correct",
    "list_type": "une liste est attendue",
    "greater_than_equal": "au moins {ge}",
    "greater_than": "plus que {gt}",
    "less_than_equal": "au plus {le}",
    "less_than": "moins que {lt}",
    "string_too_short": "au moins {min_length} caractère(s)",
    "string_too_long": "au plus {max_length} caractères",
    "too_long": "au plus {max_length} valeurs",
    "enum": "valeurs admises : {expected}",
    "literal_error": "valeurs admises : {expected}",
    "string_pattern_mismatch": "la forme attendue est {pattern}",
    "json_invalid": "le corps n’est pas du JSON correct",
    "model_type": "un objet JSON est attendu",
    "model_attributes_type": "un objet JSON est attendu",
    "value_error": "{error}",
}

_Error = Mapping[str, Any]


def request_problem(errors: Iterable[_Error]) -> ProblemError:
    """Make the problem for parameters of an address or headers: status 400."""
    items = [
        ProblemItem(detail=_message(error), parameter=_name(error)) for error in errors
    ]
    words = "; ".join(f"« {item.parameter} » : {item.detail}" for item in items[:3])
    return ProblemError(
        "invalid-parameter",
        f"{words}. Corrigez l’adresse et réessayez.",
        errors=tuple(items[:_SHOWN_ITEMS]),
    )


def body_problem(errors: Iterable[_Error]) -> ProblemError:
    """Make the problem for a body whose content is wrong: status 422."""
    items = [
        ProblemItem(detail=_message(error), pointer=_pointer(error)) for error in errors
    ]
    words = "; ".join(
        f"« {item.pointer or '/'} » : {item.detail}" for item in items[:3]
    )
    return ProblemError(
        "invalid-body",
        f"{words}. Corrigez le corps de la requête et réessayez.",
        errors=tuple(items[:_SHOWN_ITEMS]),
    )


def _message(error: _Error) -> str:
    template = _MESSAGES.get(str(error.get("type")), "valeur incorrecte")
    context = {key: str(value) for key, value in (error.get("ctx") or {}).items()}
    if "expected" in context:
        context["expected"] = context["expected"].replace(" or ", " ou ")
    try:
        message = template.format(**context)
    except KeyError:
        message = "valeur incorrecte"
    received = error.get("input")
    if isinstance(received, str | int | float) and error.get("type") != "missing":
        message += f" (reçu : {_shortened(str(received))})"
    return message


def _shortened(text: str) -> str:
    clean = "".join(letter if letter.isprintable() else "�" for letter in text)
    if len(clean) <= _SHOWN_CHARACTERS:
        return clean
    return f"{clean[:_SHOWN_CHARACTERS]}…"


def _name(error: _Error) -> str:
    """Return the parameter behind ``("query", "limit")``."""
    path = [part for part in error.get("loc", ())[1:] if isinstance(part, str)]
    return _shortened(path[0]) if path else "?"


def _pointer(error: _Error) -> str:
    parts = [str(part) for part in error.get("loc", ())]
    escaped = (part.replace("~", "~0").replace("/", "~1") for part in parts)
    return _shortened("".join(f"/{part}" for part in escaped))
