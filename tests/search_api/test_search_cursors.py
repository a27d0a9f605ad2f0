"""A cursor leads to its place in its own results, and nowhere else."""

import base64
import json
from dataclasses import replace

import pytest

from graph.ports import DocumentFilter
from search_api.errors import BadQuestion, StaleCursor
from search_api.query import SearchQuery
from search_api.search_cursors import read_cursor

QUERY = SearchQuery("sobriété")


def written(content):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read(cursor, query=QUERY, generation="0001"):
    return read_cursor(replace(query, cursor=cursor), generation=generation)


START = read(None)


def at(offset):
    return replace(START, offset=offset).to_text()


def test_without_a_cursor_results_begin_at_their_start():
    assert (START.generation, START.offset) == ("0001", 0)


@pytest.mark.parametrize("offset", [0, 1, 10, 99, (1 << 31) - 1])
def test_a_cursor_leads_to_its_place(offset):
    cursor = at(offset)
    assert "=" not in cursor
    assert read(cursor).offset == offset


@pytest.mark.parametrize("changes", [{"limit": 50}, {"with_facets": True}])
def test_the_size_of_a_page_may_change_between_pages(changes):
    assert read(at(5), replace(QUERY, **changes)).offset == 5


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "autre"},
        {"restriction": DocumentFilter(languages=("en",))},
        {"passages_per_document": 4},
        {"with_intent": False},
        {"most_alike": 0},
    ],
)
def test_a_cursor_of_another_question_is_refused(changes):
    with pytest.raises(BadQuestion, match="autre recherche") as refused:
        read(at(5), replace(QUERY, **changes))
    assert refused.value.parameter == "cursor"


def test_a_cursor_of_another_generation_is_stale_whatever_it_asks():
    for query in (QUERY, replace(QUERY, text="autre")):
        with pytest.raises(StaleCursor):
            read(at(5), query, generation="0002")


@pytest.mark.parametrize(
    "content",
    [
        ["0001", START.question, -1],
        ["0001", START.question, 1 << 31],
        ["0001", START.question, "1"],
        ["0001", START.question],
        ["0001", 1, 1],
        [1, START.question, 1],
        {"a": 1},
        b"\xff",
        b"[",
        b"[" * 5_000,
    ],
)
def test_what_is_no_cursor_is_refused(content):
    with pytest.raises(BadQuestion, match="lisible") as refused:
        read(written(content))
    assert refused.value.parameter == "cursor"


@pytest.mark.parametrize("text", ["", "é", "####", "a", "MDAw MQ"])
def test_any_text_is_refused_as_a_cursor(text):
    with pytest.raises(BadQuestion):
        read(text)
