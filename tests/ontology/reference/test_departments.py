"""This test ensures that a département lies in an académie of ours, or in none."""

from tests.ontology.reference.workshop import holds

VIENNE = "<https://gtnum.example/id/department/86>"


def test_a_department_has_its_code_academy_and_region(workshop):
    assert holds(
        workshop,
        f'{VIENNE} a gtnum:Department ; skos:prefLabel "Vienne"@fr ; '
        'skos:notation "86" ; gtnum:academy '
        "<https://gtnum.example/id/academy/poitiers> ; gtnum:region "
        "<https://gtnum.example/id/region/nouvelle-aquitaine>",
    )


def test_a_territory_without_an_academy_of_ours_says_so(workshop):
    workshop.change(
        "departements_academies", academie="Étranger", code_academie="00", region="-"
    )
    assert not holds(workshop, f"{VIENNE} gtnum:academy|gtnum:region ?any")
    assert holds(
        workshop,
        f"{VIENNE} skos:note ?n FILTER(CONTAINS(?n, '« Étranger » (code 00)'))",
    )


def test_two_codes_for_one_academy_are_refused(workshop):
    workshop.change("departements_academies", code_academie="31")
    refusal = workshop.refusal()
    assert (refusal.file, refusal.line) == ("departements_academies.csv", 2)
    assert "le code 13" in refusal.message
