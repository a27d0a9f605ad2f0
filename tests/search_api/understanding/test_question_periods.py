"""A question says in many ways when works are from, and names years for other ends."""

import pytest

from search_api.understanding.question_periods import said_periods
from search_api.understood import Found


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("depuis 2021", "2021/.."),
        ("à partir de l’année 2021", "2021/.."),
        ("since 2021", "2021/.."),
        ("après 2021", "2022/.."),
        ("avant 2020", "../2019"),
        ("jusqu’en 2020", "../2020"),
        ("en 2022-2023", "2022/2023"),
        ("entre 2020 et 2022", "2020/2022"),
        ("de 2020 à 2022", "2020/2022"),
        ("avant la crise sanitaire", "../2020-02"),
        ("avant le covid", "../2020-02"),
        ("depuis la pandémie", "2020-03/.."),
        ("pendant le confinement", "2020-03/2021-06"),
        ("les derniers rapports", "newest"),
        ("travaux récents", "newest"),
        ("latest reports", "newest"),
    ],
)
def test_what_is_said_of_dates(text, period):
    assert [found.identifier for found in said_periods(text)] == [period]


@pytest.mark.parametrize(
    "text",
    [
        *("rapports de 2023", "avant la classe", "depuis la maison", "loi 2005-102"),
        *("entre 2022 et 2020", "le dernier mot", "10.1234/2020-2021", "2020-21"),
    ],
)
def test_what_says_nothing_of_dates(text):
    assert list(said_periods(text)) == []


def test_a_period_has_dates_that_filter():
    assert Found("period", "2021/..", 0, 1).dates == ("2021", None)
    assert Found("period", "../2020-02", 0, 1).restriction.date_to == "2020-02"
    assert Found("year", "2021", 0, 1).dates == ("2021", "2021")
