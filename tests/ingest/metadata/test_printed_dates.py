"""This test ensures that printed dates are read with the precision they have."""

import pytest

from ingest.metadata.printed_dates import is_only_date, iso_date


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2024", "2024"),
        ("2024-03", "2024-03"),
        ("2024/3/5", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("2024-03-05T10:00:00+01:00", "2024-03-05"),
        ("5 mars 2024", "2024-03-05"),
        ("1er mars 2024", "2024-03-01"),
        ("mars 2024", "2024-03"),
        ("March 5, 2024", "2024-03-05"),
        ("05/03/2024", "2024-03-05"),
        ("D:20210125151257+01'00'", "2021-01-25"),
        # A part that cannot be true ends the precision before it.
        ("2024-13", "2024"),
        ("2024-00", "2024"),
        ("2024-02-30", "2024-02"),
        ("2024-12-31", "2024-12-31"),
        ("2024-01-01", "2024-01-01"),
        # The years that a document can have.
        ("1800", "1800"),
        ("2100", "2100"),
        ("1799", None),
        ("2101", None),
        ("", None),
        ("sans date", None),
        ("brumaire 2024", None),
    ],
)
def test_a_date_is_written_as_iso_8601(printed, iso):
    assert iso_date(printed) == iso


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(mars 2025)", True),
        ("5 mars 2025.", True),
        ("05/03/2025", True),
        ("March 5, 2025", True),
        ("2025", False),
        ("Bilan de mars 2025", False),
        ("brumaire 2025", False),
        ("", False),
    ],
)
def test_a_line_that_is_a_date_is_told_from_one_that_holds_it(text, expected):
    assert is_only_date(text) is expected
