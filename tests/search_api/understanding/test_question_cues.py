"""Kinds, years, languages and identifiers are read where they are wishes."""

import pytest

from search_api.understanding.question_cues import (
    addresses_in,
    said_addresses,
    said_kinds,
    said_languages,
    said_years,
    says_nothing,
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("rapports sur l’IA", ["report"]),
        ("quels billets parlent d’esport ?", ["post"]),
        ("une note de veille récente", ["watch_note"]),
        ("état de l’art appropriation", ["literature_review"]),
        ("watch notes about AI", ["watch_note"]),
        ("les élèves par rapport aux écrans", []),
        ("rapport au savoir", []),
        ("laboratoires présents dans plusieurs cycles", []),
        ("le contenu des pages et des documents", []),
    ],
)
def test_kinds(question, expected):
    assert [found.identifier for found in said_kinds(question)] == expected


def test_years_stand_alone():
    asked = "billets de 2021 sur la loi 2005-102, GTnum 2020-2022, 10.4000/dms.2019"
    assert [found.identifier for found in said_years(asked)] == ["2021"]


def test_languages_are_asked_for_with_en():
    assert [f.identifier for f in said_languages("articles en anglais")] == ["en"]
    assert list(said_languages("l’anglais à l’école")) == []


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("10.52358/mm.vi17.392", "10.52358/mm.vi17.392"),
        ("https://doi.org/10.52358/MM.vi17.392", "10.52358/mm.vi17.392"),
        ("voir hal-03080381v2 !", "hal-03080381"),
        ("hdl:20.500.13089/11kx", "20.500.13089/11kx"),
        ("https://www.a.example/b/", "a.example/b"),
    ],
)
def test_identifiers_are_comparable(typed, address):
    assert address in [found for found, _, _ in said_addresses(typed)]


def test_an_address_is_found_by_itself_and_by_what_it_holds():
    known = addresses_in("https://hal.science/hal-03080381")
    assert known == {"hal.science/hal-03080381", "hal-03080381"}
    assert addresses_in("") == set()


@pytest.mark.parametrize("text", ["le la les", "a", "z", "a z de", "", "?"])
def test_common_words_and_single_letters_say_nothing(text):
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["IA", "5", "école", "le numérique", "ab"])
def test_one_word_of_a_subject_says_something(text):
    assert not says_nothing(text)
