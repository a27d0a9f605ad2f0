"""Texts of charts and diagrams of Word and PowerPoint, from their own parts.

A chart keeps the names and values it was drawn from: they become a table, a row a
category. A diagram (SmartArt) keeps its words as paragraphs.
"""

from collections.abc import Iterator

from lxml import etree

from ingest.readers.block_text import BlockText
from ontology.structure import BlockKind

__all__ = ["diagram_words", "plain_number", "write_chart", "write_table"]

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_MOST_POINTS = 10_000
_MOST_SERIES = 200


def write_chart(root: etree._Element, blocks: BlockText) -> bool:
    """Write the texts of a chart; return whether there are any.

    Args:
        root: Of a chart part, of the kind of 2006 or of 2014.
        blocks: Written to.

    Raises:
        TooLarge: If the text grows beyond the limit of ``blocks``.
    """
    before = len(blocks.text())
    for number, title in enumerate(_titles(root)):
        blocks.add(title, kind=BlockKind.CAPTION, is_tight=number > 0)
    if root.tag == f"{_C}chartSpace":
        rows = list(_rows(root))
    else:
        rows = [[_words(point)] for point in list(root.iter("{*}pt"))[:_MOST_POINTS]]
    write_table(rows, blocks)
    return len(blocks.text()) > before


def write_table(rows: list[list[str]], blocks: BlockText) -> None:
    """Write a table whose first row and column name the others.

    Raises:
        TooLarge: If the text grows beyond the limit of ``blocks``.
    """
    table = []
    for number, row in enumerate(rows):
        cells = []
        for column, words in enumerate(row):
            is_header = len(rows) > 1 and (number == 0 or column == 0)
            cell = blocks.cell(is_header=is_header)
            cell.text.add(words)
            cells.append(cell)
        table.append(cells)
    blocks.add_table(table)


def plain_number(text: str) -> str:
    """Return a number as people write it; other text as it is.

    >>> plain_number("4.2999999999999998")
    '4.3'
    """
    try:
        return f"{float(text):.15g}" if len(text) > 15 and "." in text else text
    except ValueError:
        return text


def diagram_words(root: etree._Element) -> Iterator[str]:
    """Yield the paragraphs of the data of a diagram that say something."""
    for paragraph in root.iter(f"{_A}p"):
        if words := _words(paragraph):
            yield words


def _titles(root: etree._Element) -> Iterator[str]:
    """Yield every text that was typed into the chart: titles, axes, labels."""
    for paragraph in root.iter(f"{_A}p"):
        if words := _words(paragraph):
            yield words
    for title in root.iter(f"{_C}title"):
        for value in title.iter(f"{_C}v"):
            yield (value.text or "").strip()


def _words(element: etree._Element) -> str:
    texts = (
        piece.text or "" for piece in element.iter(f"{_A}t") if piece.text is not None
    )
    words = "".join(texts).strip()
    if not words and element.tag != f"{_A}p":
        words = " ".join("".join(element.itertext()).split())
    return words


def _rows(root: etree._Element) -> Iterator[list[str]]:
    series = list(root.iter(f"{_C}ser"))[:_MOST_SERIES]
    names: list[str] = []
    columns: list[dict[int, str]] = []
    categories: dict[int, str] = {}
    for one in series:
        for tag in ("cat", "xVal"):
            categories = categories or _points(one.find(f"{_C}{tag}"))
        for tag in ("val", "yVal", "bubbleSize"):
            if values := _points(one.find(f"{_C}{tag}")):
                columns.append(values)
                name = one.find(f"{_C}tx")
                names.append(" ".join(_points(name).values()) or _own_value(name))
    if any(names):
        yield ["", *names]
    indexes = sorted({*categories, *(at for column in columns for at in column)})
    for at in indexes[:_MOST_POINTS]:
        yield [categories.get(at, ""), *(column.get(at, "") for column in columns)]


def _own_value(name: etree._Element | None) -> str:
    value = None if name is None else name.find(f"{_C}v")
    return "" if value is None else (value.text or "").strip()


def _points(element: etree._Element | None) -> dict[int, str]:
    """Return the values of a series; of nested categories, all levels together."""
    points: dict[int, str] = {}
    for point in () if element is None else element.iter(f"{_C}pt"):
        at, value = point.get("idx") or "", point.find(f"{_C}v")
        if value is None or not at.isdecimal() or len(points) >= _MOST_POINTS:
            continue
        text = plain_number((value.text or "").strip())
        known = points.get(int(at))
        points[int(at)] = f"{text} {known}" if known else text
    return points
