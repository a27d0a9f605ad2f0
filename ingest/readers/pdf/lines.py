"""Printed lines with their place on the page, as pdfium sees them.

Asking pdfium for the box of every letter would cost more than reading the text, so
only the two ends of a line are asked for; ``split_at_gaps`` looks inside a line.

pdfium ends a line where letters are raised or lowered. ``join_pieces`` puts back what
was printed as one line: superscripts, indexes, the mark of a list item.

Coordinates are points from the lower left corner of the page.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, islice, pairwise
from operator import itemgetter, sub
from typing import NamedTuple

import pypdfium2

from ingest.readers.pdf.glyphs import Ends, Glyphs

__all__ = [
    "HYPHEN_MARK",
    "Line",
    "TableCell",
    "join_pieces",
    "page_parts",
    "part_lines",
    "read_lines",
    "split_at_gaps",
    "spread_words",
    "word_spans",
]

HYPHEN_MARK = "\ufffe"
_PRINTED = re.compile(r"[^\r\n\ufffe]+\ufffe?")
_PAIR = re.compile("[\U00010000-\U0010ffff]")
_SOLID_RUN = re.compile(r"[^ \t\u00a0\ufffe]+")
_MARK = re.compile(
    r"[•●○▪■□◦‣⁃➢➔→►✓✔❖*·–—\-\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0e8]"
    r"|\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]"
)
_WORD = re.compile(r"[^\W\d_]{4}")
_SAMPLE = 3
_NARROWEST_GAP = 1.1
_UNUSUAL = 2.2
_NARROWEST_LETTER = 0.27
_WIDEST_LETTER = 0.62
_HIGHEST = 0.65
"""Of the size of a line: how far letters are raised or lowered at most."""

_SMALLER = 0.86
"""Of the size of a line: the largest letters that are raised or lowered."""

MAY_BE_SPACED = re.compile(r"[ ]\S[ ]{1,3}\S[ ]{1,3}\S(?!\S)")
"""Quick to look for, and in every text that holds what the next one finds."""

LETTER_SPACED = re.compile(r"(?<!\S)\S(?:[ ]{1,3}\S){3,}(?!\S)")


class TableCell(NamedTuple):
    """A cell of a ruled table; ``text`` holds its printed lines."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


class Line(NamedTuple):
    """A run of text on one baseline.

    Attributes:
        text: With the mark of a cut word at its end, if any.
        left: Where it begins.
        right: Where it ends.
        y: Its baseline; smaller is lower.
        size: Height of its letters, about the size of the font.
        first: Index of its first character in pdfium's list.
        last: Index of its last one.
        offset: Index of its first character in the text of the page.
        spans: Where runs of its text begin: position in ``text``, index in the list.
        is_bold: Whether it is set in bold from end to end, as far as asked.
        cells: Of the table that stands in the place of this line.
        is_field: Whether it holds the value of a field of a form.
        head: Height of its first letter, which may be raised and smaller.
        tail: Height of its last one.
        start: Baseline of its first letter, where it is another than that of the line.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    first: int = -1
    last: int = -1
    offset: int = -1
    head: float = 0.0
    tail: float = 0.0
    spans: tuple[tuple[int, int], ...] = ()
    is_bold: bool = False
    cells: tuple[TableCell, ...] = ()
    is_field: bool = False
    start: float | None = None

    def index_of(self, position: int) -> int:
        """Return the index in pdfium's list of a character of the text."""
        if not self.spans:
            return self.first + position
        at = bisect_right(self.spans, position, key=itemgetter(0)) - 1
        start, index = self.spans[at]
        return index + position - start


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
    heads, tails = glyphs.heights(firsts), ends.heights
    # A line may begin or end with letters that are raised and smaller.
    sizes = map(_size, heads, tails)
    rows = zip(
        printed, ends.lefts, ends.rights, ends.baselines, sizes, firsts, lasts, offsets,
        heads, tails, strict=True,
    )  # fmt: skip
    lines = [Line(*row) for row in rows]
    return _on_baselines(lines, glyphs)


