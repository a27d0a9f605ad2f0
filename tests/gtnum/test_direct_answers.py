"""Questions of fact over a real library: the card, and the same rows at ``/sparql``."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from gtnum import wiring
from gtnum.settings import Settings

pytestmark = pytest.mark.slow

QUESTIONS = {
    "Quels laboratoires de l’académie de Rennes participent à un GTnum ?": "labs",
    "combien de groupes dans la vague 2023-2026 ?": "groups",
    "qui coordonne le groupe IA_EO ?": "leaders",
    "productions d’ELN": "productions",
    "thèmes de l’appel 2023": "themes",
    "qui pilote les GTnum au ministère ?": "programme",
    "quels groupes de l’académie de Nantes travaillent sur l’IA ?": "groups",
}


@pytest.fixture(scope="module")
def client(module_library: Path) -> Iterator[TestClient]:
    """A client of the service over three documents and the shipped facts."""
    app = wiring.application(Settings(library=module_library))
    with TestClient(app) as made:
        yield made


def answer(client: TestClient, question: str) -> dict:
    """Return the only direct answer to a question."""
    response = client.get("/search", params={"q": question})
    (found,) = response.json()["direct_answers"]
    return found


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_query_shown_gives_the_facts_shown(
    client: TestClient, question: str
) -> None:
    found = answer(client, question)
    assert found["relation"] == QUESTIONS[question]
    accept = {"accept": "application/sparql-results+json"}
    asked = client.get("/sparql", params={"query": found["query"]}, headers=accept)
    rows = json.loads(asked.text)["results"]["bindings"]
    shown = [
        (item["iri"], fact["through"] and fact["through"]["label"])
        for item in found["items"]
        for fact in item["facts"]
    ]
    assert len(shown) == len(rows) > 0
    assert {iri for iri, _ in shown} == {row["reponse"]["value"] for row in rows}
    through = {row["par_nom"]["value"] for row in rows if "par_nom" in row}
    assert {label for _, label in shown if label} <= through


@pytest.mark.parametrize("question", ["quels laboratoires de Nantes", *QUESTIONS])
def test_a_query_is_proposed_that_runs_and_whose_terms_are_used(
    client: TestClient, question: str
) -> None:
    best = client.get("/queries", params={"q": question}).json()["proposals"][0]
    assert best["name"] == QUESTIONS.get(question, "labs")
    assert best["unused_terms"] == []
    accept = {"accept": "application/sparql-results+json"}
    asked = client.get("/sparql", params={"query": best["query"]}, headers=accept)
    assert json.loads(asked.text)["results"]["bindings"]


def test_a_browser_sees_the_rows_behind_the_link(client: TestClient) -> None:
    found = answer(client, "combien de groupes dans la vague 2023-2026 ?")
    page = client.get(found["sparql_url"], headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "3 lignes" in page.text
    assert "GoDATA" in page.text


def test_a_place_that_the_graph_knows_without_groups_is_told(
    client: TestClient,
) -> None:
    found = answer(client, "y a-t-il des groupes dans l’académie de La Réunion ?")
    assert (found["none_known"], found["summary"]) == (True, "Aucun groupe connu.")


def test_the_theme_of_a_call_is_answered_with_its_name(client: TestClient) -> None:
    found = answer(client, "thème 8 de l’appel 2023")
    assert "Métavers" in found["title"]
    assert found["none_known"]


def test_what_is_taken_back_takes_the_card_with_it(client: TestClient) -> None:
    found = answer(client, "qui porte REVE ?")
    assert [item["label"] for item in found["items"]] == ["Techné"]
    without = client.get(found["remove_url"]).json()
    assert without["direct_answers"] == []
    question = {"q": "qui porte REVE ?", "ignore": "group:gtnum-2020-05-reve"}
    assert client.get("/search", params=question).json()["direct_answers"] == []


@pytest.mark.parametrize(
    "question",
    [
        "qui porte <script>alert(1)</script> ?",
        'qui porte "REVE" } DROP ALL ?',
        "sobriété numérique",
        "quel est le budget de REVE ?",
        "🙂 qui porte",
    ],
)
def test_what_is_not_understood_is_left_to_the_documents(
    client: TestClient, question: str
) -> None:
    found = client.get("/search", params={"q": question}).json()
    assert found["direct_answers"] == []
    assert found["direct_answers_message"] is None
