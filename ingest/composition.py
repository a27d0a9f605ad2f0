"""From what a reader found to a record: clean text, fields, sections, passages.

Runs in the child process, right behind the reader, so that the parent only receives
finished records.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.errors import NoText
from ingest.identifiers import document_identifier
from ingest.losses import is_whole, loss_remedy, loss_words, merged
from ingest.metadata.described_works import keep_apart
from ingest.metadata.field_choice import Fields, choose_fields
from ingest.outcomes import State
from ingest.read_text import OCR, Heading, ReadPage, ReadText
from ingest.sources.office_types import DOC, OPENDOCUMENT, RTF, WORD
from ingest.texts.apparatus import find_apparatus, with_apparatus
from ingest.texts.chunking import Chunking, cut
from ingest.texts.hyperlinks import located_links
from ingest.texts.page_cleaning import clean_pages
from ontology.model import (
    PAGE_SEPARATOR,
    Document,
    DocumentRecord,
    Page,
    Section,
    Source,
)
from ontology.structure import Block, Loss, LossKind

__all__ = ["READER_VERSION", "Composed", "compose"]

READER_VERSION = "13"
"""Raised whenever reading, cleaning or cutting changes what comes out of a file."""

_WITH_COVERS = frozenset({*WORD, *OPENDOCUMENT, DOC, RTF})
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Composed:
    """A record with what the report wants to know about its making."""

    record: DocumentRecord
    state: State
    message: str
    engines: Mapping[str, int]
    wants_ocr: bool = False
    remedy: str = ""


def compose(
    read: ReadText, source: Source, collection: str, *, chunking: Chunking
) -> Composed:
    """Make a record.

    Raises:
        NoText: If no page holds text after cleaning.
    """
    texts = _clean(read)
    if not any(texts):
        raise NoText(
            "aucun texte dans ce document",
            remedy="S’il s’agit d’une numérisation, passez-la à la reconnaissance de "
            "caractères.",
        )
    text = PAGE_SEPARATOR.join(texts)
    pages = _pages(read.pages, texts)
    fields = choose_fields(
        read.found,
        uri=source.uri,
        text=text,
        has_cover=read.is_paged or source.media_type in _WITH_COVERS,
    )
    describes = keep_apart(fields, read.describes, read.found, read.links)
    losses = _losses(read)
    document = replace(
        _with_fields(fields, source, collection),
        describes=describes,
        text=text,
        pages=pages,
        is_paged=read.is_paged,
        sections=tuple(read.sections or _locate(read.headings, text, pages)),
        blocks=_blocks(read.pages, pages),
        losses=losses,
        links=read.links,
    )
    blocks = with_apparatus(document.blocks, find_apparatus(document))
    document = replace(document, blocks=blocks)
    passages = cut(document, chunking=chunking, spans=read.spans)
    links = located_links(read.hyperlinks, text)
    return Composed(
        record=DocumentRecord(document, passages, hyperlinks=links),
        state=_state(read, losses, len(text)),
        message=" ; ".join(_words(read, losses, len(text))),
        remedy=_remedy(losses, len(text)),
        engines=dict(Counter(page.engine for page in read.pages)),
        wants_ocr=read.wants_ocr,
    )


def _with_fields(fields: Fields, source: Source, collection: str) -> Document:
    """Return a document with its fields and no text yet."""
    return Document(
        identifier=document_identifier(source.uri, fields.identifier),
        source=source,
        collection=collection,
        title=fields.title,
        text="",
        pages=(),
        kind=fields.kind,
        language=fields.language,
        date=fields.date,
        authors=fields.authors,
        publisher=fields.publisher,
        url=fields.url,
        licence=fields.licence,
        abstracts=fields.abstracts,
        doi=fields.doi,
        handle=fields.handle,
        hal_id=fields.hal_id,
        origins=tuple(fields.origins),
    )


def _clean(read: ReadText) -> list[str]:
    if read.is_final:
        return [page.text for page in read.pages]
    return clean_pages([page.text for page in read.pages])


def _losses(read: ReadText) -> tuple[Loss, ...]:
    furniture = sum(len(page.furniture) for page in read.pages)
    lines = (Loss(LossKind.FURNITURE, furniture),) if furniture else ()
    return merged((*read.losses, *lines))


def _words(read: ReadText, losses: Sequence[Loss], characters: int) -> Iterator[str]:
    for loss in losses:
        if not is_whole((loss,), characters):
            yield loss_words(loss)
    yield from read.notes


def _remedy(losses: Sequence[Loss], characters: int) -> str:
    """Say what can be done about the first loss that can be mended."""
    grave = (loss for loss in losses if not is_whole((loss,), characters))
    return next(filter(None, (loss_remedy(loss.kind) for loss in grave)), "")


def _blocks(read: Sequence[ReadPage], pages: Sequence[Page]) -> tuple[Block, ...]:
    """Return the blocks of all pages, with offsets and parents of the document."""
    blocks: list[Block] = []
    for page, place in zip(read, pages, strict=True):
        before = len(blocks)
        blocks += [block.moved(place.start, before) for block in page.blocks]
    return tuple(blocks)


def _state(read: ReadText, losses: Sequence[Loss], characters: int) -> State:
    if not is_whole(losses, characters):
        return State.OK_PARTIAL
    return State.OK_OCR if any(p.engine == OCR for p in read.pages) else State.OK


def _pages(read: Sequence[ReadPage], texts: Sequence[str]) -> tuple[Page, ...]:
    pages: list[Page] = []
    start = 0
    for number, (page, text) in enumerate(zip(read, texts, strict=True), start=1):
        end = start + len(text)
        pages.append(
            Page(
                number,
                start,
                end,
                page.engine,
                page.label,
                page.ocr_confidence,
                page.furniture,
            )
        )
        start = end + len(PAGE_SEPARATOR)
    return tuple(pages)


def _locate(
    headings: Sequence[Heading], text: str, pages: Sequence[Page]
) -> tuple[Section, ...]:
    """Find the entries of an outline in the text of their pages.

    A heading that stands nowhere on its page (an image, other words) counts from the
    top of the page: the section is true, only its first line is unknown.
    """
    sections: list[Section] = []
    for heading in headings:
        title = " ".join(heading.title.split())
        if not title or not 0 <= heading.page < len(pages):
            continue
        page = pages[heading.page]
        lowest = page.start
        if sections and sections[-1].start >= page.start:
            lowest = sections[-1].start
        start = _find_line(text, title, lowest, page.end)
        sections.append(
            Section(title, heading.level, lowest if start is None else start)
        )
    return tuple(sorted(sections, key=lambda section: section.start))


def _find_line(text: str, title: str, start: int, end: int) -> int | None:
    """Return where a line begins that reads like the title, numbering aside."""
    wanted = _key(title)
    if not wanted:
        return None
    at = start
    longest = 2 * len(title) + 80
    for line in text[start:end].split("\n"):
        # A key is shorter than its line, by little: paragraphs need none.
        key = _key(line) if len(line) <= longest else ""
        is_alike = key.startswith(wanted) or key.endswith(wanted)
        if is_alike and len(key) <= len(wanted) + 40:
            return at
        at += len(line) + 1
    return None


def _key(line: str) -> str:
    return _NOT_WORD.sub("", line).casefold()