def _on_baselines(lines: list[Line], glyphs: Glyphs) -> list[Line]:
    """Give lines that begin with raised letters the baseline of their end."""
    raised = [at for at, x in enumerate(lines) if 0 < x.head <= _SMALLER * x.tail]
    lasts = [lines[at].last for at in raised]
    for at, y in zip(raised, glyphs.ends(lasts, lasts).baselines, strict=True):
        lines[at] = lines[at]._replace(y=y, start=lines[at].y)
    return lines


def _size(first: float, last: float) -> float:
    """Return the size of a line from the heights of its ends.

    The box of a capital with an accent may be higher than its font, so of two like
    heights the smaller one tells.
    """
    lower, higher = min(first, last), max(first, last)
    return lower if lower > _SMALLER * higher else higher


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


def part_lines(lines: Sequence[Line], glyphs: Glyphs) -> list[Line]:
    """Return the lines, those that pdfium made of several printed ones in parts.

    Such a line steps back inside, so it is too narrow for its letters.
    """
    result: list[Line] = []
    for line in lines:
        if line.right - line.left >= _NARROWEST_LETTER * line.size * len(line.text):
            result.append(line)
            continue
        ((runs, ends),) = word_spans([line], glyphs)
        result += _split(line, runs, ends) if len(runs) > 1 else [line]
    return result


def join_pieces(lines: Sequence[Line], text: str) -> list[Line]:
    """Return the lines with raised and lowered letters and marks in their lines.

    Args:
        lines: In the order of the file.
        text: Of the page, which tells where a blank stood.
    """
    joined: list[Line] = []
    for line in lines:
        whole = _joined(joined[-1], line, text) if joined else None
        if whole:
            joined[-1] = whole
        else:
            joined.append(line)
    return joined


def _joined(before: Line, line: Line, text: str) -> Line | None:
    """Return two lines as one where they were printed as one."""
    if before.text.endswith(HYPHEN_MARK):
        return None
    em = max(before.size, line.size)
    start = line.y if line.start is None else line.start
    rise = min(abs(before.y - start), abs(before.y - line.y))
    if rise > _HIGHEST * em:
        return None
    gap = line.left - before.right
    is_mark = len(before.text) <= 5 and bool(_MARK.fullmatch(before.text))
    if not (is_mark and rise <= 0.35 * em and -0.1 * em < gap < 4 * em):
        sizes = before.tail or before.size, line.head or line.size
        is_small = min(sizes) <= _SMALLER * max(sizes)
        highest = _HIGHEST * em if is_small else 0.12 * em
        if rise > highest or not -0.3 * em <= gap <= em:
            return None
    is_apart = gap > 0.15 * em or text[line.offset - 1 : line.offset].isspace()
    # The line break that pdfium made is no blank.
    is_broken = text[line.offset - 1 : line.offset] in "\r\n"
    blank = " " if is_mark or (is_apart and (gap > 0.15 * em or not is_broken)) else ""
    spans = before.spans or ((0, before.first),)
    start = len(before.text) + len(blank)
    own = line.spans or ((0, line.first),)
    base = line if line.size > before.size / _SMALLER else before
    return before._replace(
        text=f"{before.text}{blank}{line.text}",
        right=line.right,
        y=base.y,
        size=base.size,
        last=line.last,
        tail=line.tail,
        spans=(*spans, *((start + at, index) for at, index in own)),
    )


def word_spans(
    lines: Sequence[Line], glyphs: Glyphs
) -> list[tuple[list[tuple[int, int]], Ends]]:
    """Return where the words of lines stand in their text and on the page."""
    runs = [[match.span() for match in _SOLID_RUN.finditer(x.text)] for x in lines]
    firsts: list[int] = []
    lasts: list[int] = []
    for line, own in zip(lines, runs, strict=True):
        if line.spans:
            firsts += [line.index_of(begin) for begin, _ in own]
            lasts += [line.index_of(end - 1) for _, end in own]
        else:
            firsts += [line.first + begin for begin, _ in own]
            lasts += [line.first + end - 1 for _, end in own]
    ends = glyphs.ends(firsts, lasts)
    stops = list(accumulate(map(len, runs), initial=0))
    return [
        (own, Ends(*(values[start:stop] for values in ends)))
        for own, (start, stop) in zip(runs, pairwise(stops), strict=True)
    ]


