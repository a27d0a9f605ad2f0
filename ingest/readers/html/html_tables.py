"""Which tables of HTML hold data, and which only place boxes on a page."""

from typing import Final

from lxml.html import HtmlElement

from ingest.readers.html.html_visibility import tag_of, words_of

__all__ = ["is_layout"]

_LONG_CELL: Final = 1_500
_STATED: Final = frozenset({"presentation", "none"})


def is_layout(table: HtmlElement) -> bool:
    """Whether a table only places boxes: its rows are blocks, not data.

    That is stated (``role``), or seen: one column, headings of the document or long
    texts in cells; never with header cells or a caption.
    """
    if not _STATED.isdisjoint(words_of(table.get("role"))):
        return True
    own = [one for one in table.iter("td", "th", "caption") if _table_of(one) is table]
    if any(tag_of(one) in ("th", "caption") for one in own):
        return False
    rows: dict[HtmlElement, int] = {}
    for cell in own:
        row = cell.getparent()
        rows[row] = rows.get(row, 0) + 1
    if max(rows.values(), default=0) <= 1 and len(rows) > 0:
        return True
    return any(
        cell.find(".//h1") is not None
        or cell.find(".//h2") is not None
        or _length(cell) > _LONG_CELL
        for cell in own
    )


def _table_of(element: HtmlElement) -> HtmlElement | None:
    return next(element.iterancestors("table"), None)


def _length(cell: HtmlElement) -> int:
    return sum(len(piece) for piece in cell.itertext())
