"""This test ensures that ``sparql`` and ``validate`` ask and write as they are told."""

import io
import json
import sys
from types import SimpleNamespace

import pytest

from graph.ports import QueryAnswer
from graph.validation import Violation
from gtnum import wiring
from gtnum.library.generation_choice import Choice
from gtnum.library.library_folder import Library

QUERY = "SELECT ?été { ?s ?p ?o }"


class FakeQueries:
    """A query service that answers at once; ``asked`` keeps what was wanted."""

    def __init__(self):
        self.asked = []
        self.is_closed = False
        self.body = "réponse\n".encode()
        self.uncertain = {}

    def execute(self, query, *, accept, timeout_seconds, is_trusted):
        self.asked.append((query, accept, timeout_seconds, is_trusted))
        media_type = accept.partition(",")[0]
        return QueryAnswer(media_type, self.body, 0.001, uncertain=self.uncertain)

    def close(self):
        self.is_closed = True


@pytest.fixture
def queries(monkeypatch):
    made = FakeQueries()
    monkeypatch.setattr(wiring, "query_service", lambda settings: made)
    return made


def test_the_answer_is_csv_or_turtle_and_whoever_asks_is_trusted(gtnum, queries):
    code, output, _ = gtnum("sparql", QUERY)
    assert (code, output) == (0, "réponse\n")
    ((query, accept, timeout, is_trusted),) = queries.asked
    assert (query, timeout, is_trusted) == (QUERY, None, True)
    assert accept == "text/csv, text/turtle;q=0.9, */*;q=0.1"
    assert queries.is_closed


def test_uncertain_facts_that_are_not_shown_are_told_beside_the_answer(gtnum, queries):
    _, _, silent = gtnum("sparql", QUERY)
    queries.uncertain = {"urn:p": 2, "urn:q": 1}
    _, output, messages = gtnum("sparql", QUERY)
    assert (output, silent) == ("réponse\n", "")
    assert "3 faits incertains" in messages
    assert "graph/tout" in messages


def test_format_and_deadline_are_passed_on(gtnum, queries):
    gtnum("sparql", QUERY, "--format", "jsonld", "--timeout", 2.5)
    assert queries.asked[0][1:3] == ("application/ld+json, */*;q=0.1", 2.5)


def test_an_unknown_format_is_refused_with_the_known_ones(gtnum, queries):
    code, _, messages = gtnum("sparql", QUERY, "--format", "pdf")
    assert (code, queries.asked) == (2, [])
    assert "« pdf »" in messages
    assert "csv, tsv, json, xml, turtle, nt, jsonld" in messages


def test_a_query_may_be_in_a_file_or_come_from_the_input(
    gtnum, queries, tmp_path, monkeypatch
):
    (tmp_path / "q.rq").write_text(QUERY, "utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO("ASK {}"))
    gtnum("sparql", f"@{tmp_path / 'q.rq'}")
    gtnum("sparql", "-")
    assert [each[0] for each in queries.asked] == [QUERY, "ASK {}"]


@pytest.mark.parametrize("content", [None, b"\xff"])
def test_a_file_that_cannot_be_read_is_named(gtnum, queries, tmp_path, content):
    if content is not None:
        (tmp_path / "q.rq").write_bytes(content)
    code, _, messages = gtnum("sparql", f"@{tmp_path / 'q.rq'}")
    assert code == 2
    assert "q.rq ne peut pas être lue" in messages
    assert "UTF-8" in messages
    assert queries.is_closed


@pytest.fixture
def checked(monkeypatch):
    """The statements that break a shape."""
    found = []
    generation = SimpleNamespace(name="0007")
    monkeypatch.setattr(Library, "choose", lambda self: Choice(generation))
    monkeypatch.setattr(wiring, "violations", lambda settings, which: found)
    return found


def test_a_graph_without_faults_is_said_to_be_so(gtnum, checked):
    code, output, _ = gtnum("validate")
    assert code == 0
    assert output == "Génération 0007 : toutes les formes sont respectées.\n"
    assert json.loads(gtnum("validate", "--json")[1]) == []


def test_faults_are_a_table_or_json_and_the_code_says_so(gtnum, checked, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    checked.append(Violation("urn:x", "p", "v", "sans titre", "urn:forme"))
    code, output, _ = gtnum("validate")
    assert code == 1
    assert all(word in output for word in ("urn:x", "urn:forme", "sans titre", "0007"))
    code, output, _ = gtnum("validate", "--json")
    assert code == 1
    assert json.loads(output)[0]["message"] == "sans titre"


def test_cells_that_a_spreadsheet_would_run_are_told_and_not_changed(gtnum, queries):
    queries.body = b"a\r\n=1+1\r\n"
    for chosen, is_told in (("csv", True), ("tsv", True), ("turtle", False)):
        _, output, messages = gtnum("sparql", "--format", chosen, QUERY)
        assert output.encode() == queries.body
        assert ("tableur" in messages) is is_told
