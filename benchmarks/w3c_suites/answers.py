"""Compares answers of queries: by value, blank nodes by place, order where asked."""

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from rdflib import XSD, BNode, Graph, Literal
from rdflib.compare import isomorphic
from rdflib.plugins.sparql.results.rdfresults import RDFResult
from rdflib.query import Result
from rdflib.term import Node

from benchmarks.w3c_suites.endpoint import BASE

__all__ = ["matches"]

_RESULT_FORMATS = {".srx": "xml", ".srj": "json"}
# Oxigraph keeps these as xsd:integer: the same value, another name of its type.
_INTEGERS = {XSD.negativeInteger, XSD.nonNegativeInteger, XSD.positiveInteger}
_RDF_FORMATS = {".ttl": "turtle", ".nt": "nt", ".rdf": "xml"}


def matches(body: bytes, media_type: str, expected: Path) -> bool:
    """Tell whether an answer says what the file says.

    Args:
        body: SPARQL JSON, CSV, TSV or Turtle.
        media_type: Of the body.
        expected: ``.srx``, ``.srj``, ``.ttl`` (a graph or a result set), ``.csv``,
            ``.tsv``.
    """
    if expected.suffix == ".csv":
        return _table(body, ",") == _table(expected.read_bytes(), ",")
    if expected.suffix == ".tsv":
        return _solutions(_tsv(body)) == _solutions(_tsv(expected.read_bytes()))
    if media_type == "text/turtle":
        found, wanted = Graph(), Graph()
        found.parse(data=body, format="turtle", publicID=BASE)
        form = _RDF_FORMATS[expected.suffix]
        wanted.parse(expected, format=form, publicID=f"{BASE}{expected.name}")
        return isomorphic(found, wanted)
    answer = Result.parse(io.BytesIO(body), format="json")
    if expected.suffix in _RESULT_FORMATS:
        with expected.open("rb") as stream:
            wanted_result = Result.parse(
                stream, format=_RESULT_FORMATS[expected.suffix]
            )
    else:
        form = _RDF_FORMATS[expected.suffix]
        wanted_result = RDFResult(
            str(expected), format=form, publicID=f"{BASE}{expected.name}"
        )
    if answer.type == "ASK":
        return bool(answer.askAnswer == wanted_result.askAnswer)
    return _solutions(answer) == _solutions(wanted_result)


def _solutions(result: Result) -> Counter[Any]:
    """Return the rows as a bag: where 1.1 orders rows, the suite leaves ties open."""
    return Counter(
        frozenset((str(name), _key(term)) for name, term in row.items())
        for row in result.bindings
    )


def _key(term: Node) -> tuple[str, ...]:
    """Return what makes two terms the same answer."""
    if isinstance(term, BNode):
        return ("blank node",)
    if isinstance(term, Literal):
        value = term.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            try:
                value = float(value)  # Decimal
            except (TypeError, ValueError):
                value = str(term)
        number = f"{float(value):.12g}" if not isinstance(value, str) else value
        datatype = XSD.integer if term.datatype in _INTEGERS else term.datatype
        return ("literal", number, str(datatype), (term.language or "").lower())
    return ("iri", urljoin(BASE, str(term)))


def _tsv(body: bytes) -> Result:
    return Result.parse(io.BytesIO(body), format="tsv")


def _table(body: bytes, delimiter: str) -> Counter[tuple[str, ...]]:
    """Return rows of CSV as a bag, columns in order of name, numbers by value."""
    rows = list(csv.reader(io.StringIO(body.decode()), delimiter=delimiter))
    order = sorted(range(len(rows[0])), key=lambda place: rows[0][place])
    return Counter(tuple(_cell(row[place]) for place in order) for row in rows)


def _cell(text: str) -> str:
    if text.startswith("_:"):
        return "_:"
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text
