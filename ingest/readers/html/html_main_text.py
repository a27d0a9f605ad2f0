"""Choose the element of a web page that holds its text, and what in it is furniture.

    element of a post (entry-content …) ─ holds most of the page? ──▶ taken
            │ no
    trafilatura's text, found again in the page ──▶ the smallest element around it
            │ too little
    the largest of the post elements, main, article; else the body

A library that extracts text simplifies its tree and spoils cells, notes and lists. So
trafilatura only chooses; what is written is the page's own tree.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from lxml.html import HtmlElement

from ingest.readers.html.html_extents import Extents
from ingest.readers.html.html_furniture import furniture_in, is_furniture
from ingest.readers.html.html_notes import Notes
from ingest.readers.html.html_visibility import tag_of, words_of

__all__ = ["MainText", "choose_main_text"]

_POST: Final = frozenset(
    {
        "entry-content", "post-content", "article-content", "article-body", "post-body",
        "article__content", "article__body", "entry__content", "post__content",
        "single-content", "td-post-content", "blog-post-content", "td-page-content",
        "field--name-body", "field-name-body", "article-texte", "texte-article",
        "wp-block-post-content", "page-content", "node__content", "e-content",
        "rich-text", "markdown-body", "mw-parser-output", "ce_text", "storycontent",
    }
)  # fmt: skip
_CERTAIN: Final = 0.6
"""Share of the page's prose with which a post element needs no second opinion."""
_FAIR: Final = 0.8
"""Share of what trafilatura found that a post element must hold."""
_AROUND: Final = 0.9
_BESIDE: Final = 0.8
"""Share of what an outer element adds that trafilatura must have found."""
_LARGEST_BESIDE: Final = 0.5
"""Beyond that much of itself, what stands beside an element is another text."""
_FEW: Final = 150
"""Letters under which trafilatura found nothing that counts."""
_TOO_LITTLE: Final = 0.35
"""Share of a post element under which trafilatura has missed the text."""


@dataclass(frozen=True, slots=True)
class MainText:
    """What to write of a page.

    Attributes:
        elements: In document order, none inside another.
        left_out: Elements inside them that are no part of the text.
        notes: The notes of the page and their calls.
        engine: Who chose: ``html`` or ``trafilatura``.
    """

    elements: tuple[HtmlElement, ...]
    left_out: frozenset[HtmlElement]
    notes: Notes
    engine: str


def choose_main_text(tree: HtmlElement) -> MainText:
    """Return what of a page is its text.

    Args:
        tree: The root element of the page.
    """
    extents = Extents(tree)
    body = next(tree.iter("body"), tree)
    posts = sorted(_posts(tree), key=lambda post: -extents.of(post).prose)
    best = posts[0] if posts else None
    prose = extents.of(body).prose
    if best is not None and extents.of(best).prose >= max(1, _CERTAIN * prose):
        return _with_notes(best, extents, (), tree, "html")
    places = extents.find(_main_texts(tree))
    found = sum(end - start for start, end in places)
    if found < _FEW or (
        best is not None and found < _TOO_LITTLE * extents.of(best).prose
    ):
        chosen = best if best is not None else _largest(tree, body, extents)
        return _with_notes(chosen, extents, (), tree, "html")
    chosen = _smallest_around(places, _AROUND * found, extents, body)
    chosen = _with_beside(chosen, places, extents)
    for post in reversed(posts):
        if _share(extents.of(post), places) >= _FAIR * found:
            return _with_notes(post, extents, places, tree, "trafilatura")
    return _with_notes(chosen, extents, places, tree, "trafilatura")


def _posts(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter("div", "section", "article", "main", "span", "td"):
        names = words_of(element.get("class"))
        is_body = element.get("itemprop") == "articleBody"
        if is_body or not _POST.isdisjoint(names):
            yield element


def _share(extent: tuple[int, int, int], places: Sequence[tuple[int, int]]) -> int:
    """Return how many letters of some ranges, in order, stand in an element."""
    first, last = extent[:2]
    share = 0
    for start, end in places[bisect_right(places, first, key=itemgetter(1)) :]:
        if start >= last:
            break
        share += min(end, last) - max(start, first)
    return share


def _smallest_around(
    places: Sequence[tuple[int, int]],
    wanted: float,
    extents: Extents,
    body: HtmlElement,
) -> HtmlElement:
    """Return the innermost element that holds enough of some ranges."""
    # Inner elements come before outer ones: the first that is large enough and fits.
    for element, extent in extents.elements():
        is_large = extent.end - extent.start >= wanted
        if is_large and _share(extent, places) >= wanted:
            return body if tag_of(element) == "html" else element
    return body


def _with_beside(
    chosen: HtmlElement, places: Sequence[tuple[int, int]], extents: Extents
) -> HtmlElement:
    """Return the element, or one around it that adds nearly nothing but found text.

    The lead of an article often stands in a box of its own before the body.
    """
    inside = extents.of(chosen)
    for around in chosen.iterancestors():
        extent = extents.of(around)
        added = (extent.end - extent.start) - (inside.end - inside.start)
        is_much = added > _LARGEST_BESIDE * (inside.end - inside.start)
        if is_much or tag_of(around) in ("body", "html"):
            break
        if added and _share(extent, places) - _share(inside, places) < _BESIDE * added:
            break
        chosen, inside = around, extent
    return chosen


def _largest(tree: HtmlElement, body: HtmlElement, extents: Extents) -> HtmlElement:
    """Return the main element, if it holds a fair part of the page, or the body."""
    named = sorted(tree.iter("main", "article"), key=lambda e: -extents.of(e).prose)
    around = sum(
        extents.of(one).prose for one in body.iter("nav", "header", "footer", "aside")
    )
    rest = max(0, extents.of(body).prose - around)
    if named and extents.of(named[0]).prose >= max(1, rest / 3):
        return named[0]
    return body


def _with_notes(
    chosen: HtmlElement,
    extents: Extents,
    places: Sequence[tuple[int, int]],
    tree: HtmlElement,
    engine: str,
) -> MainText:
    """Add the notes that stand outside, and find the furniture inside."""

    def is_found(element: HtmlElement) -> bool:
        return _share(extents.of(element), places) > 0

    left_out = frozenset(furniture_in(chosen, extents, is_found, bool(places)))
    notes = Notes(tree)
    outside = _notes_outside(chosen, notes)
    return MainText((chosen, *outside), left_out, notes, engine)


def _notes_outside(chosen: HtmlElement, notes: Notes) -> list[HtmlElement]:
    if tag_of(chosen) == "body":
        return []
    return [
        note
        for note in notes.called_from(chosen)
        if chosen not in note.iterancestors()
        and note not in chosen.iterancestors()
        and not any(is_furniture(one) for one in (note, *note.iterancestors()))
    ]


def _main_texts(tree: HtmlElement) -> Iterator[str]:
    """Yield the paragraphs that trafilatura takes for the text of the page."""
    # Importing it takes a moment, and posts of notebooks do without.
    import trafilatura

    document = trafilatura.bare_extraction(
        copy(tree), include_comments=False, include_tables=True, with_metadata=False
    )
    # The alternative is a dictionary, which bare_extraction gave in old versions.
    body = getattr(document, "body", None)
    if body is None:
        return
    for block in body.iter("p", "head", "item", "cell", "quote", "code", "ab"):
        if block.find(".//p") is None and block.find(".//item") is None:
            yield "".join(block.itertext())
