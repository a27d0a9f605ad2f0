"""This test ensures that académies, regions and services are written as they are."""

import pytest

from tests.ontology.reference.workshop import ACADEMY, CURATED, holds

SERVICES = CURATED["services"]
FORMER = CURATED["academies"]


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("90.0", "180.0"), ("-90.0", "-180.0"), ("0.0", "0.0")],
)
def test_a_place_may_lie_anywhere_on_the_globe(workshop, lat, lon):
    workshop.change("academies", lat=lat, lon=lon)
    assert f"geo:lat {lat}" in workshop.convert()["reference/academies.ttl"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("lat", "90.1"), ("lat", "-90.5"), ("lon", "180.1"), ("lon", "12"), ("lat", "n")],
)
def test_what_is_no_coordinate_is_refused(workshop, column, value):
    workshop.change("academies", **{column: value})
    refusal = workshop.refusal()
    assert f"({column})" in str(refusal)
    assert "degrés décimaux" in refusal.remedy


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Aix-Marseille", "académie d’Aix-Marseille"),
        ("Orléans-Tours", "académie d’Orléans-Tours"),
        ("Poitiers", "académie de Poitiers"),
    ],
)
def test_de_is_elided_before_a_vowel(workshop, name, full):
    workshop.write("academies", [ACADEMY, ACADEMY | {"academie": name}][-1:])
    workshop.change("labs", academie=name)
    written = workshop.convert()["reference/academies.ttl"]
    assert f'"{full}"@fr' in written
    assert full.replace("académie", "rectorat") in written


def test_a_service_keeps_its_names_and_acts_in_its_territory(workshop):
    workshop.decide(
        "services",
        f"{SERVICES}\ndrane-poitiers,DRANE de Poitiers,Poitiers office,DANE Poitiers,"
        "Poitiers,Nouvelle-Aquitaine,general knowledge,,Un service.",
    )
    service = "<https://gtnum.example/id/service/drane-poitiers>"
    assert holds(
        workshop,
        f'{service} a gtnum:Service ; skos:prefLabel "DRANE de Poitiers"@fr , '
        '"Poitiers office"@en ; skos:altLabel "DANE Poitiers"@fr ; '
        "gtnum:academy <https://gtnum.example/id/academy/poitiers> ; "
        "gtnum:region <https://gtnum.example/id/region/nouvelle-aquitaine> ; "
        'skos:note "Un service."@fr',
    )


def test_a_service_without_an_english_name_has_none(workshop):
    workshop.decide("services", f"{SERVICES}\nd,Un service,,,,,general knowledge,,")
    written = workshop.convert()["reference/services.ttl"]
    assert "@en" not in written
    assert "gtnum:academy" not in written


def test_a_merged_academy_leads_to_its_successor(workshop):
    workshop.decide(
        "academies", f"{FORMER}\nlimoges,Limoges,22,Poitiers,2019-12,general knowledge,"
    )
    assert holds(
        workshop,
        "<https://gtnum.example/id/academy/limoges> dcterms:isReplacedBy "
        "<https://gtnum.example/id/academy/poitiers> ; schema:dissolutionDate ?end ; "
        'skos:notation "22"',
    )


def test_a_successor_that_is_unknown_is_refused(workshop):
    workshop.decide(
        "academies",
        f"{FORMER}\nlimoges,Limoges,22,Nulle part,2019-12,general knowledge,",
    )
    assert "Nulle part" in str(workshop.refusal())
