"""The page on the vocabulary says what the vocabulary says."""

from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDFS, SKOS

from ontology.errors import OntologyError
from ontology.shipped_files import read_text
from ontology.terms import GTNUM, Class, Property, Value
from ontology.vocabulary_page import read_terms, render

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "vocabulary.md"


def test_the_page_is_up_to_date():
    """Write it again as the head of the module ``ontology.vocabulary_page`` says."""
    assert PAGE.read_text(encoding="utf-8") == render()


def test_the_page_names_every_term():
    page = render()
    for term in (*Class, *Property, *Value):
        assert f"`gtnum:{term.removeprefix(GTNUM)}`" in page


def test_reading_by_line_agrees_with_a_real_parser():
    text = read_text("core.ttl")
    parsed = Graph().parse(data=text, format="turtle")
    for term in read_terms(text):
        if term.name.startswith("gtnum:"):
            node = URIRef(GTNUM + term.name.removeprefix("gtnum:"))
            for predicate, name in ((RDFS.label, "rdfs:label"),):
                for label in parsed.objects(node, predicate):
                    assert term.text(name, label.language) == str(label)
            for note in parsed.objects(node, SKOS.scopeNote):
                assert term.text("skos:scopeNote", "en") == str(note)


@pytest.mark.parametrize("text", ["    a owl:Class ;", "gtnum:X\n  a owl:Class ;"])
def test_another_form_is_refused(text):
    with pytest.raises(OntologyError, match="forme fixe"):
        read_terms(text)
