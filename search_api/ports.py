"""The things search is made of, each behind a small port.

An ``Embedder`` turns texts into vectors; a ``VectorIndex`` and a ``LexicalIndex``
find passages by vectors and by words; a ``SecondLook`` judges those that were found
once more, with the help of a ``SubwordTable``. Indexes are written once, into the
folder of a new generation, by a writer; readers never see them change. Filters are sets
of documents and act *inside* the index, so that a narrow filter loses no result.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ontology.model import Document, DocumentSummary, Passage

__all__ = [
    "Alternative",
    "Embedder",
    "IndexWriter",
    "LexicalIndex",
    "Scored",
    "SecondLook",
    "SubwordTable",
    "VectorIndex",
    "Vectors",
    "best_first",
    "question_row",
]

Vectors = NDArray[np.float32]
"""``(n, dimension)`` float32, rows of length 1."""


class Scored(NamedTuple):
    """A passage and its score; higher is better, the range is the index's own.

    A tuple, since every question makes hundreds of them.
    """

    passage: str
    score: float


def best_first(found: Iterable[tuple[str, float]]) -> list[Scored]:
    """Return passages with their scores; equal scores stand in order of identifier."""
    # ``Scored._make`` is a function of Python; this stays in C.
    hits = list(map(tuple.__new__, repeat(Scored), found))
    # Two stable passes with ready keys are quicker than one with a key of ours.
    hits.sort(key=itemgetter(0))
    hits.sort(key=itemgetter(1), reverse=True)
    return hits


def question_row(vector: Vectors, dimension: int) -> Vectors:
    """Return the vector of a question as ``(1, dimension) float32``.

    Args:
        vector: ``(dimension,)`` or ``(1, dimension)``.
        dimension: Of the index.

    Raises:
        ValueError: If the vector has another dimension or is not finite.
    """
    question = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
    if question.shape[1] != dimension:
        raise ValueError(
            f"vector of {question.shape[1]} components for an index of {dimension}"
        )
    if not np.isfinite(question).all():
        raise ValueError("vector holds numbers that are not finite")
    return question


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another name of something in a question, looked for with less weight.

    Attributes:
        of: The characters of the question.
        text: The other name, found as a phrase.
    """

    of: str
    text: str


class Embedder(Protocol):
    """Turns texts into vectors of length 1; safe to call from several threads.

    Attributes:
        name: As in the settings, shown in answers and manifests.
        dimension: Number of components.
        fingerprint: Changes whenever the vectors would, for example a hash of weights.
    """

    name: str
    dimension: int
    fingerprint: str

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, in order; ``(0, dimension)`` for no text."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row per question; models with prefixes treat them apart."""
        ...


class SubwordTable(Protocol):
    """Parts of words, and how near they are to each other in meaning.

    Attributes:
        subword_fingerprint: Changes whenever numbers or cosines of subwords would.
    """

    subword_fingerprint: str

    def __len__(self) -> int:
        """Return the number of subwords, at most 65,536."""
        ...

    def subwords(self, texts: Sequence[str]) -> list[NDArray[np.uint16]]:
        """Return the distinct subwords of each text, in order of their numbers."""
        ...

    def cosines(self, left: NDArray[np.uint16], right: NDArray[np.uint16]) -> Vectors:
        """Return ``(len(left), len(right))`` cosines; neither may be empty."""
        ...


