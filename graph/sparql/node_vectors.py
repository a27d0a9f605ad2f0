"""Compares nodes by their vectors, inside a worker process.

Loaded by path, like ``worker.py``, so it imports only the standard library. Rows are
read one by one: mapping the file would count against the memory of the query.
"""

import json
import os
import struct
from array import array
from bisect import bisect_left
from functools import lru_cache
from hashlib import blake2b
from operator import mul

__all__ = ["NodeVectors"]

_KEPT_VECTORS = 8_192


class NodeVectors:
    """The vectors of a table that ``vector_table.py`` wrote.

    Args:
        folder: Of the table.

    Raises:
        OSError: If a file cannot be read.
    """

    def __init__(self, folder: str) -> None:
        with open(f"{folder}/table.json", encoding="utf-8") as head:  # noqa: PTH123
            dimension = int(json.load(head)["dimension"])
        self._keys = _numbers(f"{folder}/keys.bin")
        self._rows = _numbers(f"{folder}/rows.bin")
        self._file = os.open(f"{folder}/vectors.bin", os.O_RDONLY)
        self._floats = struct.Struct(f"={dimension}f")
        self._vector = lru_cache(_KEPT_VECTORS)(self._read)

    def similarity(self, one: str, other: str) -> float | None:
        """Return the cosine of two nodes, -1 to 1; None where one has no vector."""
        first = self._vector(one)
        second = first if one == other else self._vector(other)
        if first is None or second is None:
            return None
        cosine: float = sum(map(mul, first, second))
        return max(-1.0, min(1.0, cosine))

    def _read(self, iri: str) -> "array[float] | None":
        digest = blake2b(iri.encode(), digest_size=8).digest()
        key = int.from_bytes(digest, "big")
        place = bisect_left(self._keys, key)
        if place == len(self._keys) or self._keys[place] != key:
            return None
        size = self._floats.size
        row = os.pread(self._file, size, self._rows[place] * size)
        return array("d", self._floats.unpack(row))


def _numbers(path: str) -> "memoryview[int]":
    with open(path, "rb") as stream:  # noqa: PTH123 - no pathlib here
        return memoryview(stream.read()).cast("Q")
