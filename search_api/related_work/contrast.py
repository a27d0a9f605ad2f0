"""What the passages of a draft say for documents, beside what they say for all.

    said    for a document by a passage    max(0, best pair − pair of the tenth best
                                           document, among those in its language)
                                           + a little of the best pair
    score   of a document                  Σ said by the passages / their number

    chosen  one after the other: what a passage says counts less by ``COVERED`` of
            what it has already said for a document that was chosen

A passage that matches everything (« Sources », « Contact », a general sentence) says
nothing for anybody; one that few documents match decides, however short the part of
the draft that it comes from. So a draft of three subjects finds works on all three,
where the mean of the best pairs finds what is a little about each; and the third is not
pushed back by ten works on the first. Documents in the language of the draft share more
words with it than others do: these are compared with each other, so that a translation
is found among them. Pure functions.
"""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

__all__ = ["COMPARED", "COVERED", "FOREIGN", "LITTLE", "commons", "contrasts"]

COMPARED: Final = 10
"""The pair of this place among the best documents of a passage is what all have; see
``benchmarks/related_quality.py``."""

COVERED: Final = 0.3
"""Chosen by ``benchmarks/related_quality.py``: more helps drafts of several subjects
and harms those of one."""

FOREIGN: Final = 0.6
"""What documents of one language have alike is at least so much of what all have.
With 0 an English note finds its translation best, but a quarter of what a French one
finds first is English and about something else; with .6 a twentieth is."""

LITTLE: Final = 0.02
"""What a pair counts that many documents have as well: enough for an order."""

_ALIKE: Final[Mapping[str, float]] = MappingProxyType({})


def contrasts(
    best: Sequence[Mapping[str, float]],
    common: Sequence[Mapping[str, float]],
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
    usual = np.array([[own.get(name, 0.0) for own in common] for name in names])
    said = np.maximum(0.0, scores - usual)
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


def commons(
    best: Sequence[Mapping[str, float]], kin: Collection[str] | None = None
) -> list[dict[str, float]]:
    """Return, for each passage, document → the score that it has with ten like it.

    That is the tenth best of all, less where the tenth of those like it is less, but
    not much; 0 where there are fewer than ten.

    >>> best = [{name: 0.1 * n for n, name in enumerate("abcdefghijklmnopqrst")}]
    >>> foreign = frozenset("abcdefghij")
    >>> found = commons(best, best[0].keys() - foreign)[0]
    >>> round(found["t"], 2), round(found["a"], 2), round(commons(best)[0]["a"], 2)
    (1.0, 0.6, 1.0)

    Args:
        best: As of ``contrasts``.
        kin: Documents in the language of the draft: they are compared with each other,
            as are all others; None where there is no difference.
    """
    found = []
    for own in best:
        least = _tenth(own.keys(), own)
        groups = (own.keys(),) if kin is None else (own.keys() & kin, own.keys() - kin)
        usual: dict[str, float] = {}
        for names in groups:
            common = min(least, max(_tenth(names, own), FOREIGN * least))
            usual |= dict.fromkeys(names, common)
        found.append(usual)
    return found


def _tenth(names: Collection[str], scores: Mapping[str, float]) -> float:
    ordered = sorted((scores[name] for name in names), reverse=True)
    return ordered[COMPARED - 1] if len(ordered) >= COMPARED else 0.0
