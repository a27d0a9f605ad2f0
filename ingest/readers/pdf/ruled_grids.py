"""The cells between the rules of a page.

pdfium tells the lines and rectangles, ``pdfplumber.table`` joins them and finds where
they cross.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Any

from ingest.errors import MalformedContent
from ingest.readers.pdf.foreign_code import foreign_code
from ingest.readers.pdf.glyphs import Box
from ingest.readers.pdf.page_rules import Rules

__all__ = ["SNAP", "cells_between", "ruled_grids"]

SNAP = 3.0
"""Points within which rules are at one place."""

_FEWEST_UPRIGHTS = 3
_MOST_CROSSINGS = 900

Edge = dict[str, Any]
Point = tuple[float, float]
Crossings = Mapping[Point, Mapping[str, Sequence[Edge]]]


def ruled_grids(rules: Rules) -> list[list[Box]]:
    """Return the cells of each ruled table of two columns or more.

    A page whose rules cannot hold one is known from where its upright rules stand.
    """
    lefts = sorted(box.left for box in rules.upright)
    apart = sum(1 for left, right in pairwise(lefts) if right > left + SNAP)
    if apart < _FEWEST_UPRIGHTS - 1:
        return []
    try:
        with foreign_code("pdfplumber"):
            return list(_grids(rules))
    except MalformedContent:
        return []


def _grids(rules: Rules) -> Iterator[list[Box]]:
    # Only files with ruled tables pay for the import.
    from pdfplumber.table import cells_to_tables, edges_to_intersections, merge_edges

    # Neighbouring cells each bring the rule between them.
    level = dict.fromkeys((*rules.level, *_open_ends(rules)))
    edges = [_edge(box, "h") for box in level]
    edges += [_edge(box, "v") for box in dict.fromkeys(rules.upright)]
    merged = merge_edges(edges, SNAP, SNAP, SNAP, SNAP)
    crossings = edges_to_intersections(merged, SNAP, SNAP)
    if len(crossings) > _MOST_CROSSINGS or not _has_two_columns(crossings):
        return
    for table in cells_to_tables(list(cells_between(crossings))):
        yield [Box(x0, -bottom, x1, -top) for x0, top, x1, bottom in table]


def _has_two_columns(crossings: Iterable[Point]) -> bool:
    """Whether a level rule meets three upright ones, as in each table."""
    heights = Counter(y for _, y in crossings)
    return max(heights.values(), default=0) >= _FEWEST_UPRIGHTS


def cells_between(crossings: Crossings) -> Iterator[tuple[float, float, float, float]]:
    """Yield the smallest cell below and right of each crossing, from left to right.

    They are those of ``pdfplumber.table.intersections_to_cells``, which compares all
    crossings with each other: half of the time that grids took.

    Args:
        crossings: As ``pdfplumber.table.edges_to_intersections`` tells them.
    """
    rules = {
        (*point, side): frozenset(map(id, edges))
        for point, sides in crossings.items()
        for side, edges in sides.items()
    }
    columns: dict[float, list[float]] = defaultdict(list)
    rows: dict[float, list[float]] = defaultdict(list)
    points = sorted(crossings)
    for x, y in points:
        columns[x].append(y)
        rows[y].append(x)
    for x, y in points:
        above, before = rules[x, y, "v"], rules[x, y, "h"]
        lows = columns[x][bisect_right(columns[x], y) :]
        lows = [low for low in lows if not above.isdisjoint(rules[x, low, "v"])]
        fars = rows[y][bisect_right(rows[y], x) :]
        fars = [far for far in fars if not before.isdisjoint(rules[far, y, "h"])]
        for low, far in product(lows, fars):
            if (
                (far, low) in crossings
                and not rules[far, low, "v"].isdisjoint(rules[far, y, "v"])
                and not rules[far, low, "h"].isdisjoint(rules[x, low, "h"])
            ):
                yield x, y, far, low
                break


def _open_ends(rules: Rules) -> Iterator[Box]:
    """Yield the rules that tables lack where a page cuts them."""
    for at in ("top", "bottom"):
        ends: dict[int, list[Box]] = defaultdict(list)
        for box in rules.upright:
            ends[round(getattr(box, at) / SNAP)].append(box)
        for own in ends.values():
            y = getattr(own[0], at)
            if len({round(box.left) for box in own}) < _FEWEST_UPRIGHTS:
                continue
            if not any(abs(box.top - y) <= 2 * SNAP for box in rules.level):
                yield Box(min(b.left for b in own), y, max(b.left for b in own), y)


def _edge(box: Box, orientation: str) -> Edge:
    return {
        "x0": box.left,
        "x1": box.right,
        "top": -box.top,
        "bottom": -box.bottom,
        "width": box.right - box.left,
        "height": box.top - box.bottom,
        "orientation": orientation,
    }
