"""Gutters of a page: where columns of text or of a table part.

A gutter is an upright strip that many gaps between neighbours on one line share. Lines
that cross it cut the page into zones; in a zone the parts left and right of its gutters
are columns: of text, when their lines fill them, else perhaps of a table.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from ingest.readers.pdf.lines import Line

__all__ = [
    "Zone",
    "divided",
    "find_zones",
    "in_reading_order",
    "is_in_blocks",
    "text_zone",
]

_BIN = 2.0
_FEWEST_GAPS = 3
_MOST_GUTTERS = 8
_MOST_PARTS = 1_500
_FULL = 0.7
_FEWEST_LETTERS = 15


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a page with gutters; ``columns`` hold its parts, from left to right."""

    columns: tuple[tuple[Line, ...], ...]

    def parts(self) -> list[Line]:
        """Return all parts in the order of the file."""
        return sorted((p for c in self.columns for p in c), key=lambda p: p.offset)

    def column_of(self) -> dict[int, int]:
        """Return the column of each part by its offset."""
        return {p.offset: n for n, column in enumerate(self.columns) for p in column}


@dataclass(frozen=True, slots=True)
class _Gap:
    left: float
    right: float
    y: float


def find_zones(parts: Sequence[Line]) -> list[Zone]:
    """Return the zones with at least two columns, from top to bottom."""
    if len(parts) > _MOST_PARTS:
        return []
    falling = sorted(parts, key=lambda part: -part.y)
    gaps = list(_gaps(falling))
    gutters = _gutters(gaps)
    if not gutters:
        return []
    zones: list[Zone] = []
    taken: set[int] = set()
    # First all columns of the page together, then each gutter for itself.
    strong = [x for x, votes in gutters.items() if 2 * votes >= max(gutters.values())]
    for edges in ([strong] if len(strong) > 1 else []) + [[x] for x in gutters]:
        free = [part for part in falling if part.offset not in taken]
        for run in _uncrossed(free, edges):
            zone = _zone(run, edges, list(gutters))
            if zone:
                zones.append(zone)
                taken |= zone.column_of().keys()
    return sorted(zones, key=lambda zone: -max(p.y for c in zone.columns for p in c))


def divided(parts: Sequence[Line]) -> Zone:
    """Return parts of a table in as many columns as they have gutters of their own."""
    falling = sorted(parts, key=lambda part: -part.y)
    edges = [
        edge
        for edge in _gutters(list(_gaps(falling)))
        if not any(part.left < edge - 1 and part.right > edge + 1 for part in parts)
    ]
    return Zone(tuple(c for c in _columns(falling, sorted(edges)) if c))


def _gaps(falling: Sequence[Line]) -> Iterator[_Gap]:
    """Yield the gap between each part and its neighbour to the right."""
    for at, part in enumerate(falling):
        nearest = None
        for step in (-1, 1):
            other = at + step
            while 0 <= other < len(falling):
                beside = falling[other]
                if abs(beside.y - part.y) > 0.7 * max(part.size, 4.0):
                    break
                is_nearer = nearest is None or beside.left < nearest
                if beside.left >= part.right - 1 and is_nearer:
                    nearest = beside.left
                other += step
        if nearest is not None and nearest - part.right >= 2 * _BIN:
            yield _Gap(part.right, nearest, part.y)


def _gutters(gaps: list[_Gap]) -> dict[float, int]:
    """Return where most gaps agree and how many, best first."""
    gutters: dict[float, int] = {}
    while len(gaps) >= _FEWEST_GAPS and len(gutters) < _MOST_GUTTERS:
        votes: Counter[int] = Counter()
        for gap in gaps:
            votes.update(range(int(gap.left / _BIN) + 1, int(gap.right / _BIN) + 1))
        if not votes:
            break
        most = max(votes.values())
        if most < _FEWEST_GAPS:
            break
        best = sorted(b for b, count in votes.items() if count == most)
        strip = next(_runs(best))
        gutter = (strip[0] + strip[-1] + 1) / 2 * _BIN
        gutters[gutter] = most
        gaps = [gap for gap in gaps if not gap.left <= gutter <= gap.right]
    return gutters


def _runs(bins: list[int]) -> Iterator[list[int]]:
    """Yield runs of neighbouring numbers, the longest first."""
    keyed = groupby(enumerate(bins), key=lambda item: item[1] - item[0])
    runs = [[value for _, value in run] for _, run in keyed]
    yield from sorted(runs, key=lambda run: -len(run))


