"""Text of PDF pages by pdfium, the engine of Chromium: fast and forgiving.

pdfium is C++: it may end the process on hostile files, and is not safe in threads. It
is only used in the child process, which reads one document at a time.
"""

import ctypes
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import groupby, islice

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.characters import join_accents
from ingest.errors import EncryptedContent, MalformedContent, TooLarge
from ingest.limits import Limits
from ingest.readers.pdf.structure import (
    DEEPEST_OUTLINE,
    INFORMATION,
    LONGEST_OUTLINE,
    split_authors,
)
from ingest.readers.reading import Found, Heading

__all__ = ["PdfiumReading", "read_with_pdfium"]

_TITLE_CHARACTERS = 4_000
_FEW_LETTERS = 30


@dataclass(frozen=True, slots=True)
class PdfiumReading:
    """What pdfium found.

    Attributes:
        texts: Text of each page; None where pdfium failed on the page.
        title: The text in the largest letters of the first page, or empty.
        image_pages: Indexes of pages with an image and hardly any text.
        metadata: What the information dictionary states.
        headings: Bookmarks that lead to a page, in order.
        labels: Printed page numbers that differ from the position, by index.
    """

    texts: tuple[str | None, ...]
    title: str
    image_pages: tuple[int, ...]
    metadata: tuple[Found, ...] = ()
    headings: tuple[Heading, ...] = ()
    labels: Mapping[int, str] = field(default_factory=dict)


def read_with_pdfium(content: bytes, limits: Limits) -> PdfiumReading:
    """Read the text of all pages.

    Raises:
        EncryptedContent: If a password is needed.
        MalformedContent: If pdfium finds no document or no page.
        TooLarge: If there are too many pages or characters.
    """
    with _opened(content) as document:
        count = len(document)
        if count == 0:
            raise MalformedContent("ce PDF n’a aucune page")
        if count > limits.pages:
            raise TooLarge(f"le document a {count} pages, {limits.pages} sont permises")
        texts: list[str | None] = []
        title, total = "", 0
        images: list[int] = []
        for index in range(count):
            try:
                read, is_image, large = _read_page(document, index)
            except pypdfium2.PdfiumError:
                texts.append(None)
                continue
            texts.append(read)
            title = title or large
            images += [index] if is_image else []
            total += len(read)
            if total > limits.characters:
                raise TooLarge(f"le texte dépasse {limits.characters} caractères")
        return PdfiumReading(
            tuple(texts),
            title,
            tuple(images),
            _metadata(document),
            tuple(_headings(document)),
            _labels(document, count),
        )


def _metadata(document: pypdfium2.PdfDocument) -> tuple[Found, ...]:
    stated = ((name, document.get_metadata_value(key)) for name, key in INFORMATION)
    return tuple(
        Found(name, part, "PDF")
        for name, value in stated
        if value.strip()
        for part in split_authors(name, value)
    )


def _headings(document: pypdfium2.PdfDocument) -> Iterator[Heading]:
    """Yield the outline; a loop in it ends at the largest number of entries."""
    try:
        bookmarks = document.get_toc(max_depth=DEEPEST_OUTLINE)
        for bookmark in islice(bookmarks, LONGEST_OUTLINE):
            title = " ".join(bookmark.get_title().split())[:300]
            target = bookmark.get_dest()
            page = target.get_index() if target else None
            if title and page is not None:
                yield Heading(title, bookmark.level + 1, page)
    except pypdfium2.PdfiumError:
        # The entries before the broken one are good.
        return


def _labels(document: pypdfium2.PdfDocument, count: int) -> dict[int, str]:
    # Without labels pdfium answers with an empty string for every page.
    if not document.get_page_label(0):
        return {}
    labels = ((index, document.get_page_label(index)) for index in range(count))
    return {
        index: label[:20]
        for index, label in labels
        if label and label != str(index + 1)
    }


def _read_page(document: pypdfium2.PdfDocument, index: int) -> tuple[str, bool, str]:
    """Return the text of a page, whether it is an image, and the title of the first."""
    with closing(document[index]) as page, closing(page.get_textpage()) as text:
        read = str(text.get_text_range(errors="ignore"))
        is_image = len(read) < _FEW_LETTERS and _has_image(page)
        return read, is_image, _largest_text(text) if index == 0 else ""


@contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        reason = str(error)
        if "assword" in reason or "ecurity" in reason:
            raise EncryptedContent(
                "ce PDF demande un mot de passe",
                remedy="Enregistrez-en une copie sans mot de passe.",
            ) from error
        raise MalformedContent(
            "ce PDF ne peut pas être ouvert",
            remedy="Ouvrez-le dans son logiciel et exportez-le de nouveau.",
        ) from error
    with closing(document):
        yield document


def _has_image(page: pypdfium2.PdfPage) -> bool:
    objects = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=2)
    return next(iter(objects), None) is not None


def _largest_text(text: pypdfium2.PdfTextPage) -> str:
    """Return the first run of lines set in the largest letters of a page."""
    count = min(text.count_chars(), _TITLE_CHARACTERS)
    if count < 4:
        return ""
    sized = [
        (_height(text, i), chr(pdfium.FPDFText_GetUnicode(text, i)))
        for i in range(count)
    ]
    heights = [height for height, c in sized if c.isalnum()]
    if not heights:
        return ""
    usual = sorted(heights)[len(heights) // 2]
    runs = [
        (size, "".join(c for _, c in run))
        for size, run in groupby(sized, key=lambda item: round(item[0]))
    ]
    merged = _merge_white(runs)
    candidates = [
        (size, " ".join(run.split()))
        for size, run in merged
        if size > usual * 1.15 and sum(map(str.isalpha, run)) >= 6
    ]
    if not candidates:
        return ""
    largest = max(size for size, _ in candidates)
    title = next(run for size, run in candidates if size == largest)
    title = join_accents(title, least=1)
    long_words = sum(1 for word in title.split() if sum(map(str.isalpha, word)) >= 3)
    return title if len(title) <= 250 and long_words >= 2 else ""


def _merge_white(runs: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Join runs of like size that only white space of another size separates."""
    merged: list[tuple[int, str]] = []
    for size, run in runs:
        if merged and (not run.strip() or abs(merged[-1][0] - size) <= 1):
            merged[-1] = (merged[-1][0], merged[-1][1] + run)
        else:
            merged.append((size, run))
    return merged


def _height(text: pypdfium2.PdfTextPage, index: int) -> float:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
        return 0.0
    return abs(float(box.top) - float(box.bottom))
