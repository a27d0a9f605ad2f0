"""Numbers of lists and headings of a Word document, which its text does not hold.

    paragraph ─▶ numId ─▶ abstractNum ─▶ level: start, format, "%1.%2)"

Counters belong to the abstract numbering, so that lists go on where they stopped; a
``num`` may begin a level anew the first time it is used (ECMA-376 part 1 section 17.9).
"""

import re
from dataclasses import dataclass

from lxml import etree

from ingest.readers.office.list_numbers import BULLET, bullet, written
from ingest.readers.word.word_styles import W, WordStyles, is_on, value

__all__ = ["ListPlace", "WordNumbering"]

_LEVELS = 9
_FORMS = {
    "decimal": "1",
    "decimalZero": "01",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
    "ordinal": "1er",
    "none": "",
}
_NUMBER = re.compile(r"[0-9]{1,9}")
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where an item stands.

    Attributes:
        mark: As printed, empty for none.
        depth: From 1.
        is_number: Whether the mark counts.
    """

    mark: str
    depth: int
    is_number: bool


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    is_bullet: bool
    restarts: int
    is_legal: bool
    style: str


class WordNumbering:
    """The numbering of one document; keeps count while it is read from top to bottom.

    Args:
        root: Of ``numbering.xml``, or None.
        styles: Of the document.
    """

    def __init__(self, root: etree._Element | None, styles: WordStyles) -> None:
        self._styles = styles
        self._abstract: dict[str, etree._Element] = {}
        self._nums: dict[str, etree._Element] = {}
        for element in () if root is None else root:
            if element.tag == f"{W}abstractNum":
                self._abstract[element.get(f"{W}abstractNumId") or ""] = element
            elif element.tag == f"{W}num":
                self._nums[element.get(f"{W}numId") or ""] = element
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def place(self, paragraph: etree._Element) -> ListPlace | None:
        """Count a paragraph and return its place; None where it is no item."""
        num, at = self._stated(paragraph)
        if not num or num == "0":
            return None
        levels = self._levels_of(num)
        level = levels.get(at)
        if level is None:
            return ListPlace("", at + 1, is_number=False)
        self._count(num, at, levels)
        if level.is_bullet:
            return ListPlace(bullet(level.text) or BULLET, at + 1, is_number=False)
        return ListPlace(self._mark(num, at, levels), at + 1, is_number=True)

    def _stated(self, paragraph: etree._Element) -> tuple[str, int]:
        """Return the numbering and the level that hold for a paragraph."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        num = "" if own is None else value(own, "numId")
        level = "" if own is None else value(own, "ilvl")
        for style, element in self._styles.numbering(self._styles.of(paragraph)):
            if num and level:
                break
            if not num:
                num = value(element, "numId")
                linked = self._linked_level(num, style)
                level = level or (str(linked) if linked is not None else "")
            level = level or value(element, "ilvl")
        at = int(level) if re.fullmatch("[0-8]", level) else 0
        return num, at

    def _linked_level(self, num: str, style: str) -> int | None:
        levels = self._levels_of(num)
        return next((at for at, one in levels.items() if one.style == style), None)

    def _abstract_of(self, num: str) -> tuple[str, etree._Element | None]:
        """Return the abstract numbering of a ``num``; a style may stand between."""
        identifier = ""
        for _ in range(_LEVELS):
            element = self._nums.get(num)
            identifier = "" if element is None else value(element, "abstractNumId")
            abstract = self._abstract.get(identifier)
            link = "" if abstract is None else value(abstract, "numStyleLink")
            if not link:
                return identifier, abstract
            num = next((value(e, "numId") for _, e in self._styles.numbering(link)), "")
        return identifier, None

    def _levels_of(self, num: str) -> dict[int, _Level]:
        if num not in self._levels:
            _, abstract = self._abstract_of(num)
            levels = {} if abstract is None else _levels(abstract)
            element = self._nums.get(num)
            for override in () if element is None else element.iter(f"{W}lvlOverride"):
                levels.update(_levels(override))
            self._levels[num] = levels
        return self._levels[num]

    def _count(self, num: str, at: int, levels: dict[int, _Level]) -> None:
        identifier, _ = self._abstract_of(num)
        counts = self._counts.setdefault(identifier, [None] * _LEVELS)
        start = self._new_start(num, at)
        known = counts[at]
        if start is not None:
            counts[at] = start
        else:
            counts[at] = levels[at].start if known is None else known + 1
        for deeper in range(at + 1, _LEVELS):
            level = levels.get(deeper)
            # ``restarts`` names the level (from 1) whose items begin this one anew.
            if level is None or (level.restarts and at < level.restarts):
                counts[deeper] = None
        for above in range(at):
            if counts[above] is None and above in levels:
                counts[above] = levels[above].start

    def _new_start(self, num: str, at: int) -> int | None:
        """Return where a ``num`` begins a level anew, the first time only."""
        if (num, at) in self._begun:
            return None
        self._begun.add((num, at))
        element = self._nums.get(num)
        for override in () if element is None else element.iter(f"{W}lvlOverride"):
            if override.get(f"{W}ilvl") == str(at):
                start = value(override, "startOverride")
                return int(start) if _NUMBER.fullmatch(start) else None
        return None

    def _mark(self, num: str, at: int, levels: dict[int, _Level]) -> str:
        identifier, _ = self._abstract_of(num)
        counts = self._counts[identifier]

        def number(match: re.Match[str]) -> str:
            each = int(match[1]) - 1
            level, count = levels.get(each), counts[each]
            if level is None or count is None:
                return ""
            is_plain = levels[at].is_legal and level.form
            return written(count, "1" if is_plain else level.form)

        return _PLACE.sub(number, levels[at].text).strip()


def _levels(parent: etree._Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for element in parent.iterchildren(f"{W}lvl"):
        at = element.get(f"{W}ilvl") or ""
        if re.fullmatch("[0-8]", at):
            levels[int(at)] = _level(element, int(at))
    return levels


def _level(element: etree._Element, at: int) -> _Level:
    start, restarts = value(element, "start"), value(element, "lvlRestart")
    form = value(element, "numFmt") or "decimal"
    return _Level(
        start=int(start) if _NUMBER.fullmatch(start) else 0,
        form=_FORMS.get(form, "1"),
        text=value(element, "lvlText"),
        is_bullet=form == "bullet",
        restarts=int(restarts) if _NUMBER.fullmatch(restarts) else at,
        is_legal=is_on(element.find(f"{W}isLgl")),
        style=value(element, "pStyle"),
    )
