"""Rankings of documents for a draft that related work must not stay behind.

    words       the whole draft as one question of the word index
    vectors     the mean of its passages' vectors
    fused       both, by the sums of 1 / (60 + rank)
    contrast    for each passage, max(0, score − its tenth best document), summed

Each takes the passages of a draft and returns documents, best first.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from search_api import fusion
from search_api.evidence import Indexes
from search_api.french.question import Question
from search_api.identifiers import document_of
from search_api.ports import Embedder

__all__ = ["RANKINGS", "Ranking"]

CANDIDATES = 100
_DEEP = 60
_TENTH = 10

Ranking = Callable[[Sequence[str], Indexes, Embedder], dict[str, float]]


def words(
    passages: Sequence[str], indexes: Indexes, embedder: Embedder
) -> dict[str, float]:
    """Return document → score of its best passage, by words."""
    del embedder
    text = " ".join(passages)
    return _best(indexes.words.search(text, CANDIDATES))


def vectors(
    passages: Sequence[str], indexes: Indexes, embedder: Embedder
) -> dict[str, float]:
    """Return document → nearness of its best passage to the mean of the draft."""
    mean = embedder.embed_queries(list(passages)).mean(axis=0, keepdims=True)
    mean /= np.linalg.norm(mean)
    return _best(indexes.vectors.search(mean, CANDIDATES))


def fused(
    passages: Sequence[str], indexes: Indexes, embedder: Embedder
) -> dict[str, float]:
    """Return document → reciprocal ranks of words and vectors."""
    found: dict[str, float] = defaultdict(float)
    for ranking in (words, vectors):
        scores = ranking(passages, indexes, embedder)
        for rank, name in enumerate(sorted(scores, key=lambda n: (-scores[n], n)), 1):
            found[name] += 1 / (_DEEP + rank)
    return dict(found)


def contrast(
    passages: Sequence[str], indexes: Indexes, embedder: Embedder
) -> dict[str, float]:
    """Return document → what each passage says for it and for few others."""
    found: dict[str, float] = defaultdict(float)
    balance = fusion.balance_for(embedder.name)
    made = embedder.embed_queries(list(passages))
    for number, text in enumerate(passages):
        evidence = indexes.gather(
            text, Question(plain=text, free=text), vector=made[number : number + 1]
        )
        scores = fusion.absolute(evidence, balance)
        own = _best((name, fused.score) for name, fused in scores.items())
        ordered = sorted(own.values(), reverse=True)
        tenth = ordered[_TENTH - 1] if len(ordered) >= _TENTH else 0.0
        for name, score in own.items():
            found[name] += max(0.0, score - tenth)
    return dict(found)


def _best(scored: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for passage, score in scored:
        name = document_of(passage)
        found[name] = max(score, found.get(name, -math.inf))
    return found


RANKINGS: Mapping[str, Ranking] = {
    "words": words,
    "vectors": vectors,
    "fused": fused,
    "contrast": contrast,
}
