"""A question in French gets queries to read and change; nothing is run."""

import json

import pytest

from graph.errors import QueryTimeout
from graph.ports import QueryAnswer

QUESTION = "laboratoires de Nantes"
HTML = {"accept": "text/html"}
NOTHING = {"head": {"vars": ["term"]}, "results": {"bindings": []}}


@pytest.fixture(autouse=True)
def description(services):
    """A library that says which terms it uses: none."""
    services.queries.outcome = QueryAnswer(
        "application/sparql-results+json", json.dumps(NOTHING).encode(), 0.01
    )


def test_queries_are_proposed_with_what_stands_in_them(client):
    told = client.get("/queries", params={"q": QUESTION}).json()
    assert (told["question"], told["message"]) == (QUESTION, None)
    first, second = told["proposals"]
    assert (first["name"], first["score"]) == ("labs", 1.0)
    (filled,) = first["filled"]
    assert (filled["text"], filled["variable"], filled["id"]) == (
        *("Nantes", "lieu", "nantes"),
    )
    assert second["examples"] == ["sujet"]
    assert first["url"].startswith("/sparql?question=laboratoires")


def test_where_none_fits_the_answer_says_so(client, services):
    told = client.get("/queries", params={"q": "tarte aux pommes"}).json()
    assert told["proposals"] == []
    assert "Aucune de nos requêtes" in told["message"]
    assert services.queries.asked == []


@pytest.mark.parametrize("q", ["", "x" * 401])
def test_an_empty_or_endless_question_is_a_problem(client, q):
    answer = client.get("/queries", params={"q": q})
    assert (answer.status_code, answer.json()["type"]) == (
        *(400, "/problems/invalid-parameter"),
    )


def test_a_library_that_does_not_say_what_it_uses_is_a_problem(client, services):
    services.queries.outcome = QueryTimeout("trop long", seconds=10)
    assert client.get("/queries", params={"q": QUESTION}).status_code >= 500


def test_the_page_puts_the_best_in_the_editor_and_links_to_the_others(client):
    page = client.get("/sparql", params={"question": QUESTION}, headers=HTML).text
    assert "ASK { ?labo a" in page
    assert "form=cq02" in page
    assert "<script>alert" not in page
    other = {"question": QUESTION, "form": "cq02"}
    assert (
        ">\nASK {}</textarea>" in client.get("/sparql", params=other, headers=HTML).text
    )


def test_the_page_says_where_none_fits_and_offers_the_search(client):
    asked = {"question": "tarte aux pommes"}
    page = client.get("/sparql", params=asked, headers=HTML).text
    assert "Aucune requête ne convient" in page
    assert "/recherche?q=tarte" in page
