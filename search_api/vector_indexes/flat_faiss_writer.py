"""Writes the vectors of one generation, making only those that are new.

Vectors of documents that stay are copied from the previous generation; a passage whose
text was embedded before, anywhere, takes that vector again. The rest is embedded in
batches and waits on disk: memory beyond the finished index is bounded by a block.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from ontology.model import Document, DocumentSummary, Passage
from search_api.embedded_texts import embedded_text
from search_api.errors import EmbedderError, IndexMismatch
from search_api.identifiers import position_of
from search_api.passage_rows import GrowingRows, PassageRows
from search_api.ports import Embedder, Vectors
from search_api.vector_indexes.coarse_rows import COARSE_ABOVE, Coarse
from search_api.vector_indexes.flat_faiss import FlatFaissIndex, new_index
from search_api.vector_indexes.spooled_vectors import SpooledVectors
from search_api.vector_indexes.vector_files import INDEX_FILE, VectorFiles, key_of

__all__ = ["FlatFaissWriter", "embedded_text"]

_BLOCK = 16_384


class FlatFaissWriter:
    """Writes the vectors of one generation; one thread, used once.

    Args:
        embedder: Makes the vectors.
        previous: Folder of the index to start from, or None for an empty one. It must
            have been made by the same embedder: ``IndexManifest`` knows.
        batch_size: Passages per call of the embedder.
        workspace: Folder on the disk of the target, for vectors until ``commit``; the
            system's temporary folder when None.

    Raises:
        IndexMismatch: If the previous index cannot be read or has another dimension.
        OSError: If the disk refuses.
    """

    def __init__(
        self,
        embedder: Embedder,
        previous: Path | None = None,
        *,
        batch_size: int = 256,
        workspace: Path | None = None,
    ) -> None:
        self._embedder = embedder
        self._batch_size = batch_size
        self._previous = FlatFaissIndex(previous) if previous is not None else None
        self._check_dimension(previous)
        files = self._previous.files if self._previous else None
        self._rows = GrowingRows(files.rows if files else PassageRows.none())
        self._row_by_key = (
            {int(key): row for row, key in enumerate(files.keys)} if files else {}
        )
        self._pending: list[tuple[str, str]] = []
        self._keys: dict[str, list[int]] = {}
        self._vectors = SpooledVectors(embedder.dimension, workspace=workspace)

    def add(
        self, document: Document | DocumentSummary, passages: Sequence[Passage]
    ) -> None:
        """Index the passages of a document that is not in the index.

        Raises:
            ValueError: If the document is in the index, or a passage is not named
                after its position.
            EmbedderError: If the model gives vectors that do not fit.
            OSError: If the disk refuses.
        """
        name = document.identifier
        texts = [embedded_text(document.title, passage) for passage in passages]
        self._rows.add(name, [position_of(passage) for passage in passages])
        self._keys[name] = [key_of(text) for text in texts]
        self._pending += [(name, text) for text in texts]
        while len(self._pending) >= self._batch_size:
            self._embed_batch()

    def remove(self, document: str) -> None:
        """Drop the passages of a document; an unknown one is no error."""
        if self._rows.remove(document):
            del self._keys[document]
            self._vectors.forget(document)
            self._pending = [item for item in self._pending if item[0] != document]

    def commit(self, folder: Path) -> None:
        """Write everything to the folder; the writer is then spent.

        Raises:
            EmbedderError: If the model gives vectors that do not fit.
            OSError: If the disk refuses.
        """
        while self._pending:
            self._embed_batch()
        kept, rows = self._rows.kept(), self._rows.rows()
        index = new_index(self._embedder.dimension, len(rows))
        total = np.zeros(self._embedder.dimension, np.float64)
        for block in self._blocks(kept):
            total += block.sum(axis=0)
            index.add(block)
        mean = (total / max(1, len(rows))).astype(np.float32)
        folder.mkdir(parents=True, exist_ok=True)
        if len(rows) > COARSE_ABOVE:
            Coarse.build(lambda: self._blocks(kept), len(rows)).save(folder)
        temporary = folder / f".{INDEX_FILE}.new"
        try:
            faiss.write_index(index, str(temporary))
        except RuntimeError as cause:
            temporary.unlink(missing_ok=True)
            raise OSError(f"writing {folder / INDEX_FILE} failed: {cause}") from cause
        VectorFiles(rows, self._all_keys(kept), mean).save(folder)
        temporary.replace(folder / INDEX_FILE)
        self._vectors.close()

    def discard(self) -> None:
        """Give up; nothing was written before ``commit``."""
        self._pending.clear()
        self._vectors.close()

    def _check_dimension(self, previous: Path | None) -> None:
        before = self._previous
        if before is not None and before.dimension != self._embedder.dimension:
            raise IndexMismatch(
                f"L’index {previous} a {before.dimension} dimensions, le modèle "
                f"« {self._embedder.name} » en a {self._embedder.dimension}.",
                remedy="Lancez `gtnum reindex`.",
            )

    def _embed_batch(self) -> None:
        batch = self._pending[: self._batch_size]
        del self._pending[: self._batch_size]
        vectors = np.empty((len(batch), self._embedder.dimension), np.float32)
        known = [self._row_by_key.get(key_of(text)) for _, text in batch]
        reused = [place for place, row in enumerate(known) if row is not None]
        if reused and self._previous is not None:
            rows = np.array([known[place] for place in reused], np.int64)
            vectors[reused] = self._previous.vectors_at(rows)
        fresh = [place for place, row in enumerate(known) if row is None]
        if fresh:
            made = self._embedder.embed_passages([batch[place][1] for place in fresh])
            if not np.isfinite(made).all():
                raise EmbedderError(
                    f"Le modèle « {self._embedder.name} » a rendu un vecteur qui "
                    f"n’est pas fait de nombres (document {batch[fresh[0]][0]} ou "
                    "suivants).",
                    remedy="Choisissez un autre modèle, puis lancez `gtnum reindex`.",
                )
            vectors[fresh] = made
        self._vectors.append((name for name, _ in batch), vectors)

    def _all_keys(self, kept: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Return the key of every row."""
        keys = [np.array(self._keys[name], np.uint64) for name in self._rows.added]
        if self._previous is not None:
            keys.insert(0, self._previous.files.keys[kept])
        return np.concatenate([np.zeros(0, np.uint64), *keys])

    def _blocks(self, kept: NDArray[np.int64]) -> Iterator[Vectors]:
        """Yield all vectors in the order of the rows."""
        if self._previous is not None:
            for start in range(0, len(kept), _BLOCK):
                yield self._previous.vectors_at(kept[start : start + _BLOCK])
        yield from self._vectors.blocks(self._rows.added, _BLOCK)
