"""Styles of an OpenDocument file: hidden text, numbers of lists and headings.

Automatic styles stand beside the text, named ones in ``styles.xml``; a style leaves to
its parent what it does not say (OpenDocument 1.3 part 3 section 16).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.readers.office.list_numbers import BULLET, bullet, written
from ingest.readers.office.office_archive import local_name
from ingest.readers.opendocument.opendocument_file import (
    PRESENTATION,
    STYLE,
    TABLE,
    TEXT,
    OpenDocumentFile,
)

__all__ = ["ListCount", "ListLevel", "ListStyle", "OpenDocumentStyles"]

_DEEPEST = 20
_LEVELS = 10


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How the items of one level are marked.

    Attributes:
        form: Of numbers, as in ``list_numbers``; empty for none.
        prefix: Before the number.
        suffix: Behind it.
        start: First number.
        shown: How many levels are printed, this one last.
        bullet: Instead of a number, or empty.
    """

    form: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1
    bullet: str = ""


ListStyle = dict[int, ListLevel]
"""Levels from 1."""


class OpenDocumentStyles:
    """The styles of one file.

    Args:
        file: The file.

    Attributes:
        outline: How headings are numbered.
    """

    def __init__(self, file: OpenDocumentFile) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._lists: dict[str, ListStyle] = {}
        self.outline: ListStyle = {}
        roots = [root for root in (file.styles, file.content) if root is not None]
        for root in roots:
            for element in root.iter(
                f"{STYLE}style", f"{TEXT}list-style", f"{TEXT}outline-style"
            ):
                self._take(element)

    def _take(self, element: etree._Element) -> None:
        name = element.get(f"{STYLE}name") or ""
        if element.tag == f"{STYLE}style":
            self._styles[element.get(f"{STYLE}family") or "", name] = element
        elif element.tag == f"{TEXT}list-style":
            self._lists[name] = dict(_levels(element))
        else:
            self.outline = dict(_levels(element))

    def is_hidden(self, style: str, family: str) -> bool:
        """Whether a style says that text is not shown."""
        for one in self._chain(style, family):
            for properties in one.iterchildren(
                f"{STYLE}text-properties", f"{STYLE}properties"
            ):
                shown = properties.get(f"{TEXT}display")
                if shown is not None:
                    return bool(shown == "none")
        return False

    def is_title(self, style: str) -> bool:
        """Whether it marks the title of the document."""
        return "Title" in self._names(style)

    def is_caption(self, style: str) -> bool:
        """Whether it marks the caption of a figure or table."""
        captions = {"Caption", "Illustration", "Table", "Figure", "Drawing"}
        return not captions.isdisjoint(self._names(style))

    def _names(self, style: str) -> set[str]:
        """Return a style of paragraphs and those it is made from."""
        names = {style}
        for one in self._chain(style, "paragraph"):
            names.add(one.get(f"{STYLE}parent-style-name") or "")
        return names

    def is_outlined(self, style: str) -> bool:
        """Whether headings of a style are counted by the outline."""
        for one in self._chain(style, "paragraph"):
            if one.get(f"{STYLE}list-style-name") == "":
                return False
            if one.get(f"{STYLE}default-outline-level"):
                return True
        return False

    def list_of(self, style: str) -> str:
        """Return the list style that a style of paragraphs names, or nothing."""
        for one in self._chain(style, "paragraph"):
            name = one.get(f"{STYLE}list-style-name")
            if name is not None:
                return str(name)
        return ""

    def levels(self, name: str) -> ListStyle | None:
        """Return a list style, None where the file does not state it."""
        return self._lists.get(name)

    def is_sheet_hidden(self, style: str) -> bool:
        """Whether a sheet is not shown."""
        return any(
            properties.get(f"{TABLE}display") == "false"
            for one in self._chain(style, "table")
            for properties in one
        )

    def is_page_hidden(self, style: str) -> bool:
        """Whether a slide is left out when slides are shown."""
        return any(
            properties.get(f"{PRESENTATION}visibility") == "hidden"
            for one in self._chain(style, "drawing-page")
            for properties in one
        )

    def _chain(self, style: str, family: str) -> Iterator[etree._Element]:
        for _ in range(_DEEPEST):
            element = self._styles.get((family, style))
            if element is None:
                return
            yield element
            style = element.get(f"{STYLE}parent-style-name") or ""


def _levels(style: etree._Element) -> Iterator[tuple[int, ListLevel]]:
    for element in style:
        level = _number(element.get(f"{TEXT}level"), 0)
        if not 1 <= level <= _LEVELS:
            continue
        prefix = element.get(f"{STYLE}num-prefix") or ""
        suffix = element.get(f"{STYLE}num-suffix") or ""
        if local_name(element).endswith("-bullet"):
            mark = bullet(element.get(f"{TEXT}bullet-char") or BULLET) or BULLET
            yield level, ListLevel(bullet=mark, prefix=prefix, suffix=suffix)
        elif local_name(element).endswith("-image"):
            yield level, ListLevel(bullet=BULLET)
        else:
            yield (
                level,
                ListLevel(
                    form=element.get(f"{STYLE}num-format") or "",
                    prefix=prefix,
                    suffix=suffix,
                    start=_number(element.get(f"{TEXT}start-value"), 1),
                    shown=_number(element.get(f"{TEXT}display-levels"), 1),
                ),
            )


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else default


class ListCount:
    """Counts the items of one list, level by level.

    Args:
        style: Of the list, or None where the file does not state it.
    """

    def __init__(self, style: ListStyle | None) -> None:
        self.style = style
        self._counts: dict[int, int] = {}

    def next(self, level: int, start: int | None = None) -> None:
        """Count an item.

        Args:
            level: From 1.
            start: Its number, where it is stated.
        """
        first = (self.style or {}).get(level, ListLevel()).start
        known = self._counts.get(level)
        if start is not None:
            self._counts[level] = start
        else:
            self._counts[level] = first if known is None else known + 1
        self.restart(level + 1)

    def restart(self, level: int) -> None:
        """Begin a level and those inside it anew."""
        for deeper in [each for each in self._counts if each >= level]:
            del self._counts[deeper]

    def mark(self, level: int) -> str:
        """Return how the last item of a level is marked; ``-`` where nobody says."""
        if self.style is None:
            return "-"
        stated = self.style.get(level)
        if stated is None:
            return ""
        if stated.bullet:
            return stated.bullet
        if not stated.form:
            return (stated.prefix + stated.suffix).strip()
        numbers = []
        for each in range(max(1, level - stated.shown + 1), level + 1):
            one = self.style.get(each, ListLevel())
            number = written(self._counts.get(each, one.start), one.form)
            numbers += [number] if number else []
        return (stated.prefix + ".".join(numbers) + stated.suffix).strip()
