"""A date that a conversion computed today is no text of the document."""

from dataclasses import replace

import pytest

from ingest.read_text import ReadingRequest
from ingest.readers.word.word_docx import read_word
from ontology.structure import Loss, LossKind
from tests.ingest.office_files import word
from tests.ingest.readers.slides.test_slide_shapes import read as read_slide
from tests.ingest.readers.slides.test_slide_shapes import shape

REQUEST = ReadingRequest("a.doc")
CONVERTED = replace(REQUEST, is_converted=True)
TAKEN = (Loss(LossKind.FURNITURE, 1, detail="date du jour d’ouverture"),)


def run(inside: str) -> str:
    return f"<w:r>{inside}</w:r>"


def mark(kind: str) -> str:
    return run(f'<w:fldChar w:fldCharType="{kind}"/>')


def field(code: str) -> str:
    shown = run("<w:t>01/12/2026</w:t>")
    parted = run(f"<w:instrText>{code[:2]}</w:instrText>") + run(
        f"<w:instrText>{code[2:]}</w:instrText>"
    )
    return mark("begin") + parted + mark("separate") + shown + mark("end")


@pytest.mark.parametrize(
    "date",
    [
        field(' DATE \\@ "dd/MM/yyyy" '),
        field("TIME"),
        '<w:fldSimple w:instr=" DATE "><w:r><w:t>01/12/2026</w:t></w:r></w:fldSimple>',
    ],
)
def test_a_date_of_today_is_left_out_of_a_converted_letter(date: str):
    content = word(
        f"<w:p>{run('<w:t>Paris, le </w:t>')}{date}{run('<w:t>.</w:t>')}</w:p>"
    )
    read = read_word(content, CONVERTED)
    assert read.pages[0].text == "Paris, le ."
    assert read.losses == TAKEN
    assert read_word(content, REQUEST).pages[0].text == "Paris, le 01/12/2026."


@pytest.mark.parametrize("code", ["SAVEDATE", "CREATEDATE", "DATEUR"])
def test_other_dates_stay(code: str):
    read = read_word(word(f"<w:p>{field(code)}</w:p>"), CONVERTED)
    assert (read.pages[0].text, read.losses) == ("01/12/2026", ())


def test_a_date_of_today_is_left_out_of_a_converted_slide():
    date = '<a:p><a:fld type="datetime1"><a:t>01/12/2026</a:t></a:fld></a:p>'
    number = '<a:p><a:fld type="slidenum"><a:t>4</a:t></a:fld></a:p>'
    read = read_slide(shape(date) + shape(number), is_converted=True)
    assert (read.pages[0].text, read.losses) == ("4", TAKEN)
    assert read_slide(shape(date)).pages[0].text == "01/12/2026"
