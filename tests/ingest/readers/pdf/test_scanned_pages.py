"""Pages that are only an image are recognised, or the report says how to get there."""

import io
from dataclasses import replace
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import NoText
from ingest.limits import Limits
from ingest.options import ReadingOptions, tesseract_path
from ingest.outcomes import State
from ingest.pipeline import Pipeline
from ingest.read_text import ReadingRequest
from ingest.readers.pdf.engine_chain import read_pdf
from ontology.structure import Loss, LossKind
from tests.ingest.conftest import build_pdf

needs_tesseract = pytest.mark.skipif(
    not tesseract_path(), reason="tesseract with French is not installed"
)
LINES = ["La sobriété numérique à l’école", "des élèves et leurs professeurs."]
WITHOUT = ReadingOptions(ocr=True, tesseract="")


def scanned(lines: list[str], *, before: tuple[str, ...] = ()) -> bytes:
    """Return a PDF with a page of text, if any, and the picture of a page."""
    with pypdfium2.PdfDocument(build_pdf([lines], size=16)) as document:
        picture = document[0].render(scale=2, grayscale=True).to_pil()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    if before:
        for number, line in enumerate(before):
            canvas.drawString(60, 800 - 15 * number, line)
        canvas.showPage()
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def request(options: ReadingOptions, **limits) -> ReadingRequest:
    return ReadingRequest("scan.pdf", Limits(**limits), options=options)


@needs_tesseract
def test_only_the_page_without_text_is_recognised():
    calls: list[int] = []
    asked = replace(
        request(ReadingOptions.found()), alive=lambda: calls.append(len(calls))
    )
    read = read_pdf(scanned(LINES, before=("Une page avec son propre texte.",)), asked)
    first, second = read.pages
    assert (first.engine, second.engine) == ("pdfium", "tesseract")
    assert second.text.startswith(LINES[0].replace("’", second.text[25]))
    assert "élèves et leurs professeurs" in second.text
    assert calls == [0]
    assert first.ocr_confidence is None
    assert 0.5 < (second.ocr_confidence or 0) <= 1
    (confidence,) = [i.value for i in read.found if i.name == "ocr_confidence"]
    assert confidence.startswith("p. 2 : 0.")
    assert "1 page(s) en image reconnue(s), confiance" in read.notes[0]
    assert not read.wants_ocr


@needs_tesseract
def test_a_scan_ends_as_ok_ocr_and_remembers_its_engine(tmp_path: Path, sink):
    (tmp_path / "scan.pdf").write_bytes(scanned(LINES))
    (outcome,) = Pipeline(sinks=[sink]).run(tmp_path, collection="c")
    assert outcome.state is State.OK_OCR
    assert outcome.engines == {"tesseract": 1}
    document = sink.records[outcome.document].document
    assert "sobriété numérique" in document.text
    assert 0.5 < (document.pages[0].ocr_confidence or 0) <= 1
    assert "ocr_confidence" in {origin.name for origin in document.origins}


@pytest.mark.parametrize(
    ("options", "how"),
    [(WITHOUT, "tesseract-ocr-fra"), (ReadingOptions(ocr=False), "désactivée")],
)
def test_without_recognition_the_message_says_how_to_get_it(options, how: str):
    with pytest.raises(NoText, match=how):
        read_pdf(scanned(LINES), request(options))
    mixed = scanned(LINES, before=("Une page avec son propre texte.",))
    read = read_pdf(mixed, request(options))
    (loss,) = read.losses
    assert (loss.kind, loss.pages) == (LossKind.IMAGE_PAGE, (2,))
    assert how in loss.detail
    assert read.notes == ()
    assert read.wants_ocr


def test_a_program_that_fails_or_hangs_is_named_by_its_pages(tmp_path: Path):
    mixed = scanned(LINES, before=("Une page avec son propre texte.",))
    for body in ("exit 1", "exec sleep 600"):
        program = tmp_path / "tesseract"
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)
        options = ReadingOptions(tesseract=str(program))
        read = read_pdf(mixed, request(options, ocr_page_seconds=0.5))
        assert read.losses == (Loss(LossKind.IMAGE_PAGE, 1, (2,)),)


def test_pages_beyond_the_limit_are_counted():
    read = read_pdf(
        scanned(LINES, before=("Une page avec son propre texte.",)),
        request(ReadingOptions(tesseract="/bin/false"), ocr_pages=0),
    )
    (loss,) = read.losses
    assert loss.detail == "0 page(s) sont reconnues au plus"


@needs_tesseract
def test_a_text_layer_with_as_much_text_is_kept():
    buffer = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(scanned(["Page 12"])))
    writer.pages[0].merge_page(
        pypdf.PdfReader(io.BytesIO(build_pdf([["Tampon : page numéro 12"]]))).pages[0]
    )
    writer.write(buffer)
    read = read_pdf(buffer.getvalue(), request(ReadingOptions.found()))
    assert read.pages[0].engine == "pdfium"
    assert read.notes == ()


@needs_tesseract
def test_a_scan_is_tried_again_once_recognition_is_there(tmp_path: Path):
    (tmp_path / "scan.pdf").write_bytes(scanned(LINES))
    (tmp_path / "vide.md").write_text("---\ntitle: x\n---\n")
    before = Pipeline(options=WITHOUT)
    states = [o.state for o in before.run(tmp_path, collection="c")]
    assert states == [State.NO_TEXT, State.NO_TEXT]
    after = Pipeline(ledger=before.ledger, options=ReadingOptions.found())
    states = [o.state for o in after.run(tmp_path, collection="c")]
    assert states == [State.OK_OCR, State.NO_TEXT]


def test_a_source_that_was_too_large_is_tried_again_with_another_limit(tmp_path: Path):
    (tmp_path / "a.txt").write_text("Un texte. " * 50)
    (tmp_path / "b.txt").write_text("Court.")
    small = Limits(characters=100)
    first = Pipeline(small)
    list(first.run(tmp_path, collection="c"))

    def states(limits: Limits) -> list[str]:
        again = Pipeline(limits, ledger=first.ledger)
        return [o.state.value for o in again.run(tmp_path, collection="c")]

    assert states(replace(small, files=10)) == ["too_large", "unchanged"]
    assert states(Limits(characters=50)) == ["too_large", "unchanged"]
    assert states(Limits()) == ["ok", "unchanged"]
