"""What to mark in a passage: words of the question, and the sentence that answers.

Offsets only; the text itself is never changed, so that every quotation stays verbatim.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from search_api.french import analysis
from search_api.french.analysis import Word
from search_api.french.question import Question
from search_api.ports import Embedder, Vectors

__all__ = [
    "Marked",
    "best_sentences",
    "mark",
    "question_stems",
    "sentences",
    "shown_words",
]

Span = tuple[int, int]
Whole = tuple[int, int, str]

_WORDS_WEIGHT: Final = 0.5
# A sentence ends at its mark, at closing quotes behind it, or at an empty line.
_BREAK = re.compile(
    r"[.!?…]+(?:[ \u00a0\u202f]?[\"»”’)\]])*\s+(?=[\"«“(\[\-–—]?\s*[^\W_a-zà-ÿ])"
    r"|\n\s*\n|\n(?=\s*[-–—•*|#])"
)
# « M. », « p. », « n. » and « etc. » do not end a sentence.
_ABBREVIATION = re.compile(
    r"(?:\b[A-ZÀ-Ý]|\b(?:p|pp|cf|fig|art|vol|n|éd|Dr|Mme|al))\.\s+$"
)


def sentences(text: str) -> list[Span]:
    """Return the sentences of a text, in order, without white space around them.

    >>> [("Un. Deux ! Trois"[a:b]) for a, b in sentences("Un. Deux ! Trois")]
    ['Un.', 'Deux !', 'Trois']
    """
    found: list[Span] = []
    start = 0
    for match in _BREAK.finditer(text):
        if _ABBREVIATION.search(text, start, match.end()):
            continue
        found.append((start, match.end()))
        start = match.end()
    found.append((start, len(text)))
    return [span for span in (_trimmed(text, *raw) for raw in found) if span]


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


def best_sentences(
    texts: Sequence[Marked],
    stems: frozenset[str],
    *,
    vector: Vectors,
    embedder: Embedder,
) -> list[Span | None]:
    """Return, for each text, the sentence that answers best; None for an empty text.

    Half of it is the part of the question's words in the sentence, half is nearness
    in meaning, so that there is a best sentence without any common word. The same
    input always gives the same sentence; of equals, the first.

    Args:
        texts: From ``mark``.
        stems: From ``question_stems``.
        vector: ``(1, dimension)`` of the question by ``embedder``.
        embedder: Should be quick: it sees every sentence of a page of hits.
    """
    question = vector.reshape(-1)
    return [_best_sentence(marked, stems, question, embedder) for marked in texts]


def _best_sentence(
    marked: Marked, stems: frozenset[str], question: Vectors, embedder: Embedder
) -> Span | None:
    cut = _sentences(marked.text)
    if len(cut) < 2:
        return cut[0] if cut else None
    held = [{s for at, s in marked.hits if a <= at < b} for a, b in cut]
    coverage = np.array([len(own) / max(1, len(stems)) for own in held])
    # Models are compared by identity, whatever their protocol says.
    nearness = _vectors(embedder, marked.text) @ question  # type: ignore[arg-type]
    scores = _WORDS_WEIGHT * coverage + (1 - _WORDS_WEIGHT) * nearness
    return cut[int(np.argmax(np.round(scores, 6)))]


@lru_cache(maxsize=1024)
def _vectors(embedder: Embedder, text: str) -> Vectors:
    """Return the vectors of the sentences of a text; many answers share passages."""
    return embedder.embed_passages([text[a:b] for a, b in _sentences(text)])


@lru_cache(maxsize=1024)
def _sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text that was shown lately."""
    return tuple(sentences(text))


@lru_cache(maxsize=1024)
def shown_words(text: str, language: str) -> tuple[Word, ...]:
    """Return the words of a text that is shown; many answers share passages."""
    return tuple(analysis.words(text, language))


@lru_cache(maxsize=1024)
def _wholes(text: str) -> tuple[Whole, ...]:
    """Return the wholes of a text that was shown lately."""
    return tuple(analysis.located_wholes(text))


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    stripped = piece.strip()
    if not any(sign.isalnum() for sign in stripped):
        return None
    first = start + len(piece) - len(piece.lstrip())
    return first, first + len(stripped)


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
