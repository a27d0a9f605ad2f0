"""Which documents answer a question, by the evidence alone.

Three signs of a document, each from 0 to 1: how much of what the question's words are
worth its passages hold (*coverage*), how far their best cosine stands above that of a
random passage (*nearness*), and how well one of them answers every part of the question
(*closeness*). What these numbers mean differs from library to library and from model to
model, so each is read on the scale of questions that the library cannot answer:

    units     (sign − middle of foreign questions) / their spread, from −1 to 8
    strength  sum of the units of the signs that are known, each by its weight
    answers   strength ≥ max(border of the library, ``SHARE`` × best strength)

The second bound ends the answers where the evidence ends: it follows the best document
of each question. Both bounds come from the question asked of the whole library, so that
a filter takes answers away and never makes any. ``search_api/calibration`` measures
scales and borders when a generation is published.
"""

import heapq
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import repeat
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search_api.french.question import Question
from search_api.fusion import Evidence
from search_api.identifiers import documents_of

__all__ = [
    "SHARE",
    "SHIPPED",
    "SIGNS",
    "Calibration",
    "Look",
    "Scale",
    "Verdict",
    "document_signs",
    "document_strengths",
    "verdict",
]

SHARE: Final = 0.5
"""Part of the best strength that an answer reaches."""

SIGNS: Final = ("coverage", "nearness", "closeness")

# Words of another language say nothing, for or against; a title asked for word by word
# stands so far out that any other document would look weak beside it.
_LEAST, _MOST = -1.0, 8.0

_ALIKE: Final[Mapping[str, float]] = MappingProxyType({})

Signs = NDArray[np.float64]
"""``(n, 3)``: coverage, nearness, closeness, each from 0 to 1."""


class Look(StrEnum):
    """Which signs a question has."""

    WORDS = "words"
    VECTORS = "vectors"
    FIRST = "first"
    SECOND = "second"

    @property
    def columns(self) -> list[int]:
        """Which of ``SIGNS`` these are, by position."""
        return _COLUMNS[self]

    @classmethod
    def of(cls, evidence: Evidence) -> "Look":
        """Return how evidence was gathered."""
        if evidence.closeness:
            return cls.SECOND
        if evidence.words and evidence.vectors:
            return cls.FIRST
        return cls.WORDS if evidence.words else cls.VECTORS


_COLUMNS: Final = {
    Look.WORDS: [0],
    Look.VECTORS: [1],
    Look.FIRST: [0, 1],
    Look.SECOND: [0, 1, 2],
}


