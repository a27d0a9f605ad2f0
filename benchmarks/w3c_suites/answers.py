"""Compares answers of queries with the files of the suites."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urljoin

from rdflib import Graph
from rdflib.compare import isomorphic
from rdflib.plugins.sparql.results.rdfresults import RDFResult
from rdflib.query import Result

from benchmarks.w3c_suites.endpoint import BASE
from benchmarks.w3c_suites.result_tables import (
    Row,
    Table,
    Term,
    comparable,
    difference,
)

__all__ = ["answer_difference"]

_RESULT_FORMATS = {".srx": "xml", ".srj": "json"}
_RDF_FORMATS = {".ttl": "turtle", ".nt": "nt", ".rdf": "xml"}


def answer_difference(
    body: bytes, media_type: str, expected: Path, order: Sequence[str] = ()
) -> str:
    """Say how an answer differs from what the file says; nothing if it does not.

    Args:
        body: SPARQL JSON, CSV, TSV or Turtle.
        media_type: Of the body.
        expected: ``.srx``, ``.srj``, ``.ttl`` (a graph or a result set), ``.csv``,
            ``.tsv``.
        order: Variables of the ORDER BY of the query.
    """
    if expected.suffix == ".csv":
        return _csv_difference(body, expected.read_bytes())
    if expected.suffix == ".tsv":
        wanted = _table(_parsed(expected.read_bytes(), "tsv"))
        return difference(_table(_parsed(body, "tsv")), wanted, order)
    if media_type == "text/turtle":
        return _graph_difference(body, expected)
    answer, wanted_result = _parsed(body, "json"), _wanted(expected)
    if answer.type != wanted_result.type:
        return f"{answer.type} instead of {wanted_result.type}"
    if answer.type == "ASK":
        is_same = answer.askAnswer == wanted_result.askAnswer
        return "" if is_same else f"not {wanted_result.askAnswer}"
    return difference(_table(answer), _table(wanted_result), order)


def _graph_difference(body: bytes, expected: Path) -> str:
    found, wanted = Graph(), Graph()
    found.parse(data=body, format="turtle", publicID=BASE)
    form = _RDF_FORMATS[expected.suffix]
    wanted.parse(expected, format=form, publicID=f"{BASE}{expected.name}")
    return "" if isomorphic(found, wanted) else "another graph"


def _parsed(body: bytes, form: str) -> Result:
    return Result.parse(io.BytesIO(body), format=form)


def _wanted(expected: Path) -> Result:
    if expected.suffix in _RESULT_FORMATS:
        return _parsed(expected.read_bytes(), _RESULT_FORMATS[expected.suffix])
    form = _RDF_FORMATS[expected.suffix]
    return RDFResult(str(expected), format=form, publicID=f"{BASE}{expected.name}")


def _table(result: Result) -> Table:
    rows: list[Row] = [
        {str(name): _resolved(comparable(term)) for name, term in row.items()}
        for row in result.bindings
    ]
    return Table(tuple(str(name) for name in result.vars or ()), tuple(rows))


def _resolved(term: Term) -> Term:
    """Return a term whose relative IRI, in files of the suites, has its base."""
    if isinstance(term, tuple) and term[0] == "iri":
        return ("iri", urljoin(BASE, term[1]))
    return term


def _csv_difference(body: bytes, expected: bytes) -> str:
    """Compare tables without types: columns by name, rows as a bag, blanks alike."""
    found, wanted = _csv(body), _csv(expected)
    if found[0] != wanted[0]:
        return f"head {found[0]} instead of {wanted[0]}"
    return "" if found[1] == wanted[1] else "other rows"


def _csv(body: bytes) -> tuple[list[str], Counter[tuple[str, ...]]]:
    head, *rows = csv.reader(io.StringIO(body.decode()))
    order = sorted(range(len(head)), key=lambda place: head[place])
    cells = Counter(tuple(_cell(row[place]) for place in order) for row in rows)
    return sorted(head), cells


def _cell(text: str) -> str:
    if text.startswith("_:"):
        return "_:"
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text
