"""Pages of a PDF that are only an image: drawn by pdfium, recognised by tesseract."""

import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import pypdfium2

from ingest.read_text import Found, ReadingRequest
from ingest.readers.tesseract import DOTS_PER_INCH, Recognised, recognise

__all__ = ["Scans", "read_scans"]

_POINTS_PER_INCH = 72
_MOST_PIXELS = 25_000_000
_LONGEST_SIDE = 20_000
_SHARE_OF_TIME = 0.8
"""Of the time for a document, which begins anew with each page."""


@dataclass(slots=True)
class Scans:
    """What became of the pages that are only an image, by index.

    Attributes:
        recognised: Pages with text.
        without_text: Pages in which no text was seen.
        failed: Pages that could not be drawn or took too long.
        untried: Pages that nobody tried: without tesseract, or beyond the limit.
        obstacle: Why nobody tried them, in French.
    """

    recognised: dict[int, Recognised] = field(default_factory=dict)
    without_text: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    untried: list[int] = field(default_factory=list)
    obstacle: str = ""

    def found(self) -> tuple[Found, ...]:
        """Return the confidence of each page, as metadata."""
        if not self.recognised:
            return ()
        said = ((index + 1, page) for index, page in sorted(self.recognised.items()))
        pages = " ; ".join(f"p. {number} : {p.confidence:.2f}" for number, p in said)
        return (Found("ocr_confidence", pages, "tesseract"),)

    def confidence(self, index: int) -> float | None:
        """Return how sure the recognition of a page is, None where there was none."""
        page = self.recognised.get(index)
        return page.confidence if page else None

    def reasons(self) -> str:
        """Say why there is no text at all, in French, with how to get more."""
        said = list(self.notes())
        if self.failed:
            shown = ", ".join(str(index + 1) for index in sorted(self.failed)[:10])
            number = len(self.failed)
            said.insert(0, f"{number} page(s) en image non reconnue(s) : {shown}")
        if self.untried:
            number = len(self.untried)
            said.append(f"{number} page(s) en image non lue(s) : {self.obstacle}")
        return " ; ".join(said)

    def notes(self) -> tuple[str, ...]:
        """Return remarks about what was recognised, in French."""
        notes = []
        if self.recognised:
            sure = [page.confidence for page in self.recognised.values()]
            notes.append(
                f"{len(sure)} page(s) en image reconnue(s), "
                f"confiance {sum(sure) / len(sure):.0%}"
            )
        if self.without_text:
            notes.append(f"{len(self.without_text)} page(s) en image sans texte")
        return tuple(notes)


def read_scans(
    content: bytes, indexes: Sequence[int], request: ReadingRequest
) -> Scans:
    """Recognise pages where the options allow it.

    Args:
        content: The PDF.
        indexes: Pages that are only an image, from 0.
        request: With options, limits and the one to be told before each page.
    """
    scans = Scans()
    most = request.limits.ocr_pages if request.options.can_recognise else 0
    scans.untried += indexes[most:]
    scans.obstacle = _obstacle(request) if scans.untried else ""
    limits = request.limits
    seconds = min(limits.ocr_page_seconds, _SHARE_OF_TIME * limits.wall_seconds)
    for index, picture in _pictures(content, indexes[:most], request):
        page = picture and recognise(
            picture, tesseract=request.options.tesseract, seconds=seconds
        )
        if not page:
            scans.failed.append(index)
        elif page.text:
            scans.recognised[index] = page
        else:
            scans.without_text.append(index)
    return scans


def _obstacle(request: ReadingRequest) -> str:
    if request.options.can_recognise:
        return f"{request.limits.ocr_pages} page(s) sont reconnues au plus"
    if request.options.ocr:
        return "installez tesseract-ocr et tesseract-ocr-fra pour les reconnaître"
    return "la reconnaissance de caractères est désactivée dans les réglages"


def _pictures(
    content: bytes, indexes: Sequence[int], request: ReadingRequest
) -> Iterator[tuple[int, bytes | None]]:
    if not indexes:
        return
    with closing(pypdfium2.PdfDocument(content)) as document:
        for index in indexes:
            request.alive()
            try:
                with closing(document[index]) as page:
                    yield index, _draw(page)
            except pypdfium2.PdfiumError:
                yield index, None


def _draw(page: pypdfium2.PdfPage) -> bytes:
    """Return a page in grey as PNM; a poster is drawn with fewer dots."""
    width, height = page.get_size()
    scale = min(
        DOTS_PER_INCH / _POINTS_PER_INCH,
        math.sqrt(_MOST_PIXELS / max(width * height, 1)),
        _LONGEST_SIDE / max(width, height, 1),
    )
    with closing(page.render(scale=scale, grayscale=True)) as bitmap:
        wide, high, stride = bitmap.width, bitmap.height, bitmap.stride
        pixels = bytes(bitmap.buffer)
    rows = (pixels[row * stride : row * stride + wide] for row in range(high))
    return b"P5 %d %d 255\n" % (wide, high) + b"".join(rows)
