"""Excel workbooks (XLSX, XLSM, XLTX): each sheet a heading and a table.

Hidden sheets, rows and columns are counted and never published, comments too; text
boxes and charts stand behind the table of their sheet. Macros are not looked at. The
binary kind (XLSB) is left to the library of old formats.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.losses import LossCount, merged
from ingest.read_text import ReadingRequest, ReadPage, ReadText
from ingest.readers.block_text import BlockText, Cell
from ingest.readers.office.office_archive import local_name, nothing_read
from ingest.readers.office.office_charts import write_chart
from ingest.readers.office.office_package import OfficePackage
from ingest.readers.office.office_properties import stated
from ingest.readers.old_office import read_old_office
from ingest.readers.sheets.excel_values import CellValues, S
from ontology.structure import BlockKind, Loss, LossKind

__all__ = ["read_workbook"]

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MOST_CELLS = 100_000
"""Beyond, the rows of a sheet are lines of text and no longer cells."""

_MOST_COLUMNS = 16_384
_WIDEST_GAP = 100
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_CODES = re.compile(r'&"[^"]*"|&[0-9]+|&K[0-9A-F]{6}|&[A-Z]')
_YES = {"1", "true"}


def read_workbook(content: bytes, request: ReadingRequest) -> ReadText:
    """Read an Excel workbook.

    Raises:
        EncryptedContent: If a password is needed.
        MalformedContent: If it is no workbook.
        NoText: If no sheet holds text.
        TooLarge: If it unpacks to more than allowed or has too many characters.
        UnsupportedContent: If it is of the binary kind and its library is missing.
    """
    package = OfficePackage(content, request.limits)
    if any(name.endswith(".bin") for name in package.targets("", "officeDocument")):
        return read_old_office(content, request)
    part, root = package.main_part("xl/workbook.xml")
    book = _Workbook(package, part, root, request.limits.characters)
    book.write()
    text = book.blocks.text()
    if not text:
        raise nothing_read(book.losses, "aucun texte dans ce classeur")
    page = ReadPage(
        text,
        "xlsx",
        blocks=tuple(book.blocks.blocks),
        furniture=tuple(book.furniture),
    )
    return ReadText(
        pages=(page,),
        is_final=True,
        found=tuple(stated(package, "XLSX")),
        sections=tuple(book.blocks.sections),
        losses=book.losses,
    )


@dataclass(slots=True)
class _Sheet:
    """The cells of a sheet that are shown: text and spans by row and column."""

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


class _Workbook:
    def __init__(
        self, package: OfficePackage, part: str, root: etree._Element, limit: int
    ) -> None:
        self.blocks = BlockText(limit)
        self.furniture: dict[str, None] = {}
        self._package = package
        self._part = part
        self._root = root
        self._lost = LossCount()
        properties = root.find(f"{S}workbookPr")
        self._values = CellValues(
            next(package.trees(part, "sharedStrings"), None),
            next(package.trees(part, "styles"), None),
            is_1904=properties is not None and properties.get("date1904") in _YES,
        )
        self._cells = 0

    def write(self) -> None:
        relations = self._package.relations(self._part)
        for element in self._root.iterfind(f"{S}sheets/{S}sheet"):
            relation = relations.get(element.get(f"{_R}id") or "")
            root = None if relation is None else self._package.tree(relation.target)
            if relation is None or root is None:
                continue
            sheet = self._read(root)
            if (element.get("state") or "visible") != "visible":
                texts = (text for row in sheet.rows.values() for text in row.values())
                self._lost.add(LossKind.HIDDEN_TEXT, sum(map(len, texts)))
                continue
            drawings = list(self._package.trees(relation.target, "drawing"))
            if sheet.rows or any(map(_says_something, drawings)):
                self.blocks.add_heading(element.get("name") or "", 1)
            self._write_sheet(sheet)
            for drawing in self._package.targets(relation.target, "drawing"):
                self._write_drawing(drawing)
            self._count_left_out(relation.target, root)
            self._note_furniture(root)

    @property
    def losses(self) -> tuple[Loss, ...]:
        return merged((*self._lost.losses, *self._package.losses))

    def _read(self, root: etree._Element) -> _Sheet:
        sheet = _Sheet()
        hidden = set(_hidden_columns(root))
        for position, row in enumerate(root.iterfind(f"{S}sheetData/{S}row")):
            stated = row.get("r") or ""
            number = int(stated) if stated.isdecimal() and len(stated) < 9 else position
            is_hidden = row.get("hidden") in _YES
            column = -1
            for cell in row.iterchildren(f"{S}c"):
                address = _ADDRESS.fullmatch(cell.get("r") or "")
                column = _column(address[1]) if address else column + 1
                text = self._values.of(cell)
                if not text.strip():
                    continue
                if is_hidden or column in hidden:
                    self._lost.add(LossKind.HIDDEN_TEXT, len(text))
                else:
                    sheet.rows.setdefault(number, {})[column] = text
        for one in root.iterfind(f"{S}mergeCells/{S}mergeCell"):
            ends = _ADDRESS.findall(one.get("ref") or "")
            if len(ends) == 2:
                (left, top), (right, bottom) = ends
                spans = (
                    int(bottom) - int(top) + 1,
                    _column(right) - _column(left) + 1,
                )
                sheet.spans[int(top), _column(left)] = spans
        return sheet

    def _write_sheet(self, sheet: _Sheet) -> None:
        table: list[list[Cell]] = []
        covered: set[tuple[int, int]] = set()
        before: int | None = None
        for number, row in sorted(sheet.rows.items()):
            self._cells += max(row) + 1
            if self._cells > _MOST_CELLS:
                self.blocks.add_table(table)
                table = []
                words = (" ".join(text.split()) for _, text in sorted(row.items()))
                self.blocks.add(" ; ".join(words), is_tight=True)
                continue
            gap = 0 if before is None else min(number - before - 1, _WIDEST_GAP)
            table += [[] for _ in range(gap)]
            table.append(list(self._row(number, row, sheet, covered)))
            before = number
        self.blocks.add_table(table)

    def _row(
        self,
        number: int,
        row: dict[int, str],
        sheet: _Sheet,
        covered: set[tuple[int, int]],
    ) -> Iterator[Cell]:
        for column in range(max(row) + 1):
            if (number, column) in covered:
                continue
            rows, columns = sheet.spans.get((number, column), (1, 1))
            rows, columns = min(rows, 1_000), min(columns, 1_000)
            if rows * columns <= _MOST_CELLS:
                covered.update(
                    (number + down, column + right)
                    for down in range(rows)
                    for right in range(columns)
                )
            cell = self.blocks.cell(row_span=rows, column_span=columns)
            cell.text.add(row.get(column, ""))
            yield cell

    def _write_drawing(self, part: str) -> None:
        """Write text boxes and charts beside the cells, and what pictures show."""
        root = self._package.tree(part)
        for element in () if root is None else root.iter():
            name = local_name(element)
            if name == "cNvPr" and element.get("descr"):
                text = element.get("descr")
                self.blocks.add(text, kind=BlockKind.ALTERNATIVE_TEXT)
            elif element.tag == f"{_A}p":
                self.blocks.add("".join(t.text or "" for t in element.iter(f"{_A}t")))
            elif element.tag == f"{_C}chart":
                self._write_chart(part, element.get(f"{_R}id") or "")

    def _write_chart(self, part: str, identifier: str) -> None:
        relation = self._package.relations(part).get(identifier)
        if (
            relation is None
            or relation.is_external
            or not write_chart(self._package, relation.target, self.blocks)
        ):
            self._lost.add(LossKind.CHART)

    def _count_left_out(self, sheet: str, element: etree._Element) -> None:
        # The same object may stand twice, for older programs.
        objects = {one.get("shapeId") for one in element.iter(f"{S}oleObject")}
        self._lost.add(LossKind.EMBEDDED_OBJECT, len(objects))
        for root in self._package.trees(sheet, "comments"):
            self._lost.add(LossKind.COMMENT, sum(1 for _ in root.iter(f"{S}comment")))

    def _note_furniture(self, root: etree._Element) -> None:
        for element in root.iterfind(f"{S}headerFooter/*"):
            line = " ".join(_CODES.sub(" ", element.text or "").split())
            if line:
                self.furniture[line] = None


def _says_something(drawing: etree._Element) -> bool:
    return next(drawing.iter(f"{_A}t", f"{_C}chart"), None) is not None


def _column(letters: str) -> int:
    """Return the number of a column, from 0.

    >>> _column("A"), _column("AA")
    (0, 26)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return min(number, _MOST_COLUMNS) - 1


def _hidden_columns(root: etree._Element) -> Iterator[int]:
    for element in root.iterfind(f"{S}cols/{S}col"):
        if element.get("hidden") in _YES:
            first, last = element.get("min") or "", element.get("max") or ""
            if first.isdecimal() and last.isdecimal():
                end = min(int(last), _MOST_COLUMNS)
                yield from range(int(first) - 1, end)
