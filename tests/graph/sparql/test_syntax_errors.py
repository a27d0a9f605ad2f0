"""What the parser of the engine says becomes a sentence that helps, or is left out."""

import pytest
from pyoxigraph import Store

from graph.sparql.search_block.block_replacement import Rewritten
from graph.sparql.syntax_errors import syntax_error


def told(query):
    """The error for a query, as the engine of today words it."""
    with pytest.raises(SyntaxError) as caught:
        Store().query(query)
    return syntax_error(str(caught.value), Rewritten(query, query))


@pytest.mark.parametrize(
    ("query", "cause"),
    [
        ("SELECT * { ?s inconnu:a ?o }", "préfixe n’est pas déclaré"),
        ("SELECT * { ?s <a b> ?o }", "pas une IRI"),
        ("SELECT ?s ?s { ?s ?p ?o }", "deux fois"),
        ("SELECT ?z (COUNT(?s) AS ?n) { ?s ?p ?o }", "ni dans GROUP BY"),
        ("SELECT (?p AS ?o) { ?s ?p ?o }", "AS est déjà"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", "ne va pas avec GROUP BY"),
        ("SELECT * { ?s ?p 'abc }", "guillemets n’est pas fermé"),
        ("SELECT ?s WHERE ?s ?p ?o", "attendu « { »"),
        ("SELECT * { ?s ?p ?o } ORDER ?s", "attendu « BY »"),
    ],
)
def test_causes_are_told_in_french(query, cause):
    assert cause in str(told(query))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?a, ?b { ?a ?p ?b }",
        "SELEC ?s { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o FILTER regex(?o 'a') }",
        "SELECT * { ?s ?p ?o } LIMIT -1",
        "SELECT * {\n  ?s ?p ?o\n  FILTER(?o > )\n}",
    ],
)
def test_keywords_that_only_the_parser_wants_are_left_out(query):
    assert "attendu" not in str(told(query))


def test_a_fault_seen_at_the_end_is_said_to_be_before():
    error = told("SELECT * {\n  ?s ?p ?o\n  FILTER(?o > )\n}")

    assert (error.line, error.column) == (4, 2)
    assert "qui précèdent" in error.remedy


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {\n ?s ?p ?o\n",
        "SELECT * {\r\n ?s ?p ?o\r\n\r\n",
        "SELECT * { ?s ?p 'a\u2028b\x0b' \n\n",
        "",
        "\n",
    ],
)
def test_every_end_has_a_place(query):
    error = told(query)

    assert error.line <= query.count("\n") + 1
    assert str(error)


@pytest.mark.parametrize("line", [1, 3, 40])
def test_places_outside_of_the_text_do_no_harm(line):
    message = f"error at {line}:90: expected BY"

    assert "BY" in str(syntax_error(message, Rewritten("ASK", "ASK")))


def test_a_message_without_a_place_is_kept():
    query = "SELECT"

    assert "autre chose" in str(syntax_error("autre chose", Rewritten(query, query)))


@pytest.mark.parametrize(
    ("hints", "cause"),
    [
        ('"{"', "attendu « { »"),
        ('"{" "("', "attendu « { » ou « ( »"),
        ('"{" "(" "." ";"', "attendu « { » ou « ( » ou « . » ou « ; »"),
        ('"{" "(" "." ";" ","', ""),
    ],
)
def test_a_few_signs_are_named_and_many_help_nobody(hints, cause):
    message = f"error at 1:1: expected one of {hints}"
    said = str(syntax_error(message, Rewritten("ASK", "ASK")))
    assert said.count("«") == cause.count("«")
    assert cause in said
