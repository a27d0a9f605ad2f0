"""How much a document is about what a question names follows from where it stands."""

import pytest

from graph.entity_ports import (
    Certainty,
    Concept,
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

    def concepts(self):
        names = [name for kind, name in self._documents if kind is EntityKind.CONCEPT]
        refs = [EntityRef(EntityKind.CONCEPT, name, name) for name in names]
        inner = {"wide": tuple(ref for ref in refs if ref.identifier == "l")}
        return {
            ref.identifier: Concept(ref, 0, (), inner.get(ref.identifier, ()), ())
            for ref in refs
        }

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


@pytest.mark.parametrize("kind", ["group", "wave"])
def test_groups_and_waves_lead_to_no_other_group(kind):
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


def test_a_concept_means_documents_of_its_groups_and_those_of_few_subjects():
    documents = {
        (EntityKind.CONCEPT, "l"): {
            "own": (2, True),
            "all": (9, True),
            "m": (9, False),
        },
        (EntityKind.GROUP, "g"): {"sheet": (0, True), "named": (3, False)},
        **{(EntityKind.CONCEPT, f"c{n}"): {"all": (1, True)} for n in range(11)},
    }
    entities = Entities(documents, named_in=[fact(GROUP, LAB)])
    assert strengths(entities, "concept", "l") == {
        "own": 0.8,
        "sheet": 0.8,
    }


def test_a_wide_concept_means_documents_of_groups_of_narrower_ones():
    class Scheme(Entities):
        def describe(self, kind, identifier):
            facts = [fact(GROUP, LAB)] if identifier == "l" else []
            entity = EntityRef(kind, identifier, identifier)
            return EntityDescription(entity, "urn:x", (), 0, (), tuple(facts))

    documents = {
        (EntityKind.CONCEPT, "wide"): {},
        (EntityKind.CONCEPT, "l"): {},
        (EntityKind.GROUP, "g"): {"sheet": (0, True)},
    }
    assert strengths(Scheme(documents), "concept", "wide") == {
        "sheet": pytest.approx(0.6)
    }


def test_a_place_means_documents_of_the_groups_of_its_labs():
    class Placed(Entities):
        def describe(self, kind, identifier):
            place = EntityRef(EntityKind.REGION, "l", "L")
            lab = EntityRef(EntityKind.LAB, "lab", "lab")
            facts = [fact(lab, GROUP)] if kind is EntityKind.LAB else []
            named = [fact(lab, place)] if kind is EntityKind.REGION else []
            entity = EntityRef(kind, identifier, identifier)
            return EntityDescription(entity, "urn:x", (), 0, tuple(facts), tuple(named))

    documents = {(EntityKind.GROUP, "g"): {"sheet": (0, True)}}
    assert strengths(Placed(documents), "region", "l") == {"sheet": 0.8}


def test_a_period_and_the_newest_go_by_the_date_of_the_work():
    dates = {"a": "2019", "b": "2021", "c": "2022", "d": None, "e": "2023", "f": "2018"}
    records = [record(n, "x", date=date) for n, date in dates.items()]
    asked = Strengths(MemoryCatalogue(records), Entities({}))
    period = asked.of(Found("period", "2021/2022", 0, 1))
    assert period == {"b": 0.9, "c": 0.9}
    assert asked.of(Found("newest", "newest", 0, 1)) == {"e": 1.0, "c": 0.5}
