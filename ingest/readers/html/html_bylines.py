"""Where a web page prints its date and its authors: around the heading, and at the end.

    date ─ above the heading ─┐
    <h1>                      │ short lines, elements that say what they hold
    date, « par … » ──────────┘ (class, itemprop, rel)
    prose
    « Mise à jour : … » ─────── last lines of the article

Lists of other articles, comments, navigation and asides are left out: their dates are
those of something else. What the lines mean is decided in ``ingest.metadata``.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from ingest.read_text import Found
from ingest.readers.html.html_visibility import Visibility, visible_text

__all__ = ["BYLINE", "BYLINE_AUTHOR", "BYLINE_END", "byline_metadata"]

BYLINE: Final = "byline"
"""Name and origin of the lines around the heading of a page."""

BYLINE_END: Final = "byline end"
"""Name of the last lines of an article."""

BYLINE_AUTHOR: Final = "byline author"
"""Name of what stands where the page marks its author."""

_LINES: Final = frozenset(
    {
        "p", "div", "span", "time", "li", "dd", "small", "abbr", "address", "em",
        "a", "meta", "section", "header", "ul", "ol", "dl",
    }
)  # fmt: skip
_BLOCKS: Final = "p|div|ul|ol|dl|section|table|figure|h2|h3|header|footer|aside|article"
_INSIDE: Final = " or ".join(f"self::{name}" for name in _BLOCKS.split("|"))
_ELSEWHERE: Final = re.compile(
    r"comment|respond|related|relies?\b|similar|sidebar|widget|lire-aussi|recommend|"
    r"newsletter|breadcrumb|ariane|share|partage|cookie|recent",
    re.IGNORECASE,
)
_OF_DATE: Final = re.compile(
    r"\b(?:entry-)?(?:date|publi\w*|posted|created?|time|pubdate)\b", re.IGNORECASE
)
_OF_UPDATE: Final = re.compile(r"updat|modif|maj\b", re.IGNORECASE)
_OF_AUTHOR: Final = re.compile(r"(?:^|[\s_-])(?:author|auteure?s?|createdby)\b", re.I)
_DATE: Final = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[/.]\d{1,2}[/.]\d\d\b")
_LONGEST: Final = 120
_PROSE: Final = 200
_MOST_LINES: Final = 16
_MOST_ABOVE: Final = 4
_MOST_BELOW: Final = 6
_MOST_MARKED: Final = 20


def byline_metadata(tree: HtmlElement) -> Iterator[Found]:
    """Yield dates and authors that are marked, and the lines where others may stand.

    Args:
        tree: The root element of the page.
    """
    yield from _microdata(tree)
    heading = _heading(tree)
    if heading is None:
        return
    visibility = Visibility(tree)
    around = [
        element
        for element in (*_above(heading), *_below(heading))
        if not _is_hidden(element, visibility)
    ]
    yield from _dates(around)
    for element in around:
        yield from _marked_author(element)
        words = _words(element)
        if words and len(words) <= _LONGEST:
            yield Found(BYLINE, _labelled(element, words), BYLINE)
    for words in _last_lines(heading, visibility):
        yield Found(BYLINE_END, words, BYLINE)


def _heading(tree: HtmlElement) -> HtmlElement | None:
    """Return the heading of the article, else the first that is not of the site.

    Templates that keep the first level for the site mark their title by its class.
    """
    headings = [one for one in tree.iter("h1") if not _is_elsewhere(one)]
    inside = [
        one
        for one in headings
        if any(above.tag in ("article", "main") for above in one.iterancestors())
    ]
    titles = tree.xpath("//h2[contains(@class, 'title') or contains(@class, 'titre')]")
    return next(iter([*inside, *headings, *titles[:1]]), None)


def _microdata(tree: HtmlElement) -> Iterator[Found]:
    dates = tree.xpath("//*[@itemprop='datePublished' or @property='dc:date']")
    for element in dates[:_MOST_MARKED]:
        if not _is_elsewhere(element):
            stated = element.get("content") or element.get("datetime")
            yield Found("date", (stated or _words(element))[:_LONGEST], "microdata")
    for element in tree.xpath("//*[@itemprop='author']")[:_MOST_MARKED]:
        if not _is_elsewhere(element) and not element.xpath(".//*[@itemprop='name']"):
            yield from _author(element.get("content") or _words(element))


def _above(heading: HtmlElement) -> list[HtmlElement]:
    """Return the short elements right above a heading, in its own part of the page."""
    found: list[HtmlElement] = []
    for element in heading.itersiblings(preceding=True):
        if len(found) == _MOST_ABOVE or not _is_short(element):
            break
        found.append(element)
    return found[::-1]


def _below(heading: HtmlElement) -> list[HtmlElement]:
    """Return the elements behind a heading, up to the first prose."""
    found: list[HtmlElement] = []
    for element in heading.xpath("following::*"):
        if len(found) == _MOST_LINES:
            break
        if element.tag not in _LINES or _is_elsewhere(element):
            continue
        if not _is_short(element):
            if element.xpath(f"./*[{_INSIDE}]"):
                # It only holds others, which are looked at by themselves.
                continue
            break
        found.append(element)
    return found


def _last_lines(heading: HtmlElement, visibility: Visibility) -> Iterator[str]:
    """Yield the last short lines of the article, and what stands below all of it."""
    holder = next(
        (one for one in heading.iterancestors() if one.tag in ("article", "main")),
        next((one for one in heading.iterancestors("body")), heading),
    )
    inside = list(holder.iter("p", "div", "li", "em", "small", "span"))
    behind = holder.xpath("following::p | following::div | following::li")
    for element in [*inside[-_MOST_BELOW:], *behind[:_MOST_BELOW]]:
        words = _words(element) if _is_short(element) else ""
        is_line = words and len(words) <= _LONGEST and not _is_elsewhere(element)
        if is_line and not _is_hidden(element, visibility):
            yield words


def _dates(around: list[HtmlElement]) -> Iterator[Found]:
    """Yield the dates of elements that say they hold one; updates come last."""
    found: list[tuple[bool, str]] = []
    for element in around:
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_update = bool(_OF_UPDATE.search(name))
        words = _words(element)
        if stated := element.get("datetime"):
            found.append((is_update, stated))
        elif _OF_DATE.search(name) and len(words) <= _LONGEST:
            title = element.get("title") or ""
            if _DATE.search(title):
                found.append((is_update, title))
            elif _is_leaf(element) and _DATE.search(words):
                found.append((is_update, words))
    for _, value in sorted(found, key=lambda one: one[0]):
        yield Found("date", value, BYLINE)


def _marked_author(element: HtmlElement) -> Iterator[Found]:
    name = element.get("class") or ""
    is_marked = "author" in (element.get("rel") or "").split()
    if (is_marked or _OF_AUTHOR.search(name)) and not len(element):
        yield from _author(_words(element))


def _author(words: str) -> Iterator[Found]:
    if words and len(words) <= _LONGEST:
        yield Found(BYLINE_AUTHOR, words, BYLINE)


def _labelled(element: HtmlElement, words: str) -> str:
    """Put its term before a description: « Auteur », « Claire Exemple »."""
    term = element.getprevious() if element.tag == "dd" else None
    if term is not None and term.tag == "dt" and len(_words(term)) <= 40:
        return f"{_words(term).rstrip(' :')} : {words}"
    return words


def _is_leaf(element: HtmlElement) -> bool:
    return not element.xpath(f".//*[{_INSIDE}]")


def _is_short(element: HtmlElement) -> bool:
    """Whether an element holds no prose; stops reading where it does."""
    length = 0
    for piece in element.itertext():
        length += len(" ".join(piece.split())) + 1
        if length > _PROSE + 1:
            return False
    return True


def _is_elsewhere(element: HtmlElement) -> bool:
    """Whether an element stands among what is not the article."""
    for one in (element, *element.iterancestors()):
        if one.tag in ("nav", "aside", "form", "figure", "blockquote"):
            return True
        if one.tag in ("body", "html", "article", "main"):
            continue
        if _ELSEWHERE.search(f"{one.get('class') or ''} {one.get('id') or ''}"):
            return True
    return False


def _is_hidden(element: HtmlElement, visibility: Visibility) -> bool:
    return any(map(visibility.is_hidden, (element, *element.iterancestors())))


def _words(element: HtmlElement) -> str:
    return " ".join(visible_text(element).split())
