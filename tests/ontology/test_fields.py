"""The domain model and the table of properties name the same fields."""

import dataclasses
import inspect

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF

from ontology import described, model, structure
from ontology.fields import FIELDS, Derived
from ontology.shipped_files import read_text
from ontology.terms import GTNUM, Reused

MODEL_CLASSES = {
    name: thing
    for module in (described, model, structure)
    for name, thing in inspect.getmembers(module, dataclasses.is_dataclass)
    if thing.__module__ == module.__name__
}


def test_every_class_of_the_model_has_its_table():
    assert set(FIELDS) == set(MODEL_CLASSES)


@pytest.mark.parametrize("name", sorted(MODEL_CLASSES))
def test_every_field_has_a_property_or_a_reason(name):
    expected = [field.name for field in dataclasses.fields(MODEL_CLASSES[name])]
    assert list(FIELDS[name]) == expected


def test_every_property_of_the_table_is_declared():
    vocabulary = Graph().parse(data=read_text("core.ttl"), format="turtle")
    known = set(map(str, Reused))
    for table in FIELDS.values():
        for field, target in table.items():
            if isinstance(target, Derived):
                assert target.origin, field
            elif target.startswith(GTNUM):
                types = set(vocabulary.objects(URIRef(target), RDF.type))
                assert types & {OWL.DatatypeProperty, OWL.ObjectProperty}, target
            else:
                assert target in known, target


def test_a_summary_stores_its_fields_as_the_document_does():
    shared = set(FIELDS["Document"]) & set(FIELDS["DocumentSummary"])
    assert shared >= {"identifier", "title", "kind", "date", "authors", "licence"}
    for field in shared:
        assert FIELDS["Document"][field] == FIELDS["DocumentSummary"][field]
