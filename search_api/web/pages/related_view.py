"""What the page of related work shows of an answer: paragraphs, levels, quotations.

What is cited from the page is what is set in bold there: a whole sentence of the
passage where one stands, else all of it. Pure functions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from search_api.answers.related_wording import doubt_words
from search_api.answers.wording import number_words
from search_api.french.whole_sentences import whole_sentences
from search_api.query import PassageHit
from search_api.related_work.results import (
    DefinedTerm,
    DraftSpan,
    Keyword,
    ParagraphAnswer,
    RelatedPassage,
    RelatedResults,
    Repetition,
)
from search_api.web.excerpts import excerpt, marked
from search_api.web.requests.chosen_works import chosen_passage

__all__ = ["RelatedView", "ShownParagraph", "quotable", "related_view"]

Span = tuple[int, int]

_SHOWN_DRAFT: Final = 700
_BEGINNING: Final = 48
_MOST_TAGS: Final = 4


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph of the draft with what answers it.

    Attributes:
        number: From 1, among those that were compared.
        beginning: Of its text.
        text: What is shown of it, with what it names marked.
        is_cut: Whether there is more of it.
        verdict: What was found for it, in French.
        found: What is shown at once, best first.
        further: What is only least far, for a paragraph that nothing supports.
        reason: Why nothing supports it; empty where something does.
        tags: Concepts that it names.
        repeats: What it has word for word.
        liked: Identifier of the document that it is a passage of, where that asks
            beside the draft; empty for a paragraph of the draft.
    """

    number: int
    beginning: str
    text: Markup
    is_cut: bool
    verdict: str
    found: tuple[RelatedPassage, ...]
    further: tuple[RelatedPassage, ...]
    reason: str
    tags: tuple[Keyword, ...]
    repeats: tuple[Repetition, ...]
    liked: str = ""


@dataclass(frozen=True, slots=True)
class RelatedView:
    """An answer as the page shows it.

    Attributes:
        results: The answer.
        paragraphs: In the order of the draft.
        missing: Those that nothing supports.
        repeating: Those that repeat a document.
        reason: Why nothing supports the draft; empty where something does.
    """

    results: RelatedResults
    paragraphs: tuple[ShownParagraph, ...]
    missing: tuple[ShownParagraph, ...]
    repeating: tuple[ShownParagraph, ...]
    reason: str


def related_view(results: RelatedResults) -> RelatedView:
    """Return an answer as the page shows it."""
    shown = tuple(
        _paragraph(number, paragraph, results)
        for number, paragraph in enumerate(results.paragraphs, start=1)
    )
    return RelatedView(
        results=results,
        paragraphs=shown,
        missing=tuple(one for one in shown if one.reason and not one.liked),
        repeating=tuple(one for one in shown if one.repeats),
        reason=doubt_words(results.doubt) if results.doubt else "",
    )


def quotable(hit: PassageHit) -> PassageHit:
    """Return a hit whose best sentence is the whole one that is marked most.

    The best sentence stays as it is where there is one already; None is left where no
    whole sentence stands.
    """
    if hit.best_sentence is not None:
        return hit
    spans = whole_sentences(hit.passage.text)
    best = max(spans, key=lambda span: _marked_in(span, hit.highlights), default=None)
    return replace(hit, best_sentence=best)


def choice(hit: PassageHit) -> str:
    """Return how the page names what is cited of a hit."""
    return chosen_passage(hit.passage, quotable(hit).best_sentence)


def _marked_in(span: Span, highlights: Iterable[Span]) -> int:
    start, end = span
    return sum(max(0, min(end, e) - max(start, s)) for s, e in highlights)


def _paragraph(
    number: int, answer: ParagraphAnswer, results: RelatedResults
) -> ShownParagraph:
    text = answer.passage.text
    shown = excerpt(text, _SHOWN_DRAFT)
    named = _named(answer, results.keywords, results.definitions)
    is_cut = shown != text
    return ShownParagraph(
        number=number,
        beginning=excerpt(" ".join(text.split()), _BEGINNING),
        text=marked(
            shown, [span for span, _ in named if span[1] <= len(shown) - is_cut]
        ),
        is_cut=is_cut,
        verdict=_verdict(answer),
        found=answer.found if answer.is_supported else (),
        further=() if answer.is_supported else answer.found,
        reason="" if answer.is_supported else _reason(answer),
        tags=tuple({one.identifier: one for _, one in named if one}.values())[
            :_MOST_TAGS
        ],
        repeats=answer.repeats,
        liked=results.liked(answer.passage) or "",
    )


def _named(
    answer: ParagraphAnswer,
    keywords: Sequence[Keyword],
    definitions: Sequence[DefinedTerm],
) -> list[tuple[Span, Keyword | None]]:
    """Return what a paragraph names, by offsets in it, in its order."""
    places: list[tuple[DraftSpan, Keyword | None]] = [
        (span, keyword) for keyword in keywords for span in keyword.named
    ]
    places += [(term.found, None) for term in definitions]
    start, end = answer.passage.start, answer.passage.end
    return sorted(
        (
            ((span.start - start, span.end - start), keyword)
            for span, keyword in places
            if start <= span.start and span.end <= end
        ),
        key=lambda place: place[0],
    )


def _reason(answer: ParagraphAnswer) -> str:
    return doubt_words(answer.doubt) if answer.doubt else "Rien ne l’appuie."


def _verdict(answer: ParagraphAnswer) -> str:
    """Say what was found for a paragraph, in a few words."""
    if not answer.is_supported:
        return "rien ne l’appuie"
    close = sum(one.is_close for one in answer.found)
    plural = "s" if close > 1 else ""
    return f"{number_words(close)} document{plural} proche{plural}"
