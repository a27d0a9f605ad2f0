"""The rows and cells of a Word table before they are written.

Word merges cells downwards by marking each of them (``vMerge``); the first one then
fills several rows. Deleted rows and cells and hidden rows are left out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.readers.word.word_runs import FALLBACK
from ingest.readers.word.word_styles import W, is_on, value

__all__ = ["RowCell", "table_rows"]

_WRAPPERS = {
    f"{W}{tag}"
    for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice",
}  # fmt: skip
_GONE = {f"{W}del", f"{W}moveFrom"}
_MOST_COLUMNS = 1_000


@dataclass(slots=True)
class RowCell:
    """A cell that will be written.

    Attributes:
        elements: Its own element, and those of the cells that it swallows.
        column_span: Columns it fills.
        row_span: Rows it fills.
        is_header: Whether it stands in a row that is repeated on each page.
    """

    elements: list[etree._Element]
    column_span: int = 1
    row_span: int = 1
    is_header: bool = False


LeaveOut = Callable[[etree._Element], None]


def table_rows(table: etree._Element, leave_out: LeaveOut) -> list[list[RowCell]]:
    """Return the rows of a table, cells that are filled from above left out.

    Args:
        table: A ``w:tbl``.
        leave_out: Told what is deleted or hidden.
    """
    rows: list[list[RowCell]] = []
    open_cells: dict[int, RowCell] = {}
    is_head = True
    for row in _inside(table, f"{W}tr", leave_out):
        if _is_gone(row, "trPr", ("del", "hidden")):
            leave_out(row)
            continue
        is_head = is_head and is_on(row.find(f"{W}trPr/{W}tblHeader"))
        rows.append(list(_cells(row, open_cells, leave_out, is_head=is_head)))
    return rows


def _cells(
    row: etree._Element,
    open_cells: dict[int, RowCell],
    leave_out: LeaveOut,
    *,
    is_head: bool,
) -> Iterator[RowCell]:
    column = _number(value(row, "trPr/gridBefore"))
    if column:
        yield RowCell([], column_span=column, is_header=is_head)
    previous: RowCell | None = None
    for element in _inside(row, f"{W}tc", leave_out):
        if _is_gone(element, "tcPr", ("cellDel",)):
            leave_out(element)
            continue
        span = max(1, _number(value(element, "tcPr/gridSpan")))
        merge = element.find(f"{W}tcPr/{W}vMerge")
        above = open_cells.get(column)
        if _goes_on(element, "hMerge") and previous is not None:
            previous.elements.append(element)
            previous.column_span += span
        elif _goes_on(element, "vMerge") and above is not None:
            above.elements.append(element)
            above.row_span += 1
            previous = above
        else:
            previous = RowCell([element], column_span=span, is_header=is_head)
            open_cells.pop(column, None)
            if merge is not None:
                open_cells[column] = previous
            yield previous
        column = min(column + span, _MOST_COLUMNS)


def _inside(
    parent: etree._Element, tag: str, leave_out: LeaveOut
) -> Iterator[etree._Element]:
    """Yield rows or cells, also those inside content controls and insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _GONE:
            leave_out(child)
        elif child.tag in _WRAPPERS and child.tag != FALLBACK:
            yield from _inside(child, tag, leave_out)


def _goes_on(cell: etree._Element, direction: str) -> bool:
    merge = cell.find(f"{W}tcPr/{W}{direction}")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _is_gone(element: etree._Element, properties: str, marks: tuple[str, ...]) -> bool:
    return any(is_on(element.find(f"{W}{properties}/{W}{mark}")) for mark in marks)


def _number(text: str) -> int:
    return min(int(text), _MOST_COLUMNS) if text.isdecimal() and len(text) < 9 else 0
