"""A first, coarse look over many vectors: short int8 rows, whole vectors afterwards.

    768 float16  ──▶ 128 directions that hold most of the vectors ──▶ int8

Scanning a tenth of the bytes takes a tenth of the time; the best ``BREADTH`` of it are
then compared exactly, so that the answer hardly ever differs: recall@10 against an
exact scan is printed by ``benchmarks/search_latency.py``. Filters act in the scan, as
in an exact one, so narrow filters lose nothing.

    coarse.faiss      (n, directions) int8
    directions.npy    (dimension, directions) float32, orthonormal columns
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import faiss
import numpy as np
from numpy.typing import NDArray

from search_api.ports import Vectors
from search_api.vector_indexes.mapped_faiss import mapped_index, read_ahead
from search_api.vector_indexes.written_faiss import write_flat

__all__ = ["BREADTH", "COARSE_ABOVE", "SAMPLE", "Coarse", "write_coarse"]

COARSE_ABOVE: Final = 20_000
"""Passages; fewer are scanned whole in a few milliseconds."""

DIRECTIONS: Final = 128
BREADTH: Final = 600
SAMPLE: Final = 50_000
"""Vectors at most that directions are learned from."""

_FILE: Final = "coarse.faiss"
_DIRECTIONS_FILE: Final = "directions.npy"


class Coarse:
    """Finds likely neighbours; safe to call from several threads.

    Args:
        index: Rows of ``directions.shape[1]`` components.
        directions: ``(dimension, components) float32``.
    """

    def __init__(self, index: faiss.Index, directions: NDArray[np.float32]) -> None:
        self._index = index
        self._directions = directions

    @classmethod
    def load(cls, folder: Path, *, rows: int, dimension: int) -> "Coarse | None":
        """Read the files back; None where so few vectors need none.

        Raises:
            OSError: If a file is missing.
            RuntimeError: If FAISS cannot read its file.
            ValueError: If the files do not fit.
        """
        if not (folder / _FILE).exists():
            return None
        directions = np.load(folder / _DIRECTIONS_FILE, allow_pickle=False)
        index = mapped_index(folder / _FILE)
        if index.ntotal != rows or directions.shape != (dimension, index.d):
            raise ValueError("la première lecture ne va pas avec les vecteurs")
        read_ahead(folder / _FILE)
        return cls(index, directions)

    def search(
        self,
        question: Vectors,
        limit: int,
        *,
        parameters: faiss.SearchParameters | None = None,
    ) -> NDArray[np.int64]:
        """Return the rows of the likely nearest, in no order.

        Args:
            question: ``(1, dimension)``.
            limit: How many at most.
            parameters: A filter, or None.
        """
        short = np.ascontiguousarray(question @ self._directions)
        _, found = self._index.search(short, limit, params=parameters)
        rows: NDArray[np.int64] = found[0]
        return rows[rows >= 0]


def write_coarse(
    folder: Path, blocks: Callable[[], Iterable[Vectors]], rows: int
) -> None:
    """Write the coarse look at vectors; no more of them than a sample is in memory.

    Args:
        folder: Where the files go.
        blocks: Gives all vectors in order, as often as it is called.
        rows: How many there are; at least 1.

    Raises:
        OSError: If the disk refuses.
    """
    sample = _sample(blocks(), rows)
    # Not centred: products with a question must stay what they are.
    _, basis = np.linalg.eigh((sample.T @ sample).astype(np.float64))
    directions = np.ascontiguousarray(basis[:, ::-1][:, :DIRECTIONS], np.float32)
    index = faiss.IndexScalarQuantizer(
        directions.shape[1],
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )
    index.train(np.ascontiguousarray(sample @ directions))
    del sample
    np.save(folder / _DIRECTIONS_FILE, directions)
    write_flat(index, (block @ directions for block in blocks()), folder / _FILE)


def _sample(blocks: Iterable[Vectors], rows: int) -> Vectors:
    """Return every n-th row, whatever the blocks are cut like.

    Raises:
        ValueError: If there are other vectors than ``rows`` says.
    """
    step = -(-rows // SAMPLE)
    sample, start, taken = None, 0, 0
    for block in blocks:
        own = block[-start % step :: step]
        if sample is None:
            sample = np.empty((-(-rows // step), block.shape[1]), np.float32)
        sample[taken : taken + len(own)] = own
        start, taken = start + len(block), taken + len(own)
    if sample is None or taken < len(sample):
        raise ValueError(f"{start} vectors where {rows} were said to be")
    return sample
