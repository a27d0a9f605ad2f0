"""How much a document is about what a question names follows from where it stands."""

import pytest

from graph.entity_ports import (
    Certainty,
    EntityDescription,
    EntityDocument,
    EntityRef,
    Fact,
)
from ontology.model import DocumentKind, EntityKind
from search_api.understanding.document_strengths import Strengths
from search_api.understood import Found
from tests.search_api.fakes import MemoryCatalogue, record

LAB = EntityRef(EntityKind.LAB, "l", "L")
GROUP, OTHER = (EntityRef(EntityKind.GROUP, name, name) for name in ("g", "h"))


def fact(subject, target, certainty=Certainty.HIGH):
    return Fact(subject, "urn:p", "lien", "x", target, None, certainty, "lu", ())


class Entities:
    """Part of an ``EntityCatalogue`` with given documents and facts."""

    def __init__(self, documents, facts=(), named_in=()):
        self._documents = documents
        self._facts = tuple(facts), tuple(named_in)

    def documents(self, kind, identifier):
        return [
            EntityDocument(name, *linked)
            for name, linked in self._documents.get((kind, identifier), {}).items()
        ]

    def describe(self, kind, identifier):
        entity = EntityRef(kind, identifier, identifier)
        return EntityDescription(entity, "urn:x", (), 0, *self._facts)


def strengths(entities, kind="lab", identifier="l", records=()):
    made = Strengths(MemoryCatalogue(list(records), []), entities)
    return dict(made.of(Found(kind, identifier, 0, 1)))


@pytest.mark.parametrize(
    ("mentions", "strength"), [(1, 0.25), (2, 0.6 * 2 / 3.4), (3, 0.6 * 3 / 4.4)]
)
def test_what_is_mentioned_counts_less_than_what_is_declared(mentions, strength):
    entities = Entities(
        {(EntityKind.LAB, "l"): {"a": (mentions, False), "b": (0, True)}}
    )
    found = strengths(entities)
    assert found == {"a": pytest.approx(strength), "b": 1.0}


@pytest.mark.parametrize("direction", ["facts", "named_in"])
def test_documents_of_a_certain_group_are_meant_too(direction):
    pair = (LAB, GROUP) if direction == "facts" else (GROUP, LAB)
    documents = {
        (EntityKind.LAB, "l"): {"a": (1, False), "b": (0, True)},
        (EntityKind.GROUP, "g"): {"a": (0, True), "b": (0, True), "c": (3, False)},
    }
    entities = Entities(documents, **{direction: [fact(*pair)]})
    assert strengths(entities) == {"a": 0.8, "b": 1.0}


def test_an_uncertain_fact_or_one_about_no_group_leads_nowhere():
    documents = {(EntityKind.GROUP, "g"): {"a": (0, True)}}
    facts = [
        fact(LAB, GROUP, Certainty.LOW),
        fact(LAB, EntityRef(EntityKind.ACADEMY, "g", "g")),
        fact(LAB, None),
    ]
    assert strengths(Entities(documents, facts=facts)) == {}
    backwards = [fact(GROUP, LAB, Certainty.LOW)]
    assert strengths(Entities(documents, named_in=backwards)) == {}


@pytest.mark.parametrize("kind", ["group", "wave", "concept"])
def test_groups_waves_and_concepts_lead_to_no_other_group(kind):
    documents = {(EntityKind.GROUP, "h"): {"a": (0, True)}}
    entities = Entities(documents, facts=[fact(GROUP, OTHER)])
    assert strengths(entities, kind, "l") == {}


@pytest.mark.parametrize(
    ("kind", "value", "strength"),
    [("kind", "report", 0.4), ("year", "2021", 0.6), ("language", "en", 0.8)],
)
def test_kind_year_and_language_count_as_loosely_as_they_are_said(
    kind, value, strength
):
    held = record("a", "x", kind=DocumentKind.REPORT, date="2021", language="en")
    found = strengths(Entities({}), kind, value, [held, record("b", "x", date="2020")])
    assert found == {"a": strength}
