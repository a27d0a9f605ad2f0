"""Whether the corpus supports an answer at all, or only fills the page.

Two signs: how much of what the question's words are worth the best hit holds
(*coverage*), and how far the best cosine stands above that of a random passage
(*nearness*). Together they must reach ``TOGETHER``; nearness alone is enough from
``NEARNESS`` on, so that a question in another language can be reliable too.

Calibrated on questions about our corpus against general questions asked of it: some 3 %
of each end on the wrong side (``benchmarks/search_quality.py`` prints both rates).
"""

from typing import Final

from search_api.fusion import Evidence
from search_api.question import Question

__all__ = ["is_reliable", "signs"]

TOGETHER: Final = 0.85
NEARNESS: Final = 0.38


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
    if (question.required or question.phrases) and not evidence.is_relaxed:
        return True
    coverage, nearness = signs(evidence)
    return coverage + nearness >= TOGETHER or nearness >= NEARNESS
