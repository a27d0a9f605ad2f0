"""Marks of list items in HTML, as a browser prints them."""

import re
from typing import Final

from lxml.html import HtmlElement

from ingest.readers.html.html_visibility import tag_of

__all__ = ["HtmlList"]

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_KINDS: Final = {
    "a": "a", "A": "A", "i": "i", "I": "I", "1": "1",
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I", "decimal": "1", "none": "",
}  # fmt: skip
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class HtmlList:
    """A list that is being written; knows the number of its next item."""

    def __init__(self, element: HtmlElement) -> None:
        self._tag = tag_of(element)
        style = _STYLE.search(element.get("style") or "")
        named = _KINDS.get(style[1].lower()) if style else None
        stated = _KINDS.get(element.get("type") or "")
        self._kind = next((k for k in (named, stated) if k is not None), "1")
        self._step = -1 if element.get("reversed") is not None else 1
        start = _integer(element.get("start"))
        if start is None:
            start = 1
            if self._step < 0:
                start = sum(1 for item in element if tag_of(item) == "li")
        self._next = start

    def mark(self, item: HtmlElement) -> str:
        """Return the mark of the next item: ``-``, ``3.``, ``b.``, or nothing."""
        if self._tag != "ol":
            return "-" if tag_of(item) == "li" else ""
        if (own := _integer(item.get("value"))) is not None:
            self._next = own
        number = self._next
        self._next += self._step
        style = _STYLE.search(item.get("style") or "")
        if not self._kind or (style and style[1].lower() == "none"):
            return ""
        return f"{_printed(number, self._kind)}."


def _printed(number: int, kind: str) -> str:
    if kind in "aA" and number > 0:
        text = _letters(number)
    elif kind in "iI" and 0 < number < 4000:
        text = _roman(number)
    else:
        return str(number)
    return text.upper() if kind.isupper() else text


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        text += sign * times
    return text


def _integer(value: str | None) -> int | None:
    text = (value or "").strip()
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None
