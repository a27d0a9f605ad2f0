"""This test ensures that a store is counted by class, property and link."""

import threading

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from graph.descriptions.serialization import SerializedOnce
from graph.descriptions.statistics import Links, count_store
from graph.errors import QueryTooLarge
from graph.term_nodes import TYPE
from ontology.terms import PREFIXES

GRAPH = NamedNode("urn:g")
LAB, GROUP, NAME = (NamedNode(f"urn:{n}") for n in ("Lab", "Group", "name"))
HAS = NamedNode("urn:has")
SAME = NamedNode(f"{PREFIXES['owl']}sameAs")
CLOSE = NamedNode(f"{PREFIXES['skos']}closeMatch")


def store(*triples):
    made = Store()
    for triple in triples:
        made.add(Quad(*triple, GRAPH))
    return made


def node(name):
    return NamedNode(f"https://a.example/{name}")


@pytest.fixture
def counted():
    return count_store(
        store(
            (node("g"), TYPE, GROUP),
            (node("g"), HAS, node("l1")),
            (node("g"), HAS, node("l2")),
            (node("l1"), TYPE, LAB),
            (node("l2"), TYPE, LAB),
            (node("l1"), NAME, Literal("un")),
            (node("l2"), NAME, Literal(2)),
            (node("l1"), SAME, NamedNode("https://ror.org/x")),
            (node("l2"), SAME, NamedNode("https://ror.org/y#z")),
            (node("l2"), CLOSE, NamedNode("http://data.example/z")),
            (node("l2"), CLOSE, Literal("texte")),
        )
    )


def test_classes_come_with_their_things_and_properties(counted):
    assert counted.triples == 11
    labs, groups = counted.partitions
    assert (labs.iri, labs.entities) == (LAB.value, 2)
    assert (groups.iri, groups.entities, groups.example) == (
        GROUP.value,
        1,
        "https://a.example/g",
    )
    assert labs.example in {"https://a.example/l1", "https://a.example/l2"}
    counts = counted.counts()
    assert counts[LAB.value, NAME.value] == 2
    assert counts[GROUP.value, HAS.value] == 2
    assert (GROUP.value, NAME.value) not in counts


def test_values_are_told_by_class_and_datatype(counted):
    properties = {p.iri: p for part in counted.partitions for p in part.properties}
    assert properties[HAS.value].classes == (LAB.value,)
    assert properties[HAS.value].datatypes == ()
    xsd = PREFIXES["xsd"]
    assert properties[NAME.value].datatypes == (f"{xsd}integer", f"{xsd}string")
    assert properties[NAME.value].classes == ()


def test_links_are_counted_by_where_they_lead(counted):
    assert counted.links == (
        Links(SAME.value, "https://ror.org/", 2),
        Links(CLOSE.value, "http://data.example/", 1),
    )


def test_a_property_that_the_first_thousand_things_lack_is_told_too():
    things = [node(f"n{number:04}") for number in range(1_001)]
    triples = [(thing, TYPE, LAB) for thing in things]
    triples += [(thing, NAME, Literal("x")) for thing in things]
    for thing in things:
        # Whichever is left out of the sample, some property is its own.
        triples.append((thing, NamedNode(f"urn:p{thing.value[-4:]}"), Literal(True)))
    found = count_store(store(*triples))
    (labs,) = found.partitions
    boolean = f"{PREFIXES['xsd']}boolean"
    own = [p for p in labs.properties if p.iri.startswith("urn:p")]
    assert len(own) == 1_001
    assert {p.datatypes for p in own} == {(boolean,)}


def test_a_class_of_blank_things_has_no_example():
    (labs,) = count_store(store((BlankNode("a"), TYPE, LAB))).partitions
    assert labs.example is None
    assert labs.entities == 1


def test_a_description_is_read_once_and_written_once_a_form():
    reads = []

    def read():
        reads.append(threading.current_thread().name)
        return [quad.triple for quad in store((node("l1"), TYPE, LAB))]

    made = SerializedOnce(read)
    assert reads == []
    turtle = made.body("text/turtle")
    assert made.body("text/turtle") is turtle
    assert b"https://a.example/l1" in made.body("application/n-triples")
    assert len(reads) == 1


def test_a_description_is_sixteen_mebibytes_at_most():
    value = Literal("a" * (16 * 2**20))
    triples = [quad.triple for quad in store((node("l1"), NAME, value))]
    with pytest.raises(QueryTooLarge) as refusal:
        SerializedOnce(lambda: triples).body("application/n-triples")
    assert refusal.value.limit_bytes == 16 * 2**20
