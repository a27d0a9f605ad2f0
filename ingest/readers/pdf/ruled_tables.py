"""Tables: the words of a page in the cells between its rules.

Where a table has horizontal rules only, its columns are told by the gaps that all its
rows share. Words that stand in no cell stay where they are.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import pypdfium2

from ingest.readers.pdf.glyphs import Box, Ends, Glyphs
from ingest.readers.pdf.lines import (
    HYPHEN_MARK,
    Line,
    TableCell,
    word_spans,
)
from ingest.readers.pdf.page_rules import Rules, page_rules
from ingest.readers.pdf.ruled_grids import SNAP, ruled_grids

__all__ = ["with_gap_tables", "with_tables"]

_WORD = re.compile(r"[^\W\d_]{4}")
_FEWEST_COLUMNS = 2
_FEWEST_RULES = 3
_LOW_BAND = 60.0
_MOST_LINES = 400
_MOST_CROSSED = 0.1
_LONGEST_OF_ROW = 300
_LONGEST_CELL = 2_000
"""Characters; a frame around a page of prose is no cell."""


class _Word(NamedTuple):
    line: int
    begin: int
    end: int
    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class _Zone:
    """Horizontal rules of one table, from top to bottom."""

    box: Box
    rules: tuple[float, ...]


def with_tables(
    lines: Sequence[Line], page: pypdfium2.PdfPage, glyphs: Glyphs
) -> list[Line]:
    """Return the lines, those of each ruled table as one line with its cells.

    Args:
        lines: In the order of the file.
        page: Where they stand.
        glyphs: Of its characters.
    """
    result = list(lines)
    if len(result) > _MOST_LINES:
        return result
    rules = page_rules(page)
    if len(rules.level) < 2:
        return result
    for grid in ruled_grids(rules):
        result = _with_table(result, grid, glyphs)
    for zone in _open_zones(rules):
        result = _with_open_table(result, zone, glyphs)
    return result


def with_gap_tables(
    lines: Sequence[Line], parts: Sequence[Sequence[Line]], glyphs: Glyphs
) -> list[Line]:
    """Return the lines, those of tables without rules as one line with its cells.

    Three lines in a row with wide gaps at the same places make such a table.

    Args:
        lines: In reading order.
        parts: Of each line, that lie apart.
        glyphs: Of the characters of the page.
    """
    result = list(lines)
    if not 3 <= len(result) <= _MOST_LINES:
        return result
    for zone in list(_gap_zones(parts)):
        result = _with_open_table(result, zone, glyphs)
    return result


def _gap_zones(lines: Sequence[Sequence[Line]]) -> Iterator[_Zone]:
    """Yield runs of lines with gaps, as zones without inner rules."""
    run: list[list[Line]] = []
    for parts in [*map(list, lines), []]:
        is_step = bool(run and parts) and 0 < run[-1][0].y - parts[0].y <= (
            4 * max(parts[0].size, 4.0)
        )
        is_first = not run and len(parts) > 1
        if is_first or (is_step and (len(parts) > 1 or _goes_on(parts[0], run))):
            run.append(parts)
            continue
        if run and (zone := _gap_zone(run)):
            yield zone
        run = [parts] if len(parts) > 1 else []


def _goes_on(part: Line, run: Sequence[Sequence[Line]]) -> bool:
    """Whether a line is the rest of a cell: inside of one column of the line above."""
    above = run[-1]
    columns = [cell.left for cell in above]
    return any(abs(part.left - left) < 0.5 * part.size for left in columns[1:])


def _gap_zone(run: Sequence[Sequence[Line]]) -> _Zone | None:
    rows = [parts for parts in run if len(parts) > 1]
    marked = sum(1 for row in rows if not any(map(str.isalnum, row[0].text)))
    if len(rows) < max(_FEWEST_RULES, 0.5 * len(run)) or 3 * marked > len(rows):
        return None
    parts = [part for row in run for part in row]
    worded = {
        at
        for at in range(max(map(len, rows)))
        if sum(1 for row in rows if at < len(row) and _WORD.search(row[at].text))
        >= 0.5 * len(rows)
    }
    if len(worded) < _FEWEST_COLUMNS:
        return None
    size = max(part.size for part in parts)
    top, bottom = max(p.y for p in parts) + size, min(p.y for p in parts) - 0.2 * size
    left, right = min(p.left for p in parts) - 1, max(p.right for p in parts) + 1
    return _Zone(Box(left, bottom, right, top), (top, bottom))


def _with_table(lines: list[Line], cells: Sequence[Box], glyphs: Glyphs) -> list[Line]:
    xs = _steps([edge for box in cells for edge in (box.left, box.right)])
    ys = _steps([-edge for box in cells for edge in (box.top, box.bottom)])
    if len(xs) < 3:
        return lines
    words = _words_in(_around(cells), lines, glyphs)
    if not words:
        return lines
    places = {
        box: TableCell(
            "",
            _step(-box.top, ys),
            _step(box.left, xs),
            max(1, _step(-box.bottom, ys) - _step(-box.top, ys)),
            max(1, _step(box.right, xs) - _step(box.left, xs)),
        )
        for box in cells
    }
    texts: dict[Box, list[_Word]] = defaultdict(list)
    for word in words:
        size = lines[word.line].size
        box = _box_at((word.left + word.right) / 2, word.y + 0.25 * size, cells)
        if box:
            texts[box].append(word)
    filled = [
        cell._replace(text=_cell_text(texts[box], lines))
        for box, cell in places.items()
    ]
    taken = [word for own in texts.values() for word in own]
    return _replaced(lines, filled, taken)


def _steps(edges: Sequence[float]) -> list[float]:
    """Return the places where cells begin or end, those within a snap as one."""
    steps: list[float] = []
    for edge in sorted(edges):
        if not steps or edge > steps[-1] + SNAP:
            steps.append(edge)
    return steps


def _step(edge: float, steps: Sequence[float]) -> int:
    return max(0, bisect_right(steps, edge + 0.01) - 1)


def _around(cells: Sequence[Box]) -> Box:
    return Box(
        min(box.left for box in cells),
        min(box.bottom for box in cells),
        max(box.right for box in cells),
        max(box.top for box in cells),
    )


def _box_at(x: float, y: float, cells: Sequence[Box]) -> Box | None:
    for box in cells:
        if box.left <= x <= box.right and box.bottom <= y <= box.top:
            return box
    return None


def _words_in(zone: Box, lines: Sequence[Line], glyphs: Glyphs) -> list[_Word]:
    """Return the words of lines that stand in a zone."""
    numbers = [
        number
        for number, line in enumerate(lines)
        if not line.cells
        and zone.bottom <= line.y + 0.25 * line.size <= zone.top
        # A line that runs backwards may hold words further to the right.
        and line.left <= zone.right
    ]
    words: list[_Word] = []
    crossing = 0
    found = word_spans([lines[number] for number in numbers], glyphs)
    for number, (runs, ends) in zip(numbers, found, strict=True):
        crossing += _is_crossed(ends, zone, lines[number].size)
        places = zip(runs, ends.lefts, ends.rights, ends.baselines, strict=True)
        words += [
            _Word(number, begin, end, left, right, y)
            for (begin, end), left, right, y in places
            if zone.left <= (left + right) / 2 <= zone.right
        ]
    # Rules over prose are those of a drawing or of fractions.
    inside = {word.line for word in words}
    return [] if crossing > _MOST_CROSSED * len(inside) else words


def _is_crossed(ends: Ends, zone: Box, size: float) -> bool:
    """Whether a line runs over the side of a zone without a gap."""
    middles = [
        (left + right) / 2 for left, right in zip(ends.lefts, ends.rights, strict=True)
    ]
    are_in = [zone.left <= middle <= zone.right for middle in middles]
    return any(
        are_in[at] != are_in[at + 1]
        and abs(ends.lefts[at + 1] - ends.rights[at]) < 0.8 * size
        for at in range(len(are_in) - 1)
    )


def _cell_text(words: Sequence[_Word], lines: Sequence[Line]) -> str:
    """Return the printed lines of a cell; a raised letter stays in its line."""
    pieces: list[str] = []
    before: _Word | None = None
    for word in words:
        line = lines[word.line]
        text = line.text[word.begin : word.end]
        if line.text[word.end : word.end + 1] == HYPHEN_MARK:
            text += HYPHEN_MARK
        if before is None:
            pieces.append(text)
        elif before.line == word.line and word.left >= before.left:
            pieces.append(line.text[before.end : word.begin].replace("\t", " ") + text)
        else:
            pieces.append("\n" + text)
        before = word
    return "".join(pieces)


def _replaced(
    lines: list[Line], cells: Sequence[TableCell], taken: Sequence[_Word]
) -> list[Line]:
    """Return the lines with a table in place of the words that it holds."""
    shown = [cell for cell in cells if cell.text]
    rows, columns = ({c[at] for c in shown} for at in (1, 2))
    longest = max((len(cell.text) for cell in shown), default=0)
    # One row alone goes on from the page before.
    is_row = len(rows) == 1 and len(columns) >= 3 and longest <= _LONGEST_OF_ROW
    is_table = len(rows) >= 2 and len(columns) >= 2
    if longest > _LONGEST_CELL or not (is_table or is_row):
        return lines
    by_line: dict[int, list[_Word]] = defaultdict(list)
    for word in taken:
        by_line[word.line].append(word)
    result: list[Line] = []
    is_set = False
    for number, line in enumerate(lines):
        own = by_line.get(number)
        if not own:
            result.append(line)
            continue
        if not is_set:
            result.append(_table_line(line, cells, [lines[n] for n in by_line]))
            is_set = True
        rest = _without(line, own)
        if rest:
            result.append(rest)
    return result


def _table_line(line: Line, cells: Sequence[TableCell], own: Sequence[Line]) -> Line:
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return line._replace(
        text="\n".join(cell.text for cell in ordered if cell.text),
        left=min(part.left for part in own),
        right=max(part.right for part in own),
        size=median(part.size for part in own),
        cells=tuple(ordered),
    )


def _without(line: Line, words: Sequence[_Word]) -> Line | None:
    """Return what is left of a line without some of its words."""
    text = list(line.text)
    for word in words:
        text[word.begin : word.end] = [""] * (word.end - word.begin)
    rest = " ".join("".join(text).replace(HYPHEN_MARK, " ").split())
    return line._replace(text=rest, offset=line.offset + 1) if rest else None


def _open_zones(rules: Rules) -> Iterator[_Zone]:
    """Yield the runs of horizontal rules of the same extent without upright ones."""
    groups: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for box in rules.level:
        groups[round(box.left / 4), round(box.right / 4)].append(box)
    for own in groups.values():
        for heights in _runs([-step for step in _steps([-box.top for box in own])]):
            box = Box(own[0].left, heights[-1], own[0].right, heights[0])
            if not any(_is_inside(upright, box) for upright in rules.upright):
                yield _Zone(box, tuple(heights))


def _runs(heights: Sequence[float]) -> Iterator[list[float]]:
    """Yield rules of one table: between two tables stands more than in their rows."""
    bands = [above - below for above, below in pairwise(heights)]
    if len(bands) < _FEWEST_RULES - 1:
        return
    highest = max(_LOW_BAND, 4 * median(bands))
    run = [heights[0]]
    for band, height in zip(bands, heights[1:], strict=True):
        if band > highest:
            if len(run) >= _FEWEST_RULES:
                yield run
            run = []
        run.append(height)
    if len(run) >= _FEWEST_RULES:
        yield run


def _is_inside(upright: Box, zone: Box) -> bool:
    is_across = zone.left - SNAP <= upright.left <= zone.right + SNAP
    return is_across and upright.bottom < zone.top and upright.top > zone.bottom


def _with_open_table(lines: list[Line], zone: _Zone, glyphs: Glyphs) -> list[Line]:
    words = _words_in(zone.box, lines, glyphs)
    if not words:
        return lines
    em = median(lines[word.line].size for word in words)
    starts = _column_starts(words, (0.9 if len(zone.rules) > 2 else 1.1) * em)
    rows = [_row_of(word, zone, lines) for word in words]
    if len(starts) < 2 or (len(zone.rules) > 2 and not _are_rows(rows, words)):
        return lines
    if len(zone.rules) <= _FEWEST_RULES:
        rows = _rows_by_first_column(words, rows, starts)
    cells: dict[tuple[int, int], list[_Word]] = defaultdict(list)
    for word, row in zip(words, rows, strict=True):
        column = sum(1 for start in starts if word.left >= start - 1) - 1
        cells[row, max(column, 0)].append(word)
    if len(zone.rules) == 2 and not _is_regular(cells, starts, em):
        return lines
    filled = [
        TableCell(_cell_text(cells.get((row, column), []), lines), row, column)
        for row in range(max(rows) + 1)
        for column in range(len(starts))
    ]
    return _replaced(lines, filled, words)


def _is_regular(
    cells: Mapping[tuple[int, int], Sequence[_Word]], starts: Sequence[float], em: float
) -> bool:
    """Whether most cells without rules are filled and begin where their column does."""
    rows = 1 + max(row for row, _ in cells)
    if rows < _FEWEST_RULES or len(cells) < 0.6 * rows * len(starts):
        return False
    aligned = sum(
        1
        for (_, column), words in cells.items()
        if words[0].left - starts[column] <= 0.6 * em
    )
    return aligned >= 0.75 * len(cells)


def _column_starts(words: Sequence[_Word], least: float) -> list[float]:
    """Return where columns begin: behind each gap that no word of any row crosses."""
    ordered = sorted(words, key=lambda word: word.left)
    starts, end = [ordered[0].left], ordered[0].right
    for word in ordered[1:]:
        if word.left > end + least:
            starts.append(word.left)
        end = max(end, word.right)
    return starts


def _row_of(word: _Word, zone: _Zone, lines: Sequence[Line]) -> int:
    middle = word.y + 0.25 * lines[word.line].size
    return sum(1 for rule in zone.rules[1:-1] if rule > middle)


def _are_rows(rows: Sequence[int], words: Sequence[_Word]) -> bool:
    """Whether the bands between rules are rows, not parts of a page."""
    lines: dict[int, set[int]] = defaultdict(set)
    for row, word in zip(rows, words, strict=True):
        lines[row].add(round(word.y))
    return len(lines) >= 2 and median(map(len, lines.values())) <= 12


def _rows_by_first_column(
    words: Sequence[_Word], rows: Sequence[int], starts: Sequence[float]
) -> list[int]:
    """Part a band into rows where its first column begins a new line."""
    second = starts[1]
    firsts = sorted(
        {(row, -round(w.y)) for row, w in zip(rows, words, strict=True)
         if w.left < second - 1}
    )  # fmt: skip
    kept = [firsts[0]] if firsts else []
    for (_, above), (row, y) in pairwise(firsts):
        if y - above > 2:
            kept.append((row, y))
    return [
        max(0, sum(1 for key in kept if key <= (row, -round(w.y) + 2)) - 1)
        for row, w in zip(rows, words, strict=True)
    ]
