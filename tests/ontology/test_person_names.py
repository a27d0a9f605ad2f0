"""This test ensures that a printed name leads to one person, or to nobody."""

import pytest

from ontology.model import Entity, EntityKind, Label
from ontology.person_names import PersonNames


def person(identifier: str, *names: str) -> Entity:
    return Entity(identifier, EntityKind.PERSON, tuple(map(Label, names)))


NAMES = PersonNames(
    [
        person("colin-de-la-higuera", "Colin de la Higuera"),
        person("nolwenn-trehondart", "Nolwenn Tréhondart", "Nolwenn Trehondart"),
        person("georges-louis-baron", "Georges-Louis Baron"),
        person("marie-lefevre", "Marie Lefevre"),
        person("marie-lefevre-2", "Marie Lefèvre"),
        person("plato", "Plato"),
        Entity("crem", EntityKind.LAB, (Label("Élie Allouche"),)),
    ]
)


@pytest.mark.parametrize(
    ("printed", "identifier"),
    [
        ("Colin de la Higuera", "colin-de-la-higuera"),
        ("de la Higuera, Colin", "colin-de-la-higuera"),
        ("COLIN DE LA HIGUERA", "colin-de-la-higuera"),
        ("Nolwenn TREHONDART", "nolwenn-trehondart"),
        ("Georges Louis Baron", "georges-louis-baron"),
    ],
)
def test_a_whole_name_leads_to_its_person(printed, identifier):
    assert NAMES.find(printed) == identifier


@pytest.mark.parametrize(
    "printed",
    [
        *("", ",", "Baron", "G.-L. Baron", "Baron Georges-Louis", "Plato", "Plato,"),
        "Georges-Louis Baron et Colin de la Higuera",
    ],
)
def test_part_of_a_name_or_several_names_lead_to_nobody(printed):
    assert NAMES.find(printed) is None


def test_two_persons_of_one_name_are_nobody():
    assert NAMES.find("Marie Lefevre") is None


def test_only_persons_are_found():
    assert NAMES.find("Élie Allouche") is None
