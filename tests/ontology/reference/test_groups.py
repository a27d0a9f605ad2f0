"""This test ensures that groups keep their names, dates, places and certainty."""

import pytest

from tests.ontology.reference.workshop import CURATED, holds

GROUP = "group:gtnum-a"


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ({}, "REVE"),
        ({"acronym": ""}, "Écosystème"),
        ({"acronym": "", "title_fr": ""}, "GTnum 5 (2020-2022)"),
    ],
)
def test_a_group_is_called_by_the_best_name_it_has(workshop, cells, name):
    workshop.change("groups", **cells)
    assert holds(workshop, f'{GROUP} skos:prefLabel "{name}"@fr')


def test_territories_of_all_kinds_share_a_column(workshop):
    workshop.decide(
        "services",
        f"{CURATED['services']}\ndrane,DRANE,,,,,general knowledge,,",
    )
    workshop.change(
        "groups", academies_or_drane="Poitiers ; DRANE ; Nouvelle-Aquitaine"
    )
    base = "<https://gtnum.example/id"
    assert holds(
        workshop,
        f"{GROUP} gtnum:academy {base}/academy/poitiers> ; gtnum:service "
        f"{base}/service/drane> ; gtnum:region {base}/region/nouvelle-aquitaine>",
    )


def test_pages_are_kept_but_not_mirrors(workshop):
    workshop.change(
        "groups",
        hypotheses_urls="https://carnet.example/1",
        other_urls="https://autre.example/2 ; https://www.scribd.com/document/1",
    )
    written = workshop.convert()["reference/groups.ttl"]
    assert "<https://carnet.example/1>" in written
    assert "<https://autre.example/2>" in written
    assert "scribd" not in written


def test_dates_keep_the_precision_that_is_known(workshop):
    workshop.change("groups", date_end="2022")
    written = workshop.convert()["reference/groups.ttl"]
    assert 'schema:startDate "2020-09"^^xsd:gYearMonth' in written
    assert 'schema:endDate "2022"^^xsd:gYear' in written


def test_dates_are_days_between_which_the_group_was_active(workshop):
    workshop.change("groups", date_end="2022")
    assert holds(
        workshop,
        f"{GROUP} gtnum:earliestDay '2020-09-01'^^xsd:date ; "
        "gtnum:latestDay '2022-12-31'^^xsd:date",
    )


def test_the_days_of_an_uncertain_date_are_uncertain(workshop):
    workshop.change("groups", date_end="2022")
    workshop.read("groups,gtnum-a,date_end,2022,,,medium,inferred,,Déduit.")
    assert not holds(workshop, f"{GROUP} gtnum:latestDay ?day")
    assert holds(
        workshop,
        f"?s rdf:subject {GROUP} ; rdf:predicate gtnum:latestDay ; rdf:object ?day ; "
        "gtnum:certainty gtnum:certainty-medium",
    )


@pytest.mark.parametrize("printed", ["high", "medium; two sources", "low (billet)"])
def test_confidence_begins_with_its_level(workshop, printed):
    workshop.change("groups", confidence=printed)
    level = printed.replace(";", " ").split(" ")[0]
    assert holds(workshop, f"{GROUP} gtnum:certainty gtnum:certainty-{level}")
    assert "two sources" not in "".join(workshop.convert().values())


def test_a_confidence_without_level_is_refused(workshop):
    workshop.change("groups", confidence="sans doute")
    refusal = workshop.refusal()
    assert "sans doute" in str(refusal)
    assert "high, medium ou low" in refusal.remedy
