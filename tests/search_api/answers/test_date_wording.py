"""Periods and partial dates are said in French, with whose they are."""

import pytest

from ontology.described import DeducedDate, Described, DescribedKind, work_date
from search_api.answers.date_wording import basis_words, edtf_words, work_date_words


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        (None, ""),
        ("2024-03-01", "1er mars 2024"),
        ("2017/2020", "2017–2020"),
        ("2020-09/2022", "de septembre 2020 à 2022"),
        ("2020-10/2023-01", "d’octobre 2020 à janvier 2023"),
        ("2024-01-02/2024-03-01", "du 2 janvier 2024 au 1er mars 2024"),
        ("2023-05-02/..", "depuis le 2 mai 2023"),
        ("2023-05/", "depuis mai 2023"),
        ("../2025-03-12", "jusqu’au 12 mars 2025"),
        ("/2025", "jusqu’à 2025"),
        ("../..", ""),
        ("2020-11?", "novembre 2020 (date incertaine)"),
    ],
)
def test_a_period_is_said_in_french(edtf, words):
    assert edtf_words(edtf) == words


def test_a_date_that_nobody_printed_says_so():
    deduced = work_date(None, (), DeducedDate("2020-09/2022"))
    assert work_date_words(deduced) == (
        "de septembre 2020 à 2022 (d’après la période du groupe)"
    )
    thing = Described(DescribedKind.WORK, "Un", date="2019")
    assert work_date_words(work_date("2026", [thing])) == "2019"
    assert basis_words(work_date("2026", [thing])) == "date de ce que la fiche décrit"
    assert basis_words(work_date("2026")) == ""
    assert work_date_words(None) == ""
