"""A second look by the subwords of passages and the directions of whole documents.

    second_look/
        rows.npy, documents.json   see ``passage_rows``
        subword*.npy               see ``subwords``
        centroids.npy              (documents + 1, dimension) float16: direction of the
                                   mean of each document's vectors; the last row is
                                   their mean, each counted once per passage

Arrays and JSON only: no file can run code when it is read. Numbers of subwords mean
nothing without the table that gave them: the manifest of the indexes names it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search_api.errors import IndexDamaged
from search_api.identifiers import documents_of
from search_api.passage_rows import PassageRows
from search_api.ports import SubwordTable, Vectors, question_row
from search_api.second_look.document_directions import CENTROIDS_FILE
from search_api.second_look.subwords import Subwords, closeness

__all__ = ["LookFiles", "SubwordLook"]


@dataclass(frozen=True, slots=True)
class LookFiles:
    """What the folder holds, known to writer and reader.

    Attributes:
        rows: Which passage is which row.
        subwords: Of every row.
        centroids: ``(documents + 1, dimension) float16``, read where needed.
    """

    rows: PassageRows
    subwords: Subwords
    centroids: NDArray[np.float16]

    @classmethod
    def load(cls, folder: Path) -> "LookFiles":
        """Read the files back.

        Raises:
            IndexMismatch: If one is missing or damaged, or they do not fit together.
        """
        try:
            rows, subwords = PassageRows.load(folder), Subwords.load(folder)
            centroids = np.load(
                folder / CENTROIDS_FILE, mmap_mode="r", allow_pickle=False
            )
        except (OSError, ValueError, EOFError) as cause:
            raise _damaged(folder, str(cause)) from cause
        fits = len(subwords) == len(rows) and centroids.ndim == 2
        if not fits or len(centroids) != len(rows.documents) + 1:
            raise _damaged(folder, "les fichiers ne vont pas ensemble")
        return cls(rows, subwords, centroids)


class SubwordLook:
    """Judges passages that were found; safe to call from several threads.

    Args:
        folder: Written by ``SubwordLookWriter.commit``.
        table: The one that gave the numbers of subwords: ``IndexManifest`` knows.

    Raises:
        IndexMismatch: If the folder holds nothing that this version can read, or was
            made with a table of another size.
    """

    def __init__(self, folder: Path, table: SubwordTable) -> None:
        self._files = LookFiles.load(folder)
        self._table = table
        known = len(self._files.subwords.counts)
        if known != len(table):
            raise _damaged(folder, f"{known} sous-mots, la table en a {len(table)}")

    @property
    def files(self) -> LookFiles:
        """What the folder holds; not to be changed."""
        return self._files

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self._files.rows)

    def contexts(self, vector: Vectors, passages: Sequence[str]) -> list[float]:
        """Return for each passage the cosine of its whole document, in order.

        Raises:
            KeyError: If the document of a passage is not there.
            ValueError: If the vector has another dimension or is not finite.
        """
        question = self._question(vector)
        numbers = self._files.rows.numbers_of(documents_of(passages))
        distinct, places = np.unique(numbers, return_inverse=True)
        centroids = self._files.centroids[distinct].astype(np.float32)
        # Not ``@``: a library of matrices starts threads here, and they spin.
        near = np.einsum("ij,j->i", centroids, question)
        cosines: list[float] = near[places].tolist()
        return cosines

    def context_background(self, vector: Vectors) -> float:
        """Return the mean of ``contexts`` over all passages.

        Raises:
            ValueError: If the vector has another dimension or is not finite.
        """
        mean = self._files.centroids[-1].astype(np.float32)
        return float(self._question(vector) @ mean)

    def closeness(self, question: str, passages: Sequence[str]) -> list[float]:
        """Return how well each passage answers every part of a question, 0 to 1.

        Raises:
            KeyError: If a passage is not there.
        """
        rows = self._files.rows.rows_of(passages)
        return closeness(question, rows, self._files.subwords, self._table)

    def close(self) -> None:
        """Do nothing: files are let go with the last reference."""

    def _question(self, vector: Vectors) -> NDArray[np.float32]:
        row: NDArray[np.float32] = question_row(vector, self._files.centroids.shape[1])[
            0
        ]
        return row


def _damaged(folder: Path, reason: str) -> IndexDamaged:
    return IndexDamaged(
        f"La seconde lecture {folder} est absente ou abîmée : {reason}.",
        remedy="Lancez `gtnum reindex`.",
    )
