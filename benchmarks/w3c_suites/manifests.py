"""Reads the manifests of the W3C SPARQL 1.1 suites (w3c/rdf-tests, sparql/sparql11)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

__all__ = ["MF", "QT", "Case", "HttpStep", "ProtocolCase", "cases", "protocol_cases"]

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
_UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
_HT = Namespace("http://www.w3.org/2011/http#")
_CNT = Namespace("http://www.w3.org/2011/content#")


@dataclass(frozen=True, slots=True)
class Case:
    """One test of a query suite.

    Attributes:
        name: ``suite/entry``.
        kind: Class of the test, for example ``QueryEvaluationTest``.
        query: File of the query.
        data: Files of the default graph.
        graphs: Files of named graphs; their names are their addresses.
        result: File of the expected answer, or None for syntax tests.
    """

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    graphs: tuple[Path, ...] = ()
    result: Path | None = None


@dataclass(frozen=True, slots=True)
class HttpStep:
    """One request of a protocol test, and what must come back.

    Attributes:
        method: HTTP method.
        query_string: What stands behind ``?``.
        headers: As written.
        body: Encoded as the test says.
        statuses: First digits allowed, for example ``{"2", "3"}``.
        boolean: Expected answer of an ASK, or None.
        format: ``boolean``, ``tabular``, ``RDF`` or empty.
    """

    method: str
    query_string: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[str]
    boolean: bool | None
    format: str


@dataclass(frozen=True, slots=True)
class ProtocolCase:
    """One test of the protocol suite; ``graphs`` maps graph names to files."""

    name: str
    steps: tuple[HttpStep, ...]
    graphs: dict[str, Path]


def cases(manifest: Path) -> Iterator[Case]:
    """Yield the query tests of a manifest and of those it includes.

    Raises:
        OSError: If a file is missing.
    """
    statements = _read(manifest)
    root = URIRef(manifest.as_uri())
    for listed in statements.objects(root, MF.include):
        for included in Collection(statements, listed):
            yield from cases(_path(included))
    for listed in statements.objects(root, MF.entries):
        for entry in Collection(statements, listed):
            kind = str(statements.value(entry, RDF.type)).rpartition("#")[2]
            action = statements.value(entry, MF.action)
            result = statements.value(entry, MF.result)
            is_syntax = isinstance(action, URIRef)
            yield Case(
                f"{manifest.parent.name}/{str(entry).rpartition('#')[2]}",
                kind,
                _path(action if is_syntax else statements.value(action, QT.query)),
                () if is_syntax else _paths(statements, action, QT.data),
                () if is_syntax else _paths(statements, action, QT.graphData),
                _path(result) if result is not None else None,
            )


def protocol_cases(manifest: Path) -> Iterator[ProtocolCase]:
    """Yield the tests of the protocol suite in the order of the manifest.

    Raises:
        OSError: If a file is missing.
    """
    statements = _read(manifest)
    listed = statements.value(URIRef(manifest.as_uri()), MF.entries)
    for entry in Collection(statements, listed):
        action = statements.value(entry, MF.action)
        requests = Collection(statements, statements.value(action, _HT.requests))
        graphs = {
            str(statements.value(data, RDFS.label)): _path(
                statements.value(data, _UT.graph)
            )
            for data in statements.objects(entry, _UT.graphData)
        }
        yield ProtocolCase(
            str(entry).rpartition("#")[2],
            tuple(_step(statements, request) for request in requests),
            graphs,
        )


def _step(statements: Graph, request: Node) -> HttpStep:
    headers: dict[str, str] = {}
    listed = statements.value(request, _HT.headers)
    for header in Collection(statements, listed) if listed is not None else ():
        name = str(statements.value(header, _HT.fieldName))
        headers[name] = str(statements.value(header, _HT.fieldValue))
    content = statements.value(request, _HT.body)
    body = b""
    if content is not None:
        encoding = str(statements.value(content, _CNT.characterEncoding) or "UTF-8")
        body = str(statements.value(content, _CNT.chars)).encode(encoding)
    response = statements.value(request, _HT.resp)
    expected = statements.value(response, MF.expectedBoolean)
    path = str(statements.value(request, _HT.absolutePath))
    return HttpStep(
        str(statements.value(request, _HT.methodName)),
        urlsplit(path).query,
        headers,
        body,
        frozenset(
            str(status).rpartition("StatusCode")[2][0]
            for status in statements.objects(response, MF.expectedStatus)
        ),
        expected.toPython() if isinstance(expected, Literal) else None,
        str(statements.value(response, MF.expectedFormat) or ""),
    )


def _read(manifest: Path) -> Graph:
    statements = Graph()
    statements.parse(manifest, format="turtle", publicID=manifest.as_uri())
    return statements


def _paths(statements: Graph, action: Node, what: URIRef) -> tuple[Path, ...]:
    return tuple(sorted(_path(node) for node in statements.objects(action, what)))


def _path(node: Node | None) -> Path:
    return Path(unquote(urlsplit(str(node)).path))
