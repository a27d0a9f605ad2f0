"""Search by vectors with FAISS: every vector is looked at, filters lose nothing.

Up to ``COMPRESS_ABOVE`` passages vectors stay float32; above, half precision halves
memory and keeps recall@10 at 1.0. Above ``coarse.COARSE_ABOVE`` a short copy of every
vector is scanned first and the best are compared whole. Graph indexes are not used:
under narrow filters they lose most of their recall.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import faiss
import numpy as np
from numpy.typing import NDArray

from search_api.embedders.registry import subword_table
from search_api.identifiers import documents_of, passage_identifier
from search_api.ports import Scored, Vectors, best_first
from search_api.vector_indexes.coarse_rows import BREADTH, Coarse
from search_api.vector_indexes.subwords import closeness
from search_api.vector_indexes.vector_files import INDEX_FILE, Rows, damaged

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
        self._rows = Rows.load(folder)
        path = folder / INDEX_FILE
        try:
            limit = min(_MOST_BYTES, 2 * path.stat().st_size + (1 << 20))
            faiss.set_deserialization_vector_byte_limit(limit)
            self._index = faiss.read_index(str(path))
            self._coarse = Coarse.load(
                folder, rows=len(self._rows.numbers), dimension=self._index.d
            )
        except (OSError, RuntimeError, ValueError) as cause:
            raise damaged(folder, str(cause)) from cause
        if self._index.ntotal != len(self._rows.numbers):
            raise damaged(
                folder,
                f"{self._index.ntotal} vecteurs, {len(self._rows.numbers)} rangs",
            )
        if self._index.d != len(self._rows.mean):
            raise damaged(folder, "les dimensions diffèrent")
        self._numbers = {name: n for n, name in enumerate(self._rows.documents)}
        # Pages, facets and neighbours ask with the same filter again and again.
        self._bits = lru_cache(_FILTERS)(self._allowed)
        keys = _joined(self._rows.numbers, self._rows.positions)
        self._order = np.argsort(keys)
        self._sorted_keys = keys[self._order]

    @property
    def dimension(self) -> int:
        """Number of components of each vector."""
        return int(self._index.d)

    @property
    def rows(self) -> Rows:
        """What each row stands for; not to be changed."""
        return self._rows

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
        question = self._question(vector)
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
        rows, cosines = self._nearest(question, min(limit, len(self)), parameters)
        return best_first(zip(self.identifiers(rows), cosines.tolist(), strict=True))

    def _nearest(
        self, question: Vectors, limit: int, parameters: faiss.SearchParameters | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return rows and cosines of the nearest, as many as there are."""
        if self._coarse is None:
            cosines, found = self._index.search(question, limit, params=parameters)
            is_found = found[0] >= 0
            return found[0][is_found], cosines[0][is_found]
        breadth = min(len(self), max(BREADTH, 2 * limit))
        likely = self._coarse.search(question, breadth, parameters=parameters)
        exact = np.zeros(0, np.float32)
        if len(likely):
            # Not ``@``: a library of matrices starts threads here, and they spin.
            exact = np.einsum("ij,j->i", self.vectors_at(likely), question[0])
        best = np.argsort(-exact, kind="stable")[:limit]
        return likely[best], exact[best]

    def similarities(self, vector: Vectors, passages: Sequence[str]) -> list[float]:
        """Return the cosine for each passage, in order.

        Raises:
            KeyError: If a passage is not in the index.
            ValueError: If the vector has another dimension or is not finite.
        """
        question = self._question(vector)
        cosines = np.einsum("ij,j->i", self.vectors(passages), question[0])
        return [float(cosine) for cosine in cosines]

    def vectors(self, passages: Sequence[str]) -> Vectors:
        """Return the stored vectors, ``(len(passages), dimension)``, in order.

        Raises:
            KeyError: If a passage is not in the index.
        """
        if not passages:
            return np.zeros((0, self.dimension), np.float32)
        return self.vectors_at(self._rows_of(passages))

    def vectors_at(self, rows: NDArray[np.int64]) -> Vectors:
        """Return the stored vectors of some rows, each from 0 to ``len(self) - 1``."""
        found: Vectors = self._index.reconstruct_batch(rows)
        return found

    def background(self, vector: Vectors) -> float:
        """Return the mean cosine over all passages.

        Raises:
            ValueError: If the vector has another dimension or is not finite.
        """
        return float(self._question(vector)[0] @ self._rows.mean)

    def contexts(self, vector: Vectors, passages: Sequence[str]) -> list[float]:
        """Return for each passage the cosine of its whole document, in order.

        Raises:
            KeyError: If the document of a passage is not in the index.
            ValueError: If the vector has another dimension or is not finite.
        """
        question = self._question(vector)
        numbers = self._numbers_of(documents_of(passages))
        distinct, places = np.unique(numbers, return_inverse=True)
        centroids = self._rows.centroids[distinct].astype(np.float32)
        near = np.einsum("ij,j->i", centroids, question[0])
        cosines: list[float] = near[places].tolist()
        return cosines

    def context_background(self, vector: Vectors) -> float:
        """Return the mean of ``contexts`` over all passages.

        Raises:
            ValueError: If the vector has another dimension or is not finite.
        """
        mean = self._rows.centroids[-1].astype(np.float32)
        return float(self._question(vector)[0] @ mean)

    def closeness(self, question: str, passages: Sequence[str]) -> list[float]:
        """Return how well each passage answers every part of a question, 0 to 1.

        Raises:
            KeyError: If a passage is not in the index.
        """
        if not passages:
            return []
        rows = self._rows_of(passages)
        return closeness(question, rows, self._rows.subwords, subword_table())

    def close(self) -> None:
        """Release memory once no search is running any more."""
        self._index.reset()

    def _question(self, vector: Vectors) -> Vectors:
        question = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
        if question.shape[1] != self.dimension:
            raise ValueError(
                f"vector of {question.shape[1]} components for an index of "
                f"{self.dimension}"
            )
        if not np.isfinite(question).all():
            raise ValueError("vector holds numbers that are not finite")
        return question

    def _allowed(self, documents: frozenset[str]) -> NDArray[np.uint8]:
        """Return one bit per row, the lowest bit first."""
        is_allowed = np.zeros(len(self._rows.documents), np.bool_)
        chosen = map(self._numbers.get, documents)
        is_allowed[[number for number in chosen if number is not None]] = True
        return np.packbits(is_allowed[self._rows.numbers], bitorder="little")

    def identifiers(self, rows: NDArray[np.int64]) -> list[str]:
        """Return the passages of some rows, each from 0 to ``len(self) - 1``."""
        documents = self._rows.documents
        numbers = self._rows.numbers[rows].tolist()
        positions = self._rows.positions[rows].tolist()
        return [
            passage_identifier(documents[number], position)
            for number, position in zip(numbers, positions, strict=True)
        ]

    def _rows_of(self, passages: Sequence[str]) -> NDArray[np.int64]:
        wanted = self._keys(passages)
        places = np.searchsorted(self._sorted_keys, wanted)
        places = np.minimum(places, len(self._sorted_keys) - 1)
        if not len(self) or (self._sorted_keys[places] != wanted).any():
            known = np.isin(wanted, self._sorted_keys)
            raise KeyError(passages[int(np.argmin(known))])
        found: NDArray[np.int64] = self._order[places]
        return found

    def _keys(self, passages: Sequence[str]) -> NDArray[np.int64]:
        """Return document number and position of each passage in one number.

        Raises:
            KeyError: If no passage can be called so.
        """
        # Hundreds for each question: whole lists go through, not one after the other.
        names, _, positions = zip(*(p.rpartition(".") for p in passages), strict=True)
        text = "".join(positions)
        if not (text.isascii() and text.isdigit() and all(positions)):
            raise KeyError(next(p for p in passages if not _is_numbered(p)))
        numbered = np.fromiter(map(int, positions), np.int64)
        return _joined(self._numbers_of(names), numbered)

    def _numbers_of(self, documents: Sequence[str]) -> NDArray[np.int64]:
        """Return the number of each document.

        Raises:
            KeyError: Naming a document that is not in the index.
        """
        found = map(self._numbers.__getitem__, documents)
        return np.fromiter(found, np.int64, len(documents))


def _joined(
    numbers: NDArray[np.integer], positions: NDArray[np.integer]
) -> NDArray[np.int64]:
    """Return document number and position in one number each."""
    return (numbers.astype(np.int64) << 32) | positions.astype(np.int64)


def _is_numbered(passage: str) -> bool:
    position = passage.rpartition(".")[2]
    return position.isascii() and position.isdigit()
