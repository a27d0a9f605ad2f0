"""Whether the corpus supports an answer at all, or only fills the page.

Three signs, each from 0 to 1: how much of what the question's words are worth the best
hit holds (*coverage*), how far the best cosine stands above that of a random passage
(*nearness*), and how well the best passage answers every part of the question
(*closeness*). Together they must reach ``TOGETHER``; a question in another language,
whose words say nothing here, may be reliable by meaning alone.

``TOGETHER`` was set on questions about our corpus against general ones asked of it
(leaving one out: 1 of 30 called unreliable, 4 % of the general ones pass), ``MEANING``
on notes of another house asked in French and English. ``benchmarks/search_quality.py``
prints both rates.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

from search_api.french.question import Question
from search_api.fusion import Evidence

__all__ = ["is_reliable", "reliable_alone", "signs"]

TOGETHER: Final = 1.45
MEANING: Final = 0.72
_CLOSENESS_IN_MEANING: Final = 0.65
# Where only one index was asked, or no second look taken.
ONE_LOOK: Final = 0.85
NEARNESS: Final = 0.38


def signs(evidence: Evidence) -> tuple[float, float, float]:
    """Return coverage, nearness and closeness of the best hits, each from 0 to 1."""
    best_words = max(evidence.words.values(), default=0.0)
    best_cosine = max(evidence.vectors.values(), default=0.0)
    room = max(1e-6, 1.0 - evidence.background)
    nearness = (best_cosine - evidence.background) / room
    return (
        min(1.0, best_words / evidence.expectation),
        min(1.0, max(0.0, nearness)),
        max(evidence.closeness.values(), default=0.0),
    )


def is_reliable(evidence: Evidence, question: Question) -> bool:
    """Return whether the best hits are more than noise.

    A question that requires words is reliable as soon as something holds them.
    """
    if not evidence.words and not evidence.vectors:
        return False
    if (question.required or question.phrases) and not evidence.is_relaxed:
        return True
    coverage, nearness, closeness = signs(evidence)
    if not evidence.closeness:
        return coverage + nearness >= ONE_LOOK or nearness >= NEARNESS
    by_meaning = nearness + _CLOSENESS_IN_MEANING * closeness
    return coverage + nearness + closeness >= TOGETHER or by_meaning >= MEANING


def reliable_alone(
    by_document: Mapping[str, Collection[str]], evidence: Evidence, question: Question
) -> list[str]:
    """Return the documents that are an answer without the help of any other.

    The best hits of several documents may be reliable together and none of them alone.
    What got no second look, because others were better, has no closeness to show.

    Args:
        by_document: Document → its passages that were found.
        evidence: About the passages of all documents.
        question: What was asked.
    """
    return [
        document
        for document, passages in by_document.items()
        if is_reliable(_about(passages, evidence), question)
    ]


def _about(passages: Iterable[str], evidence: Evidence) -> Evidence:
    """Return the evidence about some passages."""
    own = list(passages)
    closeness = evidence.closeness
    return replace(
        evidence,
        words={p: evidence.words[p] for p in own if p in evidence.words},
        vectors={p: evidence.vectors[p] for p in own if p in evidence.vectors},
        closeness={p: closeness.get(p, 0.0) for p in own} if closeness else {},
    )
