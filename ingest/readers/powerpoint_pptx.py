"""PowerPoint presentations (PPTX): each slide is a page, its title a heading.

python-pptx opens the package and knows shapes, tables and notes. Slides are read in
their order, shapes in the order in which they are read aloud; what a speaker noted
stands under its slide, the words of diagrams too. Hidden slides are left out: who made
the file chose not to show them.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.exc import PythonPptxError
from pptx.shapes.base import BaseShape
from pptx.slide import Slide

from ingest.errors import MalformedContent, NoText
from ingest.read_text import (
    Heading,
    ReadingRequest,
    ReadPage,
    ReadText,
)
from ingest.readers.block_text import BlockText
from ingest.readers.office_archive import check_archive
from ingest.readers.office_properties import stated

__all__ = ["read_presentation"]

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DEEPEST = 50
_REMEDY = "Ouvrez-le dans son logiciel et enregistrez-le de nouveau."


def read_presentation(content: bytes, request: ReadingRequest) -> ReadText:
    """Read a PowerPoint presentation.

    Raises:
        EncryptedContent: If a password is needed.
        MalformedContent: If it is no presentation.
        NoText: If no slide holds text.
        TooLarge: If it unpacks to more than allowed or has too many characters.
    """
    check_archive(content, request.limits)
    try:
        presentation = Presentation(io.BytesIO(content))
        slides = [slide for slide in presentation.slides if _is_shown(slide)]
        pages, headings = _read(slides, request.limits.characters)
        found = tuple(stated(presentation.core_properties, "PPTX"))
    except (
        PythonPptxError, KeyError, ValueError, AttributeError, zipfile.BadZipFile,
        etree.LxmlError,
    ) as error:  # fmt: skip
        # AttributeError is how python-pptx says that a part is not what it should be.
        raise MalformedContent(
            "cette présentation ne peut pas être ouverte", remedy=_REMEDY
        ) from error
    if not any(page.text for page in pages):
        raise NoText("aucun texte dans cette présentation")
    hidden = len(presentation.slides) - len(slides)
    return ReadText(
        pages=tuple(pages),
        is_paged=True,
        is_final=True,
        found=found,
        headings=tuple(headings),
        notes=(f"{hidden} diapositive(s) masquée(s) non lue(s)",) if hidden else (),
    )


def _read(slides: list[Slide], limit: int) -> tuple[list[ReadPage], list[Heading]]:
    pages: list[ReadPage] = []
    headings: list[Heading] = []
    for slide in slides:
        blocks = BlockText(limit)
        _write(slide, blocks)
        text = blocks.text()
        limit -= len(text)
        headings += [Heading(s.title, s.level, len(pages)) for s in blocks.sections]
        pages.append(ReadPage(text, "pptx"))
    return pages, headings


def _is_shown(slide: Slide) -> bool:
    return slide._element.get("show") not in ("0", "false")


def _write(slide: Slide, blocks: BlockText) -> None:
    title = slide.shapes.title
    if title is not None:
        blocks.add_heading(title.text_frame.text, 1)
    for shape in slide.shapes:
        if title is None or shape.shape_id != title.shape_id:
            _write_shape(shape, blocks, 0)
    for words in _diagrams(slide):
        blocks.add(words)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        notes = slide.notes_slide.notes_text_frame.text
        if notes.strip():
            blocks.add(f"Notes : {notes}")


def _write_shape(shape: BaseShape, blocks: BlockText, depth: int) -> None:
    # What a kind of shape has is known to its own class only.
    whole: Any = shape
    if shape.has_text_frame:
        for number, paragraph in enumerate(whole.text_frame.paragraphs):
            blocks.add(paragraph.text.replace("\v", "\n"), is_tight=number > 0)
    elif shape.has_table:
        for number, row in enumerate(whole.table.rows):
            cells = [" ".join(cell.text.split()) for cell in row.cells]
            blocks.add(" | ".join(cells), is_tight=number > 0)
    elif depth < _DEEPEST:
        for inner in getattr(shape, "shapes", ()):
            _write_shape(inner, blocks, depth + 1)


def _diagrams(slide: Slide) -> Iterator[str]:
    """Yield the words of diagrams (SmartArt), which python-pptx leaves closed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for relation in slide.part.rels.values():
        if not relation.is_external and relation.reltype.endswith("/diagramData"):
            root = etree.fromstring(relation.target_part.blob, parser)
            for paragraph in root.iter(f"{_A}p"):
                words = "".join(piece.text or "" for piece in paragraph.iter(f"{_A}t"))
                if words.strip():
                    yield words
