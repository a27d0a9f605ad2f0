"""This test ensures that everything that goes wrong is a problem report or a page."""

import inspect

import pytest
from starlette.testclient import TestClient

import graph.errors
import ingest.errors
import search_api.errors
from ontology.errors import KnowledgeError
from search_api.errors import IndexMismatch, SearchError, UnknownDocument
from search_api.web.problems.problem_report import PROBLEM_OF, problem_for
from search_api.web.problems.problem_types import PROBLEMS
from search_api.web.services import ServiceNotReady

HIDDEN = "/srv/secret/library/0007 mot-de-passe"

USER_ERRORS = [
    *(
        kind
        for module in (search_api.errors, graph.errors, ingest.errors)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, KnowledgeError) and not kind.__subclasses__()
    ),
]


def test_the_members_of_rfc_9457_are_there(client):
    response = client.get("/documents/inconnu")

    problem = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["type"] == "/problems/unknown-document"
    assert problem["title"] == "Document inconnu"
    assert problem["status"] == response.status_code == 404
    assert problem["instance"] == "/documents/inconnu"
    assert "recherche" in problem["detail"]


def test_every_type_resolves_to_a_page_that_explains_it(client):
    for slug, kind in PROBLEMS.items():
        page = client.get(f"/problems/{slug}")

        assert page.status_code == 200
        assert kind.title in page.text
        assert page.headers["content-type"].startswith("text/html")
    assert client.get("/problems").text.count("/problems/") >= len(PROBLEMS)
    assert client.get("/problems/inventé").status_code == 404


@pytest.mark.parametrize("kind", USER_ERRORS)
def test_every_error_that_can_reach_the_web_has_a_row(kind):
    ours = {SearchError: "internal", graph.errors.ValidationError: "internal"}
    rows = [base for base in kind.__mro__ if base in PROBLEM_OF]

    assert rows or kind in ours or kind is ingest.errors.SourceError


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/nulle-part", "GET", 404),
        ("/static/nulle-part.css", "GET", 404),
        ("/static/%2e%2e/application.py", "GET", 404),
        ("/search", "DELETE", 405),
        ("/related", "GET", 405),
        ("/search/", "GET", 404),
    ],
)
def test_the_framework_s_own_errors_are_problems_too(client, path, method, status):
    response = client.request(method, path)

    assert response.status_code == response.json()["status"] == status
    assert response.headers["content-type"] == "application/problem+json"


def test_a_refused_method_names_those_that_are_allowed(client):
    assert client.delete("/search").headers["allow"] == "GET, HEAD, OPTIONS"


def test_a_bug_tells_nothing(client, services, caplog):
    services.searcher.search = lambda query: 1 / 0

    response = client.get("/search?q=mot")

    assert response.status_code == 500
    assert response.json()["type"] == "/problems/internal"
    assert "division" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ServiceNotReady(HIDDEN), 503),
        (IndexMismatch(HIDDEN, remedy=HIDDEN), 503),
        (KnowledgeError(HIDDEN), 500),
    ],
)
def test_an_error_of_the_house_keeps_its_words_for_the_log(
    client, services, caplog, error, status
):
    services.failure = error

    response = client.get("/search?q=mot")

    assert response.status_code == status
    assert HIDDEN not in response.text
    assert HIDDEN in caplog.text


def test_a_subclass_uses_the_row_of_its_base():
    class UnknownPage(UnknownDocument):
        """A row of its own is not needed."""

    problem = problem_for(UnknownPage("Pas de page 9.", remedy="Voyez la page 1."))

    assert problem.kind.slug == "unknown-document"
    assert problem.detail == "Pas de page 9. Voyez la page 1."


@pytest.mark.parametrize("address", ["/nulle-part", "/documents/x", "/search?q="])
def test_a_browser_gets_a_french_page(reader, address):
    response = reader.get(address)

    assert response.headers["content-type"].startswith("text/html")
    assert '<html lang="fr">' in response.text
    assert "Revenir à la recherche" in response.text
    assert response.headers["cache-control"] == "no-store"
    assert "Accept" in response.headers["vary"].split(", ")


def test_a_browser_gets_a_page_even_for_a_bug(services, settings):
    from search_api.web.application import create_app

    services.searcher.search = lambda query: 1 / 0
    client = TestClient(create_app(services, settings), raise_server_exceptions=False)

    response = client.get("/recherche?q=mot", headers={"accept": "text/html"})

    assert response.status_code == 500
    assert "Erreur interne" in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_errors_echo_only_a_little_of_what_was_sent(client):
    response = client.get("/search", params={"q": "x", "kind": "<b>" * 400})

    assert len(response.content) < 1_500


def test_message_and_remedy_are_two_sentences():
    problem = problem_for(UnknownDocument("aucune page 9", remedy="Voyez la page 1"))

    assert problem.detail == "Aucune page 9. Voyez la page 1."


def test_a_searcher_that_blames_another_parameter_is_believed(client):
    problem = client.get("/search?q=mot&cursor=faux").json()

    assert problem["type"] == "/problems/invalid-parameter"
    assert problem["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize(
    ("message", "detail"),
    [
        ("search:k vaut 0", "search:k vaut 0."),
        ("erreur : elle vient de là", "Erreur : elle vient de là."),
    ],
)
def test_sentences_begin_with_a_capital_and_names_stay(message, detail):
    assert problem_for(graph.errors.QueryRefused(message, rule="x")).detail == detail


def test_the_methods_of_an_address_are_told_without_content(client):
    answer = client.options("/search")
    assert (answer.status_code, answer.content) == (204, b"")
    assert "GET" in answer.headers["allow"]
