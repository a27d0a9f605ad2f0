"""Uncertain facts stand in no graph, and are the plain triples of their statements."""

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from graph.uncertain_facts import (
    TooManyStatements,
    UncertainDataset,
    has_statements,
    uncertain_facts,
)

FACTS = """
@prefix gtnum: <https://gtnum.example/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix ex: <urn:ex:> .
ex:group ex:lab ex:sure , ex:both ; ex:name "Groupe" .
ex:s1 a gtnum:Statement ; gtnum:certainty gtnum:certainty-high ;
  rdf:subject ex:group ; rdf:predicate ex:lab ; rdf:object ex:sure .
ex:s2 a gtnum:Statement ; gtnum:certainty gtnum:certainty-medium ;
  rdf:subject ex:group ; rdf:predicate ex:lab ; rdf:object ex:perhaps .
ex:s3 a gtnum:Statement ; gtnum:certainty gtnum:certainty-low ;
  rdf:subject ex:group ; rdf:predicate ex:end ; rdf:object "2024" .
ex:s4 a gtnum:Statement ; gtnum:certainty gtnum:certainty-low ;
  rdf:subject ex:group ; rdf:predicate ex:lab ; rdf:object ex:both .
ex:s5 a gtnum:RejectedStatement ; gtnum:certainty gtnum:certainty-low ;
  gtnum:rejectedSubject ex:group ; rdf:predicate ex:lab ; rdf:object ex:never .
ex:sheet gtnum:certainty gtnum:certainty-low .
"""
MADE, ALL, REFERENCE = "urn:g:incertain", "urn:g:tout", "urn:g:reference"


@pytest.fixture
def store():
    made = Store()
    made.load(FACTS, RdfFormat.TURTLE, to_graph=NamedNode(REFERENCE))
    made.load("<urn:d> <urn:ex:about> <urn:ex:group> .", RdfFormat.TURTLE,
              to_graph=NamedNode("urn:g:document"))  # fmt: skip
    return made


def dataset(store, most=1_000):
    return UncertainDataset(store, MADE, ALL, most)


def labs(store, **where):
    query = "SELECT DISTINCT ?lab { <urn:ex:group> <urn:ex:lab> ?lab }"
    return sorted(row["lab"].value for row in store.query(query, **where))


def test_a_fact_is_uncertain_where_no_graph_holds_it(store):
    found = [str(fact) for fact in uncertain_facts(store.quads_for_pattern)]
    assert found == [
        '<urn:ex:group> <urn:ex:end> "2024"',
        "<urn:ex:group> <urn:ex:lab> <urn:ex:perhaps>",
    ]


def test_a_dataset_holds_the_graphs_that_are_listed(store):
    made = dataset(store).store_with([REFERENCE, MADE])
    both = [NamedNode(REFERENCE), NamedNode(MADE)]

    assert labs(made, default_graph=both) == [
        "urn:ex:both",
        "urn:ex:perhaps",
        "urn:ex:sure",
    ]
    assert labs(made, default_graph=both[1]) == ["urn:ex:perhaps"]
    assert not made.contains_named_graph(NamedNode("urn:g:document"))


def test_all_together_holds_documents_too(store):
    made = dataset(store).store_with([ALL])
    query = "SELECT ?l { ?d <urn:ex:about>/<urn:ex:lab> ?l }"

    assert len(list(made.query(query, default_graph=NamedNode(ALL)))) == 3


def test_without_a_list_certain_facts_are_the_default_graph(store):
    made = dataset(store).store_with([])
    apart = f"SELECT ?lab {{ GRAPH <{MADE}> {{ ?g <urn:ex:lab> ?lab }} }}"

    assert labs(made) == ["urn:ex:both", "urn:ex:sure"]
    assert [row["lab"].value for row in made.query(apart)] == ["urn:ex:perhaps"]


def test_a_dataset_has_a_bound(store):
    with pytest.raises(TooManyStatements):
        dataset(store, most=10).store_with([ALL])
    assert len(dataset(store, most=2).store_with([MADE])) == 2


@pytest.mark.parametrize(
    ("named", "any_property", "told"),
    [
        (["urn:ex:lab"], False, {"urn:ex:lab": 1}),
        (["urn:ex:lab", "urn:ex:end"], False, {"urn:ex:end": 1, "urn:ex:lab": 1}),
        (["urn:ex:name", "urn:ex:group"], False, {}),
        (["urn:ex:perhaps"], True, {"*": 1}),
        (["urn:ex:name"], True, {"*": 2}),
    ],
)
def test_what_a_query_does_not_see_is_counted(store, named, any_property, told):
    assert dataset(store).told(named, any_property=any_property) == told


def test_a_store_without_statements_has_no_such_graph():
    store = Store()
    assert not has_statements(store.quads_for_pattern)
    made = dataset(store).store_with([MADE])
    assert not made.contains_named_graph(NamedNode(MADE))
    assert dataset(store).told([], any_property=True) == {}
