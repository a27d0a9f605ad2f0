"""Files of a vector index, known to its writer and its reader.

    vectors/
        index.faiss                vectors, one row per passage
        rows.npy, documents.json   see ``passage_rows``
        keys.npy                   (n,) uint64: hash of the text that was embedded
        mean.npy                   (dimension,) float32: mean of all vectors

Arrays and JSON only: no file can run code when it is read.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search_api.errors import IndexDamaged
from search_api.passage_rows import PassageRows

__all__ = ["INDEX_FILE", "VectorFiles", "damaged", "key_of"]

INDEX_FILE: Final = "index.faiss"


@dataclass(frozen=True, slots=True)
class VectorFiles:
    """What stands beside the vectors.

    Attributes:
        rows: Which passage is which row.
        keys: ``(n,) uint64``, see ``key_of``.
        mean: ``(dimension,) float32``.
    """

    rows: PassageRows
    keys: NDArray[np.uint64]
    mean: NDArray[np.float32]

    def save(self, folder: Path) -> None:
        """Write the files next to the index.

        Raises:
            OSError: If the disk refuses.
        """
        self.rows.save(folder)
        np.save(folder / "keys.npy", self.keys)
        np.save(folder / "mean.npy", self.mean)

    @classmethod
    def load(cls, folder: Path) -> "VectorFiles":
        """Read the files back.

        Raises:
            IndexDamaged: If one is missing, damaged, of another format, or if they
                do not fit together.
        """
        try:
            rows = PassageRows.load(folder)
            # Only the writer of the next generation asks for them.
            keys = np.load(folder / "keys.npy", mmap_mode="r", allow_pickle=False)
            mean = np.load(folder / "mean.npy", allow_pickle=False)
        except (OSError, ValueError, EOFError) as cause:
            raise damaged(folder, str(cause)) from cause
        if keys.shape != (len(rows),) or mean.ndim != 1:
            raise damaged(folder, "les fichiers ne vont pas ensemble")
        return cls(
            rows,
            keys.astype(np.uint64, copy=False),
            mean.astype(np.float32, copy=False),
        )


def key_of(text: str) -> int:
    """Return 64 bits that stand for the text a vector was made from."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


def damaged(folder: Path, reason: str) -> IndexDamaged:
    """Return the error for files that cannot be an index of ours."""
    return IndexDamaged(
        f"L’index des vecteurs {folder} est absent ou abîmé : {reason}.",
        remedy="Lancez `gtnum reindex`.",
    )