@dataclass(frozen=True, slots=True)
class Scale:
    """How a sign is spread over questions that a library cannot answer.

    Attributes:
        middle: Median.
        spread: Standard deviation, above 0.
        weight: What a unit of the sign counts beside those of the others.

    Raises:
        ValueError: If the spread is not above 0.
    """

    middle: float
    spread: float
    weight: float = 1.0

    def __post_init__(self) -> None:
        if not self.spread > 0:
            raise ValueError(f"{self} has no spread")


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the signs mean in one library.

    Attributes:
        scales: Of each of ``SIGNS``, in order.
        borders: For each look, the strength from which a document answers.
        questions: How many were asked to find this; 0 for what is shipped.
    """

    scales: tuple[Scale, Scale, Scale]
    borders: Mapping[Look, float]
    questions: int = 0

    def strengths(self, signs: Signs, look: Look) -> NDArray[np.float64]:
        """Return the strength of each row of signs, as far as a look knows them."""
        middles = np.array([scale.middle for scale in self.scales])
        spreads = np.array([scale.spread for scale in self.scales])
        weights = np.array([scale.weight for scale in self.scales])
        units = weights * np.clip((signs - middles) / spreads, _LEAST, _MOST)
        strengths: NDArray[np.float64] = units[:, look.columns].sum(axis=1)
        return strengths


_AS_IT_IS: Final = Scale(0.0, 1.0)

SHIPPED: Final = Calibration(
    (_AS_IT_IS, _AS_IT_IS, _AS_IT_IS),
    MappingProxyType(
        {Look.WORDS: 0.85, Look.VECTORS: 0.38, Look.FIRST: 0.85, Look.SECOND: 1.45}
    ),
)
"""For generations without a calibration of their own: signs as they are, and borders
set on questions about the starter corpus against general ones asked of it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What evidence about a whole library says of one question.

    Attributes:
        answers: The documents that answer.
        border: The least strength of an answer.
        is_capped: Whether a passage that was not looked at may answer as well.
    """

    answers: frozenset[str] = frozenset()
    border: float = math.inf
    is_capped: bool = False


def verdict(
    evidence: Evidence,
    question: Question,
    calibration: Calibration,
    *,
    candidates: int,
    weights: Mapping[str, float] = _ALIKE,
) -> Verdict:
    """Return which documents answer a question.

    Where words or phrases are required, whatever holds them is an answer.

    Args:
        evidence: About all documents.
        question: What was asked.
        calibration: Of the library.
        candidates: How many passages each index was asked for.
        weights: See ``document_signs``.
    """
    if not evidence.words and not evidence.vectors:
        return Verdict()
    strengths = document_strengths(evidence, calibration, weights=weights)
    if (question.required or question.phrases) and not evidence.is_relaxed:
        return Verdict(frozenset(strengths), -math.inf, evidence.is_capped)
    least = calibration.borders[Look.of(evidence)]
    border = max(least, SHARE * max(strengths.values()))
    return Verdict(
        frozenset(name for name, strength in strengths.items() if strength >= border),
        border,
        evidence.is_capped and _unseen(evidence, calibration, candidates) >= border,
    )


def document_strengths(
    evidence: Evidence,
    calibration: Calibration,
    *,
    weights: Mapping[str, float] = _ALIKE,
) -> dict[str, float]:
    """Return the strength of every document that was found.

    Args:
        evidence: What the indexes say.
        calibration: Of the library.
        weights: See ``document_signs``.
    """
    names, signs = document_signs(evidence, weights=weights)
    strengths = calibration.strengths(signs, Look.of(evidence))
    return dict(zip(names, strengths.tolist(), strict=True))


def document_signs(
    evidence: Evidence, *, weights: Mapping[str, float] = _ALIKE
) -> tuple[list[str], Signs]:
    """Return the documents that were found, in no order, and their signs.

    A passage that got no second look, because others were better, is taken for as
    close as the least of those.

    Args:
        evidence: What the indexes say.
        weights: Passage → what its signs count, 0 to 1, where that is not 1: an entry
            of a glossary holds the words of a subject and answers nothing.
    """
    passages = list(evidence.passages)
    least = min(evidence.closeness.values(), default=0.0)
    # ``map`` over ``get`` stays in C: this is done for hundreds of names a question.
    columns = (
        map(evidence.words.get, passages, repeat(0.0)),
        map(evidence.vectors.get, passages, repeat(evidence.background)),
        map(evidence.closeness.get, passages, repeat(least)),
    )
    rows = np.array([list(column) for column in columns]).T
    counted = np.fromiter(
        map(weights.get, passages, repeat(1.0)), np.float64, len(passages)
    )
    places: dict[str, int] = {}
    owners = [places.setdefault(name, len(places)) for name in documents_of(passages)]
    signs = np.zeros((len(places), len(SIGNS)))
    np.maximum.at(signs, owners, counted[:, None] * _shares(rows, evidence))
    return list(places), signs


def _shares(rows: NDArray[np.float64], evidence: Evidence) -> Signs:
    """Return words, cosines and closeness as shares of what is possible."""
    room = max(1e-6, 1.0 - evidence.background)
    low = np.array([0.0, evidence.background, 0.0])
    high = np.array([evidence.expectation, room, 1.0])
    shares: Signs = np.clip((rows - low) / high, 0.0, 1.0)
    return shares


def _unseen(evidence: Evidence, calibration: Calibration, candidates: int) -> float:
    """Return the most strength that a passage beyond the candidates can have."""
    word = cosine = -math.inf
    if len(evidence.words) >= candidates:
        word = min(evidence.words.values())
    if len(evidence.vectors) >= candidates:
        # Those of words alone got their cosine too, below the last of the nearest.
        cosine = heapq.nlargest(candidates, evidence.vectors.values())[-1]
    least = min(evidence.closeness.values(), default=0.0)
    row = np.array([[max(0.0, word), max(evidence.background, cosine), least]])
    signs = _shares(row, evidence)
    return float(calibration.strengths(signs, Look.of(evidence))[0])
