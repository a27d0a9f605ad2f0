"""What was printed as one line is one line: raised letters, marks, accents."""

import io
from collections.abc import Callable

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.read_text import ReadingRequest, ReadText
from ingest.readers.pdf.engine_chain import read_pdf

FACE, SIZE = "Times-Roman", 11.0


def drawn(draw: Callable[[Canvas], None]) -> ReadText:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    draw(canvas)
    canvas.save()
    return read_pdf(buffer.getvalue(), ReadingRequest("a.pdf"))


def set_runs(canvas: Canvas, y: float, runs: str) -> None:
    """Draw a line; what stands between carets is raised and smaller."""
    x = 60.0
    for at, run in enumerate(runs.split("^")):
        is_raised = at % 2 == 1
        size = SIZE * (0.6 if is_raised else 1.0)
        canvas.setFont(FACE, size)
        canvas.drawString(x, y + (4.0 if is_raised else 0.0), run)
        x += stringWidth(run, FACE, size)


LINE = (
    "La convention n^o^ 7 du 1^er^ janvier, au XXI^e^ siècle, selon la note^3^ et la "
    "2^e^"
)
NEXT = "vague, prolonge l’appel n^o^ 12 de la direction, comme il a été dit plus haut."


def test_raised_letters_stay_in_their_line():
    def draw(canvas: Canvas) -> None:
        for number in range(5):
            set_runs(canvas, 700 - 32 * number, LINE)
            set_runs(canvas, 684 - 32 * number, NEXT)

    read = drawn(draw)
    plain = f"{LINE} {NEXT}".replace("^", "")
    assert read.pages[0].text == " ".join([plain] * 5)
    assert read.headings == ()
    assert not [item for item in read.found if item.origin == "largest text"]


def test_a_line_may_begin_with_a_raised_letter():
    def draw(canvas: Canvas) -> None:
        set_runs(canvas, 700, "Un texte appelle une note, et la ligne s’arrête là.")
        set_runs(canvas, 660, "^3^ Voir le rapport d’étape du groupe.")

    assert drawn(draw).pages[0].text.endswith("3 Voir le rapport d’étape du groupe.")


@pytest.mark.parametrize("mark", ["•", "–", "1.", "b)"])
def test_the_mark_of_an_item_stays_in_its_line(mark: str):
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", SIZE)
        for number, line in enumerate(("mesurer les usages ;", "réparer.")):
            canvas.drawString(100, 700 - 16 * number, line)
            canvas.drawString(70, 700 - 16 * number, mark)

    page = drawn(draw).pages[0]
    assert page.text == f"{mark} mesurer les usages ;\n{mark} réparer."
    labels = [page.text[b.start : b.end] for b in page.blocks if b.label == mark]
    assert labels == page.text.split("\n")


@pytest.mark.parametrize("is_first", [True, False])
def test_accents_drawn_over_their_letters_are_composed(is_first: bool):
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(60, 700)
        text.setFont("Helvetica", SIZE)
        x = 60.0
        for letters, accent in (("pre", "´"), ("sent a", "`"), (" la fore", "ˆ"),
                                ("t nume", "´"), ("rique", "")):  # fmt: skip
            base, last = letters[:-1], letters[-1]
            if not accent:
                base, last = letters, ""
            canvas.setFont("Helvetica", SIZE)
            canvas.drawString(x, 700, base)
            x += stringWidth(base, "Helvetica", SIZE)
            wide = stringWidth(last, "Helvetica", SIZE)
            place = x + (wide - stringWidth(accent, "Helvetica", SIZE)) / 2
            pair = [(place, accent), (x, last)] if accent else []
            for at, glyph in pair if is_first else pair[::-1]:
                canvas.drawString(at, 700, glyph)
            x += wide

    assert drawn(draw).pages[0].text == "présent à la forêt numérique"


def test_signs_that_stand_over_no_letter_stay():
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", SIZE)
        canvas.drawString(60, 700, "le motif a^b, un ´ seul et `x`")

    assert drawn(draw).pages[0].text == "le motif a^b, un ´ seul et `x`"


def test_a_word_cut_at_the_end_of_a_page_is_whole_on_it():
    def draw(canvas: Canvas) -> None:
        for lines in (
            ("Une phrase sur le numé-",),
            ("rique de l’école.", "Une autre."),
        ):
            for number, line in enumerate(lines):
                canvas.drawString(60, 700 - 16 * number, line)
            canvas.showPage()

    pages = drawn(draw).pages
    assert pages[0].text == "Une phrase sur le numérique"
    assert pages[1].text == "de l’école.\nUne autre."
