"""Texts of charts and diagrams of Word and PowerPoint, from their own parts.

A chart keeps the names and values it was drawn from: they become a table, a row a
category; series with other names than those before begin a table of their own. A
diagram (SmartArt) keeps its words as paragraphs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from ingest.readers.block_text import BlockText
from ingest.readers.office.office_package import OfficePackage
from ontology.structure import BlockKind

__all__ = ["plain_number", "write_chart", "write_diagram", "write_table"]

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_C15 = "http://schemas.microsoft.com/office/drawing/2012/chart"
_MOST_POINTS = 10_000
_MOST_SERIES = 200


def write_chart(package: OfficePackage, part: str, blocks: BlockText) -> bool:
    """Write the texts of a chart; return whether all were written and there are any.

    Args:
        package: The file.
        part: Name of a chart, of the kind of 2006 or of 2014.
        blocks: Written to.

    Raises:
        TooLarge: If the text grows beyond the limit of ``blocks``.
    """
    root = package.tree(part)
    if root is None:
        return False
    before = len(blocks.text())
    for number, title in enumerate(_titles(root)):
        blocks.add(title, kind=BlockKind.CAPTION, is_tight=number > 0)
    is_old = root.tag == f"{_C}chartSpace"
    series = list(_series(root) if is_old else _series_of_2014(root))
    for table in _tables(series[:_MOST_SERIES]):
        write_table(table, blocks)
    # Text boxes that were drawn upon the chart.
    for drawn in package.trees(part, "chartUserShapes"):
        for words in _paragraphs(drawn):
            blocks.add(words, kind=BlockKind.CAPTION, is_tight=True)
    is_whole = len(series) <= _MOST_SERIES and all(
        len(one.names) <= _MOST_POINTS and len(one.values) <= _MOST_POINTS
        for one in series
    )
    return is_whole and len(blocks.text()) > before


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


def write_diagram(package: OfficePackage, part: str, blocks: BlockText) -> bool:
    """Write the paragraphs of the data of a diagram; return whether it was found.

    Args:
        package: The file.
        part: Name of the data.
        blocks: Written to.

    Raises:
        TooLarge: If the text grows beyond the limit of ``blocks``.
    """
    root = package.tree(part)
    if root is None:
        return False
    for number, words in enumerate(_paragraphs(root)):
        blocks.add(words, is_tight=number > 0)
    return True


def _titles(root: etree._Element) -> Iterator[str]:
    """Yield every text that was typed into the chart: titles, axes, labels."""
    yield from _paragraphs(root)
    for title in root.iter(f"{_C}title"):
        for value in title.iter(f"{_C}v"):
            yield (value.text or "").strip()
    for name in root.iterfind(f".//{_C}trendline/{_C}name"):
        yield (name.text or "").strip()


def _paragraphs(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(f"{_A}p"):
        if words := _words(paragraph):
            yield words


def _words(paragraph: etree._Element) -> str:
    return "".join(piece.text or "" for piece in paragraph.iter(f"{_A}t")).strip()


@dataclass(slots=True)
class _Series:
    """A row or curve of a chart.

    Attributes:
        label: Its name.
        names: Of its points, by their number: categories, or places on the axis.
        values: Of its points, by their number.
    """

    label: str
    names: dict[int, str]
    values: dict[int, str]


def _series(root: etree._Element) -> Iterator[_Series]:
    for one in root.iter(f"{_C}ser"):
        names = _points(one.find(f"{_C}cat")) or _points(one.find(f"{_C}xVal"))
        name = one.find(f"{_C}tx")
        label = " ".join(_points(name).values()) or _own_value(name)
        tags = ("val", "yVal", "bubbleSize")
        columns = [_points(one.find(f"{_C}{tag}")) for tag in tags]
        for values in filter(None, columns):
            yield _Series(label, names, values)
        if names and not any(columns):
            yield _Series(label, names, {})
        # Words of cells that stand beside the points as their labels.
        if labels := _points(one.find(f".//{{{_C15}}}datalabelsRange")):
            yield _Series("", names, labels)


def _series_of_2014(root: etree._Element) -> Iterator[_Series]:
    """Yield the series of a chart of the kind of 2014 (treemap, funnel, box …)."""
    data = {one.get("id"): one for one in root.iter("{*}data")}
    stated = list(root.iter("{*}series"))
    called: set[str | None] = set()
    for one in stated:
        reference = one.find("{*}dataId")
        number = None if reference is None else reference.get("val")
        name = one.find("{*}tx/{*}txData/{*}v")
        label = "" if name is None else (name.text or "").strip()
        if number in data:
            called.add(number)
            yield from _dimensions(data[number], label)
    for number, unused in data.items():
        if number not in called:
            yield from _dimensions(unused, "")


def _dimensions(data: etree._Element, label: str) -> Iterator[_Series]:
    names: dict[int, str] = {}
    for words in data.iter("{*}strDim"):
        names = names or _points(words)
    numbers = [_points(one) for one in data.iter("{*}numDim")]
    for values in numbers or [{}]:
        yield _Series(label, names, values)


def _tables(series: Sequence[_Series]) -> Iterator[list[list[str]]]:
    """Yield a table for each run of series whose points have the same names.

    Most series of a chart share their names, which the first states, often alone.
    """
    run: list[_Series] = []
    for one in series:
        if run and not one.names.items() <= run[0].names.items():
            yield list(_rows(run))
            run = []
        run.append(one)
    if run:
        yield list(_rows(run))


def _rows(run: Sequence[_Series]) -> Iterator[list[str]]:
    names = run[0].names
    run = [one for one in run if one.label or one.values]
    if any(one.label for one in run):
        yield ["", *(one.label for one in run)]
    indexes = sorted({*names, *(at for one in run for at in one.values)})
    for at in indexes[:_MOST_POINTS]:
        yield [names.get(at, ""), *(one.values.get(at, "") for one in run)]


def _own_value(name: etree._Element | None) -> str:
    value = None if name is None else name.find(f"{_C}v")
    return "" if value is None else (value.text or "").strip()


def _points(element: etree._Element | None) -> dict[int, str]:
    """Return the values of a series; of nested categories, all levels together.

    One more than are written, so that it is seen that there are more.
    """
    points: dict[int, str] = {}
    for point in () if element is None else element.iter("{*}pt"):
        at, value = point.get("idx") or "", point.find(f"{_C}v")
        stated = point if value is None else value
        if not at.isdecimal() or len(points) > _MOST_POINTS:
            continue
        text = plain_number("".join(stated.itertext()).strip())
        known = points.get(int(at))
        points[int(at)] = f"{text} {known}" if known else text
    return points
