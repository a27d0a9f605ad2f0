"""Write the shapes of a slide: texts, lists, tables, groups, charts, diagrams."""

from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from ingest.losses import LossCount
from ingest.readers.block_text import BlockText
from ingest.readers.office.list_numbers import bullet, written
from ingest.readers.office.office_archive import local_name
from ingest.readers.office.office_charts import write_chart, write_diagram
from ingest.readers.office.office_math import formula_text
from ingest.readers.office.office_package import OfficePackage
from ontology.structure import BlockKind, LossKind

__all__ = ["P", "SlideShapes", "letters_in"]

A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DEEPEST = 40
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bmp", ".tif", ".svg")
_FORMS = {
    "alphaLc": "a",
    "alphaUc": "A",
    "romanLc": "i",
    "romanUc": "I",
    "arabic": "1",
}
_AROUND = {
    "Period": ("", "."),
    "ParenR": ("", ")"),
    "ParenBoth": ("(", ")"),
    "Plain": ("", ""),
    "Minus": ("- ", " -"),
}


class SlideShapes:
    """Writes the shapes of one slide.

    Args:
        package: The file.
        part: Name of the slide.
        blocks: Written to.
        lost: Counts what is left out.
    """

    def __init__(
        self,
        package: OfficePackage,
        part: str,
        blocks: BlockText,
        lost: LossCount,
    ) -> None:
        self.blocks = blocks
        self._package = package
        self._part = part
        self._lost = lost
        self._numbers: dict[int, tuple[str, int]] = {}

    def write(self, tree: etree._Element) -> None:
        """Write the title of a tree of shapes, then the others in their order.

        Raises:
            TooLarge: If the text grows beyond the limit.
        """
        title = next(filter(_is_title, tree.iter(f"{P}sp")), None)
        if title is not None and not _is_hidden(title):
            words = " ".join(self._words(p) for p in title.iter(f"{A}p"))
            self.blocks.add_heading(words, 1)
        for shape in tree:
            self._shape(shape, title, 0)

    def _shape(
        self, shape: etree._Element, title: etree._Element | None, depth: int
    ) -> None:
        if depth > _DEEPEST:
            self._lost.add(LossKind.DEPTH)
        elif _is_hidden(shape):
            self._lost.add(LossKind.HIDDEN_TEXT, letters_in(shape))
        else:
            self._shown_shape(shape, title, depth)

    def _shown_shape(
        self, shape: etree._Element, title: etree._Element | None, depth: int
    ) -> None:
        if shape.tag == f"{_MC}AlternateContent":
            best = next((child for child in shape if len(child)), None)
            for inner in () if best is None else best:
                self._shape(inner, title, depth + 1)
        elif shape.tag == f"{P}grpSp":
            self._alternative(shape)
            for inner in shape:
                self._shape(inner, title, depth + 1)
        elif shape.tag == f"{P}graphicFrame":
            self._alternative(shape)
            self._graphic(shape)
        elif shape.tag in (f"{P}sp", f"{P}cxnSp", f"{P}pic"):
            self._alternative(shape)
            bodies = () if shape is title else shape.iterchildren(f"{P}txBody")
            for body in bodies:
                self._paragraphs(body)

    def _alternative(self, shape: etree._Element) -> None:
        """Write what is said about a picture; the name of its file is no saying."""
        properties = _properties(shape)
        text = "" if properties is None else properties.get("descr") or ""
        text = text or ("" if properties is None else properties.get("title") or "")
        if not text.strip().lower().endswith(_PICTURES):
            self.blocks.add(text, kind=BlockKind.ALTERNATIVE_TEXT)

    def _paragraphs(self, body: etree._Element) -> None:
        self._numbers.clear()
        for number, paragraph in enumerate(body.iterchildren(f"{A}p")):
            words = self._words(paragraph)
            properties = paragraph.find(f"{A}pPr")
            stated = "" if properties is None else properties.get("lvl") or ""
            level = int(stated) if stated in set("12345678") else 0
            mark = self._mark(properties, level) if words.strip() else None
            if mark:
                self.blocks.add_item(words, mark=mark, depth=level + 1)
            else:
                self.blocks.add(words, is_tight=number > 0)

    def _mark(self, properties: etree._Element | None, level: int) -> str | None:
        """Return how a paragraph is marked by itself, None where it is not."""
        if properties is None:
            return None
        for deeper in [each for each in self._numbers if each > level]:
            del self._numbers[deeper]
        character = properties.find(f"{A}buChar")
        if character is not None:
            return bullet(character.get("char") or "")
        automatic = properties.find(f"{A}buAutoNum")
        if automatic is None:
            self._numbers.pop(level, None)
            return None
        kind = automatic.get("type") or "arabicPeriod"
        start = automatic.get("startAt") or ""
        before, count = self._numbers.get(level, ("", 0))
        first = int(start) if start.isdecimal() and len(start) < 6 else 1
        count = count + 1 if before == kind else first
        self._numbers[level] = kind, count
        for name, form in _FORMS.items():
            if kind.startswith(name):
                around = _AROUND.get(kind.removeprefix(name), ("", "."))
                return written(count, form).join(around)
        return f"{count}."

    def _words(self, paragraph: etree._Element) -> str:
        return "".join(self._pieces(paragraph))

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            if child.tag == f"{A}t":
                yield (child.text or "").replace("\v", "\n")
            elif child.tag == f"{A}br":
                yield "\n"
            elif child.tag == f"{_M}oMath":
                yield formula_text(child)
            elif child.tag == f"{_MC}AlternateContent":
                best = next((each for each in child if len(each)), None)
                yield from () if best is None else self._pieces(best)
            elif not str(child.tag).endswith("Pr"):
                yield from self._pieces(child)

    def _graphic(self, frame: etree._Element) -> None:
        for item in frame.iterfind(f"{A}graphic/{A}graphicData/*"):
            name = local_name(item)
            if name == "tbl":
                self._table(item)
            elif name == "chart":
                self._drawn(write_chart, item.get(f"{_R}id") or "")
            elif item.tag == f"{_DIAGRAM}relIds":
                self._drawn(write_diagram, item.get(f"{_R}dm") or "")
            elif next(frame.iter(f"{P}oleObj"), None) is not None:
                self._lost.add(LossKind.EMBEDDED_OBJECT)

    def _table(self, table: etree._Element) -> None:
        properties = table.find(f"{A}tblPr")
        has_head = properties is not None and properties.get("firstRow") in _YES
        rows = []
        for number, row in enumerate(table.iterchildren(f"{A}tr")):
            cells = []
            for element in row.iterchildren(f"{A}tc"):
                if element.get("hMerge") in _YES or element.get("vMerge") in _YES:
                    continue
                cell = self.blocks.cell(
                    row_span=_span(element, "rowSpan"),
                    column_span=_span(element, "gridSpan"),
                    is_header=has_head and number == 0,
                )
                outer, self.blocks = self.blocks, cell.text
                for body in element.iterchildren(f"{A}txBody"):
                    self._paragraphs(body)
                self.blocks = outer
                cells.append(cell)
            rows.append(cells)
        self.blocks.add_table(rows)

    def _drawn(
        self, write: Callable[[OfficePackage, str, BlockText], bool], identifier: str
    ) -> None:
        """Write a chart or diagram by the name of its relation, or count it."""
        relation = self._package.relations(self._part).get(identifier)
        if (
            relation is None
            or relation.is_external
            or not write(self._package, relation.target, self.blocks)
        ):
            self._lost.add(LossKind.CHART)


_YES = {"1", "true"}


def letters_in(element: etree._Element) -> int:
    """Count the characters of text below an element."""
    return sum(len(piece.text or "") for piece in element.iter(f"{A}t"))


def _properties(shape: etree._Element) -> etree._Element | None:
    return next((c for e in shape for c in e.iterchildren(f"{P}cNvPr")), None)


def _is_hidden(shape: etree._Element) -> bool:
    properties = _properties(shape)
    return properties is not None and properties.get("hidden") in _YES


def _is_title(shape: etree._Element) -> bool:
    place = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
    return place is not None and place.get("type") in ("title", "ctrTitle")


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name) or ""
    return int(text) if text.isdecimal() and len(text) < 6 else 1
