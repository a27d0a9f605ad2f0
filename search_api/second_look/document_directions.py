"""Directions of documents: means of the vectors of their passages.

    centroids.npy   (documents + 1, dimension) float16: rows of length 1, the last one
                    their mean, weighed by passages

A document is finished when its last passage has gone by: only one is kept open.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search_api.array_files import write_array
from search_api.passage_rows import PassageRows
from search_api.ports import VectorIndex, Vectors

__all__ = ["BLOCK", "CENTROIDS_FILE", "write_directions"]

CENTROIDS_FILE: Final = "centroids.npy"
BLOCK: Final = 8_192


def write_directions(
    folder: Path, rows: PassageRows, vectors: VectorIndex, *, dimension: int
) -> None:
    """Write the direction of every document; zeros where one has no passage.

    Args:
        folder: Where the file goes.
        rows: Numbers of their documents rise from row to row.
        vectors: Holding every passage.
        dimension: Of those vectors.

    Raises:
        KeyError: If a passage has no vector; no file stays behind.
        OSError: If the disk refuses.
    """
    temporary = folder / f".{CENTROIDS_FILE}.new"
    shape = (len(rows.documents) + 1, dimension)
    try:
        blocks = _directions(rows, vectors, dimension)
        write_array(temporary, blocks, dtype=np.float16, shape=shape)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    temporary.replace(folder / CENTROIDS_FILE)


def _directions(
    rows: PassageRows, vectors: VectorIndex, dimension: int
) -> Iterator[Vectors]:
    """Yield the rows of the file."""
    counts = np.bincount(rows.numbers, minlength=len(rows.documents))
    mean = np.zeros(dimension, np.float64)
    opened = np.zeros((1, dimension), np.float32)
    number = 0
    for start, block in _blocks(rows, vectors):
        own = rows.numbers[start : start + len(block)]
        sums = np.zeros((own[-1] - number + 1, dimension), np.float32)
        sums[0] = opened[0]
        first = np.flatnonzero(np.diff(own, prepend=-1))
        sums[own[first] - number] += np.add.reduceat(block, first, axis=0)
        closed, opened = _normalised(sums[:-1]), sums[-1:]
        mean += counts[number : own[-1]] @ closed
        number = int(own[-1])
        yield closed
    rest = np.zeros((len(rows.documents) - number, dimension), np.float32)
    rest[:1] = opened[: len(rest)]
    rest = _normalised(rest)
    mean += counts[number:] @ rest
    yield rest
    yield (mean / max(1, len(rows)))[None].astype(np.float32)


def _normalised(sums: NDArray[np.float32]) -> Vectors:
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    directions: Vectors = sums / np.maximum(lengths, 1e-12)
    return directions


def _blocks(rows: PassageRows, vectors: VectorIndex) -> Iterator[tuple[int, Vectors]]:
    """Yield all vectors in order, each block with the row it begins at."""
    for start in range(0, len(rows), BLOCK):
        block = np.arange(start, min(start + BLOCK, len(rows)))
        yield start, vectors.vectors(rows.identifiers(block))
