"""The lines of a page in reading order, with its tables, notes and headings.

Most pages are plain: their lines come in order and only the distances between them are
looked at. A page on which lines begin far from the margin, or are wider than their
letters, is taken apart at its gaps; columns, tables and notes are then put right.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import islice, pairwise
from statistics import median

import pypdfium2

from ingest.readers.pdf.columns import Zone, find_zones, in_reading_order, text_zone
from ingest.readers.pdf.footnotes import notes_last
from ingest.readers.pdf.glyphs import Glyphs
from ingest.readers.pdf.headings import HeadingLine, may_head
from ingest.readers.pdf.lines import (
    HYPHEN_MARK,
    LETTER_SPACED,
    MAY_BE_SPACED,
    Line,
    read_lines,
    split_at_gaps,
    spread_words,
)
from ingest.readers.pdf.tables import CELL_BAR, find_table

__all__ = ["PageLayout", "lay_out"]

_FAR = 0.3
"""Of the width of the text: where a line begins that belongs to a second column."""

_WORD = re.compile(r"[^\W\d_]{4}")
_LONGEST_HEADING = 140
_SAMPLE = 3
_GRID = 3.0
_FEWEST_LETTERS = 8
_PARAGRAPH = 1.4
_SENTENCE_ENDS = (".", "!", "?", ":", "…", "»", ")")


@dataclass(slots=True)
class PageLayout:
    """A page as it is read.

    Attributes:
        text: One printed line per line, blank lines between paragraphs.
        candidates: Lines that may be headings.
        sizes: Letters by size in half points.
        lines: From which the text was made; empty when the page was left as it was.
    """

    text: str
    candidates: list[HeadingLine] = field(default_factory=list)
    sizes: Counter[int] = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)


def lay_out(page: pypdfium2.PdfTextPage, text: str, number: int) -> PageLayout:
    """Return the layout of a page.

    Args:
        page: As pdfium opened it.
        text: What pdfium says it holds.
        number: Index of the page, from 0.
    """
    glyphs = Glyphs(page)
    lines = read_lines(page, text, glyphs)
    if not lines or _is_turned(lines):
        return PageLayout(text)
    lines = _on_paper(lines, page)
    if not lines:
        return PageLayout("")
    sizes = _letters_by_size(lines)
    body = sizes.most_common(1)[0][0] / 2
    if MAY_BE_SPACED.search(text) and LETTER_SPACED.search(text):
        lines = [spread_words(line, glyphs) for line in lines]
    rows: set[int] = set()
    if _looks_divided(lines, glyphs):
        lines, rows = _divided(lines, glyphs)
    height = max(line.y for line in lines)
    lines, notes = notes_last(lines, body, height)
    lines, heads = _headings(lines, rows | notes, glyphs, body)
    breaks = _paragraphs(lines, rows) | notes | heads.keys()
    breaks |= _around(lines, rows, heads)
    ends = {max(line.y for line in lines), min(line.y for line in lines)}
    candidates = [
        HeadingLine(line.text, number, line.size, heads[line.offset], line.y in ends)
        for line in lines
        if line.offset in heads
    ]
    return PageLayout(_written(lines, breaks), candidates, sizes, lines)


def _letters_by_size(lines: Sequence[Line]) -> Counter[int]:
    letters: dict[float, int] = {}
    for line in lines:
        letters[line.size] = letters.get(line.size, 0) + len(line.text)
    sizes: Counter[int] = Counter()
    for size, count in letters.items():
        sizes[round(2 * size)] += count
    return sizes


def _on_paper(lines: Sequence[Line], page: pypdfium2.PdfTextPage) -> list[Line]:
    """Leave out lines that lie wholly beside the page, where nobody sees them."""
    left, bottom, right, top = page.page.get_cropbox()
    return [
        line
        for line in lines
        if bottom - line.size < line.y < top + line.size
        and max(line.left, line.right) > left
        and min(line.left, line.right) < right
    ]


def _is_turned(lines: Sequence[Line]) -> bool:
    """Whether much of the page is printed sideways: its lines have no width."""
    odd = sum(
        1
        for line in lines
        if line.size <= 0
        or (len(line.text) > 5 and abs(line.right - line.left) < 0.8 * line.size)
    )
    return odd > 0.2 * len(lines)


def _looks_divided(lines: Sequence[Line], glyphs: Glyphs) -> bool:
    """Whether a page may hold columns out of order, or tables."""
    margin = min(line.left for line in lines)
    width = max(line.right for line in lines) - margin
    wide = sum(
        1
        for line in lines
        if line.right - line.left > 0.85 * line.size * len(line.text)
        and _WORD.search(line.text)
    )
    if wide >= 3 or any(line.right < line.left for line in lines):
        return True
    if _changes(lines, margin + _FAR * width):
        return True
    longest = nsmallest(_SAMPLE, lines, key=lambda line: line.left - line.right)
    sparse = sorted(lines, key=lambda line: (line.left - line.right) / len(line.text))
    sparsest = list(islice((x for x in sparse if _WORD.search(x.text)), _SAMPLE))
    return any(
        sum(len(parts) > 1 for parts in split_at_gaps(sample, glyphs)) >= 2
        for sample in (longest, sparsest)
    )


def _changes(lines: Sequence[Line], middle: float) -> bool:
    """Whether lines of the right half come other than column by column."""
    starts = Counter(
        round(line.left / _GRID)
        for line in lines
        if line.left > middle and len(line.text) >= _FEWEST_LETTERS
    )
    if not starts:
        return False
    # Lines of a column begin at one place; centred formulas do not.
    (usual, count), *_ = starts.most_common(1)
    if count < 3:
        return False
    sides = [abs(line.left - usual * _GRID) < 2 * _GRID for line in lines]
    turns = 0
    for (before, was_right), (line, is_right) in pairwise(
        zip(lines, sides, strict=True)
    ):
        if was_right == is_right:
            # A third column, or a step back to the top of an earlier one.
            turns += line.y > before.y + 3 * max(line.size, 4.0) and (
                line.left < before.left
            )
        elif is_right:
            turns += line.y < before.y + line.size
        else:
            # Back to the left is the foot of a page, or the column that comes first.
            turns += 2 if line.y > before.y + 3 * max(line.size, 4.0) else 1
    return turns > 1


def _divided(lines: Sequence[Line], glyphs: Glyphs) -> tuple[list[Line], set[int]]:
    """Return the lines with columns and tables put right, and where rows begin."""
    parts = [part for own in split_at_gaps(lines, glyphs) for part in own]
    whole = {part.offset: part for part in parts}
    touched: set[int] = set()
    rows: set[int] = set()
    for zone in find_zones(parts):
        text = text_zone(zone)
        if text:
            parts = in_reading_order(parts, text)
            touched |= text.column_of().keys()
            continue
        parts, found = _with_table(parts, zone)
        rows |= found
    return _rejoined(lines, parts, whole, touched | rows), rows


def _with_table(parts: list[Line], zone: Zone) -> tuple[list[Line], set[int]]:
    """Replace the parts of a table by its rows; return where they begin."""
    table = find_table(zone)
    if table is None:
        return parts, set()
    taken, rows = table.offsets(), table.lines()
    result: list[Line] = []
    is_set = False
    for part in parts:
        if part.offset not in taken:
            result.append(part)
        elif not is_set:
            result += rows
            is_set = True
    return result, {row.offset for row in rows}


def _rejoined(
    lines: Sequence[Line],
    parts: Sequence[Line],
    whole: dict[int, Line],
    touched: set[int],
) -> list[Line]:
    """Put parts that belong to no column and no table back into their lines."""
    starts = {line.offset: line for line in lines}
    result: list[Line] = []
    for part in parts:
        is_untouched = part.offset not in touched and part is whole[part.offset]
        line = starts.get(part.offset)
        goes_on = result and is_untouched and not line
        before = result[-1] if goes_on else None
        if before and before.offset not in touched and _is_next(before, part):
            result[-1] = before._replace(
                text=f"{before.text} {part.text}", right=part.right
            )
        else:
            result.append(part)
    return result


def _is_next(before: Line, part: Line) -> bool:
    gap = part.offset - (before.offset + len(before.text))
    return 0 <= gap <= 2 and part.left > before.left


def _headings(
    lines: Sequence[Line], taken: set[int], glyphs: Glyphs, body: float
) -> tuple[list[Line], dict[int, bool]]:
    """Return the lines with headings of several lines joined, and which are bold."""
    heads: dict[int, bool] = {}
    result: list[Line] = []
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        above = result[-1] if result else None
        is_large = line.size >= 1.12 * body
        if above and above.offset in heads and is_large and _carries_on(above, line):
            result[-1] = above._replace(
                text=f"{above.text} {line.text}", y=line.y, right=line.right
            )
            continue
        result.append(line)
        if line.size < 0.97 * body or len(line.text) > _LONGEST_HEADING:
            continue
        if line.offset in taken or CELL_BAR in line.text:
            continue
        if not is_large and not _stands_alone(above, line, following):
            continue
        if not may_head(line.text):
            continue
        # A paragraph may begin in bold: the end of the line tells.
        last = line.first + len(line.text) - 1
        bold = glyphs.is_bold(line.first) and glyphs.is_bold(last)
        if is_large or bold:
            heads[line.offset] = bold
    return result, heads


def _carries_on(above: Line, line: Line) -> bool:
    """Whether a line belongs to the heading above it."""
    is_alike = abs(above.size - line.size) <= 0.05 * line.size
    return (
        is_alike
        and 0 < above.y - line.y <= 1.6 * line.size
        and (len(above.text) + len(line.text) <= 200)
    )


def _goes_on(line: Line, following: Line) -> bool:
    """Whether the next line continues the sentence."""
    is_close = 0 < line.y - following.y < 1.6 * max(line.size, 4.0)
    return is_close and following.text[:1].islower()


def _stands_alone(above: Line | None, line: Line, following: Line | None) -> bool:
    """Whether a line has room above it or text below that begins anew."""
    if following is None or _goes_on(line, following):
        return False
    is_apart = above is None or not 0 < above.y - line.y < 1.35 * max(line.size, 4.0)
    is_short = line.right - line.left < 0.9 * (following.right - following.left)
    return is_apart or (
        is_short and above is not None and (above.text.endswith(_SENTENCE_ENDS))
    )


def _paragraphs(lines: Sequence[Line], rows: set[int]) -> set[int]:
    """Return the offsets of lines further from the one above than usual."""
    steps = [above.y - below.y for above, below in pairwise(lines)]
    usual = [
        step
        for step, line in zip(steps, lines[1:], strict=True)
        if 0.5 * line.size < step < 3 * line.size
    ]
    if len(usual) < 3:
        return set()
    pitch = median(usual)
    found = set()
    for step, (above, line) in zip(steps, pairwise(lines), strict=True):
        goes_on = line.text[:1].islower() and not above.text.endswith(_SENTENCE_ENDS)
        is_cut = above.text.endswith(HYPHEN_MARK) or line.offset in rows
        is_apart = step > _PARAGRAPH * pitch or _differs(above, line)
        if is_apart and not goes_on and not is_cut:
            found.add(line.offset)
    return found


def _differs(above: Line, line: Line) -> bool:
    """Whether two lines of words are set in different sizes."""
    is_long = min(len(above.text), len(line.text)) >= _FEWEST_LETTERS
    return is_long and abs(above.size - line.size) > 0.2 * max(above.size, line.size)


def _around(lines: Sequence[Line], rows: set[int], heads: dict[int, bool]) -> set[int]:
    """Return the lines behind headings, and the first ones of and behind tables."""
    found = set()
    for above, line in pairwise(lines):
        is_row, was_row = line.offset in rows, above.offset in rows
        if above.offset in heads or is_row != was_row:
            found.add(line.offset)
    return found


def _written(lines: Sequence[Line], breaks: set[int]) -> str:
    pieces = [lines[0].text]
    for line in lines[1:]:
        pieces.append("\n\n" if line.offset in breaks else "\n")
        pieces.append(line.text)
    return "".join(pieces)
