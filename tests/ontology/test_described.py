"""The date that counts is that of what is described, never that of the sheet."""

from datetime import date

import pytest

from ontology.described import (
    DateBasis,
    DeducedDate,
    Described,
    DescribedKind,
    work_date,
)
from ontology.model import Abstract, abstracts_in_order

PERIOD = DeducedDate("2020-09/2022")


def thing(edtf=None):
    return Described(DescribedKind.PRODUCTION, "Une œuvre", date=edtf)


@pytest.mark.parametrize(
    ("own", "things", "deduced", "expected"),
    [
        ("2024-03", (), None, ("2024-03", "own")),
        ("2026-11-24", (thing("2019"),), None, ("2019", "described")),
        ("2026-11-24", (thing(),), None, None),
        ("2026-11-24", (thing(),), PERIOD, ("2020-09/2022", "group_period")),
        (None, (), PERIOD, ("2020-09/2022", "group_period")),
        ("printemps", (), PERIOD, ("2020-09/2022", "group_period")),
        ("2024", (), PERIOD, ("2024", "own")),
        ("2024", (thing("2017/2020"), thing("2017/2020")), None, ("2017/2020",)),
        ("2024", (thing("2021/2024"), thing("2022/2025")), None,
         ("2021-01-01/2025-12-31",)),
        ("2024", (thing("2021/.."), thing("2022")), None, ("2021-01-01/..",)),
        (None, (), DeducedDate("jamais"), None),
        (None, (), None, None),
    ],
)  # fmt: skip
def test_the_date_that_counts(own, things, deduced, expected):
    found = work_date(own, things, deduced)
    said = None if found is None else (found.edtf, found.basis.value)
    assert said == (expected if expected is None else (*expected, "described")[:2])


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2020-09/2022", date(2020, 9, 1), date(2022, 12, 31)),
        ("2023/..", date(2023, 1, 1), date.max),
        ("../2023", date.min, date(2023, 12, 31)),
        ("2023/", date(2023, 1, 1), date(2023, 12, 31)),
        ("/2025-03", date(2025, 3, 1), date(2025, 3, 31)),
    ],
)
def test_an_open_end_goes_on_and_an_unknown_one_does_not(edtf, first, last):
    found = work_date(edtf)
    assert found is not None
    assert found.basis is DateBasis.OWN
    assert found.span == (first, last)


def test_there_is_one_abstract_for_each_language_that_of_the_document_first():
    fr, en, other = Abstract("Un", "fr"), Abstract("One", "en"), Abstract("Deux", "fr")
    assert abstracts_in_order([en, fr, other], "fr") == (fr, en)
    assert abstracts_in_order([fr, en], "es") == (en, fr)