def page_parts(lines: Sequence[Line], glyphs: Glyphs) -> list[list[Line]]:
    """Return for each line of a page its parts, where some lines have gaps.

    Only the longest and the sparsest lines are looked into first.
    """
    widths = [x.right - x.left for x in lines]
    longest = sorted(range(len(lines)), key=lambda at: -widths[at])[:_SAMPLE]
    sparsest = sorted(
        range(len(lines)), key=lambda at: -widths[at] / len(lines[at].text)
    )
    sparse = (at for at in sparsest if _WORD.search(lines[at].text))
    sample = [*longest, *islice(sparse, _SAMPLE + 1)]
    parts = split_at_gaps([lines[at] for at in sample], glyphs)
    if sum(len(own) > 1 for own in parts) < 2:
        return [[line] for line in lines]
    known = dict(zip(sample, parts, strict=True))
    rest = [at for at in range(len(lines)) if at not in known]
    parts = split_at_gaps([lines[at] for at in rest], glyphs)
    known.update(zip(rest, parts, strict=True))
    return [known[at] for at in range(len(lines))]


def split_at_gaps(lines: Sequence[Line], glyphs: Glyphs) -> list[list[Line]]:
    """Return for each line the parts that lie apart, from left to right as printed.

    A gap is wider than a letter is high and much wider than the other gaps, or a step
    back to the left.
    """
    split = [[line] for line in lines]
    wanted = [
        at
        for at, line in enumerate(lines)
        if " " in line.text and not line.cells and not _is_one_piece(line, glyphs)
    ]
    found = word_spans([lines[at] for at in wanted], glyphs)
    for at, (runs, ends) in zip(wanted, found, strict=True):
        if len(runs) > 1:
            split[at] = _split(lines[at], runs, ends)
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
            line._replace(
                text=line.text[begin:stop],
                left=ends.lefts[start],
                right=ends.rights[number - 1],
                y=ends.baselines[start],
                size=size or line.size,
                first=line.index_of(begin),
                last=line.index_of(runs[number - 1][1] - 1),
                offset=line.offset + begin,
                spans=_moved(line, begin),
            )
        )
        start = number
    return parts


def _moved(line: Line, begin: int) -> tuple[tuple[int, int], ...]:
    """Return the spans of the text from a position on."""
    if not line.spans:
        return ()
    later = [(at - begin, index) for at, index in line.spans if at > begin]
    return ((0, line.index_of(begin)), *later)


def _is_one_piece(line: Line, glyphs: Glyphs) -> bool:
    """Whether a line was drawn at once, and is no wider than its letters."""
    if line.spans or line.right - line.left > (
        _WIDEST_LETTER * line.size * len(line.text)
    ):
        return False
    return glyphs.rectangles(line.first, len(line.text)) == 1


def spread_words(line: Line, glyphs: Glyphs) -> Line:
    """Put two spaces between the words of a letter-spaced line.

    « E S P A C E S  D E » comes with one space everywhere; only the widths tell.
    """
    if not LETTER_SPACED.fullmatch(line.text):
        return line
    ((runs, ends),) = word_spans([line], glyphs)
    gaps = list(map(sub, ends.lefts[1:], ends.rights))
    usual = sorted(gaps)[len(gaps) // 2]
    words = [line.text[begin:end] for begin, end in runs]
    parts = [words[0]]
    for gap, word in zip(gaps, words[1:], strict=True):
        parts += ["  " if gap > 1.6 * usual else " ", word]
    return line._replace(text="".join(parts))
