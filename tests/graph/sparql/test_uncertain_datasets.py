"""Who asks plainly is told of what is uncertain, and sees it by naming a graph."""

import csv
import io
from contextlib import closing, contextmanager

import pytest

from graph.errors import QueryRefused
from graph.sparql.query_service import LocalQueryService, ServiceSettings
from graph.stores.generation_writer import GenerationWriter
from ontology.iris import Iris
from ontology.terms import Property
from tests.contracts.catalogue import record

IRIS = Iris("https://donnees.example/")
GRAPH = "https://donnees.example/graph/"
PREFIX = f"""PREFIX gtnum: <https://gtnum.example/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX graph: <{GRAPH}>
"""
GROUPS = "{ ?g a gtnum:Group ; gtnum:hasLab ?lab }"
STATED = """SELECT DISTINCT ?g ?lab { ?s rdf:subject ?g ; rdf:object ?lab ;
  rdf:predicate gtnum:hasLab ; gtnum:certainty ?c FILTER(?c != gtnum:certainty-high)
  FILTER NOT EXISTS { ?g gtnum:hasLab ?lab } }"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("uncertain") / "graph"
    writer = GenerationWriter(made, IRIS)
    writer.load_reference()
    writer.write(record("un"))
    writer.close()
    return made


@contextmanager
def served(folder, **limits):
    patient = ServiceSettings(workers=1, timeout_seconds=60, wait_seconds=60, **limits)
    made = LocalQueryService(folder, IRIS, settings=patient)
    with closing(made):
        yield made


@pytest.fixture(scope="module")
def service(folder):
    with served(folder) as made:
        yield made


def rows(service, query, **dataset):
    accept = "text/csv, */*;q=0.1"
    answer = service.execute(PREFIX + query, accept=accept, **dataset)
    table = list(csv.reader(io.StringIO(answer.body.decode())))[1:]
    return {tuple(row) for row in table}, answer


@pytest.fixture(scope="module")
def pairs(service):
    certain, _ = rows(service, f"SELECT ?g ?lab {GROUPS}")
    uncertain, _ = rows(service, STATED)
    assert certain
    assert uncertain
    return certain, uncertain


def test_a_natural_query_is_told_of_what_it_does_not_see(service, pairs):
    _, answer = rows(service, f"SELECT ?g ?lab {GROUPS}")
    assert answer.uncertain == {Property.HAS_LAB: len(pairs[1])}
    assert not answer.has_uncertain


@pytest.mark.parametrize(
    ("clause", "dataset"),
    [
        ("FROM graph:reference FROM graph:incertain", ()),
        ("", ("reference", "incertain")),
        ("FROM graph:tout", ()),
        ("", ("tout",)),
    ],
)
def test_naming_a_graph_shows_certain_and_uncertain(service, pairs, clause, dataset):
    found, answer = rows(
        service,
        f"SELECT ?g ?lab {clause} {GROUPS}",
        default_graphs=[GRAPH + name for name in dataset],
    )
    assert found == pairs[0] | pairs[1]
    assert (answer.has_uncertain, answer.uncertain) == (True, {})


@pytest.mark.parametrize(
    "clause", ["", "FROM graph:reference FROM NAMED graph:incertain"]
)
def test_uncertain_facts_are_asked_for_apart(service, pairs, clause):
    query = f"""SELECT ?g ?lab ?which {clause} {{
      {{ ?g gtnum:hasLab ?lab BIND("sure" AS ?which) }} UNION
      {{ GRAPH graph:incertain {{ ?g gtnum:hasLab ?lab }} BIND("perhaps" AS ?which) }}
    }}"""
    found, _ = rows(service, query)
    assert {row[:2] for row in found if row[2] == "sure"} == pairs[0]
    assert {row[:2] for row in found if row[2] == "perhaps"} == pairs[1]


def test_the_union_of_all_graphs_never_holds_them(service, pairs):
    group, lab = sorted(pairs[1])[0]
    listed, _ = rows(service, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    stated, answer = rows(service, f"SELECT ?p {{ <{group}> ?p <{lab}> }}")

    assert not {(GRAPH + "incertain",), (GRAPH + "tout",)} & listed
    assert stated == set()
    assert set(answer.uncertain) == {"*"}


def test_other_graphs_of_the_dataset_must_exist(service):
    with pytest.raises(QueryRefused) as caught:
        rows(service, "SELECT * FROM graph:incertain FROM graph:rien { ?s ?p ?o }")
    assert (caught.value.rule, GRAPH + "rien" in str(caught.value)) == (
        "unknown_graph",
        True,
    )


def test_what_cannot_be_put_together_is_refused_with_its_reason(folder):
    apart = "SELECT ?g FROM graph:incertain { ?g gtnum:hasLab ?lab }"
    with served(folder, joined_statements=500) as tight:
        with pytest.raises(QueryRefused) as caught:
            rows(tight, "ASK FROM graph:tout { ?s ?p ?o }")
        found, _ = rows(tight, apart)
    assert caught.value.rule == "dataset"
    assert found


def test_a_library_without_statements_says_that_it_has_no_such_graph(tmp_path):
    writer = GenerationWriter(tmp_path / "graph", IRIS)
    writer.write(record("un"))
    writer.close()
    with served(tmp_path / "graph") as bare:
        _, answer = rows(bare, f"SELECT ?g ?lab {GROUPS}")
        with pytest.raises(QueryRefused) as caught:
            rows(bare, "SELECT ?s FROM graph:incertain { ?s ?p ?o }")

    assert (answer.uncertain, answer.has_uncertain) == ({}, False)
    assert caught.value.rule == "unknown_graph"
