"""PDF pages are read by the engine that reads them best, with their structure."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import EncryptedContent, MalformedContent, NoText, TooLarge
from ingest.limits import Limits
from ingest.read_text import ReadingRequest
from ingest.readers.pdf import engine_chain
from ingest.readers.pdf.engine_chain import read_pdf
from ingest.readers.pdf.printed_page import plain_page
from ingest.readers.pdf.pypdf_structure import PypdfFile
from ingest.readers.pdf.text_quality import GOOD_ENOUGH, is_unsound, quality
from ontology.structure import Loss, LossKind

REQUEST = ReadingRequest("a.pdf")


def test_pages_metadata_outline_and_labels_are_read(make_pdf):
    writer = PdfWriter()
    writer.append(
        PdfReader(
            io.BytesIO(make_pdf([["Avant-propos du livre."], ["Un chapitre ici."]]))
        ),
        import_outline=False,
    )
    writer.add_metadata({"/Title": "Le livre", "/Author": "A. Un; B. Deux"})
    parent = writer.add_outline_item(title="Avant-propos", page_number=0)
    writer.add_outline_item(title="Chapitre", page_number=1, parent=parent)
    writer.set_page_label(0, 0, style="/r")
    buffer = io.BytesIO()
    writer.write(buffer)
    read = read_pdf(buffer.getvalue(), REQUEST)
    assert [page.text for page in read.pages] == [
        "Avant-propos du livre.",
        "Un chapitre ici.",
    ]
    assert [page.engine for page in read.pages] == ["pdfium", "pdfium"]
    assert [page.label for page in read.pages] == ["i", "1"]
    assert [(h.title, h.level, h.page) for h in read.headings] == [
        ("Avant-propos", 1, 0),
        ("Chapitre", 2, 1),
    ]
    found = [(item.name, item.value) for item in read.found]
    assert ("title", "Le livre") in found
    assert [v for n, v in found if n == "authors"] == ["A. Un", "B. Deux"]


def test_the_largest_text_of_the_first_page_is_a_title():
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for size, y, line in (
        (10, 800, "Direction du service"),
        (24, 700, "La sobriété"),
        (24, 670, "à l’école"),
        (10, 600, "Un texte ordinaire, qui est bien plus long que le titre."),
    ):
        canvas.setFont("Helvetica", size)
        canvas.drawString(60, y, line)
    canvas.save()
    read = read_pdf(buffer.getvalue(), REQUEST)
    titles = [i.value for i in read.found if i.origin == "largest text"]
    assert titles == ["La sobriété à l’école"]


def test_pypdf_reads_when_pdfium_is_avoided(make_pdf):
    content = make_pdf([["Un texte tout simple."]])
    request = ReadingRequest("a.pdf", avoided=frozenset({"pdfium"}))
    read = read_pdf(content, request)
    assert read.pages[0].engine == "pypdf"
    assert read.pages[0].text.strip() == "Un texte tout simple."


def test_a_garbled_page_is_read_again_by_pypdf(make_pdf, monkeypatch):
    real = engine_chain.read_with_pdfium

    def garbled(content, limits):
        reading = real(content, limits)
        return type(reading)((plain_page("\ufffd" * 200), reading.pages[1]), "", ())

    monkeypatch.setattr(engine_chain, "read_with_pdfium", garbled)
    lines = ["Une page dont le texte est assez long pour compter."]
    read = read_pdf(make_pdf([lines, lines]), REQUEST)
    assert [page.engine for page in read.pages] == ["pypdf", "pdfium"]
    assert read.pages[0].text.strip() == lines[0]


def test_pages_that_nobody_reads_are_named(make_pdf, monkeypatch):
    real = engine_chain.read_with_pdfium

    def failing(content, limits):
        return type(real(content, limits))((None, plain_page("Lisible.")), "", ())

    def refusing(content):
        raise MalformedContent("pypdf n’y arrive pas")

    monkeypatch.setattr(engine_chain, "read_with_pdfium", failing)
    monkeypatch.setattr(engine_chain.PypdfFile, "open", refusing)
    read = read_pdf(make_pdf([["a"], ["b"]]), REQUEST)
    assert read.losses == (Loss(LossKind.UNREAD_PAGE, 1, (1,)),)


def test_pages_and_characters_are_limited(make_pdf):
    content = make_pdf([["Un texte."]] * 3)
    with pytest.raises(TooLarge, match="3 pages"):
        read_pdf(content, ReadingRequest("a", Limits(pages=2)))
    with pytest.raises(TooLarge, match="caractères"):
        read_pdf(content, ReadingRequest("a", Limits(characters=20)))


def test_passwords_and_broken_files_are_told_apart(encrypted_pdf):
    assert "protégé" in read_pdf(encrypted_pdf(""), REQUEST).pages[0].text
    with pytest.raises(EncryptedContent):
        read_pdf(encrypted_pdf("clé"), REQUEST)
    with pytest.raises(MalformedContent):
        read_pdf(b"%PDF-1.4 rien du tout", REQUEST)


def test_a_language_in_the_catalogue_is_reported_with_its_origin(make_pdf):
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(make_pdf([["Texte."]]))))
    writer.root_object[NameObject("/Lang")] = TextStringObject("en-US")
    buffer = io.BytesIO()
    writer.write(buffer)
    read = read_pdf(buffer.getvalue(), REQUEST)
    assert [(i.value, i.origin) for i in read.found if i.name == "language"] == [
        ("en-US", "PDF")
    ]


@pytest.mark.parametrize(
    "text",
    ["", "\ufffd\ufffd\ufffd a", "(cid:1)(cid:2) (cid:33)", "a b c d e f g " * 20],
)
def test_garbage_is_not_good_enough(text: str):
    assert quality(text) < GOOD_ENOUGH


@pytest.mark.parametrize(
    "text",
    [
        "Une phrase.",
        "Introduction . . . . . . . . . . . . . 3",
        "∀ε > 0 ∃δ : |f(x) − ℓ| < ε",
        "L E S  G R O U P E S  T H É M A T I Q U E S  D U  N U M É R I Q U E  2 0",
        "Voir https://exemple.fr/cours/initiez-vous-au-numerique-a-l-ecole-et-au-college",
    ],
)
def test_prose_contents_formulas_covers_and_addresses_are(text: str):
    assert quality(text) >= GOOD_ENOUGH


@pytest.mark.parametrize(
    "text",
    [
        "\x01\x04\x05\x06\x05\x07\x08\x05",
        "BT /F1 12 Tf 72 700 Td (Le groupe) Tj ET " * 5,
        "1R &KDQJH &KDUDFWHU DOWHUQDWHV )LQDO :LGH )RUPV " * 8,
        "/g12/g7/g31/g4 /g5/g9 " * 9,
    ],
)
def test_codes_and_source_are_unsound(text: str):
    assert is_unsound(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Le groupe travaille avec les collèges de l’académie depuis la rentrée. " * 5,
        "The working group meets every month, and its minutes are public. " * 5,
        "Η ομάδα εργάζεται με τα σχολεία της περιοχής. " * 9,
        "UMR CNRS GTnum INSPÉ DRANE DNE-TN2 CRTD LIRIS IRIT LIG LORIA " * 4,
        "Dans un PDF, « BT » ouvre un texte et « Tj » l’écrit ; « endobj » finit. " * 3,
        "∀ε > 0 ∃δ : |f(x) − ℓ| < ε " * 9,
    ],
)
def test_words_of_any_language_are_sound(text: str):
    assert not is_unsound(text)


def unsound(monkeypatch) -> None:
    real = engine_chain.read_with_pdfium
    rubbish = plain_page("1R &KDQJH &KDUDFWHU DOWHUQDWHV )LQDO :LGH )RUPV " * 8)

    def reading(content, limits):
        found = real(content, limits)
        return type(found)((rubbish, *found.pages[1:]), "", ())

    monkeypatch.setattr(engine_chain, "read_with_pdfium", reading)
    monkeypatch.setattr(PypdfFile, "page_text", lambda file, index: rubbish.text)


def test_a_page_on_whose_rubbish_both_engines_agree_is_lost(make_pdf, monkeypatch):
    unsound(monkeypatch)
    read = read_pdf(make_pdf([["a"], ["Une page lisible, sans doute."]]), REQUEST)
    assert [page.text for page in read.pages] == ["", "Une page lisible, sans doute."]
    assert read.losses == (Loss(LossKind.UNSOUND_PAGE, 1, (1,)),)


def test_a_document_of_rubbish_has_no_text(make_pdf, monkeypatch):
    unsound(monkeypatch)
    with pytest.raises(NoText, match="codes sans signification"):
        read_pdf(make_pdf([["a"]]), REQUEST)


@pytest.mark.parametrize("error", [UnboundLocalError("x"), RuntimeError("y")])
def test_an_unforeseen_exception_of_pypdf_costs_only_itself(
    make_pdf, monkeypatch, error: Exception
):
    class Failing:
        def __getattr__(self, name: str):
            raise error

    real = engine_chain.read_with_pdfium

    def reading(content, limits):
        return replace(real(content, limits), attachments=("a.csv",))

    monkeypatch.setattr(engine_chain, "read_with_pdfium", reading)
    monkeypatch.setattr(PypdfFile, "open", lambda content: PypdfFile(Failing()))
    read = read_pdf(make_pdf([["Un mot"], ["Une page lisible, sans doute."]]), REQUEST)
    assert [page.text for page in read.pages] == [
        "Un mot",
        "Une page lisible, sans doute.",
    ]


def test_lost_letters_are_counted(make_pdf, monkeypatch):
    real = engine_chain.read_with_pdfium

    def reading(content, limits):
        found = real(content, limits)
        page = plain_page("Un texte avec \ue001 et \ufffd, mais \uf0b7 est une puce.")
        return type(found)((page, *found.pages[1:]), "", ())

    monkeypatch.setattr(engine_chain, "read_with_pdfium", reading)
    read = read_pdf(make_pdf([["a"]]), REQUEST)
    assert read.losses == (Loss(LossKind.CHARACTERS, 2, (1,)),)
