"""COUNT of an expression counts what has a value, and says 0 where nothing has."""

import pytest
from pyoxigraph import RdfFormat, Store

from graph.sparql.guard import GuardLimits
from graph.sparql.search_block.query_preparation import prepare
from ontology.iris import Iris

PREFIX = "PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
DATA = b"PREFIX : <http://e/> :a :n 1, 2, 'x' . :b :n 'y' ; :p :a ."


@pytest.fixture(scope="module")
def store():
    made = Store()
    made.load(DATA, format=RdfFormat.TURTLE)
    return made


def written(query):
    prepared = prepare(PREFIX + query, GuardLimits(), iris=Iris())
    return prepared.with_rows([], Iris()).text.removeprefix(PREFIX)


def numbers(store, query):
    rows = store.query(PREFIX + written(query))
    return sorted(row["n"] and row["n"].value for row in rows)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT (COUNT(xsd:integer(?v)) AS ?n) { ?s :n ?v }", ["2"]),
        ("SELECT (count (?v + 1) AS ?n) { ?s :n ?v }", ["2"]),
        ("SELECT (COUNT((?v)) AS ?n) { ?s :n ?v }", ["4"]),
        ("SELECT (COUNT(?v + 1) AS ?n) { ?s :none ?v }", ["0"]),
        ("SELECT ?s (COUNT(?v + 1) AS ?n) { ?s :n ?v } GROUP BY ?s", ["0", "2"]),
        (
            "SELECT (COUNT(*) AS ?n) { ?s :n ?v } GROUP BY ?s HAVING(COUNT(-?v) > 1)",
            ["3"],
        ),
        ("SELECT (COUNT(?v + 1) + COUNT(STR(?v)) AS ?n) { ?s :n|:p ?v }", ["7"]),
        (
            "SELECT (COUNT(IF(EXISTS { ?s :p|:n ?v }, ?v, ?v)) AS ?n) { ?s :n ?v }",
            ["4"],
        ),
    ],
)
def test_errors_are_left_out(store, query, expected):
    assert numbers(store, query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(*) AS ?n) { ?s :n ?v }",
        "SELECT (COUNT( ?v ) AS ?n) { ?s :n ?v }",
        "SELECT (COUNT(DISTINCT STR(?v)) AS ?n) { ?s :n ?v }",
        "SELECT ?count { ?count :n 'COUNT(STR(?v))' }",
        "SELECT (COUNT(?v",
    ],
)
def test_what_is_right_stays_as_it_is(query):
    assert written(query) == query
