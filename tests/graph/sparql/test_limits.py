"""This test ensures that a query may hold just as much of each as the limit says."""

import pytest

from graph.errors import QueryRefused
from graph.sparql.guard import GuardLimits, admit
from graph.sparql.limits import LIMIT_NAMES

DEFAULTS = {
    "size_bytes": 65_536,
    "nesting": 64,
    "patterns": 150,
    "optionals": 60,
    "graphs": 50,
    "unions": 500,
    "negations": 100,
    "filters": 300,
    "bindings": 300,
    "selects": 100,
    "path_steps": 100,
    "operators": 1_000,
    "rows": 10_000,
    "searches": 8,
}
# A query that holds as many of something as it is told, and little else.
HOLDS = {
    "nesting": lambda n: "SELECT * " + "{" * n + "}" * n,
    "patterns": lambda n: "SELECT * {" + ".".join(["?s ?p ?o"] * n) + "}",
    "optionals": lambda n: "SELECT * {" + "OPTIONAL{}" * n + "}",
    "graphs": lambda n: "SELECT * {" + "GRAPH ?g {}" * n + "}",
    "unions": lambda n: "SELECT * { {}" + "UNION{}" * n + "}",
    "negations": lambda n: "SELECT * {" + "MINUS{}" * n + "}",
    "filters": lambda n: "SELECT * {" + "FILTER(1)" * n + "}",
    "bindings": lambda n: "SELECT * {" + "BIND(1 AS ?a)" * n + "}",
    "selects": lambda n: "SELECT * {" + "{SELECT * {}}" * (n - 1) + "}",
    "path_steps": lambda n: "SELECT * { ?s " + "<a:b>/" * n + "<a:b> ?o }",
    "operators": lambda n: "ASK { FILTER(" + "1+" * n + "1) }",
    "rows": lambda n: "SELECT * { VALUES ?x {" + "1 " * n + "} }",
}


def test_the_limits_are_the_documented_ones():
    limits = GuardLimits()
    assert {name: getattr(limits, name) for name in DEFAULTS} == DEFAULTS
    assert set(LIMIT_NAMES) == set(DEFAULTS) - {"size_bytes"}


@pytest.mark.parametrize("name", HOLDS)
def test_a_query_may_be_at_the_limit_and_not_beyond(name):
    limits = GuardLimits(**{name: 5})
    admit(HOLDS[name](5), limits)
    with pytest.raises(QueryRefused) as refusal:
        admit(HOLDS[name](6), limits)
    assert (refusal.value.rule, refusal.value.limit) == (name, 5)
    assert LIMIT_NAMES[name] in str(refusal.value)


def test_length_is_counted_in_bytes():
    query = "SELECT * { ?s ?p 'é' }"
    size = len(query) + 1
    admit(query, GuardLimits(size_bytes=size))
    with pytest.raises(QueryRefused, match=f"fait {size} octets") as refusal:
        admit(query, GuardLimits(size_bytes=size - 1))
    assert refusal.value.limit == size - 1
