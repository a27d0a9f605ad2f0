"""An Oxigraph folder opened for reading, whose failures are ours."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolution,
    QuerySolutions,
    Store,
    Triple,
)

from graph.errors import StoreError
from graph.queries import load_query
from graph.store_failures import store_failures

__all__ = ["ReadStore"]

_Subject = NamedNode | BlankNode | Triple
_GraphName = NamedNode | BlankNode | DefaultGraph


class ReadStore:
    """A published store; safe to use from several threads.

    Args:
        folder: The store of a generation.

    Raises:
        StoreError: If the folder is no store that can be read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        if not (folder / "CURRENT").is_file():
            raise StoreError(
                f"il n’y a pas de graphe dans {folder}",
                remedy="Revenez à une autre génération (`gtnum library rollback`), ou "
                "relisez vos dossiers : `gtnum ingest DOSSIER`.",
            )
        with store_failures(
            folder,
            what="ne s’ouvre pas",
            remedy="Revenez à une autre génération : `gtnum library rollback`.",
        ):
            self._store = Store.read_only(str(folder))

    def __len__(self) -> int:
        """Return the number of statements.

        Raises:
            StoreError: If the store fails.
        """
        with store_failures(self._folder):
            return len(self._store)

    def quads(
        self,
        subject: _Subject | None,
        predicate: NamedNode | None,
        value: NamedNode | Literal | None,
        name: _GraphName | None,
    ) -> Iterator[Quad]:
        """Yield the statements of a pattern; None stands for anything.

        Raises:
            StoreError: If the store fails.
        """
        with store_failures(self._folder):
            yield from self._store.quads_for_pattern(subject, predicate, value, name)

    def select(self, name: str) -> Iterator[QuerySolution]:
        """Return the rows of a query that ships, over all graphs.

        What holds them in the engine may only be let go by the thread that asked: it is
        let go with the last row, not when somebody collects what is left of the caller.

        Raises:
            StoreError: If the store fails or the query is no SELECT.
        """
        with store_failures(self._folder):
            found = self._store.query(load_query(name), use_default_graph_as_union=True)
        if not isinstance(found, QuerySolutions):
            raise StoreError(f"la requête « {name} » n’est pas un SELECT")
        return self._rows(found)

    def _rows(self, found: QuerySolutions) -> Iterator[QuerySolution]:
        with store_failures(self._folder):
            yield from found
