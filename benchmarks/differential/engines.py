"""Three engines on one data set: ours as the service asks it, rdflib, Comunica.

Ours is the query as it is read and written before the engine sees it, on Oxigraph; the
default graph is the union of all graphs where a query has no FROM, as in the service.
"""

import json
import subprocess
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Protocol

from pyoxigraph import BlankNode, NamedNode, QuerySolutions, RdfFormat, Store
from pyoxigraph import Literal as OxLiteral
from rdflib import BNode, Literal, URIRef
from rdflib import Dataset as RdflibDataset
from rdflib.plugins import sparql
from rdflib.term import Node

from benchmarks.differential.generated_data import PREFIXES
from benchmarks.w3c_suites.result_tables import Row, Table, comparable
from graph.errors import QueryRefused
from graph.sparql.guard import GuardLimits
from graph.sparql.search_block.query_preparation import prepare
from ontology.iris import Iris

__all__ = ["Comunica", "EngineFailed", "EngineRefused", "Ours", "Rdflib"]

_SCRIPT: Final = Path(__file__).parent / "comunica_peer.mjs"


class Dataset(Protocol):
    """What engines are asked about."""

    def as_dataset(self) -> str:
        """Return TriG."""


class EngineFailed(Exception):  # noqa: N818
    """An engine has no answer, and says why."""


class EngineRefused(EngineFailed):
    """Ours refuses, for a reason that users are told."""


class Ours:
    """Oxigraph behind what the service does to a query.

    Args:
        data: What is asked.
    """

    name = "ours"

    def __init__(self, data: Dataset) -> None:
        self._store = Store()
        self._store.load(data.as_dataset().encode(), format=RdfFormat.TRIG)

    def answer(self, query: str) -> Table:
        """Answer a SELECT, without prefixes.

        Raises:
            EngineRefused: If the query is refused.
            SyntaxError: If it is no SPARQL.
        """
        try:
            prepared = prepare(PREFIXES + query, GuardLimits(), iris=Iris())
        except QueryRefused as error:
            raise EngineRefused(error.rule) from error
        if prepared.has_unread_paths:
            raise EngineRefused("path")
        text = prepared.with_rows([], Iris()).text
        admission = prepared.admission
        is_union = not (admission.default_graphs or admission.named_graphs)
        found = self._store.query(text, use_default_graph_as_union=is_union)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        rows = [
            {n: comparable(_node(row[n])) for n in names if row[n] is not None}
            for row in found
        ]
        return Table(tuple(names), tuple(rows))


def _node(term: Any) -> Node:  # noqa: ANN401 - a term of another library
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    assert isinstance(term, OxLiteral)
    if term.language:
        return Literal(term.value, lang=term.language)
    return Literal(term.value, datatype=URIRef(term.datatype.value))


class Rdflib:
    """rdflib's own engine."""

    name = "rdflib"

    def __init__(self, data: Dataset) -> None:
        sparql.SPARQL_LOAD_GRAPHS = False  # FROM names what is here, or nothing
        self._unions = {
            is_union: RdflibDataset(default_union=is_union)
            for is_union in (True, False)
        }
        for dataset in self._unions.values():
            dataset.parse(data=data.as_dataset(), format="trig")

    def answer(self, query: str) -> Table:
        """Answer a SELECT.

        Raises:
            EngineFailed: If it cannot.
        """
        try:
            found = self._unions["FROM" not in query].query(PREFIXES + query)
            rows: list[Row] = [
                {str(name): comparable(term) for name, term in row.items()}
                for row in found.bindings
            ]
        except Exception as error:
            # Whatever a peer raises is that it has no answer: it is not under test.
            raise EngineFailed(f"{type(error).__name__}: {error}") from error
        return Table(tuple(str(name) for name in found.vars or ()), tuple(rows))


class Comunica:
    """Comunica over rdfjs, in one process of node for all queries.

    Args:
        folder: Holds ``node_modules`` with @comunica/query-sparql-rdfjs and n3.
    """

    name = "comunica"

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            ["node", str(_SCRIPT), str(folder.resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Comunica":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError):
            self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()

    def load(self, data: Dataset) -> None:
        """Ask these data from now on."""
        self._ask({"data": data.as_dataset()})

    def answer(self, query: str) -> Table:
        """Answer a SELECT.

        Raises:
            EngineFailed: If it cannot.
        """
        found = self._ask({"query": PREFIXES + query})
        if "error" in found:
            raise EngineFailed(str(found["error"])[:300])
        rows: list[Row] = [
            {name: comparable(_read(term)) for name, term in row.items()}
            for row in found["rows"]
        ]
        return Table(tuple(found["variables"]), tuple(rows))

    def _ask(self, request: dict[str, str]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise EngineFailed("node has ended")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _read(term: dict[str, str]) -> Node:
    match term["type"]:
        case "NamedNode":
            return URIRef(term["value"])
        case "BlankNode":
            return BNode(term["value"])
        case _ if term["language"]:
            return Literal(term["value"], lang=term["language"])
        case _:
            return Literal(term["value"], datatype=URIRef(term["datatype"]))
