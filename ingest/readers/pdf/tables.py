"""Tables: zones whose columns are not running text, written row by row.

A row becomes one line, its cells parted by a bar: « Étape | Date | Responsable ».
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.columns import Zone, divided, is_in_blocks
from ingest.readers.pdf.lines import HYPHEN_MARK, Line

__all__ = ["CELL_BAR", "Table", "find_table"]

CELL_BAR = " | "
"""What stands between two cells; ``page_cleaning`` never joins such lines."""

_FEWEST_ROWS = 3
_MARK = re.compile(r"\W{1,3}|\(?[\divxa-zA-Z]{1,4}[.)°]?|(?:\d{1,2}\.){1,4}\d{0,2}\.?")
_PAGE = re.compile(r"[\d ivxlIVXL.…]{1,12}")
_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"\d")

Row = list[list[Line]]


class Table:
    """Rows of cells; a cell is a list of parts.

    Args:
        rows: From top to bottom.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def lines(self) -> list[Line]:
        """Return one line per row, in place of its first part."""
        return [_row_line(row) for row in self._rows]

    def offsets(self) -> set[int]:
        """Return the offsets of the parts that the table takes."""
        return {part.offset for row in self._rows for cell in row for part in cell}


def find_table(zone: Zone) -> Table | None:
    """Return the table that a zone holds, or None."""
    if is_in_blocks(zone):
        return None
    bands = _trimmed(_bands(zone))
    if len(bands) < _FEWEST_ROWS:
        return None
    zone = divided([part for band in bands for cell in band for part in cell])
    rows = _rows(_bands(zone))
    filled = [sum(1 for cell in row if cell) for row in rows]
    if sum(1 for count in filled if count >= 2) < _FEWEST_ROWS:
        return None
    if sum(filled) < 0.55 * len(rows) * len(zone.columns):
        return None
    return Table(rows) if _is_worded(rows) else None


def _bands(zone: Zone) -> list[Row]:
    """Return the parts by baseline, from top to bottom, each with all columns."""
    column_of = zone.column_of()
    bands: list[Row] = []
    last = float("inf")
    for part in sorted(zone.parts(), key=lambda p: (-p.y, p.left)):
        if last - part.y > 0.5 * max(part.size, 4.0):
            bands.append([[] for _ in zone.columns])
            last = part.y
        bands[-1][column_of[part.offset]].append(part)
    return bands


def _y(band: Row) -> float:
    return max(part.y for cell in band for part in cell)


def _size(band: Row) -> float:
    return max(part.size for cell in band for part in cell)


def _is_lone(band: Row) -> bool:
    return sum(1 for cell in band if cell) < 2


def _trimmed(bands: list[Row]) -> list[Row]:
    """Drop single cells above and below: ends of paragraphs, headings."""
    first = next((n for n, band in enumerate(bands) if not _is_lone(band)), len(bands))
    bands = bands[first:]
    while bands and _is_lone(bands[-1]):
        above = _y(bands[-2]) - _y(bands[-1]) if len(bands) > 1 else 0.0
        goes_on = not bands[-1][0] and above <= 1.5 * _size(bands[-1])
        if goes_on:
            break
        bands = bands[:-1]
    return bands


def _rows(bands: list[Row]) -> list[Row]:
    """Join the lines of cells that wrap.

    Lines of a cell stand closer than rows; where all stand alike, a row begins with
    its first cell.
    """
    if len(bands) < 2:
        return bands
    steps = [_y(above) - _y(below) for above, below in pairwise(bands)]
    least, usual = min(steps), median(steps)
    is_even = max(steps) < 1.25 * least or usual > 2 * _size(bands[0])
    rows = [bands[0]]
    for step, band in zip(steps, bands[1:], strict=True):
        if is_even or step > 1.22 * least:
            is_new = bool(band[0]) or step > 1.5 * _size(band)
        else:
            is_new = _is_complete(rows[-1]) and _is_complete(band)
        if is_new:
            rows.append(band)
        else:
            rows[-1] = [a + b for a, b in zip(rows[-1], band, strict=True)]
    return rows


def _is_complete(band: Row) -> bool:
    return all(band)


def _is_worded(rows: Sequence[Row]) -> bool:
    """Whether the cells speak: no list with marks, no contents, no formulas."""
    columns = list(zip(*rows, strict=True))
    texts = [[_cell_text(cell) for cell in column if cell] for column in columns]
    if len(texts) == 2 and _mostly(_PAGE, texts[1]):
        return False
    if _mostly(_MARK, texts[0]) and len(texts) < 4:
        return False
    worded = sum(1 for column in texts if _found(_WORD, column) >= 0.5)
    counted = sum(1 for column in texts if _found(_NUMBER, column) >= 0.5)
    return worded >= 1 and worded + counted >= 2


def _mostly(pattern: re.Pattern[str], texts: Sequence[str]) -> bool:
    return sum(1 for text in texts if pattern.fullmatch(text)) > 0.6 * len(texts)


def _found(pattern: re.Pattern[str], texts: Sequence[str]) -> float:
    return sum(1 for text in texts if pattern.search(text)) / max(len(texts), 1)


def _cell_text(cell: Sequence[Line]) -> str:
    parts = []
    for part in cell:
        is_cut = part.text.endswith(HYPHEN_MARK)
        parts.append(part.text if is_cut else f"{part.text} ")
    return "".join(parts).strip()


def _row_line(row: Row) -> Line:
    parts = [part for cell in row for part in cell]
    # A bar in a cell would look like the end of it.
    cells = [_cell_text(cell).replace("|", "¦") for cell in row]
    return min(parts, key=lambda part: part.offset)._replace(
        text=CELL_BAR.join(cell for cell in cells if cell),
        left=min(part.left for part in parts),
        right=max(part.right for part in parts),
        y=max(part.y for part in parts),
    )
