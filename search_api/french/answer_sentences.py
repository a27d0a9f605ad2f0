"""The sentence of a passage that answers, or none where no whole sentence stands.

    score = ½ coverage + ½ nearness + what is asked              higher is better

*Coverage* is the part of the question's words in the sentence; a word that the title or
the headings above say already counts less, since it tells no sentence from another.
*Nearness* is the cosine, so that there is a best sentence without any common word.
*What is asked* is added where the sentence holds it: a date for « quand ».
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from ontology.call_context import checkpoint
from search_api.french import analysis
from search_api.french.answer_signs import holds
from search_api.french.asked import Asked, asked
from search_api.french.highlights import Marked, question_stems
from search_api.french.question import Question
from search_api.french.whole_sentences import Layout, whole_sentences
from search_api.ports import Embedder, Vectors

__all__ = ["Answer", "ShownPassage", "Sought", "best_sentences", "sought"]

Span = tuple[int, int]

_WORDS_WEIGHT: Final = 0.5
_ASKED_WEIGHT: Final = 0.55
_SAID_ABOVE: Final = 0.15
"""What a word of title or headings counts."""
_OTHER_LANGUAGE: Final = 0.3
"""Taken off a sentence in another language than the question's."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a sentence shall answer.

    Attributes:
        stems: Of the words of the question.
        asked: What it asks for.
        language: Of the question: ``fr``, ``en`` or ``und``.
    """

    stems: frozenset[str]
    asked: Asked = Asked.SUBJECT
    language: str = "und"


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage that may hold the sentence.

    Attributes:
        marked: Its text with the words of the question.
        language: Of the passage.
        layout: What its blocks say.
        above: Title of the document and headings above the passage.
    """

    marked: Marked
    language: str = "fr"
    layout: Layout = field(default_factory=Layout)
    above: str = ""


def sought(question: Question) -> Sought:
    """Return what a sentence shall answer."""
    return Sought(
        question_stems(question),
        asked(question.plain),
        analysis.guess_language(question.plain),
    )


class Answer(NamedTuple):
    """A sentence and how well it answers.

    Attributes:
        sentence: ``(start, end)`` in the text of the passage.
        score: As above; compares the sentences of one question.
    """

    sentence: Span
    score: float


def best_sentences(
    passages: Sequence[ShownPassage],
    sought: Sought,
    *,
    vector: Vectors,
    embedder: Embedder,
) -> list[Answer | None]:
    """Return, for each passage, the whole sentence that answers best.

    None where no sentence can be quoted as it stands. The same input always gives the
    same sentence; of equals, the first.

    Args:
        passages: Passages of one answer.
        sought: From ``sought``.
        vector: ``(1, dimension)`` of the question by ``embedder``.
        embedder: Should be quick: it sees every sentence of a page of hits.
    """
    question = vector.reshape(-1)
    return [_best(passage, sought, question, embedder) for passage in passages]


def _best(
    passage: ShownPassage, sought: Sought, question: Vectors, embedder: Embedder
) -> Answer | None:
    checkpoint()
    text, layout = passage.marked.text, passage.layout
    cut = _cut(text, layout)
    if not cut:
        return None
    # Models are compared by identity, whatever their protocol says.
    nearness = _vectors(embedder, text, layout) @ question  # type: ignore[arg-type]
    scores = (
        _WORDS_WEIGHT * _coverage(passage, cut, sought.stems)
        + (1 - _WORDS_WEIGHT) * nearness
        + _ASKED_WEIGHT * _asked(passage, cut, sought)
    )
    if sought.language != "und":
        others = [
            language not in (sought.language, "und")
            for language in _languages(text, layout)
        ]
        scores = scores - _OTHER_LANGUAGE * np.array(others)
    best = int(np.argmax(np.round(scores, 6)))
    return Answer(cut[best], float(scores[best]))


def _coverage(
    passage: ShownPassage, cut: Sequence[Span], stems: frozenset[str]
) -> Vectors:
    """Return the part of the question's words in each sentence, from 0 to 1."""
    above = _stems_of(passage.above, passage.language)
    weights = {stem: _SAID_ABOVE if stem in above else 1.0 for stem in stems}
    held = [{s for at, s in passage.marked.hits if a <= at < b} for a, b in cut]
    whole = sum(weights.values()) or 1.0
    return np.array(
        [sum(weights.get(stem, 0.0) for stem in own) / whole for own in held],
        np.float32,
    )


def _asked(passage: ShownPassage, cut: Sequence[Span], sought: Sought) -> Vectors:
    text, language = passage.marked.text, passage.language
    return np.array(
        [holds(text[a:b], sought.asked, sought.stems, language) for a, b in cut],
        np.float32,
    )


@lru_cache(maxsize=1024)
def _vectors(embedder: Embedder, text: str, layout: Layout) -> Vectors:
    """Return the vectors of the sentences of a text; many answers share passages."""
    return embedder.embed_passages([text[a:b] for a, b in _cut(text, layout)])


@lru_cache(maxsize=1024)
def _cut(text: str, layout: Layout) -> tuple[Span, ...]:
    """Return the whole sentences of a text that was shown lately."""
    return tuple(whole_sentences(text, layout))


@lru_cache(maxsize=1024)
def _languages(text: str, layout: Layout) -> tuple[str, ...]:
    """Return the language of each whole sentence of a text that was shown lately."""
    return tuple(analysis.guess_language(text[a:b]) for a, b in _cut(text, layout))


@lru_cache(maxsize=1024)
def _stems_of(text: str, language: str) -> frozenset[str]:
    """Return the stems of title and headings; the passages of a document share them."""
    stems = {word.stem for word in analysis.words(text, language)}
    return frozenset(stems | set(analysis.wholes(text)))
