"""OpenDocument files: texts (ODT), sheets (ODS) and presentations (ODP), flat ones too.

The elements are read by lxml; of a damaged file, what stands before the damage is
kept. What a person deleted or hid and comments are counted and never published.
"""

from collections.abc import Iterator

from lxml import etree

from ingest.read_text import (
    Found,
    Heading,
    LinkedWords,
    ReadingRequest,
    ReadPage,
    ReadText,
)
from ingest.readers.block_text import BlockText
from ingest.readers.office.office_archive import local_name, nothing_read
from ingest.readers.opendocument.opendocument_body import OpenDocumentBody
from ingest.readers.opendocument.opendocument_file import (
    DRAW,
    META,
    OFFICE,
    PRESENTATION,
    STYLE,
    TABLE,
    TEXT,
    XLINK,
    OpenDocumentFile,
)
from ingest.readers.pdf.author_names import split_authors
from ontology.structure import BlockKind

__all__ = ["read_opendocument"]

_DC = "{http://purl.org/dc/elements/1.1/}"
_FIELDS = (
    ("title", f"{_DC}title"),
    ("authors", f"{META}initial-creator"),
    ("authors", f"{_DC}creator"),
    ("date", f"{META}creation-date"),
    ("date", f"{_DC}date"),
    ("subject", f"{_DC}subject"),
    ("keywords", f"{META}keyword"),
)
_FURNITURE = (
    "header", "header-left", "header-first", "footer", "footer-left", "footer-first",
)  # fmt: skip
_NOT_NOTES = {"page-number", "date-time", "header", "footer", "page"}


def read_opendocument(content: bytes, request: ReadingRequest) -> ReadText:
    """Read an OpenDocument text, sheet or presentation.

    Raises:
        EncryptedContent: If a password is needed.
        MalformedContent: If it is no OpenDocument file.
        NoText: If it holds no text.
        TooLarge: If it unpacks to more than allowed or has too many characters.
    """
    file = OpenDocumentFile(content, request.limits)
    body = OpenDocumentBody(file, request.limits.characters)
    is_paged = local_name(file.body) in ("presentation", "drawing")
    if is_paged:
        pages, headings = _slides(file, body, request.limits.characters)
    else:
        pages, headings = [_page(file, body)], []
    if not any(page.text for page in pages):
        raise nothing_read(body.losses, "aucun texte dans ce document")
    return ReadText(
        pages=tuple(pages),
        is_paged=is_paged,
        is_final=True,
        found=(*body.titles, *_metadata(file.meta)),
        sections=() if is_paged else tuple(body.blocks.sections),
        headings=tuple(headings),
        losses=body.losses,
        hyperlinks=tuple(_links(file)),
    )


def _links(file: OpenDocumentFile) -> Iterator[LinkedWords]:
    for link in file.body.iter(f"{TEXT}a"):
        target = link.get(f"{XLINK}href") or ""
        yield LinkedWords("".join(link.itertext()), target)


def _page(file: OpenDocumentFile, body: OpenDocumentBody) -> ReadPage:
    if local_name(file.body) == "spreadsheet":
        _write_sheets(file.body, body)
    else:
        body.walk(file.body)
    body.write_notes()
    return ReadPage(
        body.blocks.text(),
        "odt",
        blocks=tuple(body.blocks.blocks),
        furniture=tuple(_furniture(file, body)),
    )


def _write_sheets(spreadsheet: etree._Element, body: OpenDocumentBody) -> None:
    for sheet in spreadsheet.iterchildren(f"{TABLE}table"):
        if body.styles.is_sheet_hidden(sheet.get(f"{TABLE}style-name") or ""):
            body.words.leave_out(sheet)
        elif any(text.strip() for text in sheet.itertext()):
            body.blocks.add_heading(sheet.get(f"{TABLE}name") or "", 1)
            body.walk([sheet])


def _slides(
    file: OpenDocumentFile, body: OpenDocumentBody, limit: int
) -> tuple[list[ReadPage], list[Heading]]:
    pages: list[ReadPage] = []
    headings: list[Heading] = []
    for slide in file.body.iterchildren(f"{DRAW}page"):
        if body.styles.is_page_hidden(slide.get(f"{DRAW}style-name") or ""):
            body.words.leave_out(slide)
            continue
        body.blocks = BlockText(limit)
        body.walk(slide)
        body.write_notes()
        _write_speech(slide, body)
        text = body.blocks.text()
        limit -= len(text)
        headings += [
            Heading(s.title, s.level, len(pages)) for s in body.blocks.sections
        ]
        pages.append(ReadPage(text, "odp", blocks=tuple(body.blocks.blocks)))
    return pages, headings


def _write_speech(slide: etree._Element, body: OpenDocumentBody) -> None:
    """Write what the speaker noted under a slide."""
    for notes in slide.iterchildren(f"{PRESENTATION}notes"):
        for frame in notes.iterchildren(f"{DRAW}frame"):
            if frame.get(f"{PRESENTATION}class") in _NOT_NOTES:
                continue
            lines = (body.words.of(p) for p in frame.iter(f"{TEXT}p", f"{TEXT}h"))
            body.blocks.add("\n".join(lines), kind=BlockKind.NOTE)


def _furniture(file: OpenDocumentFile, body: OpenDocumentBody) -> Iterator[str]:
    """Yield the lines of headers and footers, each once."""
    lines: dict[str, None] = {}
    masters = (
        None if file.styles is None else file.styles.find(f"{OFFICE}master-styles")
    )
    tags = [f"{STYLE}{name}" for name in _FURNITURE]
    for area in () if masters is None else masters.iter(*tags):
        for paragraph in area.iter(f"{TEXT}p", f"{TEXT}h"):
            words = " ".join(body.words.of(paragraph).split())
            if words:
                lines[words] = None
    body.words.asides.clear()
    yield from lines


def _metadata(meta: etree._Element | None) -> Iterator[Found]:
    """Yield what the file says of itself; who wrote goes before who saved last."""
    found: dict[str, str] = {}
    for _, tag in _FIELDS:
        for element in () if meta is None else meta.iter(tag):
            text = "".join(element.itertext()).strip()
            found[tag] = f"{found[tag]} ; {text}" if tag in found else text
    if found.get(f"{META}initial-creator"):
        found.pop(f"{_DC}creator", None)
    for name, tag in _FIELDS:
        for part in split_authors(name, found.get(tag, "")):
            if part.strip():
                yield Found(name, part.strip(), "ODT")
