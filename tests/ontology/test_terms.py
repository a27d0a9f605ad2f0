"""The vocabulary file, the constants and the kinds say the same."""

from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from ontology.errors import OntologyError
from ontology.kinds import (
    KIND_CLASSES,
    document_kind,
    entity_class,
    kind_iri,
    kind_label,
)
from ontology.model import DocumentKind, EntityKind
from ontology.shipped_files import read_text
from ontology.terms import (
    GTNUM,
    LABEL_PROPERTIES,
    PREFIXES,
    Class,
    Property,
    Reused,
    Scheme,
    Value,
)

VS_STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
LANGUAGES = {"fr", "en"}


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    return Graph().parse(data=read_text("core.ttl"), format="turtle")


def ours(vocabulary: Graph, kind: URIRef) -> set[str]:
    return {str(s) for s in vocabulary.subjects(RDF.type, kind) if s.startswith(GTNUM)}


def languages(vocabulary: Graph, subject: URIRef, predicate: URIRef) -> set[str | None]:
    values = list(vocabulary.objects(subject, predicate))
    assert all(isinstance(value, Literal) and str(value).strip() for value in values)
    return {value.language for value in values}


def test_every_class_is_a_constant_and_the_reverse(vocabulary):
    assert ours(vocabulary, OWL.Class) == set(map(str, Class))


def test_every_property_is_a_constant_and_the_reverse(vocabulary):
    found = ours(vocabulary, OWL.DatatypeProperty) | ours(
        vocabulary, OWL.ObjectProperty
    )
    assert found == set(map(str, Property))


def test_every_list_and_member_is_a_constant_and_the_reverse(vocabulary):
    assert ours(vocabulary, SKOS.ConceptScheme) == set(map(str, Scheme))
    assert ours(vocabulary, SKOS.Concept) == set(map(str, Value))


@pytest.mark.parametrize("term", [*Class, *Property], ids=lambda term: term.name)
def test_every_term_explains_itself(vocabulary, term):
    node = URIRef(term)
    assert languages(vocabulary, node, RDFS.label) == LANGUAGES
    assert languages(vocabulary, node, SKOS.definition) == LANGUAGES
    assert list(vocabulary.objects(node, SKOS.example))
    assert list(vocabulary.objects(node, SKOS.scopeNote))
    assert list(vocabulary.objects(node, VS_STATUS))
    assert list(vocabulary.objects(node, RDFS.isDefinedBy)) == [
        URIRef(GTNUM.rstrip("#") + "#")
    ]


@pytest.mark.parametrize("value", list(Value), ids=lambda value: value.name)
def test_every_member_stands_in_a_list_with_two_labels(vocabulary, value):
    node = URIRef(value)
    assert languages(vocabulary, node, SKOS.prefLabel) == LANGUAGES
    schemes = [str(s) for s in vocabulary.objects(node, SKOS.inScheme)]
    assert len(schemes) == 1
    assert schemes[0] in set(map(str, Scheme))


def test_ranges_and_domains_name_declared_classes(vocabulary):
    used = {
        *vocabulary.objects(None, RDFS.range),
        *vocabulary.objects(None, RDFS.domain),
    }
    assert {str(c) for c in used if c.startswith(GTNUM)} <= set(map(str, Class))


def test_reused_terms_stand_in_namespaces_with_a_prefix():
    for term in Reused:
        assert any(term.startswith(n) for p, n in PREFIXES.items() if p != "gtnum"), (
            term
        )


def test_every_kind_of_document_is_a_concept_with_its_labels(vocabulary):
    for kind in DocumentKind:
        labels = dict.fromkeys(LANGUAGES)
        for label in vocabulary.objects(URIRef(kind_iri(kind)), SKOS.prefLabel):
            labels[label.language] = str(label)
        assert labels == {"fr": kind_label(kind), "en": kind_label(kind, "en")}
        assert document_kind(kind_iri(kind)) is kind
    members = vocabulary.subjects(SKOS.inScheme, URIRef(Scheme.DOCUMENT_KINDS))
    assert {str(m) for m in members} == {kind_iri(kind) for kind in DocumentKind}


def test_every_kind_of_entity_has_a_class_with_its_labels(vocabulary):
    assert set(KIND_CLASSES) == set(EntityKind)
    for kind in set(EntityKind) - {EntityKind.PERSON}:
        labels = {
            label.language: str(label)
            for label in vocabulary.objects(URIRef(entity_class(kind)), RDFS.label)
        }
        assert labels == {"fr": kind_label(kind), "en": kind_label(kind, "en")}


def test_a_label_in_an_unknown_language_is_french():
    assert kind_label(DocumentKind.REPORT, "es") == "rapport"


@pytest.mark.parametrize(
    "iri", [f"{GTNUM}kind-novel", "kind-report", f"{GTNUM}Lab", ""]
)
def test_an_unknown_kind_is_refused(iri):
    with pytest.raises(OntologyError, match="genre de document"):
        document_kind(iri)


def test_label_properties_are_declared():
    assert set(LABEL_PROPERTIES) <= {*Property, *Reused}


def test_turtle_files_keep_the_one_property_per_line_form():
    root = Path(__file__).parents[2] / "ontology"
    for path in [*root.glob("*.ttl"), *root.glob("reference/*.ttl")]:
        for line in path.read_text(encoding="utf-8").splitlines():
            assert line == line.rstrip(), path
            assert "\t" not in line, path
            is_declaration = line.startswith(("@prefix", "#"))
            assert is_declaration or not line.endswith(" ."), f"{path}: {line}"
