"""A description is whole, bounded and tells people the same as programmes."""

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph.errors import QueryTooLarge, StoreError
from graph.resource_ports import NoResources
from graph.stores import resources
from graph.stores.generation_writer import GenerationWriter
from graph.stores.resources import EmbeddedResources
from ontology.iris import Iris
from ontology.model import EntityKind
from tests.contracts.catalogue import record

IRIS = Iris()
TURTLE = "text/turtle"
REFERENCE = """
@prefix ex: <https://vocabulaire.example/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
<https://gtnum.example/id/lab/techne> skos:prefLabel "Techné"@fr, "Techne"@en ;
  ex:place [ ex:city "Poitiers" ; ex:inside [ ex:country "France" ] ] ;
  ex:partner <https://gtnum.example/id/lab/mica> .
<https://gtnum.example/id/lab/mica> skos:prefLabel "MICA"@fr ; ex:partner
  <https://gtnum.example/id/lab/techne> .
<https://gtnum.example/id/statement/1>
  rdf:subject <https://gtnum.example/id/lab/techne> ;
  rdf:predicate ex:leads ; ex:certainty "medium" .
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("resources") / "graph"
    writer = GenerationWriter(made, IRIS)
    writer.replace_graph("reference", {"essai.ttl": REFERENCE})
    writer.replace_graph("curation", {"encore.ttl": REFERENCE.partition(";")[0] + "."})
    writer.write(record("un", mentions=[(EntityKind.LAB, "techne")]))
    writer.close()
    return made


@pytest.fixture(scope="module")
def found(folder):
    return EmbeddedResources(folder, IRIS)


def triples(body):
    return [quad.triple for quad in parse(body, RdfFormat.TURTLE)]


def test_a_description_holds_names_blank_nodes_and_statements(found):
    lab = NamedNode(IRIS.entity(EntityKind.LAB, "techne"))
    told = triples(found.describe(lab.value, media_type=TURTLE))
    values = {t.object.value for t in told if isinstance(t.object, Literal)}
    assert {"Techné", "Poitiers", "France", "MICA", "medium"} <= values
    assert len(told) == len(set(told))
    # What merely points at it is not told: a mention, a partner.
    subjects = {t.subject.value for t in told if isinstance(t.subject, NamedNode)}
    assert not any("passage" in subject for subject in subjects)
    mica = IRIS.entity(EntityKind.LAB, "mica")
    assert [t for t in told if t.subject.value == mica and t.object == lab] == []


def test_a_document_names_its_parts(found):
    told = triples(found.describe(IRIS.document("un"), media_type=TURTLE))
    parts = {t.subject.value for t in told if t.predicate.value.endswith("isPartOf")}
    assert IRIS.passage("un.0") in parts


def test_people_read_labels_in_french(found):
    rows = found.facts(IRIS.entity(EntityKind.LAB, "techne"))
    partner = next(row for row in rows if row.label == "partner")
    assert (partner.value, partner.iri) == ("MICA", IRIS.entity(EntityKind.LAB, "mica"))
    assert found.label(IRIS.entity(EntityKind.LAB, "techne")) == "Techné"
    assert any(row.is_inverse for row in found.facts(IRIS.document("un")))
    names = [row for row in rows if row.value == "Techné"]
    assert len(names) == 1


@pytest.mark.parametrize("iri", ["pas une iri", "", f"{IRIS.base}id/lab/inconnu"])
def test_what_is_not_there_is_not_described(found, iri):
    assert not found.knows(iri)
    assert not found.has_graph(iri)
    assert found.describe(iri, media_type=TURTLE) is None
    assert found.facts(iri) == []
    assert found.label(iri) == iri


def test_all_graphs_together_state_each_thing_once(found):
    together = triples(found.graph(None, media_type="text/turtle"))
    assert len(together) == len(set(together))


def test_answers_are_whole_or_refused(folder, monkeypatch):
    small = EmbeddedResources(folder, IRIS, limit_bytes=500)
    for ask in (
        lambda: small.describe(IRIS.document("un"), media_type=TURTLE),
        lambda: small.graph(IRIS.named_graph("reference"), media_type=TURTLE),
        lambda: small.vocabulary(media_type=TURTLE),
    ):
        with pytest.raises(QueryTooLarge, match="500"):
            ask()
    monkeypatch.setattr(resources, "MOST_STATEMENTS", 10)
    with pytest.raises(QueryTooLarge, match="d’un coup"):
        EmbeddedResources(folder, IRIS).graph(None, media_type=TURTLE)


def test_a_missing_store_is_named(tmp_path):
    with pytest.raises(StoreError, match="rien"):
        EmbeddedResources(tmp_path / "rien", IRIS)


def test_nothing_is_known_without_a_store():
    nothing = NoResources()
    assert not nothing.knows("a:a")
    assert nothing.describe("a:a", media_type=TURTLE) is None
    assert nothing.label("a:a") == "a:a"
    assert nothing.facts("a:a") == []
    assert not nothing.has_graph("a:a")
    assert nothing.graph(None, media_type=TURTLE) == b""
    assert nothing.vocabulary(media_type=TURTLE) == b""


def test_the_graphs_of_uncertain_facts_are_given_under_their_names(tmp_path):
    fact = """
    @prefix gtnum: <https://gtnum.example/ontology#> .
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
    <urn:s> a gtnum:Statement ; gtnum:certainty gtnum:certainty-low ;
      rdf:subject <urn:a> ; rdf:predicate <urn:p> ; rdf:object <urn:b> .
    """
    writer = GenerationWriter(tmp_path / "graph", IRIS)
    writer.replace_graph("reference", {"essai.ttl": fact})
    writer.close()
    made = EmbeddedResources(tmp_path / "graph", IRIS)
    uncertain, everything = IRIS.named_graph("incertain"), IRIS.named_graph("tout")

    assert made.has_graph(uncertain)
    assert len(triples(made.graph(uncertain, media_type=TURTLE))) == 1
    assert len(triples(made.graph(everything, media_type=TURTLE))) == 6
    assert len(triples(made.graph(None, media_type=TURTLE))) == 5
