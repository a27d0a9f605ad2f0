"""Search by vectors with FAISS: every vector is looked at, filters lose nothing.

Up to ``COMPRESS_ABOVE`` passages vectors stay float32; above, half precision halves
memory and keeps recall@10 at 1.0. Above ``coarse.COARSE_ABOVE`` a short copy of every
vector is scanned first and the best are compared whole. Graph indexes are not used:
under narrow filters they lose most of their recall.

Files are mapped, not read: an index opens at once, processes that serve the same
generation keep one copy in memory, and the system may drop what nobody asks for.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import faiss
import numpy as np
from numpy.typing import NDArray

from search_api.ports import Scored, Vectors, best_first, question_row
from search_api.vector_indexes.coarse_rows import Coarse
from search_api.vector_indexes.mapped_faiss import mapped_index, read_ahead
from search_api.vector_indexes.vector_files import INDEX_FILE, VectorFiles, damaged

__all__ = ["COMPRESS_ABOVE", "FlatFaissIndex", "new_index"]

COMPRESS_ABOVE: Final = 50_000

_FILTERS: Final = 16
"""Filters remembered: a bit for each passage."""

# A damaged header must not make FAISS allocate the whole machine.
_MOST_BYTES: Final = 1 << 34


def new_index(dimension: int, rows: int) -> faiss.Index:
    """Return an empty FAISS index of the kind that fits the number of rows."""
    if rows <= COMPRESS_ABOVE:
        return faiss.IndexFlatIP(dimension)
    return faiss.IndexScalarQuantizer(
        dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )


class FlatFaissIndex:
    """Finds passages near a vector; safe to call from several threads.

    Verify the checksums of the folder first (``IndexManifest.verify``): FAISS notices
    a cut file but not a changed one.

    Args:
        folder: Written by ``FlatFaissWriter.commit``.

    Raises:
        IndexMismatch: If the folder holds no index that this version can read.
    """

    def __init__(self, folder: Path) -> None:
        self._files = VectorFiles.load(folder)
        self._rows = self._files.rows
        path = folder / INDEX_FILE
        try:
            limit = min(_MOST_BYTES, 2 * path.stat().st_size + (1 << 20))
            faiss.set_deserialization_vector_byte_limit(limit)
            self._index = mapped_index(path)
            self._coarse = Coarse.load(folder, self._index)
            if self._coarse is None:
                read_ahead(path)
        except (OSError, RuntimeError, ValueError) as cause:
            raise damaged(folder, str(cause)) from cause
        if self._index.ntotal != len(self._rows):
            raise damaged(
                folder, f"{self._index.ntotal} vecteurs, {len(self._rows)} rangs"
            )
        if self._index.d != len(self._files.mean):
            raise damaged(folder, "les dimensions diffèrent")
        # Pages, facets and neighbours ask with the same filter again and again.
        self._bits = lru_cache(_FILTERS)(self._allowed)

    @property
    def dimension(self) -> int:
        """Number of components of each vector."""
        return int(self._index.d)

    @property
    def files(self) -> VectorFiles:
        """What stands beside the vectors; not to be changed."""
        return self._files

    def __len__(self) -> int:
        """Return the number of passages."""
        return int(self._index.ntotal)

    def search(
        self, vector: Vectors, limit: int, *, documents: Collection[str] | None = None
    ) -> list[Scored]:
        """Return the nearest passages, best first; see ``VectorIndex.search``.

        Raises:
            ValueError: If the vector has another dimension or is not finite.
        """
        question = question_row(vector, self.dimension)
        if limit < 1 or not len(self) or (documents is not None and not documents):
            return []
        parameters = None
        if documents is not None:
            # The selector points into the array: both must live until the answer.
            # FAISS's Python layer takes arrays and names where its stubs do not.
            bits = self._bits(frozenset(documents))
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        # One question cannot use more threads, and idle ones would spin.
        faiss.omp_set_num_threads(1)
        look = self._coarse or self._index
        cosines, rows = look.search(question, min(limit, len(self)), params=parameters)
        is_found = rows[0] >= 0
        return best_first(
            zip(
                self.identifiers(rows[0][is_found]),
                cosines[0][is_found].tolist(),
                strict=True,
            )
        )

    def similarities(self, vector: Vectors, passages: Sequence[str]) -> list[float]:
        """Return the cosine for each passage, in order.

        Raises:
            KeyError: If a passage is not in the index.
            ValueError: If the vector has another dimension or is not finite.
        """
        question = question_row(vector, self.dimension)
        cosines = np.einsum("ij,j->i", self.vectors(passages), question[0])
        return [float(cosine) for cosine in cosines]

    def vectors(self, passages: Sequence[str]) -> Vectors:
        """Return the stored vectors, ``(len(passages), dimension)``, in order.

        Raises:
            KeyError: If a passage is not in the index.
        """
        if not passages:
            return np.zeros((0, self.dimension), np.float32)
        return self.vectors_at(self._rows.rows_of(passages))

    def vectors_at(self, rows: NDArray[np.int64]) -> Vectors:
        """Return the stored vectors of some rows, each from 0 to ``len(self) - 1``."""
        found: Vectors = self._index.reconstruct_batch(rows)
        return found

    def background(self, vector: Vectors) -> float:
        """Return the mean cosine over all passages.

        Raises:
            ValueError: If the vector has another dimension or is not finite.
        """
        return float(question_row(vector, self.dimension)[0] @ self._files.mean)

    def close(self) -> None:
        """Let the mapped files go once no search is running any more."""
        # Not ``reset``: FAISS ends the process where the vectors are not its own.
        self._index = new_index(self._index.d, 0)
        self._coarse = None

    def _allowed(self, documents: frozenset[str]) -> NDArray[np.uint8]:
        """Return one bit per row, the lowest bit first."""
        is_allowed = np.zeros(len(self._rows.documents), np.bool_)
        chosen = map(self._rows.number_by_document.get, documents)
        is_allowed[[number for number in chosen if number is not None]] = True
        return np.packbits(is_allowed[self._rows.numbers], bitorder="little")

    def identifiers(self, rows: NDArray[np.int64]) -> list[str]:
        """Return the passages of some rows, each from 0 to ``len(self) - 1``."""
        return self._rows.identifiers(rows)
