"""Accents that old TeX draws over their letter as a glyph of their own.

The text of such a page says « pre´sent » or « pr´esent »; which letter is meant, only
the place tells: the accent stands above it.
"""

import re
import unicodedata
from collections.abc import Sequence

from ingest.readers.pdf.glyphs import Box, Glyphs
from ingest.readers.pdf.lines import Line

__all__ = ["compose_accents"]

_COMBINING = {
    "´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "^": "\u0302", "¨": "\u0308",
    "˜": "\u0303", "¸": "\u0327", "\u0301": "\u0301", "\u0300": "\u0300",
    "\u0302": "\u0302", "\u0308": "\u0308", "\u0303": "\u0303", "\u0327": "\u0327",
}  # fmt: skip
_SIGNS = re.compile("[" + "".join(_COMBINING) + "]")
_REACH = 0.12
"""Of the width of a letter: how far beside it the middle of its accent may stand."""


def compose_accents(lines: Sequence[Line], glyphs: Glyphs) -> list[Line]:
    """Return the lines with each accent and the letter below it as one letter.

    An accent that stands over no letter is left as it is.
    """
    if not _SIGNS.search("".join(line.text for line in lines)):
        return list(lines)
    return [
        _composed(line, glyphs) if _SIGNS.search(line.text) else line for line in lines
    ]


def _composed(line: Line, glyphs: Glyphs) -> Line:
    text = line.text
    pieces: list[str] = []
    spans: list[tuple[int, int]] = [(0, line.first)]
    at = length = 0
    while at < len(text):
        letter, size = _letter_at(line, at, glyphs)
        pieces.append(letter)
        length += len(letter)
        at += size
        if size > 1 and at < len(text):
            spans.append((length, line.index_of(at)))
    if length == len(text):
        return line
    return line._replace(text="".join(pieces), spans=tuple(spans))


def _letter_at(line: Line, at: int, glyphs: Glyphs) -> tuple[str, int]:
    """Return what stands at a position and how many characters it takes."""
    text = line.text
    for size in (2, 3):
        first, last = text[at], text[at + size - 1 : at + size]
        # pdfium may see a blank between the two.
        if not last or (size == 3 and text[at + 1] != " "):
            continue
        sign, letter = (first, last) if first in _COMBINING else (last, first)
        if sign not in _COMBINING or not letter.isalpha():
            continue
        base = {"ı": "i", "ȷ": "j"}.get(letter, letter)
        whole = unicodedata.normalize("NFC", base + _COMBINING[sign])
        places = (at, at + size - 1) if first in _COMBINING else (at + size - 1, at)
        boxes = [glyphs.box(line.index_of(place)) for place in places]
        if len(whole) == 1 and _stands_over(*boxes):
            return whole, size
    return text[at], 1


def _stands_over(accent: Box, letter: Box) -> bool:
    middle = (accent.left + accent.right) / 2
    reach = _REACH * (letter.right - letter.left)
    return letter.left - reach <= middle <= letter.right + reach
