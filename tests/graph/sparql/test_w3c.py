"""The W3C suites: through the guard, and through the endpoint over HTTP.

Needs the suites: ``pytest tests/graph --w3c FOLDER`` (w3c/rdf-tests, sparql/sparql11).
"""

import pytest
from pyoxigraph import Store

from graph.errors import QueryRefused, QuerySyntaxError
from graph.sparql.guard import admit

# Why: docs/decisions/0018-rows-the-engine-loses.md.
KNOWN_FAILURES = {
    "aggregates/agg-groupconcat-04",
    "aggregates/agg-groupconcat-06",
    "aggregates/agg-empty-group-count-graph",
    "functions/bnode01",
    "negation/graph-minus",
    "syntax-query/test_4",
}


@pytest.fixture
def folder(request):
    folder = request.config.getoption("--w3c", default=None)
    if folder is None:
        pytest.skip("the W3C suites are not here: --w3c FOLDER")
    return folder.resolve()


@pytest.fixture
def suites(folder):
    return sorted(folder.rglob("*.rq"))


def is_read_by_the_engine(query):
    try:
        Store().query(query, base_iri="http://a.example/")
    except SyntaxError:
        return False
    except (OSError, RuntimeError):  # parsed: then a call, or an unknown function
        return True
    return True


def refusal(query):
    try:
        admit(query)
    except QueryRefused as error:
        return error.rule
    except QuerySyntaxError:
        return "syntax"
    return None


def test_the_guard_refuses_nothing_but_service(suites):
    assert len(suites) > 300
    refused = {}
    for path in suites:
        # Queries that call are only parsed by the guard: the engine would call.
        query = path.read_text(encoding="utf-8-sig")
        rule = refusal(query)
        if rule is not None and rule != "service" and is_read_by_the_engine(query):
            refused[path.name] = rule
        if rule == "service":
            assert "service" in path.name
    assert refused == {}


def test_the_endpoint_of_the_suites_starts(tmp_path):
    """The suites are seldom here; what runs them must not rot meanwhile."""
    from benchmarks.w3c_suites.endpoint import endpoint, write_store
    from benchmarks.w3c_suites.protocol import check_description

    write_store(tmp_path / "empty", {"https://w3c.example/empty": ()})
    with endpoint(tmp_path / "empty") as running:
        verdicts = check_description(running)

    assert [verdict.outcome for verdict in verdicts] == ["passed"] * 3


@pytest.mark.slow
def test_the_endpoint_passes_what_the_bare_engine_passes(folder):
    from benchmarks.sparql_w3c import measure

    found = measure(folder, say=lambda _line: None)

    assert found["service_description"]["passed"] == 3
    protocol = found["protocol"]
    assert protocol["passed"] + protocol["refused as documented"] == 34
    assert found["query"]["service_only_fails"] == []
    # Four tests of paths without steps and one of VALUES in GRAPH pass here alone.
    assert found["query"]["service"] == found["query"]["engine"] + 5 > 300
    assert set(found["query"]["failing"]) == KNOWN_FAILURES
    assert set(found["results"]["failing"]) == {"csv-tsv-res/tsv03"}
