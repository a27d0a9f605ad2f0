"""Where each element stands in the letters of its page, and how much of it is links.

The page is written once as letters and digits alone; an element is a range of them. So
a text that a library took from the page is found again in the page itself, whatever
became of its white space and its tags.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from ingest.readers.html.html_visibility import (
    SILENT,
    Visibility,
    is_drawing,
    tag_of,
)

__all__ = ["Extent", "Extents"]

_MOST_MISSES: Final = 200
_LONGEST_KEY: Final = 120


class Extent(NamedTuple):
    """Offsets of an element in the letters of the page; of links, how many letters."""

    start: int
    end: int
    links: int

    @property
    def prose(self) -> int:
        """Letters that are no link."""
        return self.end - self.start - self.links

    @property
    def link_share(self) -> float:
        """Share of the letters that are links, from 0 to 1."""
        return self.links / max(1, self.end - self.start)


class Extents:
    """The extents of all shown elements of a page, in document order.

    Args:
        root: Of the page.
    """

    def __init__(self, root: HtmlElement) -> None:
        self._shown = Visibility(root)
        self._of: dict[HtmlElement, Extent] = {}
        self._letters = "".join(self._walk(root))

    def of(self, element: HtmlElement) -> Extent:
        """Return the extent of an element; an empty one where it is not shown."""
        return self._of.get(element, Extent(0, 0, 0))

    def elements(self) -> Iterable[tuple[HtmlElement, Extent]]:
        """Return the elements with their extents, inner ones before outer ones."""
        return self._of.items()

    def find(self, texts: Iterable[str]) -> list[tuple[int, int]]:
        """Return where texts stand in the page, as far as they are found in order."""
        places: list[tuple[int, int]] = []
        at = misses = 0
        for text in texts:
            letters = _letters(text)
            key = letters[:_LONGEST_KEY]
            if not key or misses > _MOST_MISSES:
                continue
            place = self._letters.find(key, at)
            if place < 0:
                place = self._letters.find(key)
            if place < 0:
                misses += 1
                continue
            end = min(place + len(letters), len(self._letters))
            places.append((place, end))
            at = max(at, end)
        return _joined(places)

    def _is_unseen(self, element: HtmlElement) -> bool:
        return (
            tag_of(element) in SILENT
            or self._shown.is_hidden(element)
            or is_drawing(element)
        )

    def _walk(self, root: HtmlElement) -> Iterator[str]:
        """Yield the letters of the page and note the extents on the way."""
        length = links = inside_links = 0
        begun: list[tuple[int, int]] = []
        skipped: HtmlElement | None = None
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            said: str | None = None
            if event == "start":
                if self._is_unseen(element):
                    skipped = element
                    walk.skip_subtree()
                    continue
                begun.append((length, links))
                inside_links += tag_of(element) == "a"
                said = element.text
            else:
                if event == "end" and element is not skipped:
                    start, links_before = begun.pop()
                    inside_links -= tag_of(element) == "a"
                    self._of[element] = Extent(start, length, links - links_before)
                skipped = None
                said = element.tail if element is not root else None
            letters = _letters(said)
            length += len(letters)
            links += len(letters) if inside_links else 0
            yield letters


def _letters(text: str | None) -> str:
    return "".join(filter(str.isalnum, text.lower())) if text else ""


def _joined(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the ranges in order, without overlaps."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
