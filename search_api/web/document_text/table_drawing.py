"""Tables as HTML: each value under its column, each passage at its rows.

A passage may begin in the middle of a table. Its rows are then a ``tbody`` of their
own, which a link can lead to, unless a cell spans the border: then a place inside the
cell will do.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from ontology.model import Passage
from ontology.structure import Block
from search_api.web.document_text.block_tree import Node
from search_api.web.document_text.shown_text import ShownText

__all__ = ["draw_rows", "is_drawable"]

_MOST_COLUMNS = 500
_MOST_SPAN = 1_000

_Body = Callable[[Node], Markup]


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: Sequence[Node]
    start: int
    end: int


def is_drawable(table: Node, text: ShownText) -> bool:
    """Whether a table has cells, not too many columns, and no word beside them."""
    cells = [node.block for node in table.inside]
    if not cells or any(cell.column >= _MOST_COLUMNS for cell in cells):
        return False
    at = table.block.start
    for cell in sorted(cells, key=lambda cell: cell.start):
        if cell.start > at and text.plain(at, cell.start).strip():
            return False
        at = max(at, cell.end)
    return not text.plain(at, table.block.end).strip()


def draw_rows(
    table: Node, text: ShownText, start: int, end: int, *, body_of: _Body
) -> Markup:
    """Return the rows of a table that a part of the text shows.

    Args:
        table: With its cells.
        text: Writes words.
        start: First offset of the part.
        end: Behind its last character.
        body_of: Draws what stands in a cell.
    """
    rows = [row for row in _rows(table) if row.start <= end and start <= row.end]
    grid = _Grid(rows)
    head = grid.head()
    pieces: list[Markup] = []
    for index, row in enumerate(rows):
        passage = None
        if index >= head and not grid.is_crossed(index):
            passage = text.awaited(row.start, row.end)
        if index in (0, head) or passage is not None:
            pieces += _opening(index, head, passage)
        sign = Markup("") if passage is None else text.anchor(passage)
        pieces.append(_row(row, grid, is_head=index < head, sign=sign, body_of=body_of))
    return Markup("").join([*pieces, Markup("</tbody>")])


def _opening(index: int, head: int, passage: Passage | None) -> list[Markup]:
    """Return the tag that opens a group of rows, behind the end of the one before."""
    pieces: list[Markup] = []
    if index:
        pieces.append(Markup("</thead>") if index == head else Markup("</tbody>"))
    if index < head:
        pieces.append(Markup("<thead>"))
    elif passage is None:
        pieces.append(Markup("<tbody>"))
    else:
        opening = Markup('<tbody class="text-passage" id="passage-{}">')
        pieces.append(opening.format(passage.position))
    return pieces


def _rows(table: Node) -> list[_Row]:
    by_number: dict[int, list[Node]] = {}
    for node in table.inside:
        by_number.setdefault(node.block.row, []).append(node)
    return [
        _Row(
            number,
            sorted(cells, key=lambda node: node.block.column),
            min(node.block.start for node in cells),
            max(node.block.end for node in cells),
        )
        for number, cells in sorted(by_number.items())
    ]


class _Grid:
    """Which places of the rows that are shown are taken by cells from above.

    Args:
        rows: That are shown, in order.
    """

    def __init__(self, rows: Sequence[_Row]) -> None:
        self._rows = rows
        self._numbers = [row.number for row in rows]
        reaches = (max(n.block.row + n.block.row_span for n in r.cells) for r in rows)
        self._reach = list(accumulate(reaches, max))
        self._filled: dict[int, int] = {}

    def is_crossed(self, index: int) -> bool:
        """Whether a cell of a row above reaches over the top of a row."""
        return index > 0 and self._reach[index - 1] > self._numbers[index]

    def head(self) -> int:
        """Return how many rows at the top only name columns; one is left at least."""
        head = 0
        while head < len(self._rows) - 1 and all(
            node.block.is_header for node in self._rows[head].cells
        ):
            head += 1
        return 0 if self.is_crossed(head) else head

    def span(self, cell: Block) -> int:
        """Return how many of the rows that are shown a cell fills."""
        if cell.row_span == 1:
            return 1
        first = bisect_left(self._numbers, cell.row)
        return bisect_left(self._numbers, cell.row + cell.row_span) - first

    def gap(self, row: int, first: int, last: int) -> int:
        """Return how many places from one column to another are free in a row."""
        return sum(1 for c in range(first, last) if self._filled.get(c, 0) <= row)

    def fill(self, cell: Block) -> None:
        """Take the places of a cell."""
        last = min(cell.column + cell.column_span, _MOST_COLUMNS)
        for column in range(cell.column, last):
            self._filled[column] = cell.row + cell.row_span


def _row(
    row: _Row, grid: _Grid, *, is_head: bool, sign: Markup, body_of: _Body
) -> Markup:
    pieces = [Markup("<tr>")]
    column = 0
    for place, node in enumerate(row.cells):
        cell = node.block
        pieces += [Markup("<td></td>")] * grid.gap(row.number, column, cell.column)
        column = cell.column + cell.column_span
        grid.fill(cell)
        body = body_of(node) + (sign if place == len(row.cells) - 1 else Markup(""))
        pieces.append(_cell(cell, grid.span(cell), body, is_head=is_head))
    return Markup("").join([*pieces, Markup("</tr>")])


def _cell(cell: Block, rows: int, body: Markup, *, is_head: bool) -> Markup:
    name, scope = ("th", "") if cell.is_header else ("td", "")
    if cell.is_header:
        is_row = not is_head and cell.column == 0
        scope = ' scope="row"' if is_row else ' scope="col"'
    spans = f' rowspan="{min(rows, _MOST_SPAN)}"' if rows > 1 else ""
    if cell.column_span > 1:
        spans += f' colspan="{min(cell.column_span, _MOST_SPAN)}"'
    # Names and numbers of ours only.
    opening = Markup(f"<{name}{scope}{spans}>")  # noqa: S704
    return opening + body + Markup(f"</{name}>")  # noqa: S704
