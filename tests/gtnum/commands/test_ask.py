"""This test ensures that the graph answers its questions on the command line."""

import csv
import json

import pytest

from graph.queries import competency
from graph.queries.competency import CompetencyQuestion, competency_names


@pytest.fixture
def over_library(gtnum, published):
    """The command line over a library with three documents."""
    return gtnum


def test_without_a_name_the_questions_are_listed(gtnum):
    code, output, _ = gtnum("ask")

    assert code == 0
    assert [line[:4] for line in output.splitlines()] == list(competency_names())
    assert "deux vagues ?" in output


def test_an_unknown_question_names_those_that_exist(over_library):
    code, output, messages = over_library("ask", "cq99")

    assert (code, output) == (2, "")
    assert "cq99" in messages
    assert "cq01" in messages


def test_a_library_is_needed_for_an_answer(gtnum):
    assert gtnum("ask", "cq01")[0] == 3


def test_the_answer_is_a_table_csv_or_the_json_of_the_api(over_library):
    code, table, messages = over_library("ask", "cq01")
    assert code == 0
    assert "lab/techne" in table
    assert "Incertitude" in messages

    rows = list(
        csv.DictReader(over_library("ask", "cq01", "--format", "csv")[1].split("\n"))
    )
    assert {row["nom"]: row["vagues_certaines"] for row in rows}["TECHNE"] == "3"

    answer = json.loads(over_library("ask", "cq01", "--format", "json")[1])
    assert answer["question"]["name"] == "cq01"
    assert len(answer["rows"]) == len(rows)


def test_an_empty_answer_is_said_in_words(over_library, monkeypatch):
    query = "SELECT ?rien WHERE { ?rien a <https://exemple.fr/rien> }"
    nothing = CompetencyQuestion("cq01", query, "Rien ?", "Rien.", "Aucune.")
    monkeypatch.setattr(competency, "load_competency", lambda *_, **__: nothing)

    assert over_library("ask", "cq01")[1] == "Aucune réponse dans le graphe.\n"
    _, output, messages = over_library("ask", "cq01", "--format", "csv")
    assert output == "rien\n"
    assert "Aucune réponse dans le graphe." in messages
    answer = json.loads(over_library("ask", "cq01", "--format", "json")[1])
    assert (answer["rows"], answer["message"]) == ([], "Aucune réponse dans le graphe.")


def test_a_question_in_french_gets_a_query_and_what_stands_in_it(over_library):
    code, query, messages = over_library("ask", "quels laboratoires de Nantes")
    assert code == 0
    assert "id/academy/nantes>" in query
    assert "« Nantes » : académie de Nantes" in messages

    told = json.loads(
        over_library("ask", "quels laboratoires de Nantes", "--format", "json")[1]
    )
    assert told["proposals"][0]["query"] == query.rstrip("\n") + "\n"


def test_a_question_that_no_query_answers_is_told(over_library):
    code, output, messages = over_library("ask", "recette de la tarte aux pommes")
    assert (code, output) == (0, "")
    assert "Aucune de nos requêtes" in messages


def test_a_proposed_query_is_no_table(over_library):
    code, _, messages = over_library("ask", "quels laboratoires", "--format", "csv")
    assert code == 2
    assert "--format json" in messages
