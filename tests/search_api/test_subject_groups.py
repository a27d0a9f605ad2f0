"""Groups that work on a subject are told, and so is that none is known."""

from ontology.model import EntityKind
from search_api.subject_groups import groups_by_subject
from tests.search_api.understanding.fakes import (
    CULTURES,
    ENTITIES,
    REVE,
    MemoryEntities,
    reader,
)

FOUND = groups_by_subject(ENTITIES, MemoryEntities())


def on(kind, identifier):
    groups = FOUND.get((kind, identifier), ())
    return [(group.identifier, group.is_certain) for group in groups]


def test_groups_of_the_subject_itself_come_before_those_of_narrower_ones():
    assert on(EntityKind.CONCEPT, "medias") == [(CULTURES, True), (REVE, True)]


def test_one_certain_fact_is_enough_for_certainty():
    # In a circle each is narrower than the other: « médias » makes it certain.
    assert on(EntityKind.CONCEPT, "emi") == [(REVE, True), (CULTURES, True)]


def test_a_theme_has_the_groups_that_answer_it():
    assert on(EntityKind.THEME, "t2020-5") == [(REVE, True)]


def test_a_card_says_that_no_group_is_known():
    (card,) = reader().read("e-sport").entities
    assert card.groups == ()


def test_what_is_no_subject_has_no_groups_to_miss():
    (card,) = reader().read("CREN").entities
    assert card.groups is None
