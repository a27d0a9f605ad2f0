"""How the evidence of words and of vectors becomes one score. Pure functions.

    words    share = score / max(best score, confidence × expectation)      0 … 1
    vectors  share = (cosine − background) / (best cosine − background)     0 … 1
    fused    = (1 − vectors_weight) × words + vectors_weight × vectors

Scores keep their distances, which rank fusion throws away. *Background* is what a
random passage scores. *Expectation* is what a passage holding every word would score:
where the best hit stays far below it – the question is in another language, or asks in
other words – words count for less, without any guess about languages.

The balances were chosen on development questions (``benchmarks/search_quality.py``):
hybrid is at least as good as the better of its parts on each set.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = [
    "VECTORS_ALONE",
    "WORDS_ALONE",
    "Balance",
    "Evidence",
    "Fused",
    "absolute",
    "balance_for",
    "fuse",
    "ranked",
]


@dataclass(frozen=True, slots=True)
class Balance:
    """How much each kind of evidence counts.

    Attributes:
        vectors_weight: From 0 (words alone) to 1 (vectors alone).
        confidence: Part of the expectation that the best hit must reach for words to
            count in full.

    Raises:
        ValueError: If a number is out of range.
    """

    vectors_weight: float
    confidence: float = 0.8

    def __post_init__(self) -> None:
        if not 0 <= self.vectors_weight <= 1 or self.confidence < 0:
            raise ValueError(f"{self} is out of range")


WORDS_ALONE: Final = Balance(0.0, 0.0)
VECTORS_ALONE: Final = Balance(1.0)

# A better model may weigh more; measured for ours, cautious for unknown ones.
_BALANCES: Final = {
    "embedded": Balance(0.45, 0.8),
    "embedded-fast": Balance(0.35, 0.7),
}
_OTHERS: Final = Balance(0.45, 0.8)


def balance_for(embedder: str) -> Balance:
    """Return the balance that suits a model, by its name in the settings."""
    return _BALANCES.get(embedder, _OTHERS)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the indexes say about the passages of one question.

    Attributes:
        words: Passage → BM25 score, 0 or more.
        vectors: Passage → cosine, from -1 to 1.
        expectation: See ``LexicalIndex.expectation``; above 0.
        background: See ``VectorIndex.background``.
    """

    words: Mapping[str, float]
    vectors: Mapping[str, float]
    expectation: float = 1.0
    background: float = 0.0


@dataclass(frozen=True, slots=True)
class Fused:
    """A fused score from 0 to 1, and the two weighted shares it is the sum of."""

    score: float
    words_share: float
    vectors_share: float


def fuse(evidence: Evidence, balance: Balance) -> dict[str, Fused]:
    """Return the fused score of every passage that either index found.

    Monotonic: more evidence of one kind never lowers a passage.
    """
    best_words = max(evidence.words.values(), default=0.0)
    best_words = max(best_words, balance.confidence * evidence.expectation)
    best_cosine = max(evidence.vectors.values(), default=0.0)
    return {
        passage: _fused(
            _share(evidence.words.get(passage, 0.0), 0.0, best_words),
            _share(
                evidence.vectors.get(passage, evidence.background),
                evidence.background,
                best_cosine,
            ),
            balance.vectors_weight,
        )
        for passage in evidence.words.keys() | evidence.vectors.keys()
    }


def absolute(evidence: Evidence, balance: Balance) -> dict[str, Fused]:
    """Return scores that can be compared between questions.

    Nothing is scaled to the best hit: 1 means every word and the same vector. Used
    where several questions (the passages of a draft) vote together.
    """
    return {
        passage: _fused(
            _share(evidence.words.get(passage, 0.0), 0.0, evidence.expectation),
            _share(evidence.vectors.get(passage, 0.0), evidence.background, 1.0),
            balance.vectors_weight,
        )
        for passage in evidence.words.keys() | evidence.vectors.keys()
    }


def ranked(scores: Mapping[str, Fused]) -> list[str]:
    """Return the passages best first; equal scores stand in order of identifier."""
    return sorted(scores, key=lambda passage: (-scores[passage].score, passage))


def _share(value: float, low: float, high: float) -> float:
    """Return where a value lies between two others, kept within 0 and 1."""
    if high <= low:
        return 0.0
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _fused(words: float, vectors: float, vectors_weight: float) -> Fused:
    words_share = (1 - vectors_weight) * words
    vectors_share = vectors_weight * vectors
    return Fused(words_share + vectors_share, words_share, vectors_share)
