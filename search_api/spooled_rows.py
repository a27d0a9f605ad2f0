"""Vectors of a generation that is being written, on disk until they are needed.

A million vectors are gigabytes: they go into a file without a name as they are made,
and come back block by block in the order of the rows. The system frees the file with
its last handle, so nothing is left over however the process ends.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import numpy as np

from search_api.ports import Vectors

__all__ = ["SpooledVectors"]


class SpooledVectors:
    """Keeps the vectors of documents; one thread writes, then reads.

    The vectors of one document come in the order of its passages and are not mixed
    with those of another.

    Args:
        dimension: Components of a vector.
        workspace: Folder on a disk with room; the system's temporary folder when None.
    """

    def __init__(self, dimension: int, *, workspace: Path | None = None) -> None:
        self._dimension = dimension
        self._workspace = workspace
        self._file: IO[bytes] | None = None
        self._rows = 0
        self._first: dict[str, int] = {}
        self._counts: dict[str, int] = {}

    def append(self, documents: Iterable[str], vectors: Vectors) -> None:
        """Put vectors behind all others, each the next of its document.

        Args:
            documents: One name per row.
            vectors: ``(n, dimension) float32``.

        Raises:
            OSError: If the disk refuses.
        """
        if self._file is None:
            # Open until ``close``: batches come one after the other.
            self._file = tempfile.TemporaryFile(  # noqa: SIM115
                prefix="vectors-", dir=self._workspace
            )
        self._file.seek(0, os.SEEK_END)
        self._file.write(np.ascontiguousarray(vectors, np.float32).data)
        for name in documents:
            self._first.setdefault(name, self._rows)
            self._counts[name] = self._counts.get(name, 0) + 1
            self._rows += 1

    def forget(self, document: str) -> None:
        """Drop the vectors of a document; an unknown one is no error."""
        self._first.pop(document, None)
        self._counts.pop(document, None)

    def blocks(self, documents: Iterable[str], rows: int) -> Iterator[Vectors]:
        """Yield the vectors of documents in that order, so many rows at a time.

        Args:
            documents: Names; one without vectors is passed over.
            rows: Most rows of a block, 1 or more.

        Raises:
            OSError: If the disk refuses.
        """
        if self._file is None:
            return
        width = 4 * self._dimension
        for start, count in self._runs(documents):
            self._file.seek(start * width)
            for first in range(0, count, rows):
                content = self._file.read(min(rows, count - first) * width)
                yield np.frombuffer(content, np.float32).reshape(-1, self._dimension)

    def close(self) -> None:
        """Let the file go and forget every document."""
        if self._file is not None:
            self._file.close()
        self._file = None
        self._first.clear()
        self._counts.clear()

    def _runs(self, documents: Iterable[str]) -> Iterator[tuple[int, int]]:
        """Yield ``(first row, rows)``, joined where documents stand side by side."""
        start, count = 0, 0
        for name in documents:
            own = self._counts.get(name, 0)
            if not own:
                continue
            if count and self._first[name] == start + count:
                count += own
                continue
            if count:
                yield start, count
            start, count = self._first[name], own
        if count:
            yield start, count