class VectorIndex(Protocol):
    """Finds passages near a vector. Scores are cosines, from -1 to 1."""

    def __len__(self) -> int:
        """Return the number of passages."""
        ...

    def search(
        self, vector: Vectors, limit: int, *, documents: Collection[str] | None = None
    ) -> list[Scored]:
        """Return the nearest passages, best first.

        Args:
            vector: ``(dimension,)`` or ``(1, dimension)``.
            limit: How many at most.
            documents: Only passages of these documents, or None for all.
        """
        ...

    def similarities(self, vector: Vectors, passages: Sequence[str]) -> list[float]:
        """Return the cosine for each passage, in order.

        Raises:
            KeyError: If a passage is not in the index.
        """
        ...

    def vectors(self, passages: Sequence[str]) -> Vectors:
        """Return the stored vectors, one row per passage, in order.

        Raises:
            KeyError: If a passage is not in the index.
        """
        ...

    def background(self, vector: Vectors) -> float:
        """Return the mean cosine over all passages: what a random one would score."""
        ...

    def close(self) -> None:
        """Release memory and files."""
        ...


class LexicalIndex(Protocol):
    """Finds passages by words (BM25). Scores are 0 or more."""

    def __len__(self) -> int:
        """Return the number of passages."""
        ...

    def search(
        self,
        question: str,
        limit: int,
        *,
        documents: Collection[str] | None = None,
        alternatives: Sequence[Alternative] = (),
    ) -> list[Scored]:
        """Return the best passages, best first; nothing where no word is known.

        Any text is a question: unbalanced quotes or operators never raise.
        ``"…"`` is a phrase, ``+word`` is required, ``-word`` is excluded.

        Args:
            question: As typed.
            limit: How many at most.
            documents: Only passages of these documents, or None for all.
            alternatives: Other names of parts of the question; each is worth less
                than the part itself.
        """
        ...

    def frequency(self, word: str) -> int:
        """Return how many passages hold a word in any of its forms."""
        ...

    def terms(self, prefix: str, limit: int | None = None) -> list[tuple[str, int]]:
        """Return words that begin so, folded, and how many passages hold each.

        Args:
            prefix: Folded; all words for an empty one.
            limit: The most frequent only, or None for all.

        Returns:
            Most frequent first, equals in alphabetical order.
        """
        ...

    def written(self, word: str) -> str:
        """Return how passages write a word: « numérique » for ``numerique``.

        The word itself where they do not agree (« marche », « marché »), or where
        none holds it.

        Args:
            word: Folded.

        Returns:
            In lower case, with accents; ligatures are parted.
        """
        ...

    def expectation(self, question: str) -> float:
        """Return about what a passage of usual length holding every word would score.

        Measures how much of a question the best hit answers: words that the index
        does not know count as the rarest. Always above 0.
        """
        ...

    def close(self) -> None:
        """Release files."""
        ...


class SecondLook(Protocol):
    """Judges passages that were found already; safe to call from several threads."""

    def __len__(self) -> int:
        """Return the number of passages."""
        ...

    def contexts(self, vector: Vectors, passages: Sequence[str]) -> list[float]:
        """Return for each passage the cosine of its whole document, in order.

        Raises:
            KeyError: If the document of a passage is not in the index.
        """
        ...

    def context_background(self, vector: Vectors) -> float:
        """Return the mean of ``contexts`` over all passages."""
        ...

    def closeness(self, question: str, passages: Sequence[str]) -> list[float]:
        """Return how well each passage answers every part of a question, 0 to 1.

        Every subword of the question counts by its rarity and by its nearest
        counterpart in the passage, in either language. Not quick: for the best few.

        Raises:
            KeyError: If a passage is not in the index.
        """
        ...

    def close(self) -> None:
        """Release memory and files."""
        ...


class IndexWriter(Protocol):
    """Makes the index of a new generation; implemented per index and for both."""

    def add(
        self, document: Document | DocumentSummary, passages: Sequence[Passage]
    ) -> None:
        """Index the passages of a document that is not in the index.

        A summary is enough: reindexing has no text but that of the passages.
        """
        ...

    def remove(self, document: str) -> None:
        """Drop the passages of a document; an unknown one is no error."""
        ...

    def commit(self, folder: Path) -> None:
        """Write everything to the folder; the writer is then spent."""
        ...

    def discard(self) -> None:
        """Give up; no temporary file stays behind, the writer is then spent."""
        ...
