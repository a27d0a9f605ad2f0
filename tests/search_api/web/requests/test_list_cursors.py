"""This test ensures that all lists are turned over in the same way, to their end."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from search_api.errors import StaleCursor
from search_api.web.problems.problem_report import ProblemError
from search_api.web.requests.list_cursors import ListRequest
from search_api.web.responses.caching import Freshness, NotModified
from search_api.web.responses.list_page import ListPage


def freshness(if_none_match: str = "") -> Freshness:
    headers = [(b"if-none-match", if_none_match.encode())]
    scope = {"type": "http", "path": "/x", "query_string": b"", "headers": headers}
    scope |= {"scheme": "http", "server": ("localhost", 80)}
    return Freshness(Request(scope), version="0001/1", max_age_seconds=60)


def asked(cursor: str | None, limit: int = 2, held: str = "") -> ListRequest:
    return ListRequest.read(
        cursor, limit=limit, generation="0001", freshness=freshness(held)
    )


def cursor_of(page: ListPage) -> str | None:
    if page.next is None:
        return None
    return parse_qs(urlsplit(page.next).query)["cursor"][0]


@given(st.lists(st.integers(), max_size=20), st.integers(1, 7))
def test_following_next_shows_every_item_once_and_in_order(items, limit) -> None:
    shown: list[int] = []
    cursor = None
    while True:
        page = asked(cursor, limit).page(items, "/x", [])
        assert (page.offset, page.total) == (len(shown), len(items))
        shown += page.items
        cursor = cursor_of(page)
        if cursor is None:
            break
    assert shown == items


def test_the_next_page_is_named_with_its_parameters_and_in_a_header() -> None:
    page = asked(None).page("abc", "/x", [("q", "é"), ("limit", "2")])
    assert page.next is not None
    assert page.next.startswith("/x?q=%C3%A9&limit=2&cursor=")
    assert page.headers == {"Link": f'<{page.next}>; rel="next"'}


def test_the_last_page_names_no_next_one() -> None:
    page = asked(None).page("ab", "/x", [])
    assert (page.next, page.headers) == (None, {})


@pytest.mark.parametrize(
    "cursor", ["", "é", "####", "MDAwMQ==", "MDAwMTp4", "MDAwMTotMQ==", "OjE="]
)
def test_what_is_no_cursor_is_a_problem(cursor: str) -> None:
    with pytest.raises(ProblemError) as problem:
        asked(cursor)
    assert problem.value.kind.slug == "invalid-parameter"


def test_a_cursor_of_another_generation_is_stale() -> None:
    cursor = cursor_of(asked(None).page("abc", "/x", []))
    with pytest.raises(StaleCursor):
        ListRequest.read(cursor, limit=2, generation="0002", freshness=freshness())


def test_who_holds_the_answer_is_not_sent_it_again() -> None:
    tag = freshness().headers["ETag"]
    assert asked(None, held='W/"other"').offset == 0
    with pytest.raises(NotModified) as stopped:
        asked(None, held=tag)
    assert stopped.value.headers["ETag"] == tag


def test_a_wrong_cursor_is_told_even_to_who_holds_an_answer() -> None:
    with pytest.raises(ProblemError):
        asked("####", held="*")
