"""The SPARQL page: a form with examples, and answers as a table, without scripts."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, Response

from graph.errors import QueryError
from graph.ports import QueryAnswer, QueryService
from ontology.errors import OntologyError
from ontology.iris import Iris
from search_api.web import links
from search_api.web.pages.rendering import Pages
from search_api.web.problems import problem_for
from search_api.web.sparql_protocol import SparqlRequest

__all__ = ["EXAMPLES", "editor_page", "results_page"]

_SHOWN_ROWS = 500
_SHOWN_TEXT = 200_000
_ACCEPT = "application/sparql-results+json, text/turtle;q=0.9"

EXAMPLES = (
    (
        "Les documents les plus récents",
        """PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?document ?titre ?date WHERE {
  ?document dcterms:title ?titre ; dcterms:issued ?date .
} ORDER BY DESC(?date) LIMIT 20""",
    ),
    (
        "Combien de choses de chaque sorte",
        """SELECT ?sorte (COUNT(DISTINCT ?chose) AS ?nombre) WHERE {
  ?chose a ?sorte .
} GROUP BY ?sorte ORDER BY DESC(?nombre)""",
    ),
    (
        "Tout ce que le graphe dit d’une chose nommée",
        """SELECT DISTINCT ?chose ?propriete ?valeur WHERE {
  ?chose ?nom ?libelle .
  FILTER(isLiteral(?libelle) && CONTAINS(LCASE(STR(?libelle)), "techné"))
  ?chose ?propriete ?valeur .
} LIMIT 100""",
    ),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a result table; ``address`` is set where it can be followed."""

    text: str
    address: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A result table as shown: possibly its first rows, and how many there are."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int


def editor_page(pages: Pages) -> Response:
    """Show the empty form with examples."""
    html = pages.render(
        "sparql.html", query=EXAMPLES[0][1], examples=EXAMPLES, **_nothing()
    )
    return HTMLResponse(html, headers={"Vary": "Accept", "Cache-Control": "no-cache"})


def results_page(pages: Pages, queries: QueryService, asked: SparqlRequest) -> Response:
    """Show the answer, or what is wrong with the query, above the form."""
    shown = _nothing()
    status = 200
    headers = {"Vary": "Accept", "Cache-Control": "no-store"}
    try:
        answer = queries.execute(
            asked.query,
            accept=_ACCEPT,
            timeout_seconds=asked.timeout_seconds,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
        )
    except QueryError as refused:
        shown["problem"] = problem = problem_for(refused)
        status = problem.kind.status
        headers.update(problem.headers)
    else:
        shown.update(_shown(answer, pages.iris), elapsed=answer.elapsed_seconds)
    html = pages.render("sparql.html", query=asked.query, examples=EXAMPLES, **shown)
    return HTMLResponse(html, status_code=status, headers=headers)


def _nothing() -> dict[str, Any]:
    return {
        **dict.fromkeys(("table", "text", "verdict", "problem", "elapsed")),
        "download": lambda query, name: (
            f"/sparql?{urlencode({'query': query, 'format': name})}"
        ),
    }


def _shown(answer: QueryAnswer, iris: Iris) -> dict[str, Any]:
    if not answer.media_type.startswith("application/sparql-results+json"):
        text = answer.body.decode(errors="replace")
        return {"text": text[:_SHOWN_TEXT], "cut": len(text) > _SHOWN_TEXT}
    content = json.loads(answer.body)
    if "boolean" in content:
        return {"verdict": bool(content["boolean"])}
    columns = tuple(content["head"]["vars"])
    bindings = content["results"]["bindings"]
    rows = tuple(
        tuple(_cell(binding.get(column), iris) for column in columns)
        for binding in bindings[:_SHOWN_ROWS]
    )
    return {"table": Table(columns, rows, len(bindings))}


def _cell(term: dict[str, Any] | None, iris: Iris) -> Cell:
    if term is None:
        return Cell("")
    text = str(term.get("value", ""))
    if term.get("type") == "uri":
        return Cell(text, _address(text, iris))
    return Cell(text, note=str(term.get("xml:lang", "")))


def _address(iri: str, iris: Iris) -> str | None:
    """Return where an IRI leads: our page for a document of ours, else the web."""
    try:
        kind, identifier = iris.identifier(iri)
    except OntologyError:
        # Our own vocabulary and graphs have no page that could be opened.
        return None if iri.startswith(iris.base) else links.web_address(iri)
    return links.document_page(identifier) if kind == "document" else None
