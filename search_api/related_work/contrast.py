"""What the passages of a draft say for documents, beside what they say for all.

    said    for a document by a passage    max(0, best pair − pair of the tenth best)
                                           + a little of the best pair
    score   of a document                  Σ said by the passages / their number

    chosen  one after the other: what a passage says counts less by ``COVERED`` of
            what it has already said for a document that was chosen

A passage that matches everything (« Sources », « Contact », a general sentence) says
nothing for anybody; one that few documents match decides, however short the part of
the draft that it comes from. So a draft of three subjects finds works on all three,
where the mean of the best pairs finds what is a little about each; and the third is not
pushed back by ten works on the first. Pure functions.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

__all__ = ["COMPARED", "COVERED", "LITTLE", "commons", "contrasts"]

COMPARED: Final = 10
"""The pair of this place among the best documents of a passage is what all have."""

COVERED: Final = 0.3
"""Chosen by ``benchmarks/related_quality.py``: more helps drafts of several subjects
and harms those of one."""

LITTLE: Final = 0.02
"""What a pair counts that many documents have as well: enough for an order."""

_ALIKE: Final[Mapping[str, float]] = MappingProxyType({})


def contrasts(
    best: Sequence[Mapping[str, float]],
    common: Sequence[float],
    *,
    factors: Mapping[str, float] = _ALIKE,
    most: int = 100,
) -> dict[str, float]:
    """Return document → score in the order in which they are chosen, 0 to 1.

    >>> best = [{"a": 0.9, "b": 0.8}, {"b": 0.6}]
    >>> found = contrasts(best, commons(best))
    >>> {document: round(score, 3) for document, score in found.items()}
    {'b': 0.714, 'a': 0.339}

    Args:
        best: Of each passage, document → score of its best pair, 0 to 1.
        common: Of each passage, from ``commons``.
        factors: Document → what its score is multiplied by, where that is not 1.
        most: How many to choose.
    """
    names = sorted({name for own in best for name in own})
    if not names:
        return {}
    scores = np.array([[own.get(name, 0.0) for own in best] for name in names])
    said = np.maximum(0.0, scores - np.array(common))
    little = LITTLE * scores.sum(axis=1)
    factor = np.array([factors.get(name, 1.0) for name in names])
    covered, left = np.zeros(len(best)), np.ones(len(names), bool)
    chosen: dict[str, float] = {}
    for _ in range(min(most, len(names))):
        gains = np.maximum(0.0, said - COVERED * covered).sum(axis=1) + little
        gains = np.where(left, factor * gains / len(best), -1.0)
        place = int(gains.argmax())  # of equals the first by name
        chosen[names[place]] = min(1.0, float(gains[place]))
        left[place] = False
        covered = np.maximum(covered, said[place])
    return chosen


def commons(best: Sequence[Mapping[str, float]]) -> list[float]:
    """Return, for each passage, the score that it has with ten documents; 0 for fewer.

    Args:
        best: As of ``contrasts``.
    """
    ordered = [sorted(own.values(), reverse=True) for own in best]
    return [own[COMPARED - 1] if len(own) >= COMPARED else 0.0 for own in ordered]