def _uncrossed(falling: Sequence[Line], edges: Sequence[float]) -> Iterator[list[Line]]:
    """Yield the runs between parts that cross one of the gutters."""
    run: list[Line] = []
    for part in falling:
        if any(part.left < edge - 1 and part.right > edge + 1 for edge in edges):
            if run:
                yield run
            run = []
        else:
            run.append(part)
    if run:
        yield run


def _zone(
    run: list[Line], edges: Sequence[float], gutters: Sequence[float]
) -> Zone | None:
    """Return a run as a zone when enough of it lies on both sides, else None."""
    if len(run) < 2 * _FEWEST_GAPS:
        return None
    inside = [
        edge
        for edge in gutters
        if edge in edges
        or not any(part.left < edge - 1 and part.right > edge + 1 for part in run)
    ]
    columns = tuple(column for column in _columns(run, sorted(inside)) if column)
    if len(columns) < 2 or sum(1 for c in columns if len(c) >= _FEWEST_GAPS) < 2:
        return None
    tops = [max(part.y for part in column) for column in columns]
    ends = [min(part.y for part in column) for column in columns]
    sides = [n for n, column in enumerate(columns) if len(column) >= _FEWEST_GAPS]
    shared = min(tops[n] for n in sides) - max(ends[n] for n in sides)
    return Zone(columns) if shared > 0 else None


def _columns(run: list[Line], edges: list[float]) -> Iterator[tuple[Line, ...]]:
    for low, high in pairwise([float("-inf"), *edges, float("inf")]):
        inside = [p for p in run if low <= (p.left + p.right) / 2 < high]
        yield tuple(sorted(inside, key=lambda part: part.offset))


def text_zone(zone: Zone) -> Zone | None:
    """Return the zone when its columns hold running text, without footers and titles.

    Running text fills its column with long lines; cells of a table do not.
    """
    zone = Zone(_without_edge(_without_edge(zone.columns, 1), -1))
    tall = [column for column in zone.columns if len(column) >= _FEWEST_GAPS]
    small = sum(len(c) for c in zone.columns if len(c) < _FEWEST_GAPS)
    is_text = small <= 3 and len(tall) >= 2 and all(map(_is_text_column, tall))
    return zone if is_text else None


def _without_edge(
    columns: tuple[tuple[Line, ...], ...], sign: int
) -> tuple[tuple[Line, ...], ...]:
    """Leave out lines that stand apart at the top (sign 1) or the bottom (-1)."""
    parts = [part for column in columns for part in column]
    inwards = sorted({round(sign * part.y, 1) for part in parts}, reverse=True)
    limit = float("inf")
    for outer, inner in pairwise(inwards):
        size = max(part.size for part in parts if round(sign * part.y, 1) == outer)
        beside = [c for c in columns if any(sign * p.y >= outer - 0.1 for p in c)]
        is_alone = len(beside) == 1 and _distance(beside[0], outer, sign) >= 2 * size
        if outer - inner < 2 * size and not is_alone:
            break
        limit = inner
    return tuple(
        tuple(part for part in column if sign * part.y <= limit + 0.1)
        for column in columns
    )


def _distance(column: Sequence[Line], outer: float, sign: int) -> float:
    """Return how far the next line of a column is from one at its edge."""
    inner = [sign * p.y for p in column if sign * p.y < outer - 0.1]
    return outer - max(inner) if inner else float("inf")


def is_in_blocks(zone: Zone) -> bool:
    """Whether the file has column after column: boxes of a slide, not rows."""
    column_of = zone.column_of()
    order = [column_of[part.offset] for part in zone.parts()]
    turns = sum(1 for before, after in pairwise(order) if before != after)
    return turns < max(2 * len(zone.columns), len(order) // 10)


def _is_text_column(column: Sequence[Line]) -> bool:
    left = min(part.left for part in column)
    right = max(part.right for part in column)
    full = median((part.right - part.left) / max(right - left, 1) for part in column)
    return full >= _FULL and median(len(p.text) for p in column) >= _FEWEST_LETTERS


def in_reading_order(parts: Sequence[Line], zone: Zone) -> list[Line]:
    """Return the parts with the columns of a zone one behind the other.

    Where the file already has them in this order, nothing moves; else the whole zone
    stands where its first part stood.
    """
    column_of = zone.column_of()
    order = [column_of[part.offset] for part in parts if part.offset in column_of]
    if order == sorted(order):
        return list(parts)
    moved = [part for column in zone.columns for part in column]
    result: list[Line] = []
    for part in parts:
        if part.offset not in column_of:
            result.append(part)
        elif moved:
            result += moved
            moved = []
    return result
