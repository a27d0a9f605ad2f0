"""Places asked for in one sweep are those that pdfium gives one by one."""

import ctypes
import io
from collections.abc import Iterator
from contextlib import closing

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.readers.pdf.glyphs import Ends, Glyphs


@pytest.fixture
def page() -> Iterator[pypdfium2.PdfTextPage]:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    for number in range(40):
        canvas.setFont(("Helvetica", "Times-Bold")[number % 2], 7 + number % 5)
        canvas.drawString(50 + number, 800 - 18 * number, f"Ligne {number} à l’école")
    canvas.save()
    with (
        closing(pypdfium2.PdfDocument(buffer.getvalue())) as document,
        closing(document[0]) as opened,
        closing(opened.get_textpage()) as text,
    ):
        yield text


def one_by_one(page: pypdfium2.PdfTextPage, first: int, last: int) -> tuple[float, ...]:
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    pdfium.FPDFText_GetCharOrigin(page.raw, first, ctypes.byref(x), ctypes.byref(y))
    if not pdfium.FPDFText_GetLooseCharBox(page.raw, last, ctypes.byref(box)):
        box = pdfium.FS_RECTF()
    return x.value, y.value, box.right, box.top - box.bottom


def rows(ends: Ends) -> list[tuple[float, ...]]:
    return list(zip(*ends, strict=True))


def test_a_sweep_over_more_than_its_buffers_equals_single_questions(
    page: pypdfium2.PdfTextPage,
):
    count = page.count_chars()
    assert count > 600
    firsts, lasts = list(range(count)), list(range(count - 1, -1, -1))
    expected = [one_by_one(page, *pair) for pair in zip(firsts, lasts, strict=True)]
    assert rows(Glyphs(page).ends(firsts, lasts)) == expected


def test_a_character_that_is_not_there_stands_nowhere(page: pypdfium2.PdfTextPage):
    glyphs = Glyphs(page)
    glyphs.ends([0, 1], [0, 1])
    known, unknown = rows(glyphs.ends([0, 10**6], [0, 10**6]))
    assert known == one_by_one(page, 0, 0)
    assert unknown == (0.0, 0.0, 0.0, 0.0)


def test_fonts_and_pieces_are_told(page: pypdfium2.PdfTextPage):
    glyphs, second = Glyphs(page), page.get_text_range().index("Ligne 1 ")
    assert not glyphs.is_bold(0)
    assert glyphs.is_bold(second)
    assert not glyphs.is_bold(10**6)
    assert glyphs.rectangles(0, 5) == 1
    assert glyphs.index(second) == second
    assert glyphs.index(10**6) == -1
