"""How the evidence of words and of vectors becomes one score. Pure functions.

    nearness = (1 − context_share) × cosine + context_share × cosine of the document
    words    share = score / max(best score, confidence × expectation)      0 … 1
    vectors  share = (nearness − background) / (best nearness − background) 0 … 1
    fused    = (1 − vectors_weight) × words + vectors_weight × vectors
    score    = (1 − closeness_weight) × fused + closeness_weight × closeness

Scores keep their distances, which rank fusion throws away. *Background* is what a
random passage scores. *Expectation* is what a passage holding every word would score:
where the best hit stays far below it – the question is in another language, or asks in
other words – words count for less, without any guess about languages. *Closeness* is
known of the best passages only (``subwords``); the others get the least of theirs.

The balances were chosen on development questions (``benchmarks/search_quality.py``):
hybrid is at least as good as the better of its parts on each set.
"""

import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "DEFAULT_BALANCE",
    "VECTORS_ALONE",
    "WORDS_ALONE",
    "Balance",
    "Evidence",
    "Fused",
    "absolute",
    "balance_for",
    "first_look",
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
        context_share: What the whole document counts in the nearness of a passage.
        closeness_weight: What the second look counts, where there was one.

    Raises:
        ValueError: If a number is out of range.
    """

    vectors_weight: float
    confidence: float = 0.8
    context_share: float = 0.35
    closeness_weight: float = 0.5

    def __post_init__(self) -> None:
        shares = (self.vectors_weight, self.context_share, self.closeness_weight)
        if not all(0 <= share <= 1 for share in shares) or self.confidence < 0:
            raise ValueError(f"{self} is out of range")


WORDS_ALONE: Final = Balance(0.0, 0.0, closeness_weight=0.0)
VECTORS_ALONE: Final = Balance(1.0, closeness_weight=0.0)

# A better model may weigh more; measured for ours, cautious for unknown ones.
_BALANCES: Final = {
    "embedded": Balance(0.4, 0.8),
    "embedded-e5": Balance(0.6, 0.8, closeness_weight=0.4),
    "embedded-fast": Balance(0.35, 0.7),
}
DEFAULT_BALANCE: Final = Balance(0.4, 0.8)


def balance_for(embedder: str) -> Balance:
    """Return the balance that suits a model, by its name in the settings."""
    return _BALANCES.get(embedder, DEFAULT_BALANCE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the indexes say about the passages of one question.

    Attributes:
        words: Passage → BM25 score, 0 or more.
        vectors: Passage → cosine, from -1 to 1.
        expectation: See ``LexicalIndex.expectation``; above 0.
        background: See ``VectorIndex.background``.
        contexts: Passage → cosine of its document; empty where it shall not count.
        context_background: See ``SecondLook.context_background``.
        closeness: Passage → ``SecondLook.closeness``, of the best passages only.
        is_relaxed: Whether a phrase stands nowhere, so that its words were looked for.
        is_capped: Whether an index may know further passages, less near than these.
        balance: How its kinds count, by what was asked of which model.
    """

    words: Mapping[str, float]
    vectors: Mapping[str, float]
    expectation: float = 1.0
    background: float = 0.0
    contexts: Mapping[str, float] = field(default_factory=dict)
    context_background: float = 0.0
    closeness: Mapping[str, float] = field(default_factory=dict)
    is_relaxed: bool = False
    is_capped: bool = False
    balance: Balance = DEFAULT_BALANCE

    @property
    def passages(self) -> set[str]:
        """Whatever either index found."""
        return self.words.keys() | self.vectors.keys()


class Fused(NamedTuple):
    """A fused score from 0 to 1, and the weighted shares it is the sum of.

    A tuple, since every question makes hundreds of them.
    """

    score: float
    words_share: float
    vectors_share: float
    closeness_share: float = 0.0


def fuse(evidence: Evidence, balance: Balance) -> dict[str, Fused]:
    """Return the fused score of every passage that either index found.

    Monotonic: more evidence of one kind never lowers a passage.
    """
    names, words, vectors = _shares(evidence, balance)
    closeness = np.zeros(len(names))
    if balance.closeness_weight and evidence.closeness:
        least = min(evidence.closeness.values())
        closeness = balance.closeness_weight * _column(evidence.closeness, names, least)
        words = (1 - balance.closeness_weight) * words
        vectors = (1 - balance.closeness_weight) * vectors
    columns = (words + vectors + closeness, words, vectors, closeness)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    # ``Fused._make`` is a function of Python; this stays in C.
    return dict(zip(names, map(tuple.__new__, repeat(Fused), rows), strict=True))


def first_look(evidence: Evidence, balance: Balance, limit: int) -> list[str]:
    """Return the passages that are best without closeness, in no order."""
    names, words, vectors = _shares(evidence, balance)
    # Equal scores stand in order of identifier, as in the answer.
    order = zip((-words - vectors).tolist(), names, strict=True)
    return [name for _, name in heapq.nsmallest(limit, order)]


def _shares(
    evidence: Evidence, balance: Balance
) -> tuple[list[str], NDArray[np.float64], NDArray[np.float64]]:
    """Return the passages, in no order, with weighted shares of words and vectors."""
    best_words = max(evidence.words.values(), default=0.0)
    best_words = max(best_words, balance.confidence * evidence.expectation)
    of_words, of_vectors = 1 - balance.vectors_weight, balance.vectors_weight
    found = list(evidence.passages)
    words = _column(evidence.words, found, 0.0)
    vectors, background = _nearness(evidence, found, balance.context_share)
    best_nearness = float(vectors.max()) if evidence.vectors else 0.0
    return (
        found,
        of_words * _parts(words, 0.0, best_words),
        of_vectors * _parts(vectors, background, best_nearness),
    )


def _column(
    values: Mapping[str, float], names: Sequence[str], default: float
) -> NDArray[np.float64]:
    """Return the values of names, in order."""
    # ``map`` over ``get`` stays in C: this is done for hundreds of names a question.
    found = map(values.get, names, repeat(default))
    return np.fromiter(found, np.float64, len(names))


def _parts(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """Return where values lie between two others, kept within 0 and 1."""
    if high <= low:
        return np.zeros(len(values))
    # Clipped first: a span near zero would overflow.
    return (np.clip(values, low, high) - low) / (high - low)


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
        for passage in evidence.passages
    }


def ranked(scores: Mapping[str, Fused]) -> list[str]:
    """Return the passages best first; equal scores stand in order of identifier."""
    # Pairs compare quicker than a key is called.
    return [name for _, name in sorted((-f.score, name) for name, f in scores.items())]


def _share(value: float, low: float, high: float) -> float:
    """Return where a value lies between two others, kept within 0 and 1."""
    if high <= low:
        return 0.0
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _nearness(
    evidence: Evidence, names: Sequence[str], context_share: float
) -> tuple[NDArray[np.float64], float]:
    """Return how near passages are, and how near a random one is.

    A passage that no vector speaks for is as near as a random one.
    """
    background = evidence.background
    if evidence.contexts:
        background = (1 - context_share) * background
        background += context_share * evidence.context_background
    near = _column(evidence.vectors, names, math.nan)
    if evidence.contexts:
        of_documents = _column(evidence.contexts, names, math.nan)
        of_documents = np.where(np.isnan(of_documents), near, of_documents)
        near = (1 - context_share) * near + context_share * of_documents
    return np.where(np.isnan(near), background, near), background


def _fused(words: float, vectors: float, vectors_weight: float) -> Fused:
    words_share = (1 - vectors_weight) * words
    vectors_share = vectors_weight * vectors
    return Fused(words_share + vectors_share, words_share, vectors_share)
