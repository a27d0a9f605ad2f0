"""Dates and authors of web pages are read as the made forms print them."""

import pytest

from benchmarks.page_dates import (
    CHOOSING,
    REPORTING,
    judged,
    judged_authors,
    read_by_us,
)
from benchmarks.page_forms import FORMS, TRAPS, PageForm


def date_of(form: PageForm) -> str | None:
    return read_by_us(form).date


def test_there_are_forty_forms_of_which_half_are_for_reporting():
    assert len(FORMS) == 40
    assert len(CHOOSING) == len(REPORTING) == 20
    assert all(form.date for form in FORMS)
    assert not any(form.date or form.authors for form in TRAPS)


@pytest.mark.parametrize("forms", [CHOOSING, REPORTING])
def test_nine_pages_in_ten_get_their_date_and_none_a_wrong_one(forms):
    counted = judged(forms, date_of)
    assert counted["right"] >= 0.9 * len(forms)
    assert counted["wrong"] == 0


@pytest.mark.parametrize("forms", [CHOOSING, REPORTING, TRAPS])
def test_no_page_gets_a_wrong_author_or_an_account(forms):
    counted = judged_authors(forms)
    assert counted["right"] >= 0.9 * len(forms)
    assert counted["wrong"] == 0


def test_a_date_of_something_else_is_not_that_of_the_page():
    assert judged(TRAPS, date_of) == {"right": len(TRAPS)}
