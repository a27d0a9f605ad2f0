"""This test ensures that a printed date means the days it says, and no others."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.dates import DateError, parse_date

# The grammar of the library is built on first use: no deadline for one example.
_DAYS = st.dates(date(1, 1, 1), date(9999, 12, 30))


@pytest.mark.parametrize(
    ("printed", "edtf", "earliest", "latest"),
    [
        ("2024", "2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02", "2024-02-01", "2024-02-29"),
        ("2024-03-05", "2024-03-05", "2024-03-05", "2024-03-05"),
        (" 2024 ", "2024", "2024-01-01", "2024-12-31"),
        ("2017/2020", "2017/2020", "2017-01-01", "2020-12-31"),
        ("2017-2020", "2017/2020", "2017-01-01", "2020-12-31"),
        ("2017 – 2020", "2017/2020", "2017-01-01", "2020-12-31"),
        ("2020-09/2022-06", "2020-09/2022-06", "2020-09-01", "2022-06-30"),
        ("2020-09-14/2022", "2020-09-14/2022", "2020-09-14", "2022-12-31"),
        ("202X", "202X", "2020-01-01", "2029-12-31"),
        ("2024-03-05T10:00:00Z", "2024-03-05T10:00:00Z", "2024-03-05", "2024-03-05"),
        ("2017/..", "2017/..", "2017-01-01", None),
        ("../2020", "../2020", None, "2020-12-31"),
        ("2017/", "2017/", "2017-01-01", None),
        ("/2020", "/2020", None, "2020-12-31"),
    ],
)
def test_a_printed_date_has_an_earliest_and_a_latest_day(
    printed, edtf, earliest, latest
):
    found = parse_date(printed)
    assert (found.printed, found.edtf) == (printed, edtf)
    assert (_iso(found.earliest), _iso(found.latest)) == (earliest, latest)
    assert not found.is_uncertain


@pytest.mark.parametrize("printed", ["2023?", "2023~", "2023%", "2023?/2023-06~"])
def test_doubt_is_kept_and_does_not_move_the_days(printed):
    found = parse_date(printed)
    assert found.is_uncertain
    assert _iso(found.earliest) == "2023-01-01"


@pytest.mark.parametrize(
    "nonsense",
    [
        *("", " ", "abc", "24", "2024-13", "2024-02-30", "2023-02-29", "20240305"),
        *("2020/2017", "2020-2017", "2024-03/2024-02-01", "0000", "-0200", "Y17000002"),
        *("2024-02-2X", "mars 2024", "２０２４", "2024/2025/2026", "2024" * 1000),
        *("/", "..", "../..", "2024\x00", "2024?;DROP", "2021-22", "2021-22/2022"),
    ],
)
def test_nonsense_is_refused_with_a_remedy(nonsense):
    with pytest.raises(DateError) as error:
        parse_date(nonsense)
    assert error.value.remedy
    assert len(str(error.value)) < 300


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="0123456789-/.?~%XuyT:Z –{}[]", max_size=24))
def test_any_text_is_a_date_or_refused(text):
    try:
        found = parse_date(text)
    except DateError:
        return
    assert found.earliest or found.latest
    assert not (found.earliest and found.latest and found.earliest > found.latest)


@settings(max_examples=50, deadline=None)
@given(_DAYS, st.integers(0, 4000))
def test_a_day_and_an_interval_of_days_mean_themselves(start, length):
    end = min(start + timedelta(length), date.max)
    assert parse_date(start.isoformat()).earliest == start
    found = parse_date(f"{start.isoformat()}/{end.isoformat()}")
    assert (found.earliest, found.latest) == (start, end)


def _iso(day):
    return day and day.isoformat()
