"""Whether the corpus supports an answer at all, or only fills the page.

Two signs, either of which is enough: the best hit holds most of what the question's
words are worth (*coverage*), or the best cosine stands far above that of a random
passage (*nearness*). Thresholds were calibrated on questions about the corpus against
questions about something else; ``benchmarks/search_quality.py`` prints both error
rates.
"""

from typing import Final

from search_api.fusion import Evidence
from search_api.question import Question

__all__ = ["is_reliable", "signs"]

COVERAGE: Final = 0.62
NEARNESS: Final = 0.55
TOGETHER: Final = 0.95


def signs(evidence: Evidence) -> tuple[float, float]:
    """Return coverage and nearness of the best hits, each from 0 to 1."""
    best_words = max(evidence.words.values(), default=0.0)
    best_cosine = max(evidence.vectors.values(), default=0.0)
    room = max(1e-6, 1.0 - evidence.background)
    nearness = (best_cosine - evidence.background) / room
    return min(1.0, best_words / evidence.expectation), min(1.0, max(0.0, nearness))


def is_reliable(evidence: Evidence, question: Question) -> bool:
    """Return whether the best hits are more than noise.

    A question that requires words is reliable as soon as something holds them.
    """
    if not evidence.words and not evidence.vectors:
        return False
    if question.required or question.phrases:
        return True
    coverage, nearness = signs(evidence)
    return (
        coverage >= COVERAGE or nearness >= NEARNESS or coverage + nearness >= TOGETHER
    )
