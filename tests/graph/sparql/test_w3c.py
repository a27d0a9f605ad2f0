"""Every query of the W3C suites that the engine reads passes the guard, SERVICE apart.

Needs the suites: ``pytest tests/graph --w3c FOLDER`` (w3c/rdf-tests, sparql/sparql11).
"""

import pytest
from pyoxigraph import Store

from graph.errors import QueryRefused, QuerySyntaxError
from graph.sparql.guard import admit


@pytest.fixture
def suites(request):
    folder = request.config.getoption("--w3c", default=None)
    if folder is None:
        pytest.skip("the W3C suites are not here: --w3c FOLDER")
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
