"""Writes what a second look needs: subwords of passages, directions of documents.

Subwords of documents that stay are copied from the previous generation. Directions are
means of the vectors that the new vector index holds, whatever kind it is. What is new
waits on disk until ``commit``.
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
from search_api.ports import SubwordTable, VectorIndex
from search_api.second_look.document_directions import write_directions
from search_api.second_look.subword_look import SubwordLook
from search_api.second_look.subwords import Ids, write_subwords
from search_api.spooled_rows import SpooledRows

__all__ = ["SubwordLookWriter"]

_BLOCK: Final = 1 << 20


class SubwordLookWriter:
    """Writes the second look of one generation; one thread, used once.

    Args:
        table: Gives the numbers of subwords.
        previous: Folder to start from, or None for an empty one. It must have been
            made with the same table: ``IndexManifest`` knows.
        workspace: Folder on the disk of the target, for subwords until ``commit``; the
            system's temporary folder when None.

    Raises:
        IndexMismatch: If the previous folder cannot be read.
    """

    def __init__(
        self,
        table: SubwordTable,
        previous: Path | None = None,
        *,
        workspace: Path | None = None,
    ) -> None:
        self._table = table
        self._previous = SubwordLook(previous, table).files if previous else None
        rows = self._previous.rows if self._previous else PassageRows.none()
        self._rows = GrowingRows(rows)
        self._lengths: dict[str, NDArray[np.int32]] = {}
        self._subwords = SpooledRows(np.uint16, 1, workspace=workspace)

    def add(
        self, document: Document | DocumentSummary, passages: Sequence[Passage]
    ) -> None:
        """Take the passages of a document that is not there.

        Raises:
            ValueError: If the document is there, or a passage is not named after its
                position.
            OSError: If the disk refuses.
        """
        positions = [position_of(passage) for passage in passages]
        self._rows.add(document.identifier, positions)
        texts = [embedded_text(document.title, passage) for passage in passages]
        own = self._table.subwords(texts)
        lengths = np.array([len(ids) for ids in own], np.int32)
        self._lengths[document.identifier] = lengths
        ids = np.concatenate([np.zeros(0, np.uint16), *own])
        self._subwords.append([(document.identifier, len(ids))], ids)

    def remove(self, document: str) -> None:
        """Drop the passages of a document; an unknown one is no error."""
        if self._rows.remove(document):
            del self._lengths[document]
            self._subwords.forget(document)

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
        rows, kept = self._rows.rows(), self._rows.kept()
        folder.mkdir(parents=True, exist_ok=True)
        write_directions(folder, rows, vectors, dimension=dimension)
        write_subwords(
            folder, self._blocks(kept), self._all_lengths(kept), size=len(self._table)
        )
        rows.save(folder)
        self._subwords.close()
        self._previous = None

    def discard(self) -> None:
        """Give up; nothing was written before ``commit``."""
        self._lengths.clear()
        self._subwords.close()
        self._previous = None

    def _all_lengths(self, kept: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return how many subwords every row has."""
        lengths = [self._lengths[name] for name in self._rows.added]
        if self._previous is not None:
            before = np.diff(self._previous.subwords.starts)[kept]
            lengths.insert(0, before.astype(np.int32))
        return np.concatenate([np.zeros(0, np.int32), *lengths])

    def _blocks(self, kept: NDArray[np.int64]) -> Iterator[Ids]:
        """Yield the subwords of every row, one after the other."""
        if self._previous is not None:
            ids, starts = self._previous.subwords.ids, self._previous.subwords.starts
            # Rows that stand side by side are copied at once.
            for run in np.split(kept, np.flatnonzero(np.diff(kept) != 1) + 1):
                if len(run):
                    yield from _pieces(ids[starts[run[0]] : starts[run[-1] + 1]])
        for block in self._subwords.blocks(self._rows.added, _BLOCK):
            yield block.reshape(-1)


def _pieces(ids: Ids) -> Iterator[Ids]:
    for start in range(0, len(ids), _BLOCK):
        yield ids[start : start + _BLOCK]
