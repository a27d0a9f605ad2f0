"""Styles of a Word document: which are headings, lists, contents or hidden.

A style says a thing itself or leaves it to the one it is based on (ECMA-376 part 1
section 17.7).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from lxml import etree

from ontology.structure import BlockKind

__all__ = ["W", "WordStyles", "is_on", "value"]

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_VALUE: Final = f"{W}val"
_RUN_PROPERTIES: Final = f"{W}rPr"
_HEADING = re.compile(r"(?:heading|titre) ([1-9])", re.IGNORECASE)
_TITLE = {"title", "titre"}
_DEEPEST = 20
_PARTS: Final[tuple[tuple[re.Pattern[str], BlockKind], ...]] = (
    (re.compile(r"(?:toc|tm) (?:[1-9]|heading)|table of figures"), BlockKind.CONTENTS),
    (re.compile(r"index (?:[1-9]|heading)"), BlockKind.INDEX),
    (re.compile(r"bibliograph(?:y|ie)"), BlockKind.BIBLIOGRAPHY),
)
_CAPTIONS = {"caption", "légende"}
_OFF = {"0", "false", "off"}
_WAYS_TO_HIDE: Final = ("vanish", "webHidden")


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    element: etree._Element
    based_on: str


class WordStyles:
    """The styles of one document.

    Args:
        root: Of ``styles.xml``, or None where there is none.
    """

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._default = ""
        self._hides_all = False
        self._hidden: dict[tuple[str, str], bool] = {}
        self._parts: dict[str, BlockKind | None] = {}
        self._levels: dict[str, int] = {}
        if root is None:
            return
        for element in root.iterchildren(f"{W}style"):
            identifier = element.get(f"{W}styleId") or ""
            name = value(element, "name").casefold()
            self._styles[identifier] = _Style(name, element, value(element, "basedOn"))
            is_default = element.get(f"{W}default") in ("1", "true", "on")
            if is_default and element.get(f"{W}type") == "paragraph":
                self._default = identifier
        hidden = _hides(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        self._hides_all = hidden is True

    def of(self, paragraph: etree._Element) -> str:
        """Return the identifier of the style of a paragraph."""
        return value(paragraph, "pPr/pStyle") or self._default

    def name(self, style: str) -> str:
        """Return the name that a style has in English Word, in small letters."""
        known = self._styles.get(style)
        return known.name if known else ""

    def is_title(self, style: str) -> bool:
        """Whether it marks the title of the document."""
        return self.name(style) in _TITLE

    def is_caption(self, style: str) -> bool:
        """Whether it marks the caption of a figure or table."""
        return self.name(style) in _CAPTIONS

    def part(self, style: str) -> BlockKind | None:
        """Return which apparatus of the document a style belongs to, if any."""
        if style not in self._parts:
            name = self.name(style)
            kinds = (kind for form, kind in _PARTS if form.fullmatch(name))
            self._parts[style] = next(kinds, None)
        return self._parts[style]

    def level(self, paragraph: etree._Element) -> int:
        """Return the level of a heading, from 1, or 0."""
        own = _outline(paragraph)
        if own is not None:
            return own
        style = self.of(paragraph)
        if style not in self._levels:
            self._levels[style] = self._style_level(style)
        return self._levels[style]

    def _style_level(self, identifier: str) -> int:
        for style in self._chain(identifier):
            match = _HEADING.fullmatch(style.name)
            if match:
                return int(match[1])
            if style.name in _TITLE:
                return 1
            outline = _outline(style.element)
            if outline is not None:
                return outline
        return 0

    def numbering(self, style: str) -> Iterator[tuple[str, etree._Element]]:
        """Yield what a style and those below it say of numbers, nearest first."""
        identifier = style
        for one in self._chain(style):
            element = one.element.find(f"{W}pPr/{W}numPr")
            if element is not None:
                yield identifier, element
            identifier = one.based_on

    def is_hidden(self, run: etree._Element, paragraph_style: str) -> bool:
        """Whether the characters of a run are not meant to be seen."""
        properties = run.find(_RUN_PROPERTIES)
        style = ""
        if properties is not None and len(properties):
            # Word hides the page numbers of contents on screens, and prints them.
            is_contents = self.part(paragraph_style) is BlockKind.CONTENTS
            own = _hides(properties, ("vanish",) if is_contents else _WAYS_TO_HIDE)
            if own is not None:
                return own
            style = value(properties, "rStyle")
        key = style, paragraph_style
        if key not in self._hidden:
            self._hidden[key] = self._style_hides(*key)
        return self._hidden[key]

    def hides(self, paragraph_style: str) -> bool:
        """Whether a style hides paragraphs whole."""
        return self._style_hides("", paragraph_style)

    def _style_hides(self, run_style: str, paragraph_style: str) -> bool:
        is_contents = self.part(paragraph_style) is BlockKind.CONTENTS
        ways = ("vanish",) if is_contents else _WAYS_TO_HIDE
        for style in (run_style, paragraph_style):
            for one in self._chain(style):
                stated = _hides(one.element.find(f"{W}rPr"), ways)
                if stated is not None:
                    return stated
        return self._hides_all

    def _chain(self, style: str) -> Iterator[_Style]:
        for _ in range(_DEEPEST):
            known = self._styles.get(style)
            if known is None:
                return
            yield known
            style = known.based_on


def value(element: etree._Element, path: str) -> str:
    """Return ``w:val`` of the first element on a path, or an empty string."""
    found = element.find(_path(path))
    return "" if found is None else found.get(_VALUE) or ""


@cache
def _path(path: str) -> str:
    return "/".join(f"{W}{step}" for step in path.split("/"))


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch is there and not turned off."""
    return element is not None and element.get(f"{W}val", "1") not in _OFF


def _hides(
    properties: etree._Element | None, ways: Sequence[str] = _WAYS_TO_HIDE
) -> bool | None:
    """Return what properties of characters say of hiding them; None for nothing."""
    if properties is None:
        return None
    stated = [e for way in ways if (e := properties.find(W + way)) is not None]
    return any(map(is_on, stated)) if stated else None


def _outline(element: etree._Element) -> int | None:
    stated = value(element, "pPr/outlineLvl")
    if not re.fullmatch("[0-9]", stated):
        return None
    # 9 is body text: it takes the level of a style back.
    return 0 if stated == "9" else int(stated) + 1
