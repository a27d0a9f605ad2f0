"""What to mark in a passage: words of the question, and the sentence that answers.

Offsets only; the text itself is never changed, so that every quotation stays verbatim.
"""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from search_api.lexical_indexes import analysis
from search_api.ports import Embedder, Vectors
from search_api.question import Question

__all__ = ["best_sentences", "highlights", "question_stems", "sentences"]

Span = tuple[int, int]

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


def highlights(text: str, stems: frozenset[str], *, language: str) -> tuple[Span, ...]:
    """Return where words of the question stand in a text, in order, never overlapping.

    Args:
        text: Of a passage.
        stems: From ``question_stems``.
        language: Of the passage.
    """
    spans = [
        (word.start, word.end)
        for word in analysis.words(text, language)
        if word.stem in stems or word.folded in stems
    ]
    spans += [
        (start, end)
        for start, end, whole in analysis.located_wholes(text)
        if whole in stems
    ]
    return tuple(_merged(spans))


def best_sentences(
    texts: Sequence[str],
    languages: Sequence[str],
    question: Question,
    *,
    vector: Vectors,
    embedder: Embedder,
) -> list[Span | None]:
    """Return, for each text, the sentence that answers best; None for an empty text.

    Half of it is the part of the question's words in the sentence, half is nearness
    in meaning, so that there is a best sentence without any common word. The same
    input always gives the same sentence; of equals, the first.

    Args:
        texts: Of passages.
        languages: Of the same passages.
        question: What was asked.
        vector: ``(1, dimension)`` of the question by ``embedder``.
        embedder: Should be quick: it sees every sentence of a page of hits.
    """
    stems = question_stems(question)
    cuts = [sentences(text) for text in texts]
    pieces = [text[a:b] for text, cut in zip(texts, cuts, strict=True) for a, b in cut]
    if not pieces:
        return [None for _ in texts]
    nearness = embedder.embed_passages(pieces) @ vector.reshape(-1)
    best: list[Span | None] = []
    row = 0
    for cut, language in zip(cuts, languages, strict=True):
        own = range(row, row + len(cut))
        row += len(cut)
        scores = [
            _WORDS_WEIGHT * _coverage(pieces[i], stems, language)
            + (1 - _WORDS_WEIGHT) * float(nearness[i])
            for i in own
        ]
        best.append(cut[int(np.argmax(np.round(scores, 6)))] if cut else None)
    return best


def _coverage(text: str, stems: frozenset[str], language: str) -> float:
    """Return which part of the stems a text holds, from 0 to 1."""
    if not stems:
        return 0.0
    held = {word.stem for word in analysis.words(text, language)}
    return len(held & stems) / len(stems)


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
