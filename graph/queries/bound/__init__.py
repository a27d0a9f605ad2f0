"""Questions about given things, one ``.rq`` file each: labs of a place, who leads.

A value is written into the text, because Oxigraph applies substitutions after
evaluation. Only IRIs get there, and only those without a sign that could end one:

    VALUES ?groupe { group:example }    ── bind("leaders", {"groupe": iris}) ──▶
    VALUES ?groupe { <https://…/id/group/gtnum-2020-05-reve> }

A line that ends with ``#? lieu`` stands only where ``lieu`` is bound: that is how one
file serves « labs of a place », « labs on a subject » and both together. All files
answer in the same columns:

    ?reponse ?nom            what answers, as IRI (or a date), and what it is called
    ?par ?par_nom            the thing through which it answers, where there is one
    ?precision               more about it, in French, for readers
    ?certitude…              certainty of each fact that the row rests on
    ?sources…                IRIs of the sources of each, separated by spaces
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

from graph.errors import GraphError
from ontology.iris import DEFAULT_BASE

__all__ = ["bind", "bound_names"]

_IRI: Final = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")
_CONDITION: Final = re.compile(r"(?:(?<!\s)\s+)?#\? ([a-z ]+)$")
_PREFIX: Final = re.compile(r"PREFIX (\w+): ")
_VALUES: Final = re.compile(r"(VALUES \?([a-z_]+) )\{[^}]*\}")


@cache
def bound_names() -> tuple[str, ...]:
    """Return the names of all questions, sorted."""
    entries = resources.files(__name__).iterdir()
    return tuple(sorted(e.name[:-3] for e in entries if e.name.endswith(".rq")))


def bind(
    name: str, values: Mapping[str, Sequence[str]], *, base: str = DEFAULT_BASE
) -> str:
    """Return the text of a question about given things, complete SPARQL 1.1.

    Args:
        name: For example ``labs``.
        values: Variable → the IRIs it may have; a condition without values of its own
            is given an empty sequence.
        base: Base of the IRIs of things, ends with ``/``.

    Raises:
        GraphError: If there is no such question, or a value is no IRI.
    """
    if name not in bound_names():
        raise GraphError(f"la question « {name} » ne fait pas partie du paquet graph")
    lines = []
    for line in _text(name).splitlines():
        condition = _CONDITION.search(line)
        if condition and not set(condition[1].split()) <= values.keys():
            continue
        lines.append(_CONDITION.sub("", line))
    text = "\n".join(lines).replace(f"<{DEFAULT_BASE}id/", f"<{base}id/")
    bound = _VALUES.sub(lambda found: found[1] + _listed(found, values), text)
    return _without_idle_prefixes(bound) + "\n"


def _listed(found: re.Match[str], values: Mapping[str, Sequence[str]]) -> str:
    given = values.get(found[2])
    if not given:
        return found[0].removeprefix(found[1])
    for iri in given:
        if not _IRI.fullmatch(iri):
            raise GraphError(f"« {iri} » n’est pas une adresse de chose")
    return "{ " + " ".join(f"<{iri}>" for iri in given) + " }"


def _without_idle_prefixes(text: str) -> str:
    """Return a query without the prefixes that only lines now gone had needed."""
    return "\n".join(
        line
        for line in text.splitlines()
        if not (prefix := _PREFIX.match(line))
        or re.search(rf"(?<![\w:]){prefix[1]}:\w", text)
    )


@cache
def _text(name: str) -> str:
    return resources.files(__name__).joinpath(f"{name}.rq").read_text(encoding="utf-8")
