"""Printed lines with their place on the page, as pdfium sees them.

Asking pdfium for the box of every letter would cost more than reading the text, so
only the two ends of a line are asked for; ``split_at_gaps`` looks inside a line, and is
kept for pages that look as if they had columns or tables.

Coordinates are points from the lower left corner of the page.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import sub
from typing import NamedTuple

import pypdfium2

from ingest.readers.pdf.glyphs import Ends, Glyphs

__all__ = ["Line", "read_lines", "split_at_gaps", "spread_words"]

HYPHEN_MARK = "\ufffe"
_PRINTED = re.compile(r"[^\r\n\ufffe]+\ufffe?")
_PAIR = re.compile("[\U00010000-\U0010ffff]")
_SOLID_RUN = re.compile(r"[^ \t\u00a0\ufffe]+")
_NARROWEST_GAP = 1.1
_UNUSUAL = 2.2
_WIDEST_LETTER = 0.62
MAY_BE_SPACED = re.compile(r"[ ]\S[ ]{1,3}\S[ ]{1,3}\S(?!\S)")
"""Quick to look for, and in every text that holds what the next one finds."""

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


def read_lines(
    page: pypdfium2.PdfTextPage, text: str, glyphs: Glyphs
) -> list[Line] | None:
    """Return the printed lines of a page in the order of the file.

    Returns:
        None when characters cannot be told from their places.
    """
    printed, offsets, lasts = _printed(text)
    # pdfium counts an emoji twice, as UTF-16 does.
    pairs = [] if text.isascii() else [m.start() for m in _PAIR.finditer(text)]
    firsts = offsets
    if pairs:
        firsts = [at + bisect_left(pairs, at) for at in offsets]
        lasts = [at + bisect_left(pairs, at) for at in lasts]
    if len(text) + len(pairs) != page.count_chars():
        firsts, lasts = list(map(glyphs.index, firsts)), list(map(glyphs.index, lasts))
        if firsts and (min(firsts) < 0 or min(lasts) < 0):
            return None
    ends = glyphs.ends(firsts, lasts)
    return list(
        map(
            Line,
            printed,
            ends.lefts,
            ends.rights,
            ends.baselines,
            ends.heights,
            firsts,
            offsets,
        )
    )


def _printed(text: str) -> tuple[list[str], list[int], list[int]]:
    """Return the lines that are not blank, and where each begins and ends."""
    lines, offsets, lasts = [], [], []
    for match in _PRINTED.finditer(text):
        printed = match[0]
        offset = match.start()
        solid = printed.strip(" \t\u00a0\ufffe")
        if not solid:
            continue
        if len(solid) < len(printed):
            before = printed.index(solid[0])
            offset += before
            printed = printed[before:].rstrip(" ")
        lines.append(printed)
        offsets.append(offset)
        lasts.append(offset + len(solid) - 1)
    return lines, offsets, lasts


def split_at_gaps(lines: Sequence[Line], glyphs: Glyphs) -> list[list[Line]]:
    """Return for each line the parts that lie apart, from left to right as printed.

    A gap is wider than a letter is high and much wider than the other gaps, or a step
    back to the left.
    """
    split = [[line] for line in lines]
    runs: dict[int, list[tuple[int, int]]] = {}
    for at, line in enumerate(lines):
        if not _is_one_piece(line, glyphs):
            found = [match.span() for match in _SOLID_RUN.finditer(line.text)]
            if len(found) > 1:
                runs[at] = found
    ends = glyphs.ends(
        [lines[at].first + begin for at, own in runs.items() for begin, _ in own],
        [lines[at].first + end - 1 for at, own in runs.items() for _, end in own],
    )
    start = 0
    for at, own in runs.items():
        stop = start + len(own)
        split[at] = _split(lines[at], own, Ends(*(z[start:stop] for z in ends)))
        start = stop
    return split


def _split(line: Line, runs: Sequence[tuple[int, int]], ends: Ends) -> list[Line]:
    """Return the parts of a line.

    Args:
        line: The line.
        runs: Where its words begin and end in its text.
        ends: Where they do on the page.
    """
    gaps = list(map(sub, ends.lefts[1:], ends.rights))
    usual = sorted(map(abs, gaps))[len(gaps) // 2 if len(gaps) > 3 else 0]
    least = max(_NARROWEST_GAP * line.size, min(_UNUSUAL * usual, 2.5 * line.size))
    if max(gaps) < least and min(gaps) > -line.size:
        return [line]
    parts: list[Line] = []
    start = 0
    for number in range(1, len(runs) + 1):
        is_end = number == len(runs)
        if not is_end and -line.size < gaps[number - 1] < least:
            continue
        begin = runs[start][0]
        stop = len(line.text) if is_end else runs[number - 1][1]
        # The box of a capital with an accent is higher than its font.
        size = min(ends.heights[start:number])
        parts.append(
            Line(
                line.text[begin:stop],
                ends.lefts[start],
                ends.rights[number - 1],
                ends.baselines[start],
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
    return glyphs.rectangles(line.first, len(line.text)) == 1


def spread_words(line: Line, glyphs: Glyphs) -> Line:
    """Put two spaces between the words of a letter-spaced line.

    « E S P A C E S  D E » comes with one space everywhere; only the widths tell.
    """
    if not LETTER_SPACED.fullmatch(line.text):
        return line
    runs = list(_SOLID_RUN.finditer(line.text))
    ends = glyphs.ends(
        [line.first + run.start() for run in runs],
        [line.first + run.end() - 1 for run in runs],
    )
    gaps = list(map(sub, ends.lefts[1:], ends.rights))
    usual = sorted(gaps)[len(gaps) // 2]
    parts = [runs[0][0]]
    for gap, run in zip(gaps, runs[1:], strict=True):
        parts += ["  " if gap > 1.6 * usual else " ", run[0]]
    return line._replace(text="".join(parts))
