"""What draft and documents both name counts by its rarity."""

import pytest

from ontology.model import Entity, EntityKind, Label, Mention
from search_api.related_work.shared_entities import (
    BOOST,
    SharedEntity,
    boost,
    shared_entities,
)
from tests.search_api.fakes import MemoryCatalogue, record

MICA = Entity(
    "mica", EntityKind.LAB, (Label("MICA", ""), Label("Labo MICA", "fr", True))
)


def naming(document):
    kind = EntityKind.LAB
    found = Mention(
        f"{document}.0", document, 1, 0, 4, "MICA", "mica", kind, "acronym", 0.9
    )
    return record(document, "MICA le fait.", mentions=[found])


def shared(others):
    silent = [record(f"x{n}", "Autre chose.") for n in range(6)]
    catalogue = MemoryCatalogue([*map(naming, others), *silent], [MICA])
    return shared_entities(catalogue, naming("draft"), {"d0"})


def test_what_few_documents_name_is_a_reason_by_its_rarity():
    (alone,) = shared(["d0"])["d0"]
    assert (alone.told, alone.rarity) == (("lab", "mica", "Labo MICA"), 1.0)
    (beside,) = shared(["d0", "d1"])["d0"]
    assert 0 < beside.rarity < 1


def test_what_many_documents_name_is_none():
    assert shared(["d0", "d1", "d2", "d3"]) == {}
    assert shared(["d1"]) == {}


def test_the_five_rarest_add_to_a_score():
    entities = [SharedEntity("lab", str(n), "", n / 10) for n in range(8)]
    assert boost(entities) == pytest.approx(BOOST * (0.7 + 0.6 + 0.5 + 0.4 + 0.3))
    assert boost([]) == 0
