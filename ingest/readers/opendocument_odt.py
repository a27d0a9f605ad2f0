"""OpenDocument texts (ODT): headings, paragraphs, lists, tables, frames, notes.

odfpy gives the elements; what a person deleted, comments and generated tables of
contents are not text.
"""

import io
import zipfile
from collections.abc import Iterator
from xml.sax import SAXException

# odfpy carries no types.
import odf.element  # type: ignore[import-untyped]
import odf.opendocument  # type: ignore[import-untyped]
import odf.table  # type: ignore[import-untyped]
from odf.namespaces import (  # type: ignore[import-untyped]
    DCNS,
    METANS,
    OFFICENS,
    STYLENS,
    TABLENS,
    TEXTNS,
)

from ingest.errors import MalformedContent, NoText
from ingest.read_text import Found, ReadingRequest, ReadPage, ReadText
from ingest.readers.block_text import BlockText
from ingest.readers.office_archive import check_archive

__all__ = ["read_opendocument"]

_DEEPEST = 50
_SILENT = {
    (TEXTNS, "tracked-changes"), (TEXTNS, "table-of-content"),
    (TEXTNS, "sequence-decls"), (TEXTNS, "variable-decls"), (TEXTNS, "note-citation"),
    (OFFICENS, "annotation"), (OFFICENS, "forms"),
}  # fmt: skip
_FIELDS = {
    (DCNS, "title"): "title",
    (METANS, "initial-creator"): "authors",
    (DCNS, "creator"): "authors",
    (METANS, "creation-date"): "date",
    (DCNS, "date"): "date",
    (DCNS, "subject"): "subject",
    (METANS, "keyword"): "keywords",
}
_REMEDY = "Ouvrez-le dans son logiciel et enregistrez-le de nouveau."


def read_opendocument(content: bytes, request: ReadingRequest) -> ReadText:
    """Read an OpenDocument text.

    Raises:
        EncryptedContent: If a password is needed.
        MalformedContent: If it is no OpenDocument text.
        NoText: If it holds no text.
        TooLarge: If it unpacks to more than allowed or has too many characters.
    """
    check_archive(content, request.limits)
    try:
        document = odf.opendocument.load(io.BytesIO(content))
        body = document.text
    except (zipfile.BadZipFile, KeyError, ValueError, SAXException) as error:
        raise _malformed() from error
    except AttributeError as error:
        # How odfpy says that the document is no text, or lacks its parts.
        raise _malformed() from error
    writer = _Writer(BlockText(request.limits.characters), _title_styles(document))
    writer.write(body)
    text = writer.blocks.text()
    if not text:
        raise NoText("aucun texte dans ce document")
    return ReadText(
        pages=(ReadPage(text, "odt"),),
        is_final=True,
        found=(*writer.titles, *_metadata(document.meta)),
        sections=tuple(writer.blocks.sections),
    )


def _malformed() -> MalformedContent:
    return MalformedContent(
        "ce document OpenDocument ne peut pas être ouvert", remedy=_REMEDY
    )


class _Writer:
    def __init__(self, blocks: BlockText, title_styles: frozenset[str]) -> None:
        self.blocks = blocks
        self._title_styles = title_styles
        self.titles: list[Found] = []
        self._notes: list[str] = []
        self._boxes: list[odf.element.Element] = []

    def write(self, body: odf.element.Element) -> None:
        self._walk(body, 0, is_item=False)
        for number, note in enumerate(self._notes, start=1):
            self.blocks.add(f"[{number}] {note}")

    def _walk(self, parent: odf.element.Element, depth: int, *, is_item: bool) -> None:
        for element in _elements(parent):
            kind = element.qname
            if kind == (TEXTNS, "h"):
                level = element.getAttrNS(TEXTNS, "outline-level") or 1
                self.blocks.add_heading(self._words(element), int(level))
            elif kind == (TEXTNS, "p"):
                self._paragraph(element, is_item=is_item)
            elif kind == (TABLENS, "table"):
                self._table(element)
            elif kind not in _SILENT and depth < _DEEPEST:
                inside = is_item or kind == (TEXTNS, "list-item")
                self._walk(element, depth + 1, is_item=inside)
            self._write_boxes(depth)

    def _paragraph(self, paragraph: odf.element.Element, *, is_item: bool) -> None:
        words = self._words(paragraph)
        mark = "- " if is_item and words.strip() else ""
        self.blocks.add(mark + words, is_tight=is_item)
        style = paragraph.getAttrNS(TEXTNS, "style-name")
        if style in self._title_styles and words.strip():
            self.titles.append(Found("title", words, "style Title"))

    def _write_boxes(self, depth: int) -> None:
        """Write the frames that stood inside the block before."""
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            if depth < _DEEPEST:
                self._walk(box, depth + 1, is_item=False)

    def _table(self, table: odf.element.Element) -> None:
        is_first = True
        for row in table.getElementsByType(odf.table.TableRow):
            cells = [
                " ".join(self._words(cell).split())
                for cell in _elements(row)
                if cell.qname == (TABLENS, "table-cell")
            ]
            self.blocks.add(" | ".join(cells), is_tight=not is_first)
            is_first = False

    def _words(self, element: odf.element.Element) -> str:
        return "".join(self._pieces(element))

    def _pieces(self, element: odf.element.Element) -> Iterator[str]:
        for child in element.childNodes:
            kind = getattr(child, "qname", None)
            if kind is None:
                yield str(child)
            elif kind == (TEXTNS, "s"):
                yield " "
            elif kind in ((TEXTNS, "tab"), (TEXTNS, "line-break")):
                yield " " if kind[1] == "tab" else "\n"
            elif kind == (TEXTNS, "note"):
                yield self._note(child)
            elif kind[1] == "text-box":
                self._boxes.append(child)
            elif kind not in _SILENT:
                yield from self._pieces(child)
                yield " " if kind in ((TEXTNS, "p"), (TEXTNS, "h")) else ""

    def _note(self, note: odf.element.Element) -> str:
        self._notes.append("")
        number = len(self._notes)
        self._notes[number - 1] = " ".join(self._words(note).split())
        return f"[{number}]"


def _title_styles(document: odf.opendocument.OpenDocument) -> frozenset[str]:
    """Return the names of the title style and of those made from it in the file."""
    made = (
        style.getAttrNS(STYLENS, "name")
        for style in _elements(document.automaticstyles)
        if style.getAttrNS(STYLENS, "parent-style-name") == "Title"
    )
    return frozenset({"Title", *made})


def _elements(parent: odf.element.Element) -> list[odf.element.Element]:
    return [child for child in parent.childNodes if hasattr(child, "qname")]


def _metadata(meta: odf.element.Element) -> Iterator[Found]:
    found = {
        element.qname: str(element).strip()
        for element in _elements(meta)
        if element.qname in _FIELDS
    }
    if found.get((METANS, "initial-creator")):
        # The other one is who saved the file last.
        found.pop((DCNS, "creator"), None)
    for name, field in _FIELDS.items():
        if found.get(name):
            yield Found(field, found[name], "ODT")
