"""This test ensures that cells a spreadsheet would run are found, numbers not."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.formula_cells import FORMULA_SIGNS, has_formulas


def table(*rows, delimiter=","):
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode()


@pytest.mark.parametrize("delimiter", [",", "\t"])
@pytest.mark.parametrize("sign", FORMULA_SIGNS[:4] + FORMULA_SIGNS[7:])
def test_every_sign_is_found_wherever_it_stands(delimiter, sign):
    for cell in (f"{sign}cmd|' /C calc'!A0", f'{sign}HYPERLINK("x", 1)', f"{sign}a,b"):
        for row in ((cell, "x"), ("x", cell), ("x", cell, "y")):
            assert has_formulas(table(("a", "b"), row, delimiter=delimiter))
            assert has_formulas(table(row, delimiter=delimiter))


@pytest.mark.parametrize("cell", ["-12", "+1.5", "-.5e-3", "a=b", "a@b.fr", "2-1", ""])
def test_numbers_and_words_are_no_formulas(cell):
    assert not has_formulas(table((cell, cell), (cell, "x"), ("x", cell)))


@given(st.lists(st.text('ab=1-," ;', max_size=8), min_size=1, max_size=4))
def test_no_cell_with_a_sign_and_a_letter_is_missed(cells):
    told = has_formulas(table(cells))
    if any(cell.startswith("=") for cell in cells):
        assert told
