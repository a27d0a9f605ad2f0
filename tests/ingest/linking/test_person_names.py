"""People are found however their name is written, and nobody else is."""

import pytest

from ingest.linking.person_names import name_forms
from ontology.model import Entity, EntityKind, Label

ALLOUCHE = "person:elie-allouche"


@pytest.mark.parametrize(
    "written",
    ["Élie Allouche", "Elie ALLOUCHE", "É. Allouche", "E. Allouche", "Allouche Élie",
     "ALLOUCHE, Élie", "Allouche, É", "É. ALLOUCHE"],
)  # fmt: skip
def test_spellings_of_one_person(named, written) -> None:
    assert named(f"Avec {written}.") == [(written, ALLOUCHE)]


def test_particles_keep_their_own_case(named) -> None:
    for written in ("Colin de la Higuera", "C. DE LA HIGUERA", "Colin de La Higuera"):
        assert named(f"{written} parle.") == [(written, "person:colin-de-la-higuera")]


def test_compound_given_names_have_two_initials(named) -> None:
    for written in ("G.-L. Baron", "G. L. Baron", "Georges-Louis Baron"):
        assert named(f"Selon {written}.") == [(written, "person:georges-louis-baron")]


def test_a_surname_alone_needs_the_person_in_the_document(named) -> None:
    assert named("Allouche conclut.") == []
    assert len(named("Élie Allouche ouvre.", "Allouche conclut.")) == 2
    assert named("Mme Allouche conclut.") == [("Allouche", ALLOUCHE)]
    assert named("M. Allouche conclut.") == [("Allouche", ALLOUCHE)]
    assert named("J. Allouche conclut.") == []


def test_others_of_that_surname_are_left_alone(named) -> None:
    opening = "Georges-Louis Baron ouvre."
    for other in ("Jean Baron suit.", "La rue Baron.", "Le baron noir."):
        assert len(named(opening, other)) == 1


def test_a_single_word_is_no_name_of_a_person() -> None:
    person = Entity("x", EntityKind.PERSON, (Label("Allouche"),))
    assert list(name_forms(person)) == []
