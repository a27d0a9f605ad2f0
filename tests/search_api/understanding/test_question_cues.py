"""Kinds, years, languages and identifiers are read where they are wishes."""

import pytest

from search_api.understanding.question_cues import (
    addresses_in,
    said_addresses,
    said_kinds,
    said_languages,
    said_years,
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


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("1949", []),
        ("1950", ["1950"]),
        ("1999 2000", ["1999", "2000"]),
        ("2099", ["2099"]),
        ("2100", []),
        ("x2020 2020x 2020/1 12020 2020.5", []),
        ("2020, puis 2021.", ["2020", "2021"]),
    ],
)
def test_years_are_those_of_a_century_and_a_half(text, years):
    assert [found.identifier for found in said_years(text)] == years


def places(text):
    return [(text[f.start : f.end], f.identifier) for f in said_kinds(text)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("rapport", [("rapport", "report")]),
        ("le rapport sur l’IA", [("rapport", "report")]),
        ("IA rapport", []),
        ("IA rapports", [("rapports", "report")]),
        ("par rapports", []),
        ("rapports aux savoirs", []),
        ("rapports et billets", [("rapports", "report"), ("billets", "post")]),
        ("IA note de veille", [("note de veille", "watch_note")]),
        (
            "notes de veille rapports",
            [("notes de veille", "watch_note"), ("rapports", "report")],
        ),
    ],
)
def test_a_kind_is_asked_for_in_the_plural_or_at_the_beginning(question, expected):
    assert places(question) == expected


@pytest.mark.parametrize(
    ("typed", "address", "start"),
    [
        ("doi:10.1234/a.b,", "10.1234/a.b", 4),
        ("10.123/a", None, 0),
        ("10.123456789/a", "10.123456789/a", 0),
        ("hal-123456", "hal-123456", 0),
        ("hal-12345", None, 0),
        ("hdl.handle.net/1.2/x", "1.2/x", 15),
        ("voir http://a.example/x).", "a.example/x", 12),
    ],
)
def test_an_identifier_stands_where_it_was_typed(typed, address, start):
    found = list(said_addresses(typed))
    assert found == (
        [] if address is None else [(address, start, start + len(address))]
    )


def test_an_identifier_in_an_address_stands_where_it_was_typed():
    typed = "x https://doi.org/10.4000/dms.8566"
    assert list(said_addresses(typed)) == [
        ("doi.org/10.4000/dms.8566", 10, len(typed)),
        ("10.4000/dms.8566", 18, len(typed)),
    ]
