"""Furniture of web pages: what the site puts around a text, and into it.

Sharing buttons, related posts, comments, banners and menus are known by their element,
their role, the names that themes give them, or the words of their heading. A name alone
is believed only where trafilatura took nothing of it and it is no large part.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from ingest.readers.html.html_extents import Extents
from ingest.readers.html.html_notes import is_note
from ingest.readers.html.html_parts import part_of
from ingest.readers.html.html_visibility import tag_of, words_of
from ingest.readers.notebook_posts import navigation_end

__all__ = ["furniture_in", "is_furniture"]

_ROLES: Final = frozenset(
    {
        "navigation", "banner", "search", "complementary", "contentinfo", "menu",
        "menubar", "toolbar", "dialog", "alertdialog",
    }
)  # fmt: skip
_NAME = re.compile(
    r"(?:^|[-_])(?:share|shar(?:ing|edaddy|eaholic)|addtoany|social(?:s|links)?|"
    r"relatedposts?|related|similar-posts|comments?|comment(?:list|-?form)|respond|"
    r"breadcrumbs?|ariane|cookies?|consent|gdpr|rgpd|newsletter|subscribe|sidebar|"
    r"widgets?|menu|nav|navbar|navigation|pagination|pager|post-?tags|tag-?links|"
    r"tagcloud|cat-?links|author-?(?:box|bio|info|card)|about-author|post-?author|"
    r"entry-?(?:meta|footer)|post-?(?:meta|footer|info|nav|navigation)|byline|posted-on|"
    r"advert(?:isement)?|ads?|promo|banner|popup|modal|skip-?link|toolbar|print-?link|"
    r"partager?|partage|commentaires?|fil-?ariane|reseaux-?sociaux|"
    r"search-?form|footer|site-header|masthead|colophon|copyright|recommend(?:ed|ations)?|"
    r"read-?more|more-?link|likes?|rating|edit-?link|wp-block-(?:comments|query|latest-posts"
    r"|tag-cloud|categories|archives|post-navigation-link|post-terms|social-links|search)"
    r")(?:$|[-_])",
    re.IGNORECASE,
)  # fmt: skip
_WORDS = re.compile(
    r"(?:à lire (?:aussi|également)|lire aussi|voir aussi|sur le même (?:thème|sujet)|"
    r"articles? (?:similaires?|connexes?|liés|récents?|suggérés?)|"
    r"billets? (?:similaires|récents)|dans la même (?:catégorie|rubrique)|"
    r"plus d[’']articles|autres (?:articles|billets)|contenus? (?:associés?|liés?)|"
    r"vous aimerez aussi|à découvrir aussi|"
    r"partagez?(?: cet article| ce billet|\s*:)?|partager (?:cet article|ce billet|:)|"
    r"related(?: posts| articles)?|share this|you may also like|j[’']aime ça|"
    r"suivez-nous|laisser un commentaire|poster un commentaire|leave a reply|"
    r"\d+ commentaires?|commentaires|navigation (?:de l[’']article|des articles)|"
    r"articles? (?:précédents?|suivants?))\s*[:!…]*",
    re.IGNORECASE,
)
_TAGS: Final = frozenset({"nav", "aside", "footer"})
_LINES: Final = ("div", "ul", "ol", "p", "section", "header", "span", "table")
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_SHORT: Final = 80
_LONGEST_CARD: Final = 600
_LARGE: Final = 0.5
_LINKED: Final = 0.6
_LONGEST_NAVIGATION: Final = 1_000


def is_furniture(element: HtmlElement) -> bool:
    """Whether an element says of itself that it is no part of a text."""
    tag = tag_of(element)
    if part_of(element) is not None or tag in ("body", "html", "main", "article"):
        return False
    if tag in _TAGS or not _ROLES.isdisjoint(words_of(element.get("role"))):
        return not _holds_notes(element)
    names = (*words_of(element.get("class")), element.get("id") or "")
    return any(_NAME.search(name) for name in names) and not _holds_notes(element)


def furniture_in(
    chosen: HtmlElement,
    extents: Extents,
    is_found: Callable[[HtmlElement], bool],
    is_searched: bool,
) -> Iterator[HtmlElement]:
    """Yield the elements inside the chosen one that are furniture.

    Args:
        chosen: Holds the text.
        extents: Of the page.
        is_found: Whether trafilatura took anything of an element.
        is_searched: Whether trafilatura was asked at all.
    """
    gone: set[HtmlElement] = set()
    judge = _Judge(extents, is_found, is_searched, extents.of(chosen).prose)
    for element in chosen.iterdescendants():
        if element.getparent() in gone:
            gone.add(element)
        elif element not in gone and isinstance(element.tag, str):
            taken = judge.taken_with(element)
            gone.update(taken)
            yield from taken


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges the elements of one page."""

    extents: Extents
    is_found: Callable[[HtmlElement], bool]
    is_searched: bool
    prose: int

    def taken_with(self, element: HtmlElement) -> list[HtmlElement]:
        """Return the element and what it heads, if it is furniture."""
        if _is_navigation(element) or (_is_stated(element) and is_furniture(element)):
            return [element]
        is_large = self.extents.of(element).prose > _LARGE * max(1, self.prose)
        if is_large:
            return []
        is_found = self.is_found(element)
        if not is_found and (self._is_list_of_links(element) or is_furniture(element)):
            return [element]
        if _WORDS.fullmatch(_heading(element)):
            behind = list(_behind(element, self.extents))
            # With links behind it, such a heading is sure, whoever took it for text.
            return [element, *behind] if behind or not is_found else []
        return []

    def _is_list_of_links(self, element: HtmlElement) -> bool:
        return (
            self.is_searched
            and tag_of(element) in _LINES
            and self.extents.of(element).link_share > _LINKED
            and sum(1 for _ in element.iter("a")) > 1
            and not _holds_notes(element)
        )


