"""Measures scales and borders on questions that a library should and cannot answer.

    middle  of the foreign questions
    weak    own question: ``_MISSED`` of them are weaker
    border  ``_PART`` of the way from the middle to the weak one, kept where
            ``_PASS_AT_LEAST`` to ``_PASS_AT_MOST`` of the foreign questions stay below

A library that speaks of one subject in many documents answers its own titles far above
the foreign questions: the border is then the highest, and hardly any of these passes.
Where every document stands alone, the own questions look weak, as those of people will:
the border goes down, and some foreign questions pass rather than many good ones fail.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ontology.structure import PassageRole
from search_api.calibration.own_questions import OwnQuestion
from search_api.fusion import Evidence
from search_api.reliability import SIGNS, Calibration, Look, Scale, document_signs
from search_api.text_kinds import role_weights

__all__ = ["LEAST_PASSAGES", "calibrate"]

LEAST_PASSAGES: Final = 40
"""Below this a library says too little of how its signs are spread."""

_PASS_AT_LEAST: Final = 0.65
_PASS_AT_MOST: Final = 0.73
_WEIGHTS: Final = (1.0, 2.0, 0.5)
"""Of ``SIGNS``. Whoever asks in words of their own shares none with the texts: nearness
tells most, and the counterpart of every word least."""
_MISSED: Final = 0.05
_PART: Final = 0.4
_LEAST_SPREAD: Final = 0.01

_ALL_BODY: Final[Mapping[str, PassageRole]] = MappingProxyType({})

Ask = Callable[[str], Evidence]
Signs = NDArray[np.float64]


def calibrate(
    ask: Ask,
    own: Sequence[OwnQuestion],
    foreign: Iterable[str],
    *,
    roles: Mapping[str, PassageRole] = _ALL_BODY,
) -> Calibration:
    """Return what the signs mean in a library.

    Args:
        ask: Returns the evidence about a question, in hybrid mode.
        own: About what the library holds; none leaves the border at its lowest.
        foreign: What it cannot answer; at least one.
        roles: Of the passages outside the body, which weigh less.
    """

    def signs(text: str, left_out: frozenset[str] = frozenset()) -> Signs:
        evidence = ask(text)
        weights = role_weights(evidence.passages, roles, text)
        return _signs(evidence, weights, left_out)

    beside = [signs(text) for text in foreign]
    about = [signs(one.text, one.left_out) for one in own]
    scales = _scales(np.array([signs.max(axis=0) for signs in beside]))
    bare = Calibration(scales, {}, len(beside) + len(about))
    borders = {look: _border(bare, look, about, beside) for look in Look}
    return Calibration(scales, borders, bare.questions)


def _signs(
    evidence: Evidence, weights: Mapping[str, float], left_out: frozenset[str]
) -> Signs:
    """Return the signs of all documents but some; one row of nothing for none."""
    names, signs = document_signs(evidence, weights=weights)
    kept = signs[[name not in left_out for name in names]]
    return kept if len(kept) else np.zeros((1, len(SIGNS)))


def _scales(best: Signs) -> tuple[Scale, Scale, Scale]:
    middles = np.median(best, axis=0).tolist()
    spreads = np.maximum(best.std(axis=0), _LEAST_SPREAD).tolist()
    first, second, third = map(Scale, middles, spreads, _WEIGHTS)
    return first, second, third


def _border(
    calibration: Calibration, look: Look, own: Sequence[Signs], foreign: Sequence[Signs]
) -> float:
    beside = [float(calibration.strengths(each, look).max()) for each in foreign]
    middle, lowest, highest = np.quantile(
        beside, [0.5, _PASS_AT_LEAST, _PASS_AT_MOST]
    ).tolist()
    if not own:
        return float(lowest)
    about = [float(calibration.strengths(each, look).max()) for each in own]
    weak = float(np.quantile(about, _MISSED))
    return float(np.clip(middle + _PART * (weak - middle), lowest, highest))
