"""The rows and cells of an OpenDocument table or sheet before they are written.

A sheet states its empty rows and columns by a number, often of millions: what is
repeated and empty at the end is left out, what holds text is repeated within bounds.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.readers.office.office_archive import local_name
from ingest.readers.opendocument.opendocument_file import TABLE

__all__ = ["TableCell", "table_rows"]

_GROUPS = {
    "table-row-group", "table-rows", "table-header-rows", "table-header-columns",
    "soft-page-break",
}  # fmt: skip
_MOST_REPEATED = 1_000


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell that will be written.

    Attributes:
        element: Of the file, or None for one that is empty.
        column_span: Columns it fills.
        row_span: Rows it fills.
        is_header: Whether it stands in a row that is repeated on each page.
    """

    element: etree._Element | None
    column_span: int = 1
    row_span: int = 1
    is_header: bool = False


LeaveOut = Callable[[etree._Element], None]


def table_rows(table: etree._Element, leave_out: LeaveOut) -> Iterator[list[TableCell]]:
    """Yield the rows of a table, cells that others cover left out.

    Args:
        table: A ``table:table``.
        leave_out: Told what is hidden or covered.
    """
    pending = 0
    for row, is_header in _rows(table, is_header=False):
        if row.get(f"{TABLE}visibility") in ("collapse", "filter"):
            leave_out(row)
            continue
        cells = list(_cells(row, leave_out, is_header=is_header))
        times = _number(row, "number-rows-repeated")
        if any(cell.element is not None for cell in cells):
            yield from ([] for _ in range(min(pending, _MOST_REPEATED)))
            pending = 0
            yield from (list(cells) for _ in range(times))
        else:
            # A row whose cells are all filled from above has its number too.
            pending += times


def _rows(
    parent: etree._Element, *, is_header: bool
) -> Iterator[tuple[etree._Element, bool]]:
    for child in parent:
        name = local_name(child)
        if name == "table-row":
            yield child, is_header
        elif name in _GROUPS:
            inside = is_header or name == "table-header-rows"
            yield from _rows(child, is_header=inside)


def _cells(
    row: etree._Element, leave_out: LeaveOut, *, is_header: bool
) -> Iterator[TableCell]:
    pending = 0
    for element in row:
        name = local_name(element)
        if name == "covered-table-cell":
            leave_out(element)
        if name != "table-cell":
            continue
        times = _number(element, "number-columns-repeated")
        columns = _number(element, "number-columns-spanned")
        rows = _number(element, "number-rows-spanned")
        if not len(element) and columns == rows == 1:
            pending += times
            continue
        yield from (TableCell(None) for _ in range(min(pending, _MOST_REPEATED)))
        pending = 0
        yield from (TableCell(element, columns, rows, is_header) for _ in range(times))


def _number(element: etree._Element, name: str) -> int:
    text = element.get(f"{TABLE}{name}") or "1"
    is_number = text.isdecimal() and len(text) < 9
    return max(1, min(int(text), _MOST_REPEATED)) if is_number else 1
