"""Query evaluation and syntax suites, over HTTP and by the bare engine, in one run."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from pyoxigraph import (
    NamedNode,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
)

from benchmarks.w3c_suites.answers import answer_difference
from benchmarks.w3c_suites.endpoint import BASE, DEFAULT_GRAPH, Endpoint, write_store
from benchmarks.w3c_suites.manifests import Case

__all__ = ["Pair", "is_passed_syntax", "run_case"]

_ACCEPT: Final = {".csv": "text/csv", ".tsv": "text/tab-separated-values"}
_ENGINE: Final = {".csv": QueryResultsFormat.CSV, ".tsv": QueryResultsFormat.TSV}
_FROM: Final = re.compile(r"\bFROM\s*(?:NAMED\s*)?<([^<>]*)>")
_COMMENT: Final = re.compile(r"(?<!\S)#.*")
_ORDER: Final = re.compile(
    r"\bORDER\s+BY\b(.*?)(?:\bLIMIT\b|\bOFFSET\b|\Z)", re.I | re.S
)
_VARIABLE: Final = re.compile(r"[?$](\w+)")
_TABLE: Final = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Pair:
    """One test by both: does the service pass, does the bare engine?"""

    name: str
    service: bool
    engine: bool
    why: str = ""


def run_case(case: Case, endpoint: Endpoint, folder: Path) -> Pair:
    """Run one query or syntax test through the service and on the engine."""
    graphs = {f"{BASE}{file.name}": (file,) for file in case.graphs}
    # The names by which FROM asks for them, beside the one we ask for.
    files = {f"{BASE}{file.name}": (file,) for file in case.data}
    named: dict[str, tuple[Path, ...]] = {}
    if case.result is None:  # a service that refuses unknown graphs must know these
        text = case.query.read_text("utf-8", errors="replace")
        named = {urljoin(BASE, iri): () for iri in _FROM.findall(text)}
    write_store(folder, {DEFAULT_GRAPH: case.data, **named, **files, **graphs})
    endpoint.serve_store(folder)
    service, why = _by_service(case, endpoint, list(graphs))
    return Pair(case.name, service, _by_engine(case, folder, list(graphs)), why)


def _by_service(case: Case, endpoint: Endpoint, graphs: list[str]) -> tuple[bool, str]:
    suffix = case.result.suffix if case.result is not None else ""
    response = endpoint.client.post(
        endpoint.address,
        params={} if _names_its_dataset(case) else _dataset(graphs),
        content=case.query.read_bytes(),
        headers={
            "content-type": "application/sparql-query",
            "accept": _ACCEPT.get(suffix, f"{_TABLE}, text/turtle"),
        },
    )
    if case.result is None:
        passed = is_passed_syntax(case.kind, response.status_code)
        return passed, response.text[:200]
    if response.status_code != 200:
        return False, response.text[:200]
    media_type = response.headers["content-type"].partition(";")[0]
    why = answer_difference(response.content, media_type, case.result, _order(case))
    return not why, why


def is_passed_syntax(kind: str, status: int) -> bool:
    """Return whether a status is the one that a syntax test passes on."""
    return status == (400 if "Negative" in kind else 200)


def _order(case: Case) -> list[str]:
    """Return the variables by which the outermost query is ordered."""
    text = _COMMENT.sub("", case.query.read_text("utf-8"))
    clause = _ORDER.search(text[text.rfind("}") :])
    return _VARIABLE.findall(clause[1]) if clause else []


def _names_its_dataset(case: Case) -> bool:
    """Tell whether the query has FROM, which the dataset of a request would replace."""
    return bool(re.search(r"\bFROM\s*(NAMED\s*)?<", case.query.read_text("utf-8")))


def _dataset(graphs: list[str]) -> dict[str, Any]:
    return {"default-graph-uri": DEFAULT_GRAPH, "named-graph-uri": graphs}


def _by_engine(case: Case, folder: Path, graphs: list[str]) -> bool:
    suffix = case.result.suffix if case.result is not None else ""
    store = Store.read_only(str(folder))
    try:
        dataset: dict[str, Any] = {
            "default_graph": NamedNode(DEFAULT_GRAPH),
            "named_graphs": [NamedNode(name) for name in graphs],
        }
        answer = store.query(
            case.query.read_text(encoding="utf-8"),
            base_iri=BASE,
            **({} if _names_its_dataset(case) else dataset),
        )
        if case.result is None:
            return "Negative" not in case.kind
        if isinstance(answer, QueryTriples):
            body = answer.serialize(format=RdfFormat.TURTLE)
            return not answer_difference(body, "text/turtle", case.result)
        form = _ENGINE.get(suffix, QueryResultsFormat.JSON)
        body = answer.serialize(format=form)
        return not answer_difference(body, _TABLE, case.result, _order(case))
    except SyntaxError:
        return "Negative" in case.kind
    except (OSError, RuntimeError, ValueError):
        return False
