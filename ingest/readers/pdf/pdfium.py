"""Text of PDF pages by pdfium, the engine of Chromium: fast and forgiving.

pdfium is C++: it may end the process on hostile files, and is not safe in threads. It
is only used in the child process, which reads one document at a time.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import groupby, islice

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.errors import EncryptedContent, MalformedContent, TooLarge
from ingest.limits import Limits
from ingest.read_text import Found, Heading
from ingest.readers.pdf.author_names import (
    DEEPEST_OUTLINE,
    INFORMATION,
    LONGEST_OUTLINE,
    split_authors,
)
from ingest.readers.pdf.foreign_code import ForeignFailure, foreign_code
from ingest.readers.pdf.form_fields import has_unread_form, read_fields
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.links_and_attachments import (
    attachment_names,
    language,
    page_links,
)
from ingest.readers.pdf.printed_page import PrintedPage, read_printed_page
from ingest.readers.pdf.tag_order import is_tagged
from ingest.texts.characters import clean_printed, join_accents

__all__ = ["PdfiumReading", "read_with_pdfium"]

_TITLE_LINES = 60
_FEW_LETTERS = 30
_MOST_LINKS = 200


@dataclass(frozen=True, slots=True)
class PdfiumReading:
    """What pdfium found.

    Attributes:
        pages: Each page as printed; None where pdfium failed on it.
        title: The text in the largest letters of the first page, or empty.
        image_pages: Indexes of pages with an image and hardly any text.
        metadata: What the information dictionary states.
        outline: Bookmarks that lead to a page, in order.
        labels: Printed page numbers that differ from the position, by index.
        links: Web addresses that pages link to, each once.
        attachments: Names of attached files.
        has_unread_form: Whether values of a form are kept where pdfium does not look.
    """

    pages: tuple[PrintedPage | None, ...]
    title: str
    image_pages: tuple[int, ...]
    metadata: tuple[Found, ...] = ()
    outline: tuple[Heading, ...] = ()
    labels: Mapping[int, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    has_unread_form: bool = False


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
        form = _form(document)
        tagged = is_tagged(document)
        pages: list[PrintedPage | None] = []
        total = 0
        seen = _Seen()
        for index in range(count):
            try:
                page = _read_page(document, index, seen, form=form, tagged=tagged)
            except pypdfium2.PdfiumError:
                pages.append(None)
                continue
            pages.append(page)
            total += len(page.text)
            if total > limits.characters:
                raise TooLarge(f"le texte dépasse {limits.characters} caractères")
        return PdfiumReading(
            tuple(pages),
            _largest_text(pages[0].lines) if pages[0] else "",
            tuple(seen.images),
            (*_metadata(document), *language(document)),
            tuple(_headings(document)),
            _labels(document, count),
            tuple(seen.links),
            attachment_names(document),
            has_unread_form(document),
        )


@dataclass(slots=True)
class _Seen:
    """What pages hold besides text."""

    images: list[int] = field(default_factory=list)
    links: dict[str, None] = field(default_factory=dict)


def _form(document: pypdfium2.PdfDocument) -> pypdfium2.PdfFormEnv | None:
    """Return the form of a document; a broken one is none."""
    try:
        with foreign_code("pdfium"):
            document.init_forms()
    except ForeignFailure:
        return None
    return document.formenv


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


def _read_page(
    document: pypdfium2.PdfDocument,
    index: int,
    seen: _Seen,
    *,
    form: pypdfium2.PdfFormEnv | None,
    tagged: bool,
) -> PrintedPage:
    """Return a page as it is printed; note its links, and whether it is an image."""
    with closing(document[index]) as page, closing(page.get_textpage()) as text:
        fields = read_fields(form, page)
        read = read_printed_page(page, text, is_tagged=tagged, fields=fields)
        if len(seen.links) < _MOST_LINKS:
            seen.links.update(dict.fromkeys(page_links(page)))
        if len(read.text) < _FEW_LETTERS and _has_image(page):
            seen.images.append(index)
        return read


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


def _largest_text(lines: Sequence[Line]) -> str:
    """Return the first run of lines set in the largest letters of a page."""
    lines = lines[:_TITLE_LINES]
    sizes = sorted(size for line in lines for size in [line.size] * len(line.text))
    if not sizes:
        return ""
    usual = sizes[len(sizes) // 2]
    runs = [
        (size, " ".join(line.text for line in run))
        for size, run in groupby(lines, key=lambda line: round(line.size))
    ]
    candidates = [
        (size, " ".join(clean_printed(run).split()))
        for size, run in runs
        if size > usual * 1.15 and sum(map(str.isalpha, run)) >= 6
    ]
    if not candidates:
        return ""
    largest = max(size for size, _ in candidates)
    title = next(run for size, run in candidates if size == largest)
    title = join_accents(title, least=1)
    long_words = sum(1 for word in title.split() if sum(map(str.isalpha, word)) >= 3)
    return title if len(title) <= 250 and long_words >= 2 else ""
