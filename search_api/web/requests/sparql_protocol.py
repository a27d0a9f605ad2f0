"""Reads SPARQL requests as the SPARQL 1.1 Protocol writes them, in all three ways.

    GET  ?query=…                              POST form   query=…
    POST application/sparql-query (body)       default-graph-uri, named-graph-uri: 0..n

Exactly one query is accepted. Updates are refused by name, never ignored.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from search_api.web.dependencies import SettingsDep
from search_api.web.problems.problem_report import ProblemError, ProblemItem
from search_api.web.requests.sparql_formats import SUFFIXES, accepted_by_name
from search_api.web.requests.uploads import content_type, read_body, read_form

__all__ = [
    "DECLARED",
    "LABEL_LANGUAGES",
    "PostedQueryDep",
    "SparqlRequest",
    "read_query_string",
]

LABEL_LANGUAGES = ("fr", "en")
"""In which the page can show labels in the place of IRIs."""

DECLARED = "declared"
"""The value of ``prefixes`` that has those of the house declared."""

_DIRECT = "application/sparql-query"
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_UPDATE = "application/sparql-update"

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """One query and how to answer it.

    Attributes:
        query: SPARQL 1.1 Query.
        accept: The ``Accept`` header, or what ``format`` means by it.
        timeout_seconds: As wanted, or None for the default of the service.
        default_graphs: ``default-graph-uri`` values.
        named_graphs: ``named-graph-uri`` values.
        labels: Language in which the page shows labels for IRIs, or empty.
        names_format: Whether the request itself names a format that we know, by
            ``format``, ``output`` or a suffix; no page answers it.
        declares_prefixes: Whether the prefixes of the house shall be declared for it.
    """

    query: str
    accept: str
    timeout_seconds: float | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    labels: str = ""
    names_format: bool = False
    declares_prefixes: bool = False


def read_query_string(request: Request) -> SparqlRequest | None:
    """Read a GET request; None where it asks nothing.

    Raises:
        ProblemError: If it holds an update, several queries or a wrong parameter.
    """
    pairs = request.query_params.multi_items()
    if not any(name in ("query", "update") for name, _ in pairs):
        return None
    return _request(request, pairs)


async def _posted(request: Request, settings: SettingsDep) -> SparqlRequest:
    kind = content_type(request)
    if kind == _UPDATE:
        raise _update_refused()
    if kind not in _FORMS | {_DIRECT}:
        raise ProblemError(
            "unsupported-media-type",
            f"« {kind[:80] or 'sans type'} » n’est pas accepté. Envoyez la requête "
            f"comme « {_DIRECT} » ou dans le champ « query » d’un formulaire.",
            headers={"Accept-Post": f"{_DIRECT}, application/x-www-form-urlencoded"},
        )
    body = await read_body(
        request,
        limit_bytes=settings.max_query_bytes,
        timeout_seconds=settings.body_timeout_seconds,
    )
    pairs = request.query_params.multi_items()
    if kind == _DIRECT:
        return _request(request, [*pairs, ("query", _decoded(request, body))])
    form = await read_form(request, body)
    return _request(request, [*pairs, *form.fields])


PostedQueryDep = Annotated[SparqlRequest, Depends(_posted)]


def _decoded(request: Request, body: bytes) -> str:
    """Return the query of a direct POST; the protocol allows UTF-8 only."""
    parameters = request.headers.get("content-type", "").lower().partition(";")[2]
    _, has_charset, charset = parameters.partition("charset=")
    if has_charset and charset.split(";")[0].strip(' "') not in ("utf-8", "utf8"):
        raise ProblemError(
            "unsupported-media-type",
            "Une requête envoyée directement doit être codée en UTF-8.",
        )
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise ProblemError(
            "query-parameters",
            f"La requête n’est pas de l’UTF-8 correct (octet {wrong.start + 1}). "
            "Enregistrez-la en UTF-8 et renvoyez-la.",
        ) from wrong


def _request(request: Request, pairs: Pairs) -> SparqlRequest:
    pairs = list(pairs)
    if any(name == "update" for name, _ in pairs):
        raise _update_refused()
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) != 1 or not queries[0].strip():
        count = "aucune" if not any(queries) else str(len(queries))
        raise ProblemError(
            "query-parameters",
            f"Exactement une requête est attendue dans « query » ; reçu : {count}.",
            errors=(ProblemItem(detail="exactement une", parameter="query"),),
        )
    named = _named_format(request, pairs)
    return SparqlRequest(
        query=queries[0],
        accept=named or ", ".join(request.headers.getlist("accept")) or "*/*",
        timeout_seconds=_timeout(pairs),
        default_graphs=_values(pairs, "default-graph-uri"),
        named_graphs=_values(pairs, "named-graph-uri"),
        labels=_labels(pairs),
        names_format=named is not None,
        declares_prefixes=_declares_prefixes(pairs),
    )


def _values(pairs: Pairs, wanted: str) -> tuple[str, ...]:
    return tuple(value for name, value in pairs if name == wanted and value)


def _named_format(request: Request, pairs: Pairs) -> str | None:
    """Return what ``format``, ``output`` or the suffix of the address accepts.

    Raises:
        ProblemError: If the address has a suffix that is none.
    """
    suffix = request.path_params.get("suffix")
    if suffix is not None and suffix not in SUFFIXES:
        raise ProblemError(
            "unknown-resource",
            f"« /sparql.{suffix[:20]} » n’est pas une adresse de ce service. "
            f"Suffixes connus : {', '.join(SUFFIXES)}.",
        )
    pairs = list(pairs)
    for parameter in ("format", "output"):
        named = accepted_by_name(_values(pairs, parameter))
        if named is not None:
            return named
    return None if suffix is None else accepted_by_name([SUFFIXES[suffix]])


def _labels(pairs: Pairs) -> str:
    wanted = "".join(_values(pairs, "labels")[-1:])
    if wanted not in ("", *LABEL_LANGUAGES):
        known = ", ".join(LABEL_LANGUAGES)
        raise ProblemError(
            "invalid-parameter",
            f"« labels » : langues admises : {known}.",
            errors=(ProblemItem(detail="langue inconnue", parameter="labels"),),
        )
    return wanted


def _declares_prefixes(pairs: Pairs) -> bool:
    wanted = "".join(_values(pairs, "prefixes")[-1:])
    if wanted not in ("", DECLARED):
        raise ProblemError(
            "invalid-parameter",
            f"« prefixes » : la seule valeur admise est « {DECLARED} ».",
            errors=(ProblemItem(detail="valeur inconnue", parameter="prefixes"),),
        )
    return bool(wanted)


def _timeout(pairs: Pairs) -> float | None:
    wanted = _values(pairs, "timeout")
    if not wanted:
        return None
    try:
        seconds = float(wanted[-1])
    except ValueError:
        seconds = math.nan
    if not (math.isfinite(seconds) and seconds > 0):
        raise ProblemError(
            "invalid-parameter",
            "« timeout » : un nombre de secondes plus grand que 0 est attendu.",
            errors=(
                ProblemItem(detail="un nombre plus grand que 0", parameter="timeout"),
            ),
        )
    return seconds


def _update_refused() -> ProblemError:
    return ProblemError(
        "query-refused",
        "Ce service est en lecture seule : les mises à jour SPARQL sont refusées.",
        members={"rule": "update"},
    )
