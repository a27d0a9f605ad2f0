"""The service answers with every row, and refuses where it could not."""

import json

import pytest
from pyoxigraph import RdfFormat, Store

from graph.errors import QueryRefused, QuerySyntaxError
from graph.sparql.query_service import LocalQueryService, ServiceSettings
from ontology.iris import Iris

DATA = b'PREFIX : <http://e/> :g { :a :p "x" ; :q "x" }'


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("paths") / "graph"
    made = Store(str(folder))
    made.load(DATA, format=RdfFormat.TRIG)
    made.flush()
    del made
    settings = ServiceSettings(workers=1, timeout_seconds=60, wait_seconds=60)
    service = LocalQueryService(folder, Iris(), settings=settings)
    yield service
    service.close()


def answer(service, query):
    whole = service.execute(
        f"PREFIX : <http://e/> {query}", accept="application/sparql-results+json"
    )
    return json.loads(whole.body)


def test_an_alternative_counts_both_sides(service):
    found = answer(service, "SELECT (COUNT(*) AS ?n) { ?s :p|:q ?o }")

    assert found["results"]["bindings"][0]["n"]["value"] == "2"


def test_the_head_has_no_name_that_nobody_wrote(service):
    found = answer(service, "SELECT * { :a !:r 'x' . ?s (:p|:q) ?o }")

    assert found["head"]["vars"] == ["s", "o"]
    assert len(found["results"]["bindings"]) == 4


def test_paths_that_cannot_be_read_are_refused(service):
    with pytest.raises(QueryRefused) as refused:
        answer(service, "ASK { << :a :p 'x' >> :q|:r ?o }")

    assert refused.value.rule == "path"


def test_what_is_no_sparql_is_told_as_such(service):
    with pytest.raises(QuerySyntaxError) as wrong:
        answer(service, "ASK {\n ?s :p|:q ?o . ?z :p ) }")

    assert wrong.value.line == 2
