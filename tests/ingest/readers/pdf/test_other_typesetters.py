"""Documents of typst, WeasyPrint and LibreOffice come out nearly word for word.

Floors over a small part of what ``benchmarks/pdf_truth`` measures.
"""

import shutil

import pytest

from benchmarks.extraction_quality import PROSE, read_by_chain
from benchmarks.known_texts import prose
from benchmarks.other_typesetters import KINDS, Truth, plan, set_document
from benchmarks.pdf_truth import judge

MOST_WRONG = {
    "one column": 0.010,
    "two columns": 0.030,
    "tables": 0.020,
    "sheets": 0.002,
}


def made_by(setter: str, truth: Truth) -> bytes:
    if setter != "LibreOffice":
        pytest.importorskip(setter.lower())
    elif shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    return set_document(setter, truth)


SETTERS = (
    "typst",
    "WeasyPrint",
    pytest.param("LibreOffice", marks=pytest.mark.slow),
)


@pytest.mark.parametrize("setter", SETTERS)
@pytest.mark.parametrize("kind", KINDS)
def test_words_rows_and_raised_letters_are_kept(setter: str, kind: str):
    truth = plan(kind, 7, prose(PROSE))
    content = made_by(setter, truth)
    values = judge(truth, read_by_chain(content).text)
    assert values["wer"] <= MOST_WRONG[kind]
    assert values["lost"] <= 0.002
    assert values["heads"] == 0
    assert values.get("rows", 1.0) >= 0.8
    assert values.get("raised", 1.0) >= 0.92
    assert values.get("compounds", 1.0) >= 0.98
