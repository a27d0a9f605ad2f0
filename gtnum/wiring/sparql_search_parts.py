"""Gives SPARQL the search and the vectors of the generations that are open.

    query with a block ──find()──▶ PassageSearch of the generation the worker reads
    query that compares ──table()─▶ vectors of its nodes, written once on first use

Nodes are passages, documents (the mean of their passages) and entities (their names,
as the model reads them).
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from graph.errors import QueryFailed, QueryRefused
from graph.ports import DocumentFilter
from graph.sparql.search_block.search_ports import FoundPassage, TextQuestion
from graph.sparql.vector_table import write_table
from ontology.iris import Iris
from search_api.errors import BadQuestion
from search_api.identifiers import passage_identifier
from search_api.passage_search import PassageSearch
from search_api.query import PassageHit, SearchMode, SearchQuery

__all__ = ["OpenSearches"]

_DOCUMENTS_AT_ONCE = 500


class OpenSearches:
    """The ``TextSearch`` and ``NodeVectors`` of this process; safe to share.

    Args:
        iris: Mints the IRIs of nodes.
        open_search: Opens the search of a generation, by the folder of its graph,
            when a query first needs it; None where all are put in by ``add``.
    """

    def __init__(
        self, iris: Iris, open_search: Callable[[Path], PassageSearch] | None = None
    ) -> None:
        self._iris = iris
        self._open_search = open_search
        self._searches: dict[Path, PassageSearch] = {}
        self._tables: dict[Path, TemporaryDirectory[str]] = {}
        self._lock = threading.Lock()
        self._table_lock = threading.Lock()

    def add(self, store: Path, search: PassageSearch) -> None:
        """Answer queries on this store from now on."""
        with self._lock:
            self._searches[store] = search

    def remove(self, store: Path) -> None:
        """Forget a store; an unknown one is no error."""
        self.forget(store)
        with self._table_lock:
            table = self._tables.pop(store, None)
        if table is not None:
            table.cleanup()

    def forget(self, store: Path) -> None:
        """Search in a store no more; its table stays until ``remove``."""
        with self._lock:
            self._searches.pop(store, None)

    def close(self) -> None:
        """Forget all stores and delete their tables."""
        for store in {*self._searches, *self._tables}:
            self.remove(store)

    def find(self, store: Path, question: TextQuestion) -> Sequence[FoundPassage]:
        """Return the best passages; see ``TextSearch.find``.

        Raises:
            QueryRefused: If the text cannot be searched for.
            QueryFailed: If the generation is closed.
            IndexMismatch: If index and graph do not know the same passages.
        """
        query = SearchQuery(
            question.text,
            limit=question.limit,
            restriction=question.restriction,
            mode=SearchMode(question.mode),
        )
        try:
            hits = self._search(store).find(query, threshold=question.threshold)
        except BadQuestion as cause:
            raise QueryRefused(
                f"le texte d’un bloc de recherche ne convient pas : {cause}",
                rule="search_text",
            ) from cause
        return [_found(hit) for hit in hits]

    def table(self, store: Path) -> Path:
        """Return the folder of the vectors of a generation; see ``NodeVectors.table``.

        Raises:
            QueryFailed: If the generation is closed.
            KnowledgeError: If vectors or graph cannot be read.
        """
        # One at a time: a second query waits for the table instead of writing another.
        with self._table_lock:
            # Asked in here: a store that was removed meanwhile gets no table any more.
            search = self._search(store)
            if store not in self._tables:
                self._tables[store] = self._written(search)
            return Path(self._tables[store].name)

    def _written(self, search: PassageSearch) -> TemporaryDirectory[str]:
        folder = TemporaryDirectory(prefix="gtnum-vectors-")
        try:
            write_table(
                Path(folder.name),
                self._batches(search),
                dimension=search.embedder.dimension,
            )
        except BaseException:
            folder.cleanup()
            raise
        return folder

    def _search(self, store: Path) -> PassageSearch:
        with self._lock:
            if store not in self._searches and self._open_search is not None:
                self._searches[store] = self._open_search(store)
            search = self._searches.get(store)
        if search is None:
            raise QueryFailed(
                "la génération interrogée vient d’être remplacée",
                remedy="Renvoyez la requête.",
            )
        return search

    def _batches(
        self, search: PassageSearch
    ) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
        """Yield the nodes with their vectors, document by document, then entities."""
        names = sorted(search.catalogue.document_identifiers(DocumentFilter()))
        for first in range(0, len(names), _DOCUMENTS_AT_ONCE):
            summaries = search.catalogue.documents(
                names[first : first + _DOCUMENTS_AT_ONCE]
            )
            for name, summary in summaries.items():
                yield from self._document(search, name, summary.passage_count)
        entities = search.catalogue.entities()
        if entities:
            labels = [", ".join(label.text for label in e.labels) for e in entities]
            iris = [self._iris.entity(e.kind, e.identifier) for e in entities]
            yield iris, search.embedder.embed_passages(labels)

    def _document(
        self, search: PassageSearch, name: str, count: int
    ) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
        """Yield a document and its passages; nothing where none is searched."""
        passages = [passage_identifier(name, position) for position in range(count)]
        try:
            vectors = search.vectors.vectors(passages)
        except KeyError:  # gaps, a table of contents: the graph knows what is searched
            passages = [
                passage.identifier
                for passage in search.catalogue.passages_of(name)
                if passage.role.is_searched
            ]
            vectors = search.vectors.vectors(passages)
        if not passages:
            return
        iris = [self._iris.passage(passage) for passage in passages]
        mean = vectors.mean(axis=0, keepdims=True)
        yield [self._iris.document(name), *iris], np.concatenate([mean, vectors])


def _found(hit: PassageHit) -> FoundPassage:
    start, end = hit.best_sentence or (0, len(hit.passage.text))
    return FoundPassage(
        document=hit.passage.document,
        passage=hit.passage.identifier,
        score=hit.score,
        quotation=hit.passage.text[start:end],
    )
