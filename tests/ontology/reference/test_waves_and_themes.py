"""This test ensures that waves and themes are what the calls say."""

import pytest

from tests.ontology.reference.workshop import CURATED, FACTS, THEME, holds

THEME_IRI = "<https://gtnum.example/id/theme/t2020-5>"
WAVE = "<https://gtnum.example/id/wave/2020-2022>"


@pytest.mark.parametrize(
    "cycle", ["2020", "2022-2020", "2020-2020", "20-22", "2020-2022-2023", "vague 1"]
)
def test_a_wave_is_two_years_that_follow(workshop, cycle):
    workshop.change("groups", cycle=cycle)
    refusal = workshop.refusal()
    assert cycle in str(refusal)
    assert "2020-2022" in refusal.remedy


def test_a_decision_adds_the_call_and_the_number_of_groups(workshop):
    workshop.decide(
        "waves",
        f"{CURATED['waves']}\n2020-2022,12,p-ami-2020,https://call.example/,Une note.",
    )
    assert holds(
        workshop,
        f"{WAVE} gtnum:groupsAnnounced 12 ; gtnum:call "
        '<https://gtnum.example/id/production/p-ami-2020> ; skos:note "Une note."@fr',
    )


def test_a_decision_about_a_wave_that_no_row_names_is_refused(workshop):
    workshop.decide("waves", f"{CURATED['waves']}\n1999-2001,,,https://call.example/,")
    assert "1999-2001" in str(workshop.refusal())


def test_a_theme_without_title_is_called_by_its_number(workshop):
    workshop.change("themes", title_fr="")
    label = "thème 5 de la vague 2020-2022 (titre inconnu)"
    assert holds(workshop, f'{THEME_IRI} skos:prefLabel "{label}"@fr')


def test_a_theme_stands_below_its_heading(workshop):
    head = THEME | {
        "theme_id": "T2020-H",
        "kind": "tête de chapitre",
        "title_fr": "Une tête",
        "group_known": "",
        "head_id": "T2020-H",
    }
    below = FACTS["themes"][0] | {"head_id": "T2020-H"}
    workshop.write("themes", [head, below])
    heading = "<https://gtnum.example/id/theme/t2020-h>"
    assert holds(workshop, f"{THEME_IRI} a gtnum:Theme ; skos:broader {heading}")
    assert holds(workshop, f"{heading} a gtnum:ThemeHeading")
    assert not holds(workshop, f"{heading} skos:broader ?any")


def test_a_group_that_a_reading_denies_is_a_note_of_the_theme(workshop):
    workshop.change("themes", group_known="peut-être un autre")
    workshop.read("themes,T2020-5,group_known,peut-être un autre,,-,,,,À vérifier.")
    assert holds(workshop, f'{THEME_IRI} skos:note "À vérifier."@fr')


def test_the_source_may_be_that_of_the_group(workshop):
    workshop.change("themes", source="see groups.csv")
    assert holds(
        workshop,
        f"{THEME_IRI} prov:wasDerivedFrom "
        "<https://gtnum.example/id/source/techne-example-reve>",
    )


def test_the_source_of_an_unknown_group_is_refused(workshop):
    workshop.change("themes", source="see groups.csv", group_known="")
    assert "group_known" in workshop.refusal().remedy
