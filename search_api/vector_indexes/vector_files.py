"""Files of a vector index, known to its writer and its reader.

    vectors/
        index.faiss      vectors, one row per passage
        rows.npy         (n, 2) int32: number of the document, position
        keys.npy         (n,) uint64: hash of the text that was embedded
        mean.npy         (dimension,) float32: mean of all vectors
        centroids.npy    (documents + 1, dimension) float16: direction of the mean of
                         each document's vectors; the last row is their mean
        subword*.npy     see ``subwords``
        documents.json   document identifiers by number

Arrays and JSON only: no file can run code when it is read.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search_api.errors import IndexMismatch
from search_api.vector_indexes.subwords import Subwords

__all__ = ["INDEX_FILE", "Rows", "damaged", "key_of"]

INDEX_FILE: Final = "index.faiss"
_FORMAT: Final = 2


@dataclass(frozen=True, slots=True)
class Rows:
    """What each row of the index stands for.

    Attributes:
        documents: Identifiers; a document's number is its place here.
        numbers: ``(n,) int32``, number of the document; rows of one are neighbours.
        positions: ``(n,) int32``, position of the passage in its document.
        keys: ``(n,) uint64``, see ``key_of``.
        mean: ``(dimension,) float32``.
        centroids: ``(documents + 1, dimension) float16``, read where needed; the last
            is the mean of the others, each counted once per passage.
        subwords: Of every row.
    """

    documents: list[str]
    numbers: NDArray[np.int32]
    positions: NDArray[np.int32]
    keys: NDArray[np.uint64]
    mean: NDArray[np.float32]
    centroids: NDArray[np.float16]
    subwords: Subwords

    def save(self, folder: Path) -> None:
        """Write the files next to the index.

        Raises:
            OSError: If the disk refuses.
        """
        np.save(folder / "rows.npy", np.stack([self.numbers, self.positions], axis=1))
        np.save(folder / "keys.npy", self.keys)
        np.save(folder / "mean.npy", self.mean)
        np.save(folder / "centroids.npy", self.centroids)
        self.subwords.save(folder)
        content = {"format": _FORMAT, "documents": self.documents}
        (folder / "documents.json").write_text(
            json.dumps(content, ensure_ascii=False), encoding="utf-8"
        )

    @classmethod
    def load(cls, folder: Path) -> "Rows":
        """Read the files back.

        Raises:
            IndexMismatch: If one is missing, damaged, of another format, or if they
                do not fit together.
        """
        try:
            rows = np.load(folder / "rows.npy", allow_pickle=False)
            keys = np.load(folder / "keys.npy", allow_pickle=False)
            mean = np.load(folder / "mean.npy", allow_pickle=False)
            centroids = np.load(
                folder / "centroids.npy", mmap_mode="r", allow_pickle=False
            )
            subwords = Subwords.load(folder)
            content = json.loads((folder / "documents.json").read_text("utf-8"))
            documents = list(content["documents"])
            is_known = content["format"] == _FORMAT
        except (OSError, ValueError, KeyError, TypeError, EOFError) as cause:
            raise damaged(folder, str(cause)) from cause
        if not is_known:
            raise damaged(folder, f"format {content['format']} au lieu de {_FORMAT}")
        fits = rows.ndim == 2 and rows.shape == (len(keys), 2) and mean.ndim == 1
        fits = fits and len(subwords) == len(rows)
        fits = fits and centroids.shape == (len(documents) + 1, len(mean))
        if not fits or (len(rows) and rows[:, 0].max() >= len(documents)):
            raise damaged(folder, "les fichiers ne vont pas ensemble")
        return cls(
            documents,
            np.ascontiguousarray(rows[:, 0], np.int32),
            np.ascontiguousarray(rows[:, 1], np.int32),
            keys.astype(np.uint64, copy=False),
            mean.astype(np.float32, copy=False),
            centroids,
            subwords,
        )


def key_of(text: str) -> int:
    """Return 64 bits that stand for the text a vector was made from."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


def damaged(folder: Path, reason: str) -> IndexMismatch:
    """Return the error for files that cannot be an index of ours."""
    return IndexMismatch(
        f"L’index des vecteurs {folder} est absent ou abîmé : {reason}.",
        remedy="Lancez `gtnum reindex`.",
    )
