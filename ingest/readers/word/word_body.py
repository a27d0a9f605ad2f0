"""Write the body of a Word document: headings, lists, tables, boxes, charts, notes.

element ─▶ WordRuns (words) ─▶ BlockText
           WordNumbering (marks), WordStyles (what it is), table_rows (cells)
"""

from collections.abc import Iterator
from contextlib import nullcontext
from itertools import groupby
from typing import Final

from lxml import etree

from ingest.losses import LossCount
from ingest.read_text import Found
from ingest.readers.block_text import BlockText
from ingest.readers.office.office_charts import write_chart, write_diagram
from ingest.readers.office.office_package import OfficePackage
from ingest.readers.word.word_chunks import write_chunk
from ingest.readers.word.word_numbering import WordNumbering
from ingest.readers.word.word_runs import Aside, AsideKind, WordRuns, chosen
from ingest.readers.word.word_styles import W, WordStyles, is_on, value
from ingest.readers.word.word_tables import table_rows
from ontology.structure import BlockKind, Loss, LossKind

__all__ = ["R", "WordBody"]

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DEEPEST = 40
_GONE = ("del", "moveFrom")
_GALLERIES: Final = {
    "Table of Contents": BlockKind.CONTENTS,
    "Bibliographies": BlockKind.BIBLIOGRAPHY,
    "Cover Pages": BlockKind.COVER,
}


