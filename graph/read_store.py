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
from graph.store_failures import unavailable

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
        try:
            self._store = Store.read_only(str(folder))
        except OSError as error:
            raise unavailable(
                f"le graphe {folder} ne s’ouvre pas",
                error,
                remedy="Revenez à une autre génération : `gtnum library rollback`.",
            ) from error

    def __len__(self) -> int:
        """Return the number of statements."""
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
        try:
            yield from self._store.quads_for_pattern(subject, predicate, value, name)
        except OSError as error:
            raise self._unreadable(error) from error

    def select(self, name: str) -> Iterator[QuerySolution]:
        """Return the rows of a query that ships, over all graphs.

        What holds them in the engine may only be let go by the thread that asked: it is
        let go with the last row, not when somebody collects what is left of the caller.

        Raises:
            StoreError: If the store fails or the query is no SELECT.
        """
        try:
            found = self._store.query(load_query(name), use_default_graph_as_union=True)
        except OSError as error:
            raise self._unreadable(error) from error
        if not isinstance(found, QuerySolutions):
            raise StoreError(f"la requête « {name} » n’est pas un SELECT")
        return _rows(found)

    def _unreadable(self, error: OSError) -> StoreError:
        return unavailable(
            f"le graphe {self._folder} ne peut pas être lu",
            error,
            remedy="Vérifiez la bibliothèque : `gtnum library verify`.",
        )


def _rows(found: QuerySolutions) -> Iterator[QuerySolution]:
    yield from found
