"""What a PDF carries besides its text: links to the web, attached files, its language.

Everything is only named, nothing is opened or followed.
"""

import ctypes
from collections.abc import Iterator
from itertools import islice

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.read_text import Found
from ingest.readers.pdf.glyphs import unchecked

__all__ = ["attachment_names", "language", "page_links"]

_MOST_PER_PAGE = 100
_LONGEST_ADDRESS = 1_000
_MOST_ATTACHMENTS = 100

_enumerate = unchecked(pdfium.FPDFLink_Enumerate)


def page_links(page: pypdfium2.PdfPage) -> Iterator[str]:
    """Yield the web addresses that a page links to, as printed in the file."""
    buffer = ctypes.create_string_buffer(_LONGEST_ADDRESS)
    for link in islice(_links(page), _MOST_PER_PAGE):
        action = pdfium.FPDFLink_GetAction(link)
        if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
            continue
        size = pdfium.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, len(buffer))
        address = buffer.value.decode("utf-8", "replace")
        if 0 < size <= len(buffer) and address.startswith(("http://", "https://")):
            yield address


def _links(page: pypdfium2.PdfPage) -> Iterator[pdfium.FPDF_LINK]:
    at, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while _enumerate(page.raw, ctypes.byref(at), ctypes.byref(link)):
        yield link


def attachment_names(document: pypdfium2.PdfDocument) -> tuple[str, ...]:
    """Return the names of attached files."""
    count = min(document.count_attachments(), _MOST_ATTACHMENTS)
    return tuple(document.get_attachment(index).get_name() for index in range(count))


def language(document: pypdfium2.PdfDocument) -> tuple[Found, ...]:
    """Return the language that the catalogue states."""
    size = pdfium.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if not 2 < size <= 200:
        return ()
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFCatalog_GetLanguage(
        document.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
    )
    stated = buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0").strip()
    return (Found("language", stated, "PDF"),) if stated else ()
