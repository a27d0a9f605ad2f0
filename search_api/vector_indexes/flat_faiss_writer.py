"""Writes the vectors of one generation, making only those that are new.

Vectors of documents that stay are copied from the previous generation; a passage whose
text was embedded before, anywhere, takes that vector again. The rest is embedded in
batches, so that memory beyond the vectors themselves is bounded by a batch.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from ontology.model import Document, DocumentSummary, Passage
from search_api.embedders.registry import subword_table
from search_api.errors import EmbedderError, IndexMismatch
from search_api.identifiers import position_of
from search_api.ports import Embedder, Vectors
from search_api.vector_indexes.coarse_rows import COARSE_ABOVE, Coarse
from search_api.vector_indexes.flat_faiss import FlatFaissIndex, new_index
from search_api.vector_indexes.subwords import Ids, Subwords
from search_api.vector_indexes.vector_files import INDEX_FILE, Rows, key_of

__all__ = ["FlatFaissWriter", "embedded_text"]

_BLOCK = 65_536


def embedded_text(title: str, passage: Passage) -> str:
    """Return what stands for a passage before the model: its headings and its text."""
    return "\n".join((title, *passage.section[-1:], passage.text))


class FlatFaissWriter:
    """Writes the vectors of one generation; one thread, used once.

    Args:
        embedder: Makes the vectors.
        previous: Folder of the index to start from, or None for an empty one. It must
            have been made by the same embedder: ``IndexManifest`` knows.
        batch_size: Passages per call of the embedder.

    Raises:
        IndexMismatch: If the previous index cannot be read or has another dimension.
    """

    def __init__(
        self,
        embedder: Embedder,
        previous: Path | None = None,
        *,
        batch_size: int = 256,
    ) -> None:
        self._embedder = embedder
        self._batch_size = batch_size
        self._previous = FlatFaissIndex(previous) if previous is not None else None
        self._check_dimension(previous)
        rows = self._previous.rows if self._previous else None
        #: Number in the previous index of each document that stays.
        self._kept = {n: i for i, n in enumerate(rows.documents)} if rows else {}
        self._row_by_key = (
            {int(key): row for row, key in enumerate(rows.keys)} if rows else {}
        )
        self._added: dict[str, tuple[list[int], list[int]]] = {}
        self._pending: list[tuple[str, str]] = []
        self._vectors: dict[str, list[Vectors]] = {}
        self._subwords: dict[str, list[Ids]] = {}
        self.embedded_count = 0

    def add(
        self, document: Document | DocumentSummary, passages: Sequence[Passage]
    ) -> None:
        """Index the passages of a document that is not in the index.

        Raises:
            ValueError: If the document is in the index, or a passage is not named
                after its position.
            EmbedderError: If the model gives vectors that do not fit.
        """
        name = document.identifier
        if name in self._kept or name in self._added:
            raise ValueError(f"document {name!r} is in the index")
        texts = [embedded_text(document.title, passage) for passage in passages]
        positions = [position_of(passage) for passage in passages]
        self._added[name] = (positions, [key_of(text) for text in texts])
        self._vectors[name] = []
        self._subwords[name] = subword_table().subwords(texts)
        self._pending += [(name, text) for text in texts]
        while len(self._pending) >= self._batch_size:
            self._embed_batch()

    def remove(self, document: str) -> None:
        """Drop the passages of a document; an unknown one is no error."""
        self._kept.pop(document, None)
        if self._added.pop(document, None) is not None:
            del self._vectors[document], self._subwords[document]
            self._pending = [item for item in self._pending if item[0] != document]

    def commit(self, folder: Path) -> None:
        """Write everything to the folder; the writer is then spent.

        Raises:
            EmbedderError: If the model gives vectors that do not fit.
            OSError: If the disk refuses.
        """
        while self._pending:
            self._embed_batch()
        kept = self._kept_rows()
        documents, numbers, positions, keys = self._numbered(kept)
        index = new_index(self._embedder.dimension, len(numbers))
        total = np.zeros(self._embedder.dimension, np.float64)
        for block in self._blocks(kept):
            total += block.sum(axis=0)
            index.add(block)
        mean = (total / max(1, len(numbers))).astype(np.float32)
        folder.mkdir(parents=True, exist_ok=True)
        if len(numbers) > COARSE_ABOVE:
            Coarse.build(lambda: self._blocks(kept), len(numbers)).save(folder)
        temporary = folder / f".{INDEX_FILE}.new"
        try:
            faiss.write_index(index, str(temporary))
        except RuntimeError as cause:
            temporary.unlink(missing_ok=True)
            raise OSError(f"writing {folder / INDEX_FILE} failed: {cause}") from cause
        centroids = self._centroids(kept, numbers, len(documents))
        subwords = Subwords.of(self._held(kept), len(subword_table()))
        rows = Rows(documents, numbers, positions, keys, mean, centroids, subwords)
        rows.save(folder)
        temporary.replace(folder / INDEX_FILE)

    def discard(self) -> None:
        """Give up; nothing was written before ``commit``."""
        self._pending.clear()
        self._vectors.clear()
        self._subwords.clear()

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
            self.embedded_count += len(fresh)
        for (name, _), vector in zip(batch, vectors, strict=True):
            self._vectors[name].append(vector)

    def _kept_rows(self) -> NDArray[np.int64]:
        """Return the rows of the previous index that stay, in order."""
        if self._previous is None:
            return np.zeros(0, np.int64)
        rows = self._previous.rows
        stays = np.zeros(len(rows.documents), np.bool_)
        stays[list(self._kept.values())] = True
        return np.flatnonzero(stays[rows.numbers]).astype(np.int64)

    def _numbered(
        self, kept: NDArray[np.int64]
    ) -> tuple[list[str], NDArray[np.int32], NDArray[np.int32], NDArray[np.uint64]]:
        """Return documents, and document number, position and key of every row."""
        documents = [*self._kept, *self._added]
        numbers: list[NDArray[np.int32]] = []
        positions = [np.array(p, np.int32) for p, _ in self._added.values()]
        keys = [np.array(k, np.uint64) for _, k in self._added.values()]
        if self._previous is not None:
            rows = self._previous.rows
            renumbered = np.zeros(len(rows.documents), np.int32)
            renumbered[list(self._kept.values())] = np.arange(len(self._kept))
            numbers.append(renumbered[rows.numbers[kept]])
            positions.insert(0, rows.positions[kept])
            keys.insert(0, rows.keys[kept])
        for number, (own, _) in enumerate(self._added.values(), start=len(self._kept)):
            numbers.append(np.full(len(own), number, np.int32))
        return (
            documents,
            np.concatenate([np.zeros(0, np.int32), *numbers]),
            np.concatenate([np.zeros(0, np.int32), *positions]),
            np.concatenate([np.zeros(0, np.uint64), *keys]),
        )

    def _blocks(self, kept: NDArray[np.int64]) -> Iterator[Vectors]:
        """Yield all vectors in the order of ``_numbered``."""
        if self._previous is not None:
            for start in range(0, len(kept), _BLOCK):
                yield self._previous.vectors_at(kept[start : start + _BLOCK])
        for name in self._added:
            if self._vectors[name]:
                yield np.stack(self._vectors[name])

    def _centroids(
        self, kept: NDArray[np.int64], numbers: NDArray[np.int32], documents: int
    ) -> NDArray[np.float16]:
        """Return the direction of each document, and the mean of all passages' ones."""
        sums = np.zeros((documents, self._embedder.dimension), np.float32)
        start = 0
        for block in self._blocks(kept):
            # Rows of one document are neighbours, so runs of equal numbers are few.
            own = numbers[start : start + len(block)]
            first = np.flatnonzero(np.diff(own, prepend=-1))
            sums[own[first]] += np.add.reduceat(block, first, axis=0)
            start += len(block)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        directions = sums / np.maximum(lengths, 1e-12)
        counts = np.bincount(numbers, minlength=documents).astype(np.float32)
        mean = counts @ directions / max(1, len(numbers))
        return np.concatenate([directions, mean[None]]).astype(np.float16)

    def _held(self, kept: NDArray[np.int64]) -> list[Ids]:
        """Return the subwords of every passage in the order of ``_numbered``."""
        before = self._previous.rows.subwords if self._previous else None
        held = [before.at(int(row)) for row in kept] if before else []
        return held + [ids for name in self._added for ids in self._subwords[name]]
