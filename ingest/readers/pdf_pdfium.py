"""Text of PDF pages by pdfium, the engine of Chromium: fast and forgiving.

pdfium is C++: it may end the process on hostile files, and is not safe in threads. It
is only used in the child process, which reads one document at a time.
"""

import ctypes
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import groupby

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.characters import join_accents
from ingest.errors import EncryptedContent, MalformedContent, TooLarge
from ingest.limits import Limits
from ingest.readers.reading import Found

__all__ = ["PdfiumReading", "read_with_pdfium"]

_TITLE_CHARACTERS = 4_000
_FEW_LETTERS = 30


@dataclass(frozen=True, slots=True)
class PdfiumReading:
    """What pdfium found.

    Attributes:
        texts: Text of each page; None where pdfium failed on the page.
        title: The text in the largest letters of the first page, or empty.
        image_pages: Number of pages with an image and hardly any text.
        metadata: What the information dictionary states, as far as pdfium repairs it.
    """

    texts: tuple[str | None, ...]
    title: str
    image_pages: int
    metadata: tuple[Found, ...] = ()


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
        title, images, total = "", 0, 0
        for index in range(count):
            try:
                read, is_image, large = _read_page(document, index)
            except pypdfium2.PdfiumError:
                texts.append(None)
                continue
            texts.append(read)
            title = title or large
            images += is_image
            total += len(read)
            if total > limits.characters:
                raise TooLarge(f"le texte dépasse {limits.characters} caractères")
        stated = _metadata(document)
    return PdfiumReading(tuple(texts), title, images, stated)


def _metadata(document: pypdfium2.PdfDocument) -> tuple[Found, ...]:
    names = (("title", "Title"), ("authors", "Author"), ("date", "CreationDate"))
    stated = ((name, document.get_metadata_value(key)) for name, key in names)
    return tuple(Found(name, value, "PDF") for name, value in stated if value)


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
