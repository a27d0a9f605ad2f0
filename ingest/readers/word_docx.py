"""Word documents (DOCX): headings, paragraphs, lists, tables, text boxes, notes.

python-docx opens the package and knows the styles. Its own view of a paragraph leaves
out insertions, text boxes and notes, so the words are taken from the elements: what is
deleted is left out, what is inserted stays, generated tables of contents are not text.
"""

import io
import re
from collections.abc import Callable, Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from lxml import etree

from ingest.errors import MalformedContent, NoText
from ingest.read_text import Found, ReadingRequest, ReadPage, ReadText
from ingest.readers.block_text import BlockText
from ingest.readers.office_archive import check_archive
from ingest.readers.office_properties import stated

__all__ = ["read_word"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SILENT = {
    f"{_W}{tag}"
    for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "txbxContent")
} | {_FALLBACK}
_MARKS = {
    f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-",
}  # fmt: skip
_NOTES = {f"{_W}footnoteReference": "footnote", f"{_W}endnoteReference": "endnote"}
_HEADING = re.compile(r"(?:heading|titre) ([1-9])", re.IGNORECASE)
_TITLE = {"title", "titre"}
_CONTENTS = re.compile(r"(?:toc|tm) [1-9]", re.IGNORECASE)
_DEEPEST = 50
_REMEDY = "Ouvrez-le dans son logiciel et enregistrez-le de nouveau."


def read_word(content: bytes, request: ReadingRequest) -> ReadText:
    """Read a Word document.

    Raises:
        EncryptedContent: If a password is needed.
        MalformedContent: If it is no Word document.
        NoText: If it holds no text.
        TooLarge: If it unpacks to more than allowed or has too many characters.
    """
    check_archive(content, request.limits)
    try:
        document = docx.Document(io.BytesIO(content))
    except (OpcError, KeyError, ValueError, etree.LxmlError) as error:
        raise MalformedContent(
            "ce document Word ne peut pas être ouvert", remedy=_REMEDY
        ) from error
    writer = _Writer(document, BlockText(request.limits.characters))
    writer.write()
    text = writer.blocks.text()
    if not text:
        raise NoText("aucun texte dans ce document Word")
    return ReadText(
        pages=(ReadPage(text, "docx"),),
        is_final=True,
        found=(*writer.titles, *stated(document.core_properties, "DOCX")),
        sections=tuple(writer.blocks.sections),
    )


class _Writer:
    def __init__(self, document: Document, blocks: BlockText) -> None:
        self.blocks = blocks
        self.titles: list[Found] = []
        self._document = document
        self._styles = {style.style_id: style for style in document.styles}
        self._notes: dict[tuple[str, str], int] = {}

    def write(self) -> None:
        self._walk(self._document.element.body, 0)
        for (kind, identifier), number in tuple(self._notes.items()):
            for note in _note_elements(self._document, kind):
                if note.get(f"{_W}id") == identifier:
                    self.blocks.add(f"[{number}] {_joined(note, self._words)}")

    def _walk(self, parent: etree._Element, depth: int) -> None:
        for element in () if _is_contents(parent) else parent:
            if element.tag == f"{_W}p":
                self._paragraph(element, depth)
            elif element.tag == f"{_W}tbl":
                self._table(element)
            elif element.tag not in _SILENT and depth < _DEEPEST:
                self._walk(element, depth + 1)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> None:
        name, level = self._style(paragraph)
        words = self._words(paragraph)
        if not _CONTENTS.fullmatch(name):
            if level:
                self.blocks.add_heading(words, level)
            else:
                is_item = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
                mark = "- " if is_item and words.strip() else ""
                self.blocks.add(mark + words, is_tight=is_item)
        if name.casefold() in _TITLE and words.strip():
            self.titles.append(Found("title", words, "style Title"))
        for box in paragraph.iter(f"{_W}txbxContent"):
            # Old programs get a second copy of every text box.
            if next(box.iterancestors(_FALLBACK), None) is None and depth < _DEEPEST:
                self._walk(box, depth + 1)

    def _style(self, paragraph: etree._Element) -> tuple[str, int]:
        """Return the name of the style and the level of a heading, or 0."""
        chosen = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style = self._styles.get(chosen.get(f"{_W}val")) if chosen is not None else None
        own = _outline_level(paragraph)
        name = style.name or "" if style is not None else ""
        for _ in range(10):
            if style is None or own:
                break
            match = _HEADING.fullmatch(style.name or "")
            is_title = (style.name or "").casefold() in _TITLE
            own = int(match[1]) if match else 1 if is_title else 0
            own = own or _outline_level(style.element)
            style = getattr(style, "base_style", None)
        return name, own

    def _table(self, table: etree._Element) -> None:
        is_first = True
        for row in table.iter(f"{_W}tr"):
            cells = [_joined(cell, self._words) for cell in row.iterchildren(f"{_W}tc")]
            self.blocks.add(" | ".join(cells), is_tight=not is_first)
            is_first = False

    def _words(self, element: etree._Element) -> str:
        return "".join(self._pieces(element))

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            if child.tag in (f"{_W}t", f"{_M}t"):
                yield child.text or ""
            elif child.tag in _MARKS:
                yield _MARKS[child.tag]
            elif child.tag in _NOTES:
                key = (_NOTES[child.tag], child.get(f"{_W}id") or "")
                yield f"[{self._notes.setdefault(key, len(self._notes) + 1)}]"
            elif child.tag not in _SILENT:
                yield from self._pieces(child)


def _outline_level(element: etree._Element) -> int:
    stated = element.find(f"{_W}pPr/{_W}outlineLvl")
    value = stated.get(f"{_W}val") or "" if stated is not None else ""
    return int(value) + 1 if re.fullmatch("[0-8]", value) else 0


def _is_contents(element: etree._Element) -> bool:
    gallery = element.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and gallery.get(f"{_W}val") == "Table of Contents"


def _joined(element: etree._Element, words: Callable[[etree._Element], str]) -> str:
    """Return the paragraphs of a cell or a note on one line."""
    paragraphs = (words(paragraph) for paragraph in element.iter(f"{_W}p"))
    return " ".join(" ".join(paragraphs).split())


def _note_elements(document: Document, kind: str) -> Iterator[etree._Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}s"):
            root = etree.fromstring(relation.target_part.blob, parser)
            yield from root.iter(f"{_W}{kind}")
