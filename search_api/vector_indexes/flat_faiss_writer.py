"""Writes the vectors of one generation, making only those that are new.

Vectors of documents that stay are copied from the previous generation; a passage whose
text was embedded before, anywhere, takes that vector again. The rest is embedded in
batches and waits on disk, and goes from there into the files block by block: memory
beyond a few bytes for each passage is bounded by a block and a sample.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ontology.model import Document, DocumentSummary, Passage
from search_api.embedded_texts import embedded_text
from search_api.errors import EmbedderError, IndexMismatch
from search_api.identifiers import position_of
from search_api.passage_rows import GrowingRows, PassageRows
from search_api.ports import Embedder, Vectors
from search_api.spooled_rows import SpooledRows
from search_api.vector_indexes.coarse_rows import COARSE_ABOVE, write_coarse
from search_api.vector_indexes.flat_faiss import FlatFaissIndex, new_index
from search_api.vector_indexes.vector_files import INDEX_FILE, VectorFiles, key_of
from search_api.vector_indexes.written_faiss import write_flat

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
        self._known = _KnownTexts(files.keys if files else np.zeros(0, np.uint64))
        self._pending: list[tuple[str, str]] = []
        self._keys: dict[str, NDArray[np.uint64]] = {}
        self._vectors = SpooledRows(np.float32, embedder.dimension, workspace=workspace)

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
        self._keys[name] = _keys_of(texts)
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
        folder.mkdir(parents=True, exist_ok=True)
        mean = self._write_vectors(kept, len(rows), folder)
        if len(rows) > COARSE_ABOVE:
            write_coarse(folder, lambda: self._blocks(kept), len(rows))
        VectorFiles(rows, self._all_keys(kept), mean).save(folder)
        self._let_go()

    def discard(self) -> None:
        """Give up; nothing was written before ``commit``."""
        self._pending.clear()
        self._let_go()

    def _let_go(self) -> None:
        """Close the files; pages of a mapped one count as memory of this process."""
        self._vectors.close()
        if self._previous is not None:
            self._previous.close()
            self._previous = None

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
        known = self._known.rows(_keys_of([text for _, text in batch]))
        reused = np.flatnonzero(known >= 0)
        if len(reused) and self._previous is not None:
            vectors[reused] = self._previous.vectors_at(known[reused])
        fresh = np.flatnonzero(known < 0)
        if len(fresh):
            made = self._embedder.embed_passages([batch[place][1] for place in fresh])
            if not np.isfinite(made).all():
                raise EmbedderError(
                    f"Le modèle « {self._embedder.name} » a rendu un vecteur qui "
                    f"n’est pas fait de nombres (document {batch[fresh[0]][0]} ou "
                    "suivants).",
                    remedy="Choisissez un autre modèle, puis lancez `gtnum reindex`.",
                )
            vectors[fresh] = made
        names = groupby(name for name, _ in batch)
        self._vectors.append(((name, len(list(own))) for name, own in names), vectors)

    def _write_vectors(
        self, kept: NDArray[np.int64], rows: int, folder: Path
    ) -> Vectors:
        """Write the vectors themselves and return the mean of all.

        Raises:
            OSError: If the disk refuses.
        """
        total = np.zeros(self._embedder.dimension, np.float64)

        def summed() -> Iterator[Vectors]:
            for block in self._blocks(kept):
                np.add(total, block.sum(axis=0), out=total)
                yield block

        temporary = folder / f".{INDEX_FILE}.new"
        try:
            write_flat(new_index(self._embedder.dimension, rows), summed(), temporary)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        temporary.replace(folder / INDEX_FILE)
        mean: Vectors = (total / max(1, rows)).astype(np.float32)
        return mean

    def _all_keys(self, kept: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Return the key of every row."""
        keys = [self._keys[name] for name in self._rows.added]
        if self._previous is not None:
            keys.insert(0, self._previous.files.keys[kept])
        return np.concatenate([np.zeros(0, np.uint64), *keys])

    def _blocks(self, kept: NDArray[np.int64]) -> Iterator[Vectors]:
        """Yield all vectors in the order of the rows."""
        if self._previous is not None:
            for start in range(0, len(kept), _BLOCK):
                yield self._previous.vectors_at(kept[start : start + _BLOCK])
        yield from self._vectors.blocks(self._rows.added, _BLOCK)


class _KnownTexts:
    """Which row of the previous generation holds the vector of a text.

    Args:
        keys: Of those rows.
    """

    def __init__(self, keys: NDArray[np.uint64]) -> None:
        # Two arrays: a dictionary of a million numbers takes ten times as much.
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]

    def rows(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return the row for each key, -1 where there is none."""
        if not len(self._keys):
            return np.full(len(keys), -1, np.int64)
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        is_there = self._keys[places] == keys
        return np.where(is_there, self._order[places], -1)


def _keys_of(texts: Sequence[str]) -> NDArray[np.uint64]:
    return np.fromiter(map(key_of, texts), np.uint64, len(texts))
