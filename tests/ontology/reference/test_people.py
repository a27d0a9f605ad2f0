"""This test ensures that people keep their roles, and roles their organisation."""

from tests.ontology.reference.workshop import CURATED, FACTS, PERSON, holds

ROLE = "<https://gtnum.example/id/participation/elie-allouche.{}>"
PERSON_IRI = "<https://gtnum.example/id/person/elie-allouche>"


def test_a_role_is_held_in_the_group_for_the_lab(workshop):
    assert holds(
        workshop,
        f"{ROLE.format('gtnum-a')} org:member {PERSON_IRI} ; org:organization "
        'group:gtnum-a ; org:role gtnum:role-lead ; gtnum:printed "porteuse"@fr ; '
        'gtnum:lab lab:techne ; gtnum:affiliationPrinted "TECHNE"',
    )


def test_without_a_group_the_body_is_the_organisation(workshop):
    workshop.change("people", group_id="")
    assert holds(workshop, f"{ROLE.format('techne')} org:organization lab:techne")


def test_an_institution_is_no_lab_of_the_role(workshop):
    workshop.change("people", lab_or_body="Université de Poitiers")
    role = ROLE.format("gtnum-a")
    assert holds(workshop, f'{role} gtnum:affiliationPrinted "Université de Poitiers"')
    assert not holds(workshop, f"{role} gtnum:lab ?lab")


def test_neither_group_nor_body_is_refused(workshop):
    workshop.change("people", group_id="", lab_or_body="")
    refusal = workshop.refusal()
    assert "ni groupe ni organisme" in str(refusal)
    assert "group_id" in refusal.remedy


def test_a_body_read_as_nothing_is_none(workshop):
    workshop.change("people", lab_or_body="un bureau")
    workshop.read("people,elie-allouche,lab_or_body,un bureau,,-,,,,Pas un labo.")
    role = ROLE.format("gtnum-a")
    assert holds(workshop, f'{role} gtnum:affiliationPrinted "un bureau"')
    assert not holds(workshop, f"{role} gtnum:lab ?lab")


def test_each_role_of_a_row_stands_where_it_is_held_and_when(workshop):
    workshop.decide(
        "roles",
        f"{CURATED['roles']}\ndirectrice (2025),staff,lab:techne,2025\n"
        "en poste,staff,lab:techne,2016/..",
    )
    workshop.change("people", role="porteuse ; directrice (2025)")
    lead, director = ROLE.format("gtnum-a"), ROLE.format("techne")
    assert holds(workshop, f"{lead} org:role gtnum:role-lead")
    assert holds(
        workshop,
        f"{director} org:organization lab:techne ; dcterms:date '2025'^^xsd:gYear ; "
        "gtnum:earliestDay '2025-01-01'^^xsd:date ; "
        "gtnum:latestDay '2025-12-31'^^xsd:date",
    )
    workshop.change("people", role="en poste")
    assert holds(
        workshop,
        f"{director} schema:startDate '2016'^^xsd:gYear ; "
        "gtnum:earliestDay '2016-01-01'^^xsd:date",
    )
    assert not holds(workshop, f"{director} gtnum:latestDay ?day")


def test_an_unknown_role_is_refused_with_the_table_to_mend(workshop):
    workshop.change("people", role="mascotte")
    refusal = workshop.refusal()
    assert "mascotte" in str(refusal)
    assert "roles.csv" in refusal.remedy


def test_another_spelling_of_this_person_and_no_other_is_hidden(workshop):
    other = PERSON | {"person": "Jean Dupont", "lab_or_body": ""}
    workshop.write("people", [FACTS["people"][0], other])
    workshop.decide(
        "names", f"{CURATED['names']}\nperson,elie-allouche,hiddenLabel,E. Allouche,fr,"
    )
    named = 'skos:hiddenLabel "E. Allouche"@fr'
    assert holds(workshop, f"{PERSON_IRI} {named}")
    assert not holds(workshop, f"<https://gtnum.example/id/person/jean-dupont> {named}")
