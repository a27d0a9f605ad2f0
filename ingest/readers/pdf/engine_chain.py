"""PDF: text page by page from the engine that reads it best, structure from both.

    pdfium ──▶ text of every page           (fast, reads almost everything)
      │ a page with too little or garbled text, or pdfium gave up
      ▼
    pypdf ───▶ that page again              (slow, independent)
      ▲
      └────── XMP, attached files; all structure where pdfium finds no document

    tesseract ▶ pages that are only an image, and pages of glyph codes,
                where it is installed and allowed

The better text of a page is kept, and each page remembers who read it. What no engine
reads soundly is no text of the document: it is counted as lost, never handed on.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from ingest.errors import EncryptedContent, MalformedContent, NoText, TooLarge
from ingest.losses import loss_remedy
from ingest.read_text import (
    OCR,
    Found,
    Heading,
    ReadingRequest,
    ReadPage,
    ReadText,
)
from ingest.readers.pdf.final_pages import write_pages
from ingest.readers.pdf.pdfium import PdfiumReading, read_with_pdfium
from ingest.readers.pdf.printed_page import PrintedPage, plain_page
from ingest.readers.pdf.pypdf_structure import PypdfFile, plain_packet
from ingest.readers.pdf.scanned_pages import Scans, read_scans
from ingest.readers.pdf.text_quality import (
    GOOD_ENOUGH,
    is_unsound,
    lost_characters,
    quality,
)
from ingest.soft_deadline import SoftDeadline, soft_deadline
from ontology.structure import Loss, LossKind

__all__ = ["read_pdf"]

_STRUCTURE_SHARE = 0.2
_SECOND_SHARE = 0.4
_MOSTLY_GOOD = 0.3
_TOO_LITTLE = 20
"""Letters below which a page deserves a second look."""


@dataclass(slots=True)
class _Draft:
    """Pages as they become known; an unread page is None."""

    texts: list[str | None] = field(default_factory=list)
    engines: list[str] = field(default_factory=list)
    first: PdfiumReading | None = None
    scans: Scans = field(default_factory=Scans)
    unsound: list[int] = field(default_factory=list)

    def widen(self, count: int) -> None:
        missing = count - len(self.texts)
        self.texts += [None] * missing
        self.engines += [""] * missing


def read_pdf(content: bytes, request: ReadingRequest) -> ReadText:
    """Read a PDF file.

    Raises:
        EncryptedContent: If a password is needed.
        MalformedContent: If no engine finds a page.
        NoText: If it holds only images that are not recognised.
        TooLarge: If it has too many pages or characters.
    """
    started = time.monotonic()
    draft, refusal = _first_reading(content, request)
    second = _Second(content, request)
    if not draft.texts:
        count = _count(second, request)
        if count == 0:
            raise refusal or MalformedContent(
                "aucune page lisible dans ce PDF",
                remedy="Ouvrez-le dans son logiciel et exportez-le de nouveau.",
            )
        draft.widen(count)
    _second_reading(draft, second, request, started)
    _third_reading(draft, content, request)
    return _result(draft, second, request)


def _first_reading(
    content: bytes, request: ReadingRequest
) -> tuple[_Draft, EncryptedContent | MalformedContent | None]:
    draft = _Draft()
    if "pdfium" in request.avoided:
        return draft, None
    try:
        reading = read_with_pdfium(content, request.limits)
    except (EncryptedContent, MalformedContent) as error:
        return draft, error
    draft.texts = [page.text if page else None for page in reading.pages]
    draft.engines = ["pdfium" if page else "" for page in reading.pages]
    draft.first = reading
    return draft, None


@dataclass(slots=True)
class _Second:
    """The file as pypdf sees it, opened when it is first asked for."""

    content: bytes
    request: ReadingRequest
    _file: PypdfFile | None = None
    _is_tried: bool = False

    def file(self) -> PypdfFile | None:
        """Return the opened file, or None when pypdf cannot open it."""
        if not self._is_tried:
            self._is_tried = True
            self._file = _open_second(self.content, self.request)
        return self._file


def _open_second(content: bytes, request: ReadingRequest) -> PypdfFile | None:
    try:
        with soft_deadline(_structure_seconds(request)):
            return PypdfFile.open(content)
    except (SoftDeadline, MalformedContent, EncryptedContent):
        return None


def _count(second: _Second, request: ReadingRequest) -> int:
    """Count pages by pypdf, where pdfium finds none.

    Raises:
        TooLarge: If there are too many.
    """
    count = 0
    file = second.file()
    if file is not None:
        with suppress(SoftDeadline), soft_deadline(_structure_seconds(request)):
            count = file.page_count()
    if count > request.limits.pages:
        raise TooLarge(
            f"le document a {count} pages, {request.limits.pages} sont permises"
        )
    return count


def _second_reading(
    draft: _Draft, second: _Second, request: ReadingRequest, started: float
) -> None:
    """Ask pypdf for the pages that pdfium read badly, while time allows."""
    budget = request.limits.wall_seconds * _SECOND_SHARE
    doubtful = _doubtful(draft.texts)
    file = second.file() if doubtful else None
    if file is None:
        return
    for index in doubtful:
        text = draft.texts[index]
        left = budget - (time.monotonic() - started)
        if left <= 0:
            return
        try:
            with soft_deadline(left):
                other = file.page_text(index)
        except (SoftDeadline, MalformedContent):
            continue
        if text is None or _is_sounder(other, text):
            draft.texts[index] = other
            draft.engines[index] = "pypdf"


def _third_reading(draft: _Draft, content: bytes, request: ReadingRequest) -> None:
    """Recognise the pages that are only an image or that hold no words.

    Raises:
        NoText: If the document then holds no text.
    """
    images = draft.first.image_pages if draft.first else ()
    poor = {index for index in images if not _is_enough(draft.texts[index] or "")}
    draft.unsound = [i for i, text in enumerate(draft.texts) if is_unsound(text or "")]
    wanted = sorted(poor.union(draft.unsound)) if draft.first else sorted(poor)
    draft.scans = read_scans(content, wanted, request)
    for index, page in tuple(draft.scans.recognised.items()):
        is_longer = len(page.text) > len((draft.texts[index] or "").strip())
        if is_longer or index in draft.unsound:
            draft.texts[index] = page.text
            draft.engines[index] = OCR
        else:
            # A stamp or a number in a text layer of its own: the layer is exact.
            del draft.scans.recognised[index]
    draft.unsound = [i for i in draft.unsound if i not in draft.scans.recognised]
    for index in draft.unsound:
        draft.texts[index] = ""
    if any((text or "").strip() for text in draft.texts) or _has_fields(draft):
        return
    reasons = draft.scans.reasons()
    if draft.unsound:
        raise NoText(
            f"ce PDF ne contient que des codes sans signification ; {reasons}",
            remedy=loss_remedy(LossKind.UNSOUND_PAGE),
        )
    if images:
        raise NoText(f"ce PDF ne contient que des images ; {reasons}")


def _has_fields(draft: _Draft) -> bool:
    pages = draft.first.pages if draft.first else ()
    return any(line.is_field for page in pages if page for line in page.lines)


def _doubtful(texts: Sequence[str | None]) -> list[int]:
    """Return the pages that are worth the time of a second reading.

    In a document that reads well, a page with few letters is a divider or a picture:
    only unread and garbled pages are asked again.
    """
    poor = [i for i, text in enumerate(texts) if text is None or not _is_enough(text)]
    if len(poor) > _MOSTLY_GOOD * len(texts):
        return poor
    return [i for i in poor if (text := texts[i]) is None or _is_garbled(text)]


def _is_garbled(text: str) -> bool:
    return bool(text.strip()) and quality(text) < GOOD_ENOUGH


def _is_enough(text: str) -> bool:
    is_long = len(text) > 20 * _TOO_LITTLE
    letters = _TOO_LITTLE if is_long else sum(1 for c in text if c.isalpha())
    return letters >= _TOO_LITTLE and quality(text) >= GOOD_ENOUGH


def _is_sounder(other: str, text: str) -> bool:
    """Whether another reading holds more sense, or as much with less noise."""
    size, other_size = len("".join(text.split())), len("".join(other.split()))
    value, other_value = quality(text), quality(other)
    is_fuller = other_value * other_size > 1.05 * value * size and other_value >= value
    return is_fuller or (other_value > value + 0.1 and other_size * 2 > size)


def _result(draft: _Draft, second: _Second, request: ReadingRequest) -> ReadText:
    total = sum(len(text or "") for text in draft.texts)
    if total > request.limits.characters:
        raise TooLarge(f"le texte dépasse {request.limits.characters} caractères")
    unread = [i + 1 for i, text in enumerate(draft.texts) if text is None]
    if len(unread) == len(draft.texts):
        raise MalformedContent(
            f"aucune des {len(unread)} pages n’a pu être lue",
            remedy="Ouvrez le PDF dans son logiciel et exportez-le de nouveau.",
        )
    labels, found, outline = _structure(draft, second, request)
    title = draft.first.title if draft.first else ""
    final = write_pages(_printed(draft), title=title, limit=request.limits.characters)
    return ReadText(
        pages=tuple(
            ReadPage(
                page.text,
                engine,
                labels.get(index),
                draft.scans.confidence(index),
                page.blocks,
                page.furniture,
            )
            for index, (page, engine) in enumerate(
                zip(final.pages, draft.engines, strict=True)
            )
        ),
        is_paged=True,
        is_final=True,
        found=(*found, *draft.scans.found()),
        headings=outline or final.headings,
        losses=tuple(_losses(draft, unread)),
        notes=draft.scans.notes(),
        wants_ocr=bool(draft.scans.untried),
    )


def _printed(draft: _Draft) -> list[PrintedPage]:
    """Return each page as its engine printed it."""
    first = draft.first.pages if draft.first else (None,) * len(draft.texts)
    return [
        page if page and engine == "pdfium" and text else _with_fields_of(page, text)
        for page, text, engine in zip(first, draft.texts, draft.engines, strict=True)
    ]


def _with_fields_of(page: PrintedPage | None, text: str | None) -> PrintedPage:
    """Return the text of another engine, with the fields that pdfium has read."""
    plain = plain_page(text or "")
    fields = tuple(line for line in page.lines if line.is_field) if page else ()
    return replace(plain, lines=(*plain.lines, *fields)) if fields else plain


def _losses(draft: _Draft, unread: Sequence[int]) -> Iterator[Loss]:
    """Yield what no engine gave, in numbers."""
    unsound = {index + 1 for index in draft.unsound}
    images = {i + 1 for i in (*draft.scans.untried, *draft.scans.failed)} - unsound
    for kind, pages in (
        (LossKind.UNSOUND_PAGE, sorted(unsound)),
        (LossKind.UNREAD_PAGE, unread),
        (LossKind.IMAGE_PAGE, sorted(images)),
    ):
        if pages:
            is_untried = kind is LossKind.IMAGE_PAGE and draft.scans.untried
            detail = draft.scans.obstacle if is_untried else ""
            yield Loss(kind, len(pages), tuple(pages), detail)
    lost = {
        index + 1: count
        for index, text in enumerate(draft.texts)
        if (count := lost_characters(text or ""))
    }
    if lost:
        yield Loss(LossKind.CHARACTERS, sum(lost.values()), tuple(lost))
    pages_read = draft.first.pages if draft.first else ()
    if beside := sum(page.beside for page in pages_read if page):
        yield Loss(LossKind.HIDDEN_TEXT, beside)
    if draft.first and draft.first.has_unread_form:
        yield Loss(LossKind.FORM_FIELD, 1, detail="formulaire XFA")


def _structure(
    draft: _Draft, second: _Second, request: ReadingRequest
) -> tuple[Mapping[int, str], tuple[Found, ...], tuple[Heading, ...]]:
    """Return labels, metadata and outline: pdfium's, else pypdf's, and the XMP."""
    first = draft.first
    packet = plain_packet(second.content) if first else None
    labels: Mapping[int, str] = first.labels if first else {}
    found = first.metadata if first else ()
    headings = first.outline if first else ()
    sizes: Mapping[str, int] = {}
    is_needed = packet is None or (first is not None and first.attachments)
    file = second.file() if is_needed else None
    if file is not None:
        with suppress(SoftDeadline), soft_deadline(_structure_seconds(request)):
            packet = file.packet() if packet is None else packet
            found = found or file.information()
            sizes = file.attachments()
            if first is None:
                labels = file.labels(len(draft.texts))
                headings = file.outline()
    carried = tuple(_carried(first, sizes)) if first else ()
    return labels, (*found, *(packet or ()), *carried), headings


def _carried(first: PdfiumReading, sizes: Mapping[str, int]) -> Iterator[Found]:
    """Yield the title that the letters tell, and what the file carries besides text."""
    if first.title:
        yield Found("title", first.title, "largest text")
    for name in first.attachments:
        size = f" ({sizes[name]} octets)" if name in sizes else ""
        yield Found("attachment", f"{name}{size}", "PDF")
    for address in first.links:
        yield Found("link", address, "PDF")


def _structure_seconds(request: ReadingRequest) -> float:
    return request.limits.wall_seconds * _STRUCTURE_SHARE