class WordBody:
    """Writes one document.

    Args:
        package: The file.
        part: Name of its main part.
        limit: Largest number of characters.
    """

    def __init__(self, package: OfficePackage, part: str, limit: int) -> None:
        self.blocks = BlockText(limit)
        self.titles: list[Found] = []
        self._package = package
        self._part = part
        self._limit = limit
        styles = next(package.trees(part, "styles"), None)
        self._styles = WordStyles(styles)
        numbering = next(package.trees(part, "numbering"), None)
        self._numbering = WordNumbering(numbering, self._styles)
        self._runs = WordRuns(self._styles)
        self._is_apparatus = False
        self._carried = ""

    def write(self, root: etree._Element) -> None:
        """Write the body and, behind it, the notes that it calls.

        Raises:
            TooLarge: If the text grows beyond the limit.
        """
        self._walk(root, 0)
        self._flush()
        self._write_notes()

    def furniture(self) -> tuple[str, ...]:
        """Return the lines of headers and footers, each once."""
        lines: dict[str, None] = {}
        for kind in ("header", "footer"):
            for root in self._package.trees(self._part, kind):
                for paragraph in root.iter(f"{W}p"):
                    words = " ".join(self._runs.words(paragraph).split())
                    if words:
                        lines[words] = None
        self._runs.asides.clear()
        return tuple(lines)

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What is not in the text."""
        lost = LossCount()
        lost.extend(self._runs.lost.losses)
        for root in self._package.trees(self._part, "comments"):
            lost.add(LossKind.COMMENT, sum(1 for _ in root.iter(f"{W}comment")))
        lost.extend(self._package.losses)
        return lost.losses

    def _walk(self, parent: etree._Element, depth: int) -> None:
        if depth > _DEEPEST:
            self._runs.lost.add(LossKind.DEPTH)
            return
        for kind, run in groupby(self._children(parent), self._kind):
            with self._apparatus(kind):
                for element in run:
                    self._write_element(element, depth)

    def _apparatus(self, kind: BlockKind | None) -> "_Part | nullcontext[None]":
        if kind is None or self._is_apparatus:
            return nullcontext()
        return _Part(self, kind)

    def _children(self, parent: etree._Element) -> Iterator[etree._Element]:
        """Yield paragraphs, tables and controls of a gallery; wrappers are opened."""
        for child in parent:
            if child.tag in (f"{W}p", f"{W}tbl", f"{W}altChunk", f"{W}subDoc"):
                yield child
            elif child.tag in (f"{W}del", f"{W}moveFrom"):
                self._runs.leave_out(child)
            elif child.tag == f"{_MC}AlternateContent":
                best = chosen(child)
                yield from () if best is None else self._children(best)
            elif child.tag == f"{W}sdt" and _gallery(child) is not None:
                yield child
            elif len(child):
                yield from self._children(child)

    def _kind(self, element: etree._Element) -> BlockKind | None:
        if element.tag == f"{W}sdt":
            return _gallery(element)
        if element.tag == f"{W}p":
            return self._styles.part(self._styles.of(element))
        return None

    def _write_element(self, element: etree._Element, depth: int) -> None:
        if element.tag == f"{W}p":
            self._paragraph(element, depth)
            return
        self._flush()
        if element.tag == f"{W}tbl":
            self._table(element, depth)
        elif element.tag == f"{W}sdt":
            for content in element.iterchildren(f"{W}sdtContent"):
                self._walk(content, depth + 1)
        else:
            self._chunk(element)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> None:
        words = self._carried + self._runs.words(paragraph)
        formulae, self._runs.formulae = self._runs.formulae, []
        self._carried = ""
        if _is_mark_gone(paragraph):
            # Its end is deleted or hidden: what follows stands in the same line.
            self._carried = words
        else:
            self._write_words(paragraph, words, formulae)
        asides, self._runs.asides = self._runs.asides, []
        if asides:
            self._flush()
        for aside in asides:
            self._write_aside(aside, depth)

    def _write_words(
        self, paragraph: etree._Element, words: str, formulae: list[str]
    ) -> None:
        style = self._styles.of(paragraph)
        level = self._styles.level(paragraph)
        is_hidden = not words.strip() and self._styles.hides(style)
        # Word does not count what it does not show.
        place = None if is_hidden else self._numbering.place(paragraph)
        mark = place.mark if place is not None else ""
        if level:
            numbered = place is not None and place.is_number and mark and words.strip()
            self.blocks.add_heading(f"{mark} {words}" if numbered else words, level)
        elif place is not None:
            self.blocks.add_item(words, mark=mark, depth=place.depth)
        elif self._styles.is_caption(style):
            self.blocks.add(words, kind=BlockKind.CAPTION)
        elif formulae and words.split() == " ".join(formulae).split():
            self.blocks.add(words, kind=BlockKind.FORMULA)
        else:
            self.blocks.add(words)
        if self._styles.is_title(style) and words.strip():
            self.titles.append(Found("title", " ".join(words.split()), "style Title"))

    def _flush(self) -> None:
        carried, self._carried = self._carried, ""
        self.blocks.add(carried)

    def _table(self, table: etree._Element, depth: int) -> None:
        outer = self.blocks
        rows = []
        for row in table_rows(table, self._runs.leave_out):
            cells = []
            for one in row:
                cell = outer.cell(
                    row_span=one.row_span,
                    column_span=one.column_span,
                    is_header=one.is_header,
                )
                self.blocks = cell.text
                for element in one.elements:
                    self._walk(element, depth + 1)
                self._flush()
                cells.append(cell)
            rows.append(cells)
        self.blocks = outer
        outer.add_table(rows)

    def _chunk(self, element: etree._Element) -> None:
        relation = self._package.relations(self._part).get(element.get(f"{R}id") or "")
        lost = None
        if relation is not None and not relation.is_external:
            content = self._package.read(relation.target)
            lost = write_chunk(content, relation.target, self.blocks)
        if lost is None:
            self._runs.lost.add(LossKind.EMBEDDED_OBJECT)
        self._runs.lost.extend(lost or ())

    def _write_aside(self, aside: Aside, depth: int) -> None:
        if aside.kind is AsideKind.BOX and aside.element is not None:
            self._walk(aside.element, depth + 1)
            self._flush()
        elif aside.kind is AsideKind.ALTERNATIVE_TEXT:
            self.blocks.add(aside.text, kind=BlockKind.ALTERNATIVE_TEXT)
        elif aside.kind is AsideKind.ART:
            self.blocks.add(aside.text)
        else:
            self._write_drawn(aside)

    def _write_drawn(self, aside: Aside) -> None:
        relation = self._package.relations(self._part).get(aside.text)
        is_diagram = aside.kind is AsideKind.DIAGRAM
        write = write_diagram if is_diagram else write_chart
        if (
            relation is None
            or relation.is_external
            or not write(self._package, relation.target, self.blocks)
        ):
            self._runs.lost.add(LossKind.CHART)

    def _write_notes(self) -> None:
        elements: dict[tuple[str, str], etree._Element] = {}
        for kind in ("footnote", "endnote"):
            for root in self._package.trees(self._part, f"{kind}s"):
                for note in root.iter(f"{W}{kind}"):
                    elements[kind, note.get(f"{W}id") or ""] = note
        for key, number in tuple(self._runs.notes.items()):
            note = elements.get(key)
            if note is None:
                continue
            words = " ".join(self._runs.words(p) for p in note.iter(f"{W}p"))
            text = f"[{number}] {' '.join(words.split())}"
            self.blocks.add(text, kind=BlockKind.NOTE, label=str(number))
            asides, self._runs.asides = self._runs.asides, []
            for aside in asides:
                if aside.kind is not AsideKind.BOX:
                    # The paragraphs of a box in a note are among its own.
                    self._write_aside(aside, 0)


class _Part:
    """Everything written meanwhile is one apparatus, and holds no other."""

    def __init__(self, body: WordBody, kind: BlockKind) -> None:
        self._body = body
        self._part = body.blocks.part(kind)

    def __enter__(self) -> None:
        self._body._is_apparatus = True
        self._part.__enter__()

    def __exit__(self, *_error: object) -> None:
        self._body._flush()
        self._part.__exit__(None, None, None)
        self._body._is_apparatus = False


def _gallery(control: etree._Element) -> BlockKind | None:
    return _GALLERIES.get(value(control, "sdtPr/docPartObj/docPartGallery"))


def _is_mark_gone(paragraph: etree._Element) -> bool:
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    if mark is None:
        return False
    return any(mark.find(f"{W}{gone}") is not None for gone in _GONE) or any(
        is_on(mark.find(f"{W}{hidden}")) for hidden in ("vanish", "specVanish")
    )
