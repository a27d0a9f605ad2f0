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


@pytest.mark.parametrize(
    ("header", "weight"),
    [
        ("", 1.0),
        ("nonsense", 1.0),
        ("text/csv", 0.0),
        ("text/html", 1.0),
        ("text/*;q=0.5", 0.5),
        ("*/*;q=0.2, text/*;q=0.5, text/html;q=0.1", 0.1),
        ("TEXT/HTML; Q=0.3", 0.3),
        ("text/html;q=7", 1.0),
        ("text/html;q=-1", 0.0),
        ("text/html;level=1;q=0.4", 0.4),
        ("text/html;q=x, */*;q=0.2", 0.2),
        ("/html, text/, */*;q=0.2", 0.2),
        ("*/html;q=0.9, */*;q=0.2", 0.2),
    ],
)
def test_the_most_exact_range_gives_the_weight(header, weight):
    assert Acceptance.parse(header).weight("text/html") == weight


@pytest.mark.parametrize(
    ("header", "prefers"),
    [
        ("text/html", True),
        ("text/html;q=0", False),
        ("text/html, application/json", True),
        ("text/html;q=0.9, application/json", False),
        ("text/*", False),
        ("*/*", False),
        ("text/html;q=0.5, */*;q=0.6", False),
    ],
)
def test_a_person_reads_where_html_is_named_and_json_not_before_it(header, prefers):
    assert Acceptance.parse(header).prefers_html is prefers


def test_four_thousand_characters_of_a_header_are_read():
    padding = "x" * (4_000 - len(",text/html"))
    assert Acceptance.parse(f"{padding},text/html").prefers_html
    assert not Acceptance.parse(f"x{padding},text/html").prefers_html
