"""Opens a FAISS file as a map of the disk."""

from pathlib import Path

import faiss

__all__ = ["mapped_index"]


def mapped_index(path: Path) -> faiss.Index:
    """Return a flat index whose vectors stay on disk until they are looked at.

    Raises:
        RuntimeError: If FAISS cannot read the file.
    """
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
