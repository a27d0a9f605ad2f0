"""Rows of an index that is being written, on disk until they are needed.

A million vectors are gigabytes: they go into a file without a name as they are made,
and come back block by block in the order of the rows. The system frees the file with
its last handle, so nothing is left over however the process ends.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

__all__ = ["SpooledRows"]


class SpooledRows:
    """Keeps the rows of documents; one thread writes, then reads.

    The rows of one document come in order and are not mixed with those of another.

    Args:
        dtype: Of the numbers.
        width: Numbers of a row.
        workspace: Folder on a disk with room; the system's temporary folder when None.
    """

    def __init__(
        self, dtype: DTypeLike, width: int, *, workspace: Path | None = None
    ) -> None:
        self._dtype: np.dtype[Any] = np.dtype(dtype)
        self._width = width
        self._workspace = workspace
        self._file: IO[bytes] | None = None
        self._rows = 0
        self._first: dict[str, int] = {}
        self._counts: dict[str, int] = {}

    def append(self, documents: Iterable[tuple[str, int]], rows: NDArray[Any]) -> None:
        """Put rows behind all others, each the next of its document.

        Args:
            documents: Names, and how many of the rows are of each.
            rows: ``(n, width)``, or ``(n,)`` for a width of 1.

        Raises:
            OSError: If the disk refuses.
        """
        if self._file is None:
            # Open until ``close``: batches come one after the other.
            self._file = tempfile.TemporaryFile(  # noqa: SIM115
                prefix="rows-", dir=self._workspace
            )
        self._file.seek(0, os.SEEK_END)
        self._file.write(np.ascontiguousarray(rows, self._dtype).data)
        for name, count in documents:
            self._first.setdefault(name, self._rows)
            self._counts[name] = self._counts.get(name, 0) + count
            self._rows += count

    def forget(self, document: str) -> None:
        """Drop the rows of a document; an unknown one is no error."""
        self._first.pop(document, None)
        self._counts.pop(document, None)

    def blocks(self, documents: Iterable[str], most: int) -> Iterator[NDArray[Any]]:
        """Yield ``(n, width)`` rows of documents in that order, so many at a time.

        Args:
            documents: Names; one without rows is passed over.
            most: Most rows of a block, 1 or more.

        Raises:
            OSError: If the disk refuses.
        """
        if self._file is None:
            return
        size = self._dtype.itemsize * self._width
        for start, count in self._runs(documents):
            self._file.seek(start * size)
            for first in range(0, count, most):
                content = self._file.read(min(most, count - first) * size)
                yield np.frombuffer(content, self._dtype).reshape(-1, self._width)

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
