"""A number names a group only where something decides between the waves."""

import pytest

CULTURES, REVE = "group:gtnum-2017-05-cultures-num", "group:gtnum-2020-05-reve"


def test_a_number_without_context_names_nothing_at_all(named) -> None:
    assert named("Le GTnum 5 a écrit.") == []
    assert named("Le GTnum 42 de la vague 2017.")[0][1] == "wave:2017-2020"


@pytest.mark.parametrize(
    "written", ["GTnum 5", "GTnum5", "GTNUM5", "GT Num 5", "#GTnum5", "GTnum n° 5"]
)
def test_spellings_of_a_numbered_group(named, written) -> None:
    found = named(f"Le {written}, de la vague 2017, a écrit.")
    assert found == [(written, CULTURES), ("2017", "wave:2017-2020")]


def test_years_in_the_sentence_outweigh_what_the_document_declares(named) -> None:
    declared = (("group", "gtnum-2017-05-cultures-num"),)
    assert named("Le GTnum5.", declared=declared) == [("GTnum5", CULTURES)]
    text = "Le GTnum5 désigne aussi, dans la vague 2020-2022, un autre groupe."
    assert named(text, declared=declared)[0] == ("GTnum5", REVE)


def test_a_name_beside_the_number_decides(named) -> None:
    assert named("GTnum5 REVE") == [("GTnum5", REVE), ("REVE", REVE)]


def test_a_declared_wave_or_a_year_in_the_title_decides(named) -> None:
    declared = (("wave", "2020-2022"),)
    assert named("Le GTnum 5.", declared=declared) == [("GTnum 5", REVE)]
    assert named("Le GTnum 5.", title="GTnum 5 (vague 2017)")[0][1] == CULTURES


def test_a_lab_of_the_group_decides(named) -> None:
    found = named("GTNUM9, avec le CREAD.")
    assert found[0] == ("GTNUM9", "group:gtnum-2017-09-cread")


def test_years_of_another_wave_exclude_the_only_candidate(named) -> None:
    found = named("Le GTnum 9 de la vague 2020-2022, avec le CREAD.")
    assert [entity for _, entity in found] == ["wave:2020-2022", "lab:cread"]


def test_a_theme_is_named_by_number_and_wave(named) -> None:
    assert named("Le thème 5 de l’appel 2020-2022.")[0] == ("thème 5", "theme:t2020-5")
    assert named("Le thème 5 du bac.") == []


def test_years_are_a_wave_only_near_a_call_or_a_group(named) -> None:
    assert named("De 2020-2022, il a plu.") == []
    assert named("REVE (2020-2022), un groupe.")[1] == ("2020-2022", "wave:2020-2022")
    assert named("Le groupe REVE (2020) et l’hiver (2017).")[1:] == [
        ("2020", "wave:2020-2022")
    ]
