"""Values of forms are text behind their labels."""

import io

from reportlab.pdfgen.canvas import Canvas

from ingest.read_text import ReadingRequest, ReadText
from ingest.readers.pdf.engine_chain import read_pdf
from ontology.structure import BlockKind


def read(canvas_fields) -> ReadText:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    canvas.drawString(60, 760, "Fiche de candidature")
    canvas_fields(canvas)
    canvas.save()
    return read_pdf(buffer.getvalue(), ReadingRequest("a.pdf"))


def fields_of(text: ReadText) -> list[str]:
    page = text.pages[0]
    return [
        page.text[block.start : block.end]
        for block in page.blocks
        if block.kind is BlockKind.FORM_FIELD
    ]


def test_a_value_stands_behind_the_label_printed_beside_it():
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "Laboratoire porteur :")
        canvas.acroForm.textfield(
            name="labo", value="Un laboratoire", x=190, y=694, width=200, height=18
        )
        canvas.drawString(60, 660, "Discipline :")

    found = read(draw)
    assert fields_of(found) == ["Laboratoire porteur : Un laboratoire"]
    assert found.pages[0].text.count("Un laboratoire") == 1
    assert found.pages[0].text.endswith("Discipline :")


def test_a_field_without_a_label_beside_it_takes_its_name():
    def draw(canvas: Canvas) -> None:
        canvas.acroForm.textfield(
            name="labo", tooltip="Laboratoire", value="IMS", x=60, y=640, width=90,
            height=18,
        )  # fmt: skip
        canvas.acroForm.checkbox(name="ok", tooltip="Accord", checked=True, x=60, y=600)
        canvas.acroForm.checkbox(name="no", tooltip="Refus", checked=False, x=60, y=560)

    assert fields_of(read(draw)) == ["Laboratoire : IMS", "Accord : ☒"]


def test_empty_fields_say_nothing():
    def draw(canvas: Canvas) -> None:
        canvas.acroForm.textfield(name="labo", value="", x=60, y=640)

    assert read(draw).pages[0].text == "Fiche de candidature"
