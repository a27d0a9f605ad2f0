"""Write the body of an OpenDocument file: headings, lists, tables, shapes, notes."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from ingest.losses import merged
from ingest.read_text import Found
from ingest.readers.block_text import BlockText, Cell
from ingest.readers.office.office_archive import local_name
from ingest.readers.opendocument.opendocument_file import (
    CHART,
    DRAW,
    FORM,
    OFFICE,
    PRESENTATION,
    SVG,
    TABLE,
    TEXT,
    XLINK,
    OpenDocumentFile,
)
from ingest.readers.opendocument.opendocument_styles import (
    ListCount,
    OpenDocumentStyles,
)
from ingest.readers.opendocument.opendocument_tables import table_rows
from ingest.readers.opendocument.opendocument_words import OpenDocumentWords
from ontology.structure import BlockKind, Loss, LossKind

__all__ = ["OpenDocumentBody"]

_DEEPEST = 40
_MOST_CELLS = 100_000
"""Beyond, the rows of a sheet are lines of text and no longer cells."""

_INDEXES: Final = {
    "table-of-content": BlockKind.CONTENTS,
    "illustration-index": BlockKind.CONTENTS,
    "table-index": BlockKind.CONTENTS,
    "object-index": BlockKind.CONTENTS,
    "user-index": BlockKind.CONTENTS,
    "alphabetical-index": BlockKind.INDEX,
    "bibliography": BlockKind.BIBLIOGRAPHY,
}
_LISTS = {"list", "ordered-list", "unordered-list"}
_BODIES = ("note-body", "footnote-body", "endnote-body")


class OpenDocumentBody:
    """Writes one file.

    Args:
        file: The file.
        limit: Largest number of characters.
    """

    def __init__(self, file: OpenDocumentFile, limit: int) -> None:
        self.blocks = BlockText(limit)
        self.titles: list[Found] = []
        self.styles = OpenDocumentStyles(file)
        self.words = OpenDocumentWords(file, self.styles)
        self._file = file
        self._outline = ListCount(self.styles.outline)
        self._lists: dict[str, ListCount] = {}
        self._fields = dict(_form_fields(file.body))
        self._cells = 0
        self._noted = 0
        self._forms = {
            "h": self._heading,
            "p": self._paragraph,
            "list": self._list,
            "ordered-list": self._list,
            "unordered-list": self._list,
            "table": self._table,
            "sub-table": self._table,
            "section": self._section,
            "tracked-changes": self._leave_out,
            "annotation": self._comment,
            "forms": _nothing,
            "note": _nothing,
            "notes": _nothing,
            **dict.fromkeys(_INDEXES, self._index),
        }

    def walk(self, parent: etree._Element, depth: int = 0) -> None:
        """Write what stands in an element.

        Raises:
            TooLarge: If the text grows beyond the limit.
        """
        if depth > _DEEPEST:
            self.words.lost.add(LossKind.DEPTH)
            return
        for child in parent:
            if not isinstance(child.tag, str):
                continue
            form = self._forms.get(local_name(child))
            if form is not None:
                form(child, depth)
            elif child.tag.startswith(DRAW):
                self.shape(child, depth)
            else:
                self.walk(child, depth + 1)

    def write_notes(self) -> None:
        """Write the notes that were called since the last time."""
        while self._noted < len(self.words.notes):
            note = self.words.notes[self._noted]
            self._noted += 1
            pieces = []
            for body in note.iterchildren(*(f"{TEXT}{name}" for name in _BODIES)):
                paragraphs = body.iter(f"{TEXT}p", f"{TEXT}h")
                pieces += [self.words.of(paragraph) for paragraph in paragraphs]
            text = f"[{self._noted}] {' '.join(' '.join(pieces).split())}"
            label = str(self._noted)
            self.blocks.add(text, kind=BlockKind.NOTE, label=label)
            self._write_asides(0)

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What is not in the text."""
        return merged((*self.words.lost.losses, *self._file.losses))

    def _heading(self, heading: etree._Element, depth: int) -> None:
        level = _level(heading)
        words = self.words.of(heading)
        mark = self._printed_number(heading)
        style = heading.get(f"{TEXT}style-name") or ""
        is_counted = heading.get(f"{TEXT}is-list-header") != "true"
        if not mark and is_counted and self.styles.is_outlined(style):
            start = heading.get(f"{TEXT}start-value") or ""
            is_new = heading.get(f"{TEXT}restart-numbering") == "true"
            number = int(start) if start.isdecimal() and len(start) < 9 else None
            self._outline.next(level, number if is_new else None)
            mark = self._outline.mark(level)
        self.blocks.add_heading(f"{mark} {words}" if words.strip() else "", level)
        self._write_asides(depth)

    def _printed_number(self, element: etree._Element) -> str:
        number = element.find(f"{TEXT}number")
        return "" if number is None else "".join(number.itertext()).strip()

    def _paragraph(self, paragraph: etree._Element, depth: int) -> None:
        words = self.words.of(paragraph)
        formulae, self.words.formulae = self.words.formulae, []
        style = paragraph.get(f"{TEXT}style-name") or ""
        kind = BlockKind.PARAGRAPH
        if formulae and words.split() == " ".join(formulae).split():
            kind = BlockKind.FORMULA
        elif self.styles.is_caption(style):
            kind = BlockKind.CAPTION
        if self.styles.is_title(style) and words.strip():
            self.titles.append(Found("title", " ".join(words.split()), "style Title"))
        self.blocks.add(words, kind=kind)
        self._write_asides(depth)

    def _section(self, section: etree._Element, depth: int) -> None:
        is_hidden = section.get(f"{TEXT}is-hidden") == "true"
        if is_hidden or section.get(f"{TEXT}display") == "none":
            self.words.leave_out(section)
        else:
            self.walk(section, depth + 1)

    def _index(self, index: etree._Element, depth: int) -> None:
        with self.blocks.part(_INDEXES[local_name(index)]):
            for body in index.iterchildren(f"{TEXT}index-body"):
                self.walk(body, depth + 1)

    def _leave_out(self, element: etree._Element, _depth: int) -> None:
        self.words.leave_out(element)

    def _comment(self, _element: etree._Element, _depth: int) -> None:
        self.words.lost.add(LossKind.COMMENT)

    def _list(self, element: etree._Element, depth: int) -> None:
        name = element.get(f"{TEXT}style-name") or ""
        if not name:
            first = next(element.iter(f"{TEXT}p", f"{TEXT}h"), None)
            style = "" if first is None else first.get(f"{TEXT}style-name") or ""
            name = self.styles.list_of(style)
        count = self._count_of(element, name)
        self._items(element, count, 1, depth)

    def _count_of(self, element: etree._Element, name: str) -> ListCount:
        """Return the count of a list: its own, or that of the one it goes on."""
        before = element.get(f"{TEXT}continue-list")
        if before is None and element.get(f"{TEXT}continue-numbering") == "true":
            before = name
        count = self._lists.get(before or "")
        if count is None or not before:
            count = ListCount(self.styles.levels(name))
        identifier = element.get("{http://www.w3.org/XML/1998/namespace}id") or name
        self._lists[name] = self._lists[identifier] = count
        return count

    def _items(
        self, element: etree._Element, count: ListCount, level: int, depth: int
    ) -> None:
        own = self.styles.levels(element.get(f"{TEXT}style-name") or "")
        if own is not None:
            count.style = own
        for item in element:
            if not isinstance(item.tag, str):
                continue
            is_counted = item.tag == f"{TEXT}list-item"
            mark = self._printed_number(item)
            if is_counted:
                start = item.get(f"{TEXT}start-value") or ""
                is_number = start.isdecimal() and len(start) < 9
                count.next(level, int(start) if is_number else None)
                mark = mark or count.mark(level)
            self._item(item, mark, count, level, depth)

    def _item(
        self,
        item: etree._Element,
        mark: str,
        count: ListCount,
        level: int,
        depth: int,
    ) -> None:
        if depth + level > _DEEPEST:
            self.words.lost.add(LossKind.DEPTH)
            return
        for child in item:
            name = local_name(child)
            if name in _LISTS:
                self._items(child, count, level + 1, depth)
            elif name == "p" and child.tag == f"{TEXT}p":
                words = self.words.of(child)
                self.blocks.add_item(words, mark=mark, depth=level)
                mark = "" if words.strip() else mark
                self._write_asides(depth)
            elif name == "h":
                words = self.words.of(child)
                title = f"{mark} {words}" if words.strip() else ""
                self.blocks.add_heading(title, _level(child))
                self._write_asides(depth)
            elif name != "number":
                self.walk([child], depth + 1)

    def _table(self, table: etree._Element, depth: int) -> None:
        outer = self.blocks
        rows: list[list[Cell]] = []
        for row in table_rows(table, self.words.leave_out):
            cells = []
            self._cells += len(row)
            for one in row:
                cell = outer.cell(
                    row_span=one.row_span,
                    column_span=one.column_span,
                    is_header=one.is_header,
                )
                if one.element is not None:
                    self.blocks = cell.text
                    self.walk(one.element, depth + 1)
                cells.append(cell)
            if self._cells > _MOST_CELLS and depth == 0:
                outer.add_table(rows)
                rows = []
                words = (" ".join(cell.text.text().split()) for cell in cells)
                outer.add(" ; ".join(filter(None, words)), is_tight=True)
            else:
                rows.append(cells)
        self.blocks = outer
        outer.add_table(rows)
        for shapes in table.iterchildren(f"{TABLE}shapes"):
            self.walk(shapes, depth + 1)

    def _write_asides(self, depth: int) -> None:
        shapes, self.words.asides = self.words.asides, []
        for shape in shapes:
            self.shape(shape, depth)

    def shape(self, shape: etree._Element, depth: int = 0) -> None:
        """Write what a frame or a drawing holds, and what is said about it.

        Raises:
            TooLarge: If the text grows beyond the limit.
        """
        if depth > _DEEPEST:
            self.words.lost.add(LossKind.DEPTH)
            return
        if shape.tag == f"{DRAW}control":
            text = self._fields.get(shape.get(f"{DRAW}control") or "", "")
            self.blocks.add(text, kind=BlockKind.FORM_FIELD)
            return
        if self._is_title(shape):
            words = " ".join(self.words.of(p) for p in shape.iter(f"{TEXT}p"))
            self.blocks.add_heading(words, 1)
            return
        self._shape_contents(shape, depth)

    def _shape_contents(self, shape: etree._Element, depth: int) -> None:
        for child in shape:
            if child.tag in (f"{SVG}title", f"{SVG}desc"):
                words = "".join(child.itertext())
                self.blocks.add(words, kind=BlockKind.ALTERNATIVE_TEXT)
            elif child.tag in (f"{DRAW}object", f"{DRAW}object-ole"):
                self._object(shape, child)
            elif child.tag == f"{DRAW}text-box":
                self.walk(child, depth + 1)
            elif child.tag != f"{DRAW}image":
                self.walk([child], depth + 1)

    def _is_title(self, shape: etree._Element) -> bool:
        return bool(shape.get(f"{PRESENTATION}class") == "title")

    def _object(self, shape: etree._Element, item: etree._Element) -> None:
        formula = self.words.formula_in(shape)
        if formula is not None:
            self.blocks.add(
                "".join(self.words._formula(formula)), kind=BlockKind.FORMULA
            )
            return
        root = self._file.embedded(item.get(f"{XLINK}href") or "")
        chart = None if root is None else root.find(f".//{OFFICE}chart")
        if chart is not None:
            self._chart(chart)
        else:
            self.words.lost.add(LossKind.EMBEDDED_OBJECT)

    def _chart(self, chart: etree._Element) -> None:
        before = len(self.blocks.text())
        for title in chart.iter(f"{CHART}title", f"{CHART}subtitle", f"{CHART}footer"):
            for paragraph in title.iter(f"{TEXT}p"):
                self.blocks.add(self.words.of(paragraph), kind=BlockKind.CAPTION)
        for table in chart.iter(f"{TABLE}table"):
            self._table(table, 1)
        if len(self.blocks.text()) == before:
            self.words.lost.add(LossKind.CHART)


def _nothing(_element: etree._Element, _depth: int) -> None:
    """Leave an element out: it holds no text of its own place."""


def _level(heading: etree._Element) -> int:
    stated = heading.get(f"{TEXT}outline-level") or heading.get(f"{TEXT}level") or ""
    return int(stated) if stated.isdecimal() and 0 < len(stated) < 3 else 1


def _form_fields(body: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield what the fields of forms hold, by the name that drawings call them."""
    for control in body.iter(f"{FORM}*"):
        name = control.get(f"{FORM}id")
        if not name:
            continue
        values = (control.get(f"{FORM}{key}") for key in ("current-value", "value"))
        text = next(filter(None, values), None) or control.get(f"{FORM}label") or ""
        content = control.find(f"{FORM}text-content")
        yield name, text if content is None else "".join(content.itertext())
