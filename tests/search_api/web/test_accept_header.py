"""This test ensures that ``Accept`` headers are read as their senders meant them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.web.accept_header import Acceptance

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("header", "is_person"),
    [
        (FIREFOX, True),
        ("", False),
        ("*/*", False),
        ("application/json", False),
        ("text/html;q=0.5, application/json", False),
        ("text/html, application/json", True),
        ("text/*", False),
        ("TEXT/HTML", True),
        ("text/html;q=0", False),
    ],
)
def test_only_who_names_html_first_is_a_person(header, is_person):
    assert Acceptance.parse(header).prefers_html is is_person


def test_the_most_precise_range_decides():
    accepted = Acceptance.parse("text/*;q=0.2, text/csv;q=0.9, */*;q=0.1")

    assert accepted.weight("text/csv") == 0.9
    assert accepted.weight("text/turtle") == 0.2
    assert accepted.weight("application/json") == 0.1


@given(st.text())
def test_any_header_can_be_read(header):
    assert 0 <= Acceptance.parse(header).weight("text/html") <= 1
