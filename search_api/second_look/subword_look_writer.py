"""Writes what a second look needs: subwords of passages, directions of documents.

Subwords of documents that stay are copied from the previous generation. Directions are
means of the vectors that the new vector index holds, whatever kind it is.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ontology.model import Document, DocumentSummary, Passage
from search_api.embedded_texts import embedded_text
from search_api.identifiers import position_of
from search_api.passage_rows import GrowingRows, PassageRows
from search_api.ports import SubwordTable, VectorIndex, Vectors
from search_api.second_look.subword_look import LookFiles, SubwordLook
from search_api.second_look.subwords import Ids, Subwords

__all__ = ["SubwordLookWriter"]

_BLOCK: Final = 65_536


class SubwordLookWriter:
    """Writes the second look of one generation; one thread, used once.

    Args:
        table: Gives the numbers of subwords.
        previous: Folder to start from, or None for an empty one. It must have been
            made with the same table: ``IndexManifest`` knows.

    Raises:
        IndexMismatch: If the previous folder cannot be read.
    """

    def __init__(self, table: SubwordTable, previous: Path | None = None) -> None:
        self._table = table
        self._previous = SubwordLook(previous, table).files if previous else None
        rows = self._previous.rows if self._previous else PassageRows.none()
        self._rows = GrowingRows(rows)
        self._subwords: dict[str, list[Ids]] = {}

    def add(
        self, document: Document | DocumentSummary, passages: Sequence[Passage]
    ) -> None:
        """Take the passages of a document that is not there.

        Raises:
            ValueError: If the document is there, or a passage is not named after its
                position.
        """
        positions = [position_of(passage) for passage in passages]
        self._rows.add(document.identifier, positions)
        texts = [embedded_text(document.title, passage) for passage in passages]
        self._subwords[document.identifier] = self._table.subwords(texts)

    def remove(self, document: str) -> None:
        """Drop the passages of a document; an unknown one is no error."""
        if self._rows.remove(document):
            del self._subwords[document]

    def commit(self, folder: Path, vectors: VectorIndex, *, dimension: int) -> None:
        """Write everything to the folder; the writer is then spent.

        Args:
            folder: Made where it is missing.
            vectors: Of the same generation, holding every passage.
            dimension: Of those vectors.

        Raises:
            KeyError: If a passage has no vector.
            OSError: If the disk refuses.
        """
        rows = self._rows.rows()
        subwords = Subwords.of(self._held(), len(self._table))
        centroids = _centroids(rows, vectors, dimension)
        LookFiles(rows, subwords, centroids).save(folder)

    def discard(self) -> None:
        """Give up; nothing was written before ``commit``."""
        self._subwords.clear()

    def _held(self) -> list[Ids]:
        """Return the subwords of every row."""
        before = self._previous
        kept = self._rows.kept().tolist()
        held = [before.subwords.at(row) for row in kept] if before else []
        return held + [ids for name in self._rows.added for ids in self._subwords[name]]


def _centroids(
    rows: PassageRows, vectors: VectorIndex, dimension: int
) -> NDArray[np.float16]:
    """Return the direction of each document, and the mean of all passages' ones."""
    sums = np.zeros((len(rows.documents), dimension), np.float32)
    for start, block in _blocks(rows, vectors):
        # Rows of one document are neighbours, so runs of equal numbers are few.
        own = rows.numbers[start : start + len(block)]
        first = np.flatnonzero(np.diff(own, prepend=-1))
        sums[own[first]] += np.add.reduceat(block, first, axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    directions = sums / np.maximum(lengths, 1e-12)
    counts = np.bincount(rows.numbers, minlength=len(rows.documents))
    mean = counts.astype(np.float32) @ directions / max(1, len(rows))
    return np.concatenate([directions, mean[None]]).astype(np.float16)


def _blocks(rows: PassageRows, vectors: VectorIndex) -> Iterator[tuple[int, Vectors]]:
    """Yield all vectors in order, each block with the row it begins at."""
    for start in range(0, len(rows), _BLOCK):
        block = np.arange(start, min(start + _BLOCK, len(rows)))
        yield start, vectors.vectors(rows.identifiers(block))
