"""PDF: text page by page from the engine that reads it best, structure from pypdf.

    pdfium ──▶ text of every page           (fast, reads almost everything)
      │ a page with too little or garbled text, or pdfium gave up
      ▼
    pypdf ───▶ that page again              (slow, independent)
      ▲
      └────── metadata, XMP, outline, page labels, encryption

The better text of a page is kept, and each page remembers who read it.
"""

import time
from dataclasses import dataclass, field

from ingest.deadlines import SoftDeadline, soft_deadline
from ingest.errors import EncryptedContent, MalformedContent, TooLarge
from ingest.readers.pdf_pdfium import read_with_pdfium
from ingest.readers.pdf_pypdf import PypdfFile
from ingest.readers.pdf_quality import GOOD_ENOUGH, quality
from ingest.readers.reading import (
    Found,
    Heading,
    ReadingRequest,
    ReadPage,
    ReadText,
)

__all__ = ["read_pdf"]

_STRUCTURE_SHARE = 0.2
_SECOND_SHARE = 0.4
_TOO_LITTLE = 20
"""Letters below which a page deserves a second look."""


@dataclass(slots=True)
class _Draft:
    """Pages as they become known; an unread page is None."""

    texts: list[str | None] = field(default_factory=list)
    engines: list[str] = field(default_factory=list)
    title_by_size: str = ""
    images: int = 0
    metadata: tuple[Found, ...] = ()

    def widen(self, count: int) -> None:
        missing = count - len(self.texts)
        self.texts += [None] * missing
        self.engines += [""] * missing


def read_pdf(content: bytes, request: ReadingRequest) -> ReadText:
    """Read a PDF file.

    Raises:
        EncryptedContent: If a password is needed.
        MalformedContent: If no engine finds a page.
        TooLarge: If it has too many pages or characters.
    """
    started = time.monotonic()
    draft, refusal = _first_reading(content, request)
    second = _open_second(content, request)
    if not draft.texts:
        if second is None or second.page_count == 0:
            raise refusal or MalformedContent(
                "aucune page lisible dans ce PDF",
                remedy="Ouvrez-le dans son logiciel et exportez-le de nouveau.",
            )
        draft.widen(_bounded(second.page_count, request))
    if second is not None:
        _second_reading(draft, second, request, started)
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
    draft.texts = list(reading.texts)
    draft.engines = ["" if text is None else "pdfium" for text in reading.texts]
    draft.title_by_size = reading.title
    draft.images = reading.image_pages
    draft.metadata = reading.metadata
    return draft, None


def _open_second(content: bytes, request: ReadingRequest) -> PypdfFile | None:
    try:
        with soft_deadline(request.limits.wall_seconds * _STRUCTURE_SHARE):
            return PypdfFile.open(content)
    except (SoftDeadline, MalformedContent, EncryptedContent):
        return None


def _bounded(count: int, request: ReadingRequest) -> int:
    if count > request.limits.pages:
        raise TooLarge(
            f"le document a {count} pages, {request.limits.pages} sont permises"
        )
    return count


def _second_reading(
    draft: _Draft, second: PypdfFile, request: ReadingRequest, started: float
) -> None:
    """Ask pypdf for the pages that pdfium read badly, while time allows."""
    budget = request.limits.wall_seconds * _SECOND_SHARE
    for index, text in enumerate(draft.texts):
        first = quality(text or "")
        letters = sum(1 for c in text or "" if c.isalpha())
        if text is not None and letters >= _TOO_LITTLE and first >= GOOD_ENOUGH:
            continue
        left = budget - (time.monotonic() - started)
        if left <= 0:
            return
        try:
            with soft_deadline(left):
                other = second.page_text(index)
        except (SoftDeadline, MalformedContent):
            continue
        if text is None or _is_sounder(other, text):
            draft.texts[index] = other
            draft.engines[index] = "pypdf"


def _is_sounder(other: str, text: str) -> bool:
    """Whether another reading holds more sense, or as much with less noise."""
    size, other_size = len("".join(text.split())), len("".join(other.split()))
    value, other_value = quality(text), quality(other)
    is_fuller = other_value * other_size > 1.05 * value * size and other_value >= value
    return is_fuller or (other_value > value + 0.1 and other_size * 2 > size)


def _result(
    draft: _Draft, second: PypdfFile | None, request: ReadingRequest
) -> ReadText:
    total = sum(len(text or "") for text in draft.texts)
    if total > request.limits.characters:
        raise TooLarge(f"le texte dépasse {request.limits.characters} caractères")
    unread = [i + 1 for i, text in enumerate(draft.texts) if text is None]
    if len(unread) == len(draft.texts):
        raise MalformedContent(
            f"aucune des {len(unread)} pages n’a pu être lue",
            remedy="Ouvrez le PDF dans son logiciel et exportez-le de nouveau.",
        )
    labels, found, headings = _structure(second, request, len(draft.texts))
    known = {item.name for item in found}
    found = (*found, *(item for item in draft.metadata if item.name not in known))
    if draft.title_by_size:
        found = (*found, Found("title", draft.title_by_size, "largest text"))
    return ReadText(
        pages=tuple(
            ReadPage(text or "", engine, labels.get(index))
            for index, (text, engine) in enumerate(
                zip(draft.texts, draft.engines, strict=True)
            )
        ),
        is_paged=True,
        found=found,
        headings=headings,
        problems=_problems(unread),
        notes=_notes(draft),
    )


def _structure(
    second: PypdfFile | None, request: ReadingRequest, count: int
) -> tuple[dict[int, str], tuple[Found, ...], tuple[Heading, ...]]:
    if second is None:
        return {}, (), ()
    try:
        with soft_deadline(request.limits.wall_seconds * _STRUCTURE_SHARE):
            return second.labels(count), second.metadata(), second.outline()
    except SoftDeadline:
        return {}, (), ()


def _problems(unread: list[int]) -> tuple[str, ...]:
    if not unread:
        return ()
    shown = ", ".join(map(str, unread[:10])) + ("…" if len(unread) > 10 else "")
    return (f"{len(unread)} page(s) illisible(s) : {shown}",)


def _notes(draft: _Draft) -> tuple[str, ...]:
    if draft.images:
        return (f"{draft.images} page(s) en image, sans texte",)
    return ()
