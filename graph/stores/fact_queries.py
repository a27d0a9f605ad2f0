"""The facts of a generation in memory, so that a question about them costs little.

A question joins a dozen patterns: 20 to 200 ms in the folder, where every step is a
read, 0.2 to 15 ms in memory. Facts are some 25,000 statements however many documents
there are; they are read at the first question, because a generation never changes.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, QuerySolution, QuerySolutions, Store, Variable

from graph.curated_facts import curation_graph
from graph.entity_ports import FactRow, FactSource
from graph.errors import StoreError
from graph.read_store import ReadStore
from graph.stores.entities.fact_reader import read_sources
from ontology.iris import Iris

__all__ = ["EmbeddedFactQueries"]

_MOST_ROWS: Final = 2_000
_GRAPHS: Final = ("reference", "ontology")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is read once of a generation."""

    store: Store
    sources: Mapping[str, FactSource]


class EmbeddedFactQueries:
    """The ``FactQueries`` of an embedded store; safe to use from several threads.

    Args:
        folder: The store of a published generation.
        iris: With the base that the generation was made with.

    Raises:
        StoreError: If the folder is no store that can be read.
    """

    def __init__(self, folder: Path, iris: Iris) -> None:
        self._iris = iris
        self._store = ReadStore(folder)
        self._lock = threading.Lock()
        self._facts: _Facts | None = None

    def rows(self, query: str) -> list[FactRow]:
        """Return the rows of a SELECT over the facts, in its order.

        Raises:
            StoreError: If the store fails, the query cannot be read, or the answer has
                more than 2,000 rows.
        """
        facts = self._read_once().store
        try:
            found = facts.query(query, use_default_graph_as_union=True)
        except (SyntaxError, OSError) as error:
            raise StoreError(f"une question sur les faits échoue : {error}") from error
        if not isinstance(found, QuerySolutions):
            raise StoreError("une question sur les faits n’est pas un SELECT")
        variables = found.variables
        # What holds rows in the engine may only be let go by this thread: all are read.
        rows = [_row(variables, one) for one in islice(found, _MOST_ROWS + 1)]
        if len(rows) > _MOST_ROWS:
            raise StoreError(
                f"une question sur les faits a plus de {_MOST_ROWS} lignes"
            )
        return rows

    def sources(self) -> Mapping[str, FactSource]:
        """Return every source of facts by its IRI.

        Raises:
            StoreError: If the store fails.
        """
        return self._read_once().sources

    def _read_once(self) -> _Facts:
        with self._lock:
            if self._facts is None:
                self._facts = self._read()
            return self._facts

    def _read(self) -> _Facts:
        memory = Store()
        names = [NamedNode(self._iris.named_graph(name)) for name in _GRAPHS]
        for name in (*names, curation_graph(self._iris)):
            memory.bulk_extend(self._store.quads(None, None, None, name))
        return _Facts(memory, read_sources(self._store.select("entities/sources")))


def _row(variables: Iterable[Variable], solution: QuerySolution) -> FactRow:
    return {
        variable.value: str(getattr(value, "value", value))
        for variable in variables
        if (value := solution[variable]) is not None
    }
