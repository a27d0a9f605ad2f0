"""This test ensures that no route answers for a text that nobody has sent."""

import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Mount

from search_api.web.percent_escapes import require_text
from search_api.web.problems.problem_report import ProblemError

BAD = ["%E9", "%zz", "%", "a%C3", "100%", "%ED%A0%80", "%C0%AF"]
FORM = {"content-type": "application/x-www-form-urlencoded"}


def paths(routes) -> set[str]:
    """Every address of the application, with something in the place of its names."""
    found = set()
    for route in routes:
        router = getattr(route, "original_router", None)
        if router is not None:
            found |= paths(router.routes)
        elif isinstance(route, Mount):
            found.add(f"{route.path}/style.css")
        else:
            found.add(re.sub(r"\{[^}]*\}", "x", route.path))
    return found


def assert_named(answer, parameter: str) -> None:
    assert answer.status_code == 400, answer.text
    problem = answer.json()
    assert problem["type"] == "/problems/malformed-request"
    assert [each["parameter"] for each in problem["errors"]] == [parameter]
    assert f"« {parameter} »" in problem["detail"]


def test_no_route_reads_a_query_that_is_no_text(client):
    addresses = paths(client.app.routes)
    assert len(addresses) > 40
    for path in addresses:
        for method in ("GET", "POST", "DELETE"):
            assert_named(client.request(method, f"{path}?a=1&q=x%E9&b=2"), "q")


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("path", ["/search", "/recherche", "/suggest", "/sparql"])
def test_each_way_to_write_it_wrong_is_refused(client, path, bad):
    name = "query" if path == "/sparql" else "q"
    answer = client.get(f"{path}?{name}={bad}&limit=1")
    assert_named(answer, name)


@pytest.mark.parametrize(
    ("path", "name"), [("/sparql", "query"), ("/related", "text"), ("/oai", "verb")]
)
@pytest.mark.parametrize("bad", BAD)
def test_forms_are_read_the_same_way(client, path, name, bad):
    answer = client.post(path, content=f"a=1&{name}={bad}", headers=FORM)
    assert_named(answer, name)


@pytest.mark.parametrize("bad", BAD)
def test_paths_are_text_too(client, bad):
    for path in (f"/documents/{bad}", f"/{bad}", f"/id/lab/{bad}/x", f"/static/{bad}"):
        answer = client.get(path)
        assert answer.status_code == 400
        assert answer.json()["type"] == "/problems/malformed-request"
        assert "chemin" in answer.json()["detail"]


def test_a_person_gets_a_page_in_french(reader):
    answer = reader.get("/recherche?q=%E9")
    assert answer.status_code == 400
    assert "text/html" in answer.headers["content-type"]
    assert "Demande mal formée" in answer.text


def test_a_name_that_is_no_text_is_shown_without_harm(client):
    answer = client.get("/search?%E9%0A=1")
    assert_named(answer, "\ufffd\ufffd")


@given(st.text(st.characters(exclude_categories=["Cs"])), st.booleans())
def test_every_text_may_be_asked_for(text, is_quoted):
    written = quote(text) if is_quoted else text.replace("%", "%25")
    require_text(f"q={written}".encode())


@given(st.binary())
def test_what_passes_decodes_to_text_and_nothing_else(sent):
    try:
        require_text(sent)
    except ProblemError as problem:
        assert problem.errors  # noqa: PT017 - either way is right
        return
    assert "%" not in re.sub(rb"%[0-9A-Fa-f]{2}", b"", sent).decode()
