"""Pages of prose in columns that are drawn in another order than they are read.

The order of the file is that of its author and stays, but for two ways of drawing that
no reader follows: row by row across the columns, and the last column first. A page is
touched only where a gutter parts many lines of prose on both sides of it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.lines import Line

__all__ = ["in_reading_order"]

_FEWEST_LINES = 6
_MOST_PARTS = 1_500
_GRID = 3.0
_FULL = 0.65
"""Of a column: how wide half of its lines are at least; those of a table are not."""

_FEWEST_LETTERS = 15
_APART = 3.0
"""Sizes of letters between the columns and a line above or below them."""

_SWITCHES = 3


def in_reading_order(parts_of: Sequence[Sequence[Line]]) -> list[Line] | None:
    """Return the lines of a page column by column.

    Args:
        parts_of: The parts of each line that lie apart, in the order of the file.

    Returns:
        None where the order of the file is good.
    """
    parts = [part for own in parts_of for part in own]
    if not 2 * _FEWEST_LINES <= len(parts) <= _MOST_PARTS:
        return None
    divided = sum(len(own) > 1 for own in parts_of)
    if divided < _FEWEST_LINES and not _steps_up(parts):
        return None
    ordered = _ordered(parts, depth=3)
    return None if ordered is None else _rejoined(ordered)


def _steps_up(lines: Sequence[Line]) -> bool:
    """Whether a line stands higher than the one before it, or runs backwards."""
    return any(
        line.y > above.y + 0.5 * line.size or line.right < line.left
        for above, line in pairwise(lines)
    )


def _ordered(parts: Sequence[Line], depth: int) -> list[Line] | None:
    """Return the parts in reading order, None where that of the file is good."""
    gutter = _gutter(parts, depth)
    if gutter is None:
        return None
    bands = list(_bands(parts, gutter))
    if not any(_is_out_of_order(band, gutter) for band, _ in bands):
        return None
    result: list[Line] = []
    for band, across in bands:
        for side in (True, False):
            column = [part for part in band if (part.left < gutter) is side]
            result += _ordered(column, depth - 1) or column
        result += across
    return result


def _gutter(parts: Sequence[Line], depth: int) -> float | None:
    """Return where the right column begins, if prose stands on both sides of it."""
    if not depth:
        return None
    starts = Counter(round(part.left / _GRID) for part in parts if _is_prose(part))
    for start, _ in starts.most_common(6):
        edge = (start - 1) * _GRID
        right = [p for p in parts if p.left >= edge]
        left = [p for p in parts if p.left < edge and p.right <= edge + _GRID]
        across = len(parts) - len(left) - len(right)
        if across > 0.25 * len(parts) or not _overlap(left, right):
            continue
        # A side may hold columns of its own.
        if all(
            _is_column(side) or _gutter(side, depth - 1) is not None
            for side in (left, right)
        ):
            return edge
    return None


def _is_prose(part: Line) -> bool:
    return len(part.text) >= _FEWEST_LETTERS and not part.cells


def _is_column(parts: Sequence[Line]) -> bool:
    """Whether the parts fill a column as prose does."""
    prose = [part for part in parts if _is_prose(part)]
    if len(prose) < _FEWEST_LINES or 2 * len(prose) < len(parts):
        return False
    width = max(p.right for p in prose) - min(p.left for p in prose)
    return median(p.right - p.left for p in prose) >= _FULL * width


def _overlap(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether two columns stand side by side, not one below the other."""
    if min(len(left), len(right)) < _FEWEST_LINES:
        return False
    top = min(max(p.y for p in left), max(p.y for p in right))
    low = max(min(p.y for p in left), min(p.y for p in right))
    beside = [p for p in (*left, *right) if low <= p.y <= top]
    return 2 * len(beside) >= len(left) + len(right)


def _bands(
    parts: Sequence[Line], gutter: float
) -> Iterator[tuple[list[Line], list[Line]]]:
    """Yield the parts between lines that cross the gutter, and these lines."""
    falling = sorted(parts, key=lambda part: -part.y)
    apart = _ends_apart(falling)
    crossing = [
        part
        for part in parts
        if part.offset in apart or (part.left < gutter < part.right - _GRID)
    ]
    taken = {part.offset for part in crossing}
    rest = [part for part in parts if part.offset not in taken]
    for line in sorted(crossing, key=lambda part: -part.y):
        above = [part for part in rest if part.y > line.y]
        rest = [part for part in rest if part.y <= line.y]
        yield above, [line]
    yield rest, []


def _ends_apart(falling: Sequence[Line]) -> set[int]:
    """Return the lines above and below that stand well apart from the columns."""
    found: set[int] = set()
    for line, inner in pairwise(falling[:4]):
        if line.y - inner.y <= _APART * line.size:
            break
        found.add(line.offset)
    for line, inner in pairwise(falling[:-5:-1]):
        if inner.y - line.y <= _APART * line.size:
            break
        found.add(line.offset)
    return found


def _is_out_of_order(band: Sequence[Line], gutter: float) -> bool:
    """Whether the file goes to and fro, or begins with the right column."""
    sides = [part.left >= gutter for part in band]
    if min(sides.count(True), sides.count(False)) < _FEWEST_LINES // 2:
        return False
    switches = sum(1 for before, after in pairwise(sides) if before and not after)
    is_last_first = sides[0] and not sides[-1] and switches == 1
    return switches >= _SWITCHES or is_last_first


def _rejoined(parts: Sequence[Line]) -> list[Line]:
    """Put neighbours of one line back together."""
    result: list[Line] = []
    for part in parts:
        before = result[-1] if result else None
        gap = part.offset - before.offset - len(before.text) if before else -1
        if before and 0 <= gap <= 2 and part.left > before.left and part.y == before.y:
            result[-1] = before._replace(
                text=f"{before.text} {part.text}", right=part.right, last=part.last
            )
        else:
            result.append(part)
    return result
