"""Marks parts of foreign text: everything is escaped first, offsets decide the tags.

A document may contain anything, ``<script>`` included. No expression ever looks at
the HTML; the text is cut at the offsets and each piece is escaped on its own.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from ontology.structure import CELL_SEPARATOR

__all__ = ["clipped", "escaped", "excerpt", "heading_end", "marked"]

Span = tuple[int, int]

_EDGE = Markup('<span class="cell-edge">\t</span>')


def marked(
    text: str, highlights: Iterable[Span], best_sentence: Span | None = None
) -> Markup:
    """Return the text with ``<mark>`` around highlights, for any offsets.

    The best sentence stands in ``<strong class="best">``. Offsets outside the text
    are cut, overlapping ones joined.

    >>> str(marked("a <b> c", [(2, 5)]))
    'a <mark>&lt;b&gt;</mark> c'
    """
    spans = _joined(highlights, len(text))
    best = next(
        iter(_joined([best_sentence] if best_sentence else [], len(text))), None
    )
    cuts = sorted(
        {0, len(text), *(edge for span in spans for edge in span), *(best or ())}
    )
    pieces: list[Markup] = []
    for start, end in pairwise(cuts):
        if best and start == best[0]:
            pieces.append(Markup('<strong class="best">'))
        piece = escaped(text[start:end])
        inside = any(first <= start < last for first, last in spans)
        pieces.append(Markup("<mark>{}</mark>").format(piece) if inside else piece)
        if best and end == best[1]:
            pieces.append(Markup("</strong>"))
    return Markup("").join(pieces)


def escaped(text: str) -> Markup:
    r"""Return a text for HTML; cells of a table are parted for the eye.

    The tabulation stays, so that what is copied is verbatim; the rule is drawn by the
    style sheet.

    >>> str(escaped("<b>\tAcadémie"))
    '&lt;b&gt;<span class="cell-edge">\t</span>Académie'
    """
    return _EDGE.join(escape(piece) for piece in text.split(CELL_SEPARATOR))


def _joined(spans: Iterable[Span], length: int) -> list[Span]:
    inside = sorted((max(start, 0), min(end, length)) for start, end in spans)
    joined: list[Span] = []
    for start, end in inside:
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def heading_end(text: str, section: Sequence[str]) -> int:
    r"""Return where the text begins behind its own headings, 0 without any.

    A passage is verbatim and holds the heading it stands under; a page that shows the
    heading apart would say it twice.

    >>> heading_end("Résumé\n\nLe groupe", ("Résumé",))
    8
    """
    end = 0
    for title in section:
        if text.startswith(f"{title}\n", end):
            rest = text[end + len(title) :].lstrip()
            if not rest:
                break
            end = len(text) - len(rest)
    return end


def excerpt(text: str, limit: int) -> str:
    """Return the beginning of a text, cut between words, with an ellipsis.

    >>> excerpt("un deux trois", 8)
    'un deux…'
    """
    if len(text) <= limit:
        return text
    head = text[: limit + 1]
    return f"{head[: max(head.rfind(' '), limit // 2)].rstrip()}…"


def clipped(
    text: str,
    highlights: Iterable[Span],
    best_sentence: Span | None = None,
    *,
    limit: int = 480,
    skip: int = 0,
) -> Markup:
    """Return the part of a passage worth showing in a list, marked, with ellipses.

    The part begins a little before the best sentence, or the first highlight, and is
    cut between words. What is shown stays verbatim.

    Args:
        text: The passage.
        highlights: Offsets in the text.
        best_sentence: Offsets in the text, or None.
        limit: Characters shown at most.
        skip: Characters at the beginning that are shown elsewhere.
    """
    text = text[skip:]
    spans = [(start - skip, end - skip) for start, end in highlights]
    if best_sentence:
        best_sentence = (best_sentence[0] - skip, best_sentence[1] - skip)
    if len(text) <= limit:
        return marked(text, spans, best_sentence)
    first_highlight = min(spans, default=(0, 0))
    anchor = max((best_sentence or first_highlight)[0], 0)
    start = _word_start(text, max(min(anchor - limit // 4, len(text) - limit), 0))
    end = start + len(excerpt(text[start:], limit).removesuffix("…"))
    best = best_sentence and (best_sentence[0] - start, best_sentence[1] - start)
    shifted = [(first - start, last - start) for first, last in spans]
    body = marked(text[start:end], shifted, best)
    before = Markup("… ") if start else Markup("")
    after = Markup("…") if end < len(text) else Markup("")
    return before + body + after


def _word_start(text: str, position: int) -> int:
    if position <= 0:
        return 0
    space = text.find(" ", position)
    return position if space < 0 or space > position + 40 else space + 1
