"""Lines come in the order in which a person reads them, tables as rows, notes last."""

import io
from collections.abc import Sequence
from contextlib import closing
from itertools import groupby

import pypdfium2
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.composition import compose
from ingest.read_text import ReadingRequest, ReadText
from ingest.readers.pdf.engine_chain import read_pdf
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.printed_page import read_printed_page
from ingest.texts.chunking import Chunking
from ontology.model import Source

Set = tuple[float, float, str]
LEFT = [f"La ligne {n} de la colonne de gauche parle de l’école" for n in "abcdefgh"]
RIGHT = [f"La ligne {n} de la colonne de droite parle du lycée" for n in "abcdefgh"]


def page_of(lines: Sequence[Set], *, size: float = 9) -> bytes:
    return pages_of([[(x, y, line, size, "Helvetica") for x, y, line in lines]])


def pages_of(pages: Sequence[Sequence[tuple[float, float, str, float, str]]]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    for page in pages:
        for x, y, line, size, font in page:
            canvas.setFont(font, size)
            canvas.drawString(x, y, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def read(content: bytes) -> ReadText:
    return read_pdf(content, ReadingRequest("a.pdf"))


def printed(content: bytes) -> list[Line]:
    with (
        closing(pypdfium2.PdfDocument(content)) as document,
        closing(document[0]) as page,
        closing(page.get_textpage()) as text,
    ):
        return list(read_printed_page(page, text).lines)


def lines_of(content: bytes) -> list[str]:
    lines: list[str] = []
    for line in printed(content):
        rows = groupby(line.cells, key=lambda cell: cell.row)
        own = ["|".join(cell.text for cell in row) for _, row in rows]
        lines += own or [line.text]
    return lines


def column(x: float, lines: Sequence[str], *, top: float = 700) -> list[Set]:
    return [(x, top - 12 * number, line) for number, line in enumerate(lines)]


@pytest.mark.parametrize("shift", [0, 4])
def test_columns_drawn_row_by_row_are_read_one_after_the_other(shift: float):
    left, right = column(60, LEFT), column(310, RIGHT, top=700 + shift)
    rows = [line for pair in zip(left, right, strict=True) for line in pair]
    title = (
        60.0,
        760.0,
        "Un titre qui court par-dessus les deux colonnes du texte, oui",
    )
    found = lines_of(page_of([title, *rows, (60, 30, "Page 1")]))
    assert found == [title[2], *LEFT, *RIGHT, "Page 1"]


def test_a_last_column_drawn_first_is_read_last():
    found = lines_of(page_of([*column(310, RIGHT), *column(60, LEFT)]))
    assert found == [*LEFT, *RIGHT]


def test_columns_in_order_stay_as_they_are():
    found = lines_of(page_of([*column(60, LEFT), *column(310, RIGHT)]))
    assert found == [*LEFT, *RIGHT]


def test_rows_of_a_table_are_lines_and_cells_may_wrap():
    cells = [
        ["Étape", "Date", "Qui"],
        ["Lancement de l’appel", "25 mai 2020", "La direction du"],
        ["", "", "numérique"],
        ["Dépôt des dossiers", "3 juillet 2020", "Le laboratoire"],
        ["Sélection", "15 juillet 2020", "Le comité"],
    ]
    heights = [700, 676, 665, 641, 617]
    drawn = [
        (60.0 + 150 * n, float(y), cell)
        for y, row in zip(heights, cells, strict=True)
        for n, cell in enumerate(row)
        if cell
    ]
    sentence = "Une phrase qui précède le tableau et va jusqu’à la marge " * 2
    before = column(60, [sentence], top=740)
    assert lines_of(page_of([*before, *drawn]))[1:] == [
        "Étape|Date|Qui",
        "Lancement de l’appel|25 mai 2020|La direction du\nnumérique",
        "Dépôt des dossiers|3 juillet 2020|Le laboratoire",
        "Sélection|15 juillet 2020|Le comité",
    ]


def test_a_small_table_among_prose_is_seen():
    prose = [f"{line}, et encore un peu plus loin" for line in LEFT]
    rows = [
        ["Titre de la fiche", "De quoi s’agit-il, en une seule ligne ?", "12 mots"],
        ["Contexte général", "Où, avec qui et depuis quand, au juste ?", "5 lignes"],
        ["Intention du groupe", "Que voulait-on obtenir, et pour qui ?", "3 lignes"],
    ]
    drawn = [
        ((60.0, 190.0, 420.0)[n], 560.0 - 18 * at, cell)
        for at, row in enumerate(rows)
        for n, cell in enumerate(row)
    ]
    found = lines_of(page_of([*column(60, prose), *drawn]))
    assert found == [*prose, *("|".join(row) for row in rows)]


@pytest.mark.parametrize(
    ("marks", "x"),
    [
        ("•••••", 90),
        ("12345", 90),
        (["Première partie", "Suite", "Fin", "Index", "Table"], 400),
    ],
)
def test_lists_and_contents_are_no_tables(marks, x: float):
    texts = ["Un élève", "Une classe", "Un lycée", "Une école", "Un collège"]
    if x == 400:
        texts = ["3", "12", "15", "21", "22"]
    drawn = [
        line
        for number, (mark, text) in enumerate(zip(marks, texts, strict=True))
        for line in ((60.0, 700.0 - 20 * number, mark), (x, 700.0 - 20 * number, text))
    ]
    assert not any(line.cells for line in printed(page_of(drawn)))


def test_notes_stand_behind_the_text_and_the_page_number_stays_last():
    body = [
        (60.0, 700.0 - 12 * n, line, 10, "Helvetica") for n, line in enumerate(LEFT)
    ]
    notes = [
        (60.0, 120.0, "1. Voir le rapport d’étape de janvier,", 7.5, "Helvetica"),
        (60.0, 111.0, "remis au comité de suivi.", 7.5, "Helvetica"),
        (60.0, 98.0, "2. Le terme est repris de l’appel.", 7.5, "Helvetica"),
    ]
    number = (290.0, 40.0, "12", 8, "Helvetica")
    drawn = [*body[:3], *notes, *body[3:], number]
    text = read(pages_of([drawn])).pages[0].text
    head, first, second, last = text.split("\n\n")
    assert head == " ".join(LEFT)
    assert first == "1. Voir le rapport d’étape de janvier, remis au comité de suivi."
    assert (second, last) == ("2. Le terme est repris de l’appel.", "12")


@pytest.mark.parametrize("size", [8, 10])
def test_a_footer_drawn_before_the_notes_stays_below_them(size: float):
    body = [
        (60.0, 700.0 - 12 * n, line, 10, "Helvetica") for n, line in enumerate(LEFT)
    ]
    note = (60.0, 100.0, "1. Voir le rapport d’étape de janvier.", 7.5, "Helvetica")
    footer = (60.0, 40.0, "12 DIRECTION DU NUMÉRIQUE", size, "Helvetica")
    text = read(pages_of([[*body, footer, note]])).pages[0].text
    assert text.split("\n\n")[1:] == [note[2], footer[2]]


def test_letter_spaced_words_keep_their_gaps():
    spaced = [(60 + 14 * n, "ESPACES"[n]) for n in range(7)]
    spaced += [(60 + 14 * (n + 8), "SCOLAIRES"[n]) for n in range(9)]
    found = lines_of(page_of([(float(x), 700.0, c) for x, c in spaced]))
    assert found == ["E S P A C E S  S C O L A I R E S"]


def test_text_beside_the_page_is_left_out():
    shown = column(60, LEFT)
    assert lines_of(page_of([(60, 1_200, "Note cachée"), *shown])) == LEFT


def headed(*, bold: bool) -> bytes:
    """Return four pages with a running title, headings of two ranks and a quote."""
    pages = []
    for number in range(4):
        page = [(60.0, 800.0, "Le carnet du groupe", 12.0, "Helvetica-Bold")]
        if number == 0:
            page.append((60.0, 770.0, "Le rapport du groupe", 24.0, "Helvetica"))
        rank = (18.0, "Helvetica") if not bold else (9.0, "Helvetica-Bold")
        page.append((60.0, 730.0, f"Chapitre {number + 1}", *rank))
        page.append((60.0, 500.0, f"{number + 1}.1 Méthode", 12.0, "Helvetica-Bold"))
        for top in (700, 480):
            for n, line in enumerate(LEFT):
                page.append((60.0, top - 12.0 * n, f"{line}, à la page {number}", 9.0,
                             "Helvetica"))  # fmt: skip
        pages.append(page)
    return pages_of(pages)


@pytest.mark.parametrize("bold", [True, False])
def test_headings_without_an_outline_become_the_path_of_passages(bold: bool):
    content = headed(bold=bold)
    source = Source("c/a.pdf", "application/pdf", len(content), "0" * 64)
    record = compose(read(content), source, "c", chunking=Chunking()).record
    titles = [(s.title, s.level) for s in record.document.sections]
    chapter, method = (2, 1) if bold else (1, 2)
    assert titles[:2] == [("Chapitre 1", chapter), ("1.1 Méthode", method)]
    assert len(titles) == 8
    paths = {p.section for p in record.passages}
    assert (("Chapitre 1", "1.1 Méthode") in paths) is not bold
    for passage in record.passages:
        document = record.document
        assert document.text[passage.start : passage.end] == passage.text


def test_a_sentence_in_bold_is_no_heading():
    drawn = [
        (60.0, 700.0 - 12 * n, line, 9, "Helvetica") for n, line in enumerate(LEFT)
    ]
    drawn.append((60.0, 580.0, "Une phrase entière, en gras.", 9, "Helvetica-Bold"))
    drawn.append((60.0, 560.0, "Une autre phrase, après elle.", 9, "Helvetica"))
    assert read(pages_of([drawn])).headings == ()


def test_a_paragraph_that_begins_in_bold_is_no_heading():
    start = stringWidth("Une règle", "Helvetica-Bold", 9)
    drawn = [
        (60.0, 700.0, "Une règle", 9, "Helvetica-Bold"),
        (60.0 + start, 700.0, " dont la suite", 9, "Helvetica"),
        *((60.0, 688.0 - 12 * n, line, 9, "Helvetica") for n, line in enumerate(LEFT)),
    ]
    assert read(pages_of([drawn])).headings == ()


def test_justified_words_are_no_cells():
    line = "Les lignes justifiées ont de larges blancs entre peu de mots"
    drawn = []
    for number in range(8):
        x = 60.0
        for word in line.split():
            drawn.append((x, 700.0 - 12 * number, word))
            x += stringWidth(word, "Helvetica", 9) + 8
    found = lines_of(page_of(drawn))
    assert found == [line] * 8
