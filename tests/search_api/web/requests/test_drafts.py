"""A draft comes in any of four forms, and is never empty."""

import json

import pytest

from graph.ports import DocumentFilter
from search_api.web.problems.problem_report import ProblemError
from search_api.web.requests.drafts import Draft, DraftDep, relate
from search_api.web.settings import WebSettings
from tests.search_api.web.fakes import FakeServices
from tests.search_api.web.requests.bodies import dependency_of, posted, run

FORM = "application/x-www-form-urlencoded"
PLAIN = "text/plain; charset=utf-8"
read_draft = dependency_of(DraftDep)


def read(body, kind, **limits):
    return run(read_draft(posted(body, kind=kind), WebSettings(**limits)))


def in_parts(content):
    body = (
        '--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nécrit\r\n'
        '--b\r\nContent-Disposition: form-data; name="file"; filename="x.md"\r\n'
        f"Content-Type: text/markdown\r\n\r\n{content}\r\n--b--\r\n"
    )
    return read(body.encode(), "multipart/form-data; boundary=b")


def problem_of(reading):
    with pytest.raises(ProblemError) as problem:
        reading()
    return problem.value


def test_plain_text_keeps_its_declared_coding():
    kind = "text/plain; charset=latin1"
    assert read(b"\xe9", kind) == Draft(b"\xe9", None, kind)


def test_json_says_text_and_limit():
    body = json.dumps({"text": "é", "limit": 7}).encode()
    assert read(body, "application/json") == Draft("é".encode(), None, PLAIN, 7)


def test_json_that_says_something_else_is_told_where():
    problem = problem_of(lambda: read(b'{"texte": "x"}', "application/json"))
    assert problem.kind.slug == "invalid-body"
    assert "/text" in [item.pointer for item in problem.errors]


def test_a_form_says_text_and_limit():
    assert read(b"text=%C3%A9&limit=7", FORM) == Draft("é".encode(), None, PLAIN, 7)


def test_a_file_of_a_form_comes_before_its_text_unless_it_is_empty():
    assert in_parts("# Titre") == Draft(b"# Titre", "x.md", "text/markdown")
    assert in_parts("") == Draft("écrit".encode(), None, PLAIN)


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b" \n", "text/plain"), (b"", FORM), (b'{"text": " "}', "application/json")],
)
def test_an_empty_draft_is_a_problem(body, kind):
    assert problem_of(lambda: read(body, kind)).kind.slug == "invalid-body"


@pytest.mark.parametrize(
    ("written", "limit"), [("", None), ("1", 1), ("100", 100), ("020", 20)]
)
def test_a_limit_is_from_one_to_a_hundred(written, limit):
    assert read(f"text=x&limit={written}".encode(), FORM).limit == limit


@pytest.mark.parametrize("written", ["0", "101", "0020", "-1", "x", "%C2%B2", "%D9%A3"])
def test_any_other_limit_is_a_problem(written):
    problem = problem_of(lambda: read(f"text=x&limit={written}".encode(), FORM))
    assert problem.kind.slug == "invalid-body"
    assert problem.errors[0].pointer == "/limit"


def test_another_type_is_refused_with_those_that_are_taken():
    problem = problem_of(lambda: read(b"x", "a/" + "b" * 100))
    assert problem.kind.slug == "unsupported-media-type"
    assert f"« a/{'b' * 78} »" in problem.detail
    assert problem.headers["Accept-Post"].split(", ") == [
        *("application/json", FORM, "multipart/form-data")
    ]
    assert "sans type" in problem_of(lambda: read(b"x", "")).detail


def test_a_draft_has_a_largest_size():
    assert read(b"12345", "text/plain", max_draft_bytes=5).content == b"12345"
    problem = problem_of(lambda: read(b"123456", "text/plain", max_draft_bytes=5))
    assert problem.kind.slug == "too-large"


def test_a_draft_is_read_with_its_hints_and_related(tmp_path):
    services = FakeServices(tmp_path)
    found = relate(
        services.current(),
        draft=Draft(b"x", "x.md", "text/markdown"),
        limit=1,
        restriction=DocumentFilter(languages=("fr",)),
    )
    assert services.drafts == [(b"x", "x.md", "text/markdown")]
    assert services.related.asked == [(1, DocumentFilter(languages=("fr",)))]
    assert len(found.documents) == 1