def _is_stated(element: HtmlElement) -> bool:
    """Whether HTML itself has a word for what it is, not only a theme."""
    roles = words_of(element.get("role"))
    return tag_of(element) in ("nav", "footer") or not _ROLES.isdisjoint(roles)


def _heading(element: HtmlElement) -> str:
    if tag_of(element) not in (*_HEADINGS, "p", "strong", "div"):
        return ""
    return _short_text(element, _SHORT)


def _behind(heading: HtmlElement, extents: Extents) -> Iterator[HtmlElement]:
    """Yield what a heading of furniture heads: links, up to the next heading."""
    for sibling in heading.itersiblings():
        if tag_of(sibling) in _HEADINGS:
            return
        if extents.of(sibling).link_share <= _LARGE and not _is_card(sibling, extents):
            return
        yield sibling


def _is_card(element: HtmlElement, extents: Extents) -> bool:
    """Whether an element announces other pages: a linked heading and few words."""
    extent = extents.of(element)
    headings = [one for one in element.iter(*_HEADINGS) if extents.of(one).end]
    if len(headings) == 1:
        is_linked = extents.of(headings[0]).link_share > _LINKED
        return is_linked and extent.end - extent.start <= _LONGEST_CARD
    children = [one for one in element if extents.of(one).end]
    return len(headings) > 1 and all(_is_card(one, extents) for one in children)


def _is_navigation(element: HtmlElement) -> bool:
    """Whether an element holds the navigation of the platform and nothing else."""
    if tag_of(element) not in _LINES:
        return False
    words = _short_text(element, _LONGEST_NAVIGATION)
    return bool(words) and navigation_end(words) == len(words)


def _short_text(element: HtmlElement, longest: int) -> str:
    """Return the words of an element, or nothing when there are many."""
    words: list[str] = []
    length = 0
    for piece in element.itertext():
        length += len(piece)
        if length > longest:
            return ""
        words += piece.split()
    return " ".join(words)


def _holds_notes(element: HtmlElement) -> bool:
    """Whether notes of the text stand in it: themes put them into the foot."""
    names = {*words_of(element.get("class")), element.get("id") or ""}
    if is_note(element) or any(
        "footnote" in name.lower() or name.lower() == "notes" for name in names
    ):
        return True
    return bool(
        element.xpath(
            ".//*[@id][starts-with(@id, 'fn') or starts-with(@id, 'ftn') or"
            " starts-with(@id, '_ftn') or contains(@id, 'footnote')]"
        )
    )
