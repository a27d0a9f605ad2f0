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
    """Finds neighbours in two steps; safe to call from several threads.

    Args:
        index: Rows of ``directions.shape[1]`` components.
        directions: ``(dimension, components) float32``.
        whole: The vectors themselves, as many.
    """

    def __init__(
        self, index: faiss.Index, directions: NDArray[np.float32], whole: faiss.Index
    ) -> None:
        dimension, components = directions.shape
        shorten = faiss.LinearTransform(dimension, components, False)
        faiss.copy_array_to_vector(
            np.ascontiguousarray(directions.T).ravel(), shorten.A
        )
        shorten.is_trained = True
        self._index = faiss.IndexRefine(faiss.IndexPreTransform(shorten, index), whole)

    @classmethod
    def load(cls, folder: Path, whole: faiss.Index) -> "Coarse | None":
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
        shape = (whole.d, index.d)
        if index.ntotal != whole.ntotal or directions.shape != shape:
            raise ValueError("la première lecture ne va pas avec les vecteurs")
        read_ahead(folder / _FILE)
        return cls(index, directions, whole)

    def search(
        self,
        question: Vectors,
        limit: int,
        *,
        params: faiss.SearchParameters | None = None,
    ) -> tuple[Vectors, NDArray[np.int64]]:
        """Return cosines and rows of the nearest, as an index of FAISS does.

        Args:
            question: ``(1, dimension)``.
            limit: How many; from 1 to all.
            params: A filter, or None.

        Returns:
            ``(1, limit)`` each, best first, rows of -1 where there are no more.
        """
        breadth = min(self._index.ntotal, max(BREADTH, 2 * limit))
        # FAISS's Python layer takes names where its stubs do not.
        inner = faiss.SearchParametersPreTransform(index_params=params)  # type: ignore[call-arg]
        refined = faiss.IndexRefineSearchParameters(
            k_factor=breadth / limit, base_index_params=inner
        )  # type: ignore[call-arg]
        found: tuple[Vectors, NDArray[np.int64]] = self._index.search(
            question, limit, params=refined
        )
        return found


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
