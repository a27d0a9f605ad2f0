"""Tables with rules come out as rows of cells, and prose in frames does not."""

import io
from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.read_text import ReadingRequest, ReadPage
from ingest.readers.pdf.engine_chain import read_pdf
from ontology.structure import CELL_SEPARATOR, Block, BlockKind

ROWS = (
    ("Étape", "Date", "Qui"),
    ("Dépôt", "3 juillet 2020", "Le labo-/ratoire porteur"),
    ("Lancement/de l’appel", "25 mai 2020", "La direction/du numérique"),
)
XS, YS = (60, 200, 320, 480), (700, 680, 640, 600)


def draw_cells(canvas: Canvas, rows: Sequence[Sequence[str]]) -> None:
    canvas.setFont("Helvetica", 9)
    for row, top in zip(rows, YS, strict=False):
        for cell, x in zip(row, XS, strict=False):
            for number, line in enumerate(cell.split("/")):
                canvas.drawString(x + 4, top - 14 - 11 * number, line)


def page_of(draw) -> ReadPage:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(60, 740, "Une phrase qui précède le tableau du calendrier.")
    canvas.drawString(60, 560, "Une phrase qui le suit, et que rien n’y mêle.")
    draw(canvas)
    canvas.save()
    return read_pdf(buffer.getvalue(), ReadingRequest("a.pdf")).pages[0]


def rows_of(page: ReadPage) -> list[tuple[str, ...]]:
    cells: dict[int, list[Block]] = {}
    for block in page.blocks:
        if block.kind is BlockKind.CELL:
            assert block.parent is not None
            assert page.blocks[block.parent].kind is BlockKind.TABLE
            cells.setdefault(block.row, []).append(block)
    return [tuple(page.text[b.start : b.end] for b in row) for row in cells.values()]


TRUE = [
    ("Étape", "Date", "Qui"),
    ("Dépôt", "3 juillet 2020", "Le laboratoire porteur"),
    ("Lancement de l’appel", "25 mai 2020", "La direction du numérique"),
]


@pytest.mark.parametrize("has_uprights", [True, False])
def test_wrapped_cells_are_whole(has_uprights: bool):
    def draw(canvas: Canvas) -> None:
        if has_uprights:
            canvas.grid(list(XS), list(YS))
        else:
            for y in YS:
                canvas.line(XS[0], y, XS[-1], y)
        draw_cells(canvas, ROWS)

    page = page_of(draw)
    assert rows_of(page) == TRUE
    assert CELL_SEPARATOR.join(TRUE[2]) in page.text.split("\n")


def test_cells_over_several_columns_tell_their_span():
    def draw(canvas: Canvas) -> None:
        canvas.grid([60, 200, 320], [680, 640, 600])
        canvas.rect(60, 680, 260, 20)
        draw_cells(canvas, (("Calendrier", ""), ("Dépôt", "juillet"), ("Bilan", "mai")))

    page = page_of(draw)
    spans = [(b.row, b.column_span) for b in page.blocks if b.kind is BlockKind.CELL]
    assert spans == [(0, 2), (1, 1), (1, 1), (2, 1), (2, 1)]


def test_a_frame_around_prose_is_no_table():
    def draw(canvas: Canvas) -> None:
        canvas.rect(50, 590, 500, 120)
        for number in range(6):
            canvas.drawString(60, 690 - 14 * number, f"Une phrase encadrée, {number}.")

    assert rows_of(page_of(draw)) == []


def test_a_head_and_a_foot_rule_make_no_table_of_the_page():
    def draw(canvas: Canvas) -> None:
        for y in (780, 750, 60):
            canvas.line(60, y, 530, y)

    assert rows_of(page_of(draw)) == []


def test_rules_drawn_over_prose_make_no_table():
    line = "Une phrase assez longue, sous laquelle un dessin trace des traits à part."

    def draw(canvas: Canvas) -> None:
        for number in range(8):
            canvas.drawString(60, 690 - 14 * number, line)
        for y in (695, 660, 625, 580):
            canvas.line(100, y, 220, y)

    page = page_of(draw)
    assert rows_of(page) == []
    assert " ".join([line] * 2) in " ".join(page.text.split())
