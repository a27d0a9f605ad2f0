"""Opens a FAISS file as a map of the disk."""

import os
from pathlib import Path
from typing import Final

import faiss

__all__ = ["mapped_index", "read_ahead"]

_PIECE: Final = 1 << 20
"""Linux reads ahead no more than this at once, however much is asked for."""


def mapped_index(path: Path) -> faiss.Index:
    """Return a flat index whose vectors stay on disk until they are looked at.

    Raises:
        RuntimeError: If FAISS cannot read the file.
    """
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)


def read_ahead(path: Path) -> None:
    """Have the system read a file that questions scan whole, without waiting for it.

    FAISS has its maps read page by page, so that the first question would wait for
    each. Only a hint: where the system knows none, nothing happens.

    Raises:
        OSError: If the file is missing.
    """
    if not hasattr(os, "posix_fadvise"):
        return
    with path.open("rb") as stream:
        for start in range(0, path.stat().st_size, _PIECE):
            os.posix_fadvise(stream.fileno(), start, _PIECE, os.POSIX_FADV_WILLNEED)
