"""What to mark in a passage: the words of the question.

Offsets only; the text itself is never changed, so that every quotation stays verbatim.
"""

from dataclasses import dataclass
from functools import lru_cache

from search_api.french import analysis
from search_api.french.analysis import Word
from search_api.french.question import Question

__all__ = [
    "Marked",
    "mark",
    "question_stems",
    "shown_words",
]

Span = tuple[int, int]
Whole = tuple[int, int, str]


def question_stems(question: Question) -> frozenset[str]:
    """Return the stems of all words asked for, by French and by English rules.

    Stop words count only where there is nothing else.
    """
    texts = (question.free, *question.required, *question.phrases)
    found = [w for text in texts for w in analysis.words(text)]
    content = [w for w in found if not w.is_stop] or found
    stems = {w.stem for w in content}
    stems |= {analysis.stem(w.folded, "en") for w in content}
    return frozenset(
        stems | {whole for text in texts for whole in analysis.wholes(text)}
    )


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with the words of a question found in it.

    Attributes:
        text: Verbatim.
        highlights: ``(start, end)`` to mark, in order, never overlapping.
        hits: ``(start, stem)`` of every word of the question.
    """

    text: str
    highlights: tuple[Span, ...]
    hits: tuple[tuple[int, str], ...]


def mark(text: str, stems: frozenset[str], *, language: str) -> Marked:
    """Find the words of a question in a text, in any of their forms.

    Args:
        text: Of a passage.
        stems: From ``question_stems``.
        language: Of the passage.
    """
    found = analysis.find(text, stems, language)
    wholes = [whole for whole in _wholes(text) if whole[2] in stems]
    spans = [(word.start, word.end) for word in found] + [(a, b) for a, b, _ in wholes]
    hits = [(w.start, w.stem) for w in found] + [(a, whole) for a, _, whole in wholes]
    return Marked(text, tuple(_merged(spans)), tuple(hits))


@lru_cache(maxsize=1024)
def shown_words(text: str, language: str) -> tuple[Word, ...]:
    """Return the words of a text that is shown; many answers share passages."""
    return tuple(analysis.words(text, language))


@lru_cache(maxsize=1024)
def _wholes(text: str) -> tuple[Whole, ...]:
    """Return the wholes of a text that was shown lately."""
    return tuple(analysis.located_wholes(text))


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
