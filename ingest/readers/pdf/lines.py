"""Printed lines with their place on the page, as pdfium sees them.

Asking pdfium for the box of every letter would cost more than reading the text, so
only the two ends of a line are asked for; ``split_at_gaps`` looks inside a line, and is
kept for pages that look as if they had columns or tables.

Coordinates are points from the lower left corner of the page.
"""

import ctypes
import re
from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

__all__ = ["Glyphs", "Line", "is_bold", "read_lines", "split_at_gaps"]

HYPHEN_MARK = "\ufffe"
_PRINTED = re.compile(r"[^\r\n\ufffe]+\ufffe?")
_PAIR = re.compile("[\U00010000-\U0010ffff]")
_SOLID_RUN = re.compile(r"[^ \t\u00a0\ufffe]+")
_BOLD = re.compile(r"bold|black|heavy|demi|-bd\b|\.b$", re.IGNORECASE)
_FORCED_BOLD = 1 << 18
_NARROWEST_GAP = 1.1
_UNUSUAL = 2.2
_WIDEST_LETTER = 0.62
LETTER_SPACED = re.compile(r"(?<!\S)\S(?:[ ]{1,3}\S){3,}(?!\S)")


class Line(NamedTuple):
    """A run of text on one baseline.

    Attributes:
        text: With the mark of a cut word at its end, if any.
        left: Where it begins.
        right: Where it ends.
        y: Its baseline; smaller is lower.
        size: Height of its first letters, about the size of the font.
        first: Index of its first character in pdfium's list.
        offset: Index of its first character in the text of the page.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    first: int
    offset: int


class Glyphs:
    """Boxes of single characters of one page."""

    def __init__(self, page: pypdfium2.PdfTextPage) -> None:
        self.raw = page.raw
        self._box = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._at_box = ctypes.byref(self._box)
        self._at_x, self._at_y = ctypes.byref(self._x), ctypes.byref(self._y)

    def origin(self, index: int) -> tuple[float, float]:
        """Return where the pen began a character."""
        pdfium.FPDFText_GetCharOrigin(self.raw, index, self._at_x, self._at_y)
        return self._x.value, self._y.value

    def box(self, index: int) -> tuple[float, float, float]:
        """Return left, right and height of a character."""
        box = self._box
        if not pdfium.FPDFText_GetLooseCharBox(self.raw, index, self._at_box):
            return 0.0, 0.0, 0.0
        return box.left, box.right, box.top - box.bottom


def read_lines(
    page: pypdfium2.PdfTextPage, text: str, glyphs: Glyphs
) -> list[Line] | None:
    """Return the printed lines of a page in the order of the file.

    Returns:
        None when characters cannot be told from their places.
    """
    # pdfium counts an emoji twice, as UTF-16 does.
    pairs = [] if text.isascii() else [m.start() for m in _PAIR.finditer(text)]
    same = len(text) + len(pairs) == page.count_chars()
    lines: list[Line] = []
    for match in _PRINTED.finditer(text):
        printed = match[0]
        solid = printed.strip(" \t\u00a0\ufffe")
        if not solid:
            continue
        offset = match.start() + printed.index(solid[0])
        last = offset + len(solid) - 1
        first_at = offset + bisect_left(pairs, offset)
        last_at = last + bisect_left(pairs, last)
        if not same:
            first_at = pdfium.FPDFText_GetCharIndexFromTextIndex(glyphs.raw, first_at)
            last_at = pdfium.FPDFText_GetCharIndexFromTextIndex(glyphs.raw, last_at)
            if first_at < 0 or last_at < 0:
                return None
        left, y = glyphs.origin(first_at)
        _, right, size = glyphs.box(last_at)
        whole = text[offset : match.end()].rstrip(" ")
        lines.append(Line(whole, left, right, y, size, first_at, offset))
    return lines


def split_at_gaps(line: Line, glyphs: Glyphs) -> list[Line]:
    """Return the parts of a line that lie apart, from left to right as printed.

    A gap is wider than a letter is high and much wider than the other gaps, or a step
    back to the left.
    """
    if _is_one_piece(line, glyphs):
        return [line]
    runs = list(_SOLID_RUN.finditer(line.text))
    if len(runs) < 2:
        return [line]
    edges = []
    for run in runs:
        left, y = glyphs.origin(line.first + run.start())
        _, right, size = glyphs.box(line.first + run.end() - 1)
        edges.append((left, right, y, size))
    gaps = [after[0] - before[1] for before, after in pairwise(edges)]
    usual = sorted(abs(gap) for gap in gaps)[len(gaps) // 2 if len(gaps) > 3 else 0]
    least = max(_NARROWEST_GAP * line.size, min(_UNUSUAL * usual, 2.5 * line.size))
    if all(-line.size < gap < least for gap in gaps):
        return [line]
    parts: list[Line] = []
    start = 0
    for number in range(1, len(runs) + 1):
        is_end = number == len(runs)
        if not is_end and -line.size < gaps[number - 1] < least:
            continue
        begin = runs[start].start()
        stop = len(line.text) if is_end else runs[number - 1].end()
        left, _, y, _ = edges[start]
        # The box of a capital with an accent is higher than its font.
        size = min(edge[3] for edge in edges[start:number])
        parts.append(
            Line(
                line.text[begin:stop],
                left,
                edges[number - 1][1],
                y,
                size or line.size,
                line.first + begin,
                line.offset + begin,
            )
        )
        start = number
    return parts


def _is_one_piece(line: Line, glyphs: Glyphs) -> bool:
    """Whether a line was drawn at once, and is no wider than its letters."""
    if line.right - line.left > _WIDEST_LETTER * line.size * len(line.text):
        return False
    count = pdfium.FPDFText_CountRects(glyphs.raw, line.first, len(line.text))
    return bool(count == 1)


def spread_words(line: Line, glyphs: Glyphs) -> Line:
    """Put two spaces between the words of a letter-spaced line.

    « E S P A C E S  D E » comes with one space everywhere; only the widths tell.
    """
    if not LETTER_SPACED.fullmatch(line.text):
        return line
    runs = list(_SOLID_RUN.finditer(line.text))
    starts = [glyphs.origin(line.first + run.start())[0] for run in runs]
    ends = [glyphs.box(line.first + run.end() - 1)[1] for run in runs]
    gaps = [after - before for before, after in zip(ends, starts[1:], strict=False)]
    usual = sorted(gaps)[len(gaps) // 2]
    parts = [runs[0][0]]
    for gap, run in zip(gaps, runs[1:], strict=True):
        parts += ["  " if gap > 1.6 * usual else " ", run[0]]
    return line._replace(text="".join(parts))


def is_bold(index: int, glyphs: Glyphs) -> bool:
    """Whether the font of a character says that it is bold."""
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(80)
    size = pdfium.FPDFText_GetFontInfo(
        glyphs.raw, index, name, len(name), ctypes.byref(flags)
    )
    if not 0 < size <= len(name):
        return False
    is_named = _BOLD.search(name.value.decode("utf-8", "replace"))
    return bool(is_named) or bool(flags.value & _FORCED_BOLD)
