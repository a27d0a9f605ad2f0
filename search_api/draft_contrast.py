"""What the passages of a draft say for documents, beside what they say for all.

    said    for a document by a passage    max(0, best pair − pair of the tenth best)
                                           + a little of the best pair
    score   of a document                  Σ said by the passages / their number

A passage that matches everything (« Sources », « Contact », a general sentence) says
nothing for anybody; one that few documents match decides, however short the part of
the draft that it comes from. So a draft of three subjects finds works on all three,
where the mean of the best pairs finds what is a little about each. Pure functions.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

__all__ = ["COMPARED", "LITTLE", "commons", "contrasts"]

COMPARED: Final = 10
"""The pair of this place among the best documents of a passage is what all have."""

LITTLE: Final = 0.02
"""What a pair counts that many documents have as well: enough for an order."""


def contrasts(best: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return document → score, 0 to 1 and a little.

    >>> found = contrasts([{"a": 0.9, "b": 0.8}, {"b": 0.6}])
    >>> {document: round(score, 3) for document, score in found.items()}
    {'a': 0.459, 'b': 0.714}

    Args:
        best: Of each passage, document → score of its best pair, 0 to 1.
    """
    said: dict[str, float] = defaultdict(float)
    for own, common in zip(best, commons(best), strict=True):
        for document, score in own.items():
            said[document] += max(0.0, score - common) + LITTLE * score
    return {document: value / len(best) for document, value in said.items()}


def commons(best: Sequence[Mapping[str, float]]) -> list[float]:
    """Return, for each passage, the score that it has with ten documents; 0 for fewer.

    Args:
        best: As of ``contrasts``.
    """
    ordered = [sorted(own.values(), reverse=True) for own in best]
    return [own[COMPARED - 1] if len(own) >= COMPARED else 0.0 for own in ordered]
