"""Which kind of work each address asks for: the one table of the service.

Every route stands here once, and a test compares the table with the routes: who adds
one chooses its class. A class has its own places, queue and deadline, so that none can
take what another needs; ``CLASS_LIMITS`` says how much.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl

from starlette.routing import compile_path
from starlette.types import Scope

__all__ = ["CLASS_ROUTES", "RequestClass", "class_of", "kind_of"]


class RequestClass(StrEnum):
    """A kind of work."""

    HEALTH = "health"
    STATIC = "static"
    SUGGEST = "suggest"
    SEARCH = "search"
    PAGES = "pages"
    RELATED = "related"
    SPARQL = "sparql"
    DATA = "data"
    EXPORTS = "exports"
    DEPOSITS = "deposits"


CLASS_ROUTES: Final[Mapping[RequestClass, tuple[str, ...]]] = {
    # Answered by the event loop alone, whatever else is going on.
    RequestClass.HEALTH: ("GET /health",),
    # Files and texts that nothing has to be computed for.
    RequestClass.STATIC: (
        "GET /static/{path:path}",
        "GET /robots.txt",
        "GET /opensearch.xml",
        "GET /openapi.json",
        "GET /context.jsonld",
        "GET /ontology",
        "GET /ontology.{suffix}",
        "GET /shapes",
        "GET /shapes.ttl",
    ),
    RequestClass.SUGGEST: ("GET /suggest", "GET /queries"),
    RequestClass.SEARCH: ("GET /search", "GET /feeds/draft/{token}.atom"),
    RequestClass.PAGES: (
        "GET /",
        "GET /recherche",
        "GET /catalogue",
        "GET /document/{identifier}",
        "GET /entites",
        "GET /entite/{kind}/{identifier}",
        "GET /notions",
        "GET /nouveautes",
        "GET /apparentes",
        "POST /citer",
        "GET /embed",
        "GET /aide",
        "GET /accessibilite",
        "GET /problems",
        "GET /problems/{slug}",
        "GET /docs",
        "GET /donnees",
    ),
    RequestClass.RELATED: ("POST /related", "POST /apparentes"),
    RequestClass.SPARQL: (
        "GET /sparql",
        "POST /sparql",
        "GET /sparql.{suffix}",
        "POST /sparql.{suffix}",
        "GET /questions/{name}",
    ),
    # Single things and lists, as programmes read them.
    RequestClass.DATA: (
        "GET /documents",
        "GET /documents/{identifier}",
        "GET /documents/{identifier}/passages",
        "GET /documents/{identifier}/mentions",
        "GET /entities",
        "GET /entities/{kind}/{identifier}",
        "GET /concepts",
        "GET /concepts/{identifier}",
        "GET /changes",
        "GET /questions",
        "GET /oembed",
        "GET /unapi",
        "GET /cite",
        "GET /id/{kind}/{identifier:path}",
        "GET /.well-known/void",
        "GET /dumps",
        "GET /tasks",
        "GET /tasks/{identifier}",
        "DELETE /documents/{identifier}",
    ),
    # What is taken away in large pieces: files, whole graphs, harvests.
    RequestClass.EXPORTS: (
        "GET /documents/{identifier}/original",
        "GET /dumps/{name}",
        "GET /data/{path:path}",
        "GET /graph/{path:path}",
        "GET /rdf-graph-store",
        "GET /oai",
        "POST /oai",
    ),
    RequestClass.DEPOSITS: ("POST /documents",),
}

_AMOUNTS: Final = frozenset({"limit", "passages", "style", "format", "context"})
_LONGEST_READ: Final = 4_096


@dataclass(frozen=True, slots=True)
class _Row:
    method: str
    template: str
    pattern: re.Pattern[str]
    kind: RequestClass


def _rows() -> tuple[list[_Row], dict[str, _Row]]:
    """Return the rows with parameters, and those without by method and path."""
    patterns, exact = [], {}
    for kind, routes in CLASS_ROUTES.items():
        for route in routes:
            method, _, template = route.partition(" ")
            row = _Row(method, template, compile_path(template)[0], kind)
            if "{" in template:
                patterns.append(row)
            else:
                exact[route] = row
    return patterns, exact


_PATTERNS, _EXACT = _rows()


def class_of(scope: Scope) -> tuple[RequestClass, str]:
    """Return the class of a request and the template of its address.

    What no row is about (an address that is not there, a method that is not taken) is
    a page: its answer is the page that says so.
    """
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    path = scope["path"]
    row = _EXACT.get(f"{method} {path}")
    if row is not None:
        return row.kind, row.template
    for row in _PATTERNS:
        if row.method == method and row.pattern.match(path):
            return row.kind, row.template
    return RequestClass.PAGES, "-"


def kind_of(scope: Scope, template: str, body_bytes: int = 0) -> str:
    """Return what the cost of a request is learned by, one of a few hundred words.

    A short question is not like sixty words with a hundred hits; how long either
    takes is learned, not said here.

    Args:
        scope: Of the request.
        template: Of its address.
        body_bytes: Of its body, as far as it was read.
    """
    query = scope.get("query_string", b"")
    size = (len(query) // 16 + body_bytes).bit_length()
    amount = 1
    if query and len(query) <= _LONGEST_READ:
        pairs = parse_qsl(query.decode("latin-1"))
        for name, value in pairs:
            if name in _AMOUNTS:
                known = value.isascii() and value.isdigit() and len(value) < 4
                amount = min(4_096, amount * (max(1, int(value)) if known else 2))
    return f"{template} {size} {amount.bit_length() // 2}"
