"""This test ensures which documents pass a filter, dates at their borders included."""

import pytest

from graph.ports import DocumentFilter
from graph.stores.document_table import DocumentRow, DocumentTable
from graph.stores.work_dates import latest_year, span_of, years_of
from ontology.model import DocumentKind, Entity, EntityKind, Label

REPORT, POST = DocumentKind.REPORT.value, DocumentKind.POST.value
MICA, TECHNE = ("lab", "mica"), ("lab", "techne")


def row(date=None, **fields):
    span = span_of(date)
    given = {"kind": REPORT, "language": "fr", "collection": "c", "span": span}
    return DocumentRow(**{**given, "years": years_of(span, 2026), **fields})


def passes(wanted, **fields):
    table = DocumentTable({"un": row(**fields)}, {}, {})
    return bool(table.identifiers(DocumentFilter(**wanted)))


@pytest.mark.parametrize(
    ("date", "first", "last", "is_in"),
    [
        ("2024", "2024", None, True),
        ("2024", "2024-12-31", None, True),
        ("2024", "2025", None, False),
        ("2024", None, "2024-01-01", True),
        ("2024", None, "2023-12-31", False),
        ("2024-06", "2024-06-30", None, True),
        ("2024-06", "2024-07", None, False),
        ("2024-06", None, "2024-06-01", True),
        ("2024-06", None, "2024-05", False),
        ("2024-06-15", "2024-06-15", "2024-06-15", True),
        ("2024-06-15", "2024-06-16", None, False),
        ("2024-06-15", None, "2024-06-14", False),
        ("2024-06-15", "2024-06", "2024-06", True),
        ("2024-06-15", "2024", "2024", True),
        ("2024-06-15", "2025", "2023", False),
        (None, "2024", None, False),
        (None, None, "2024", False),
        ("sans date", "2024", None, False),
        ("2020-09/2022", "2022-12-31", None, True),
        ("2020-09/2022", "2023", None, False),
        ("2020-09/2022", None, "2020-08", False),
        ("2020-09/2022", "2021", "2021", True),
        ("2023/..", "2031", None, True),
        ("2023/..", None, "2022", False),
        ("2023/", "2024", None, False),
        ("2023/", "2023-12-31", None, True),
        ("/2025-03", None, "2025-03-01", True),
        ("/2025-03", None, "2025-02", False),
        ("../2025-03", None, "1990", True),
        ("2023?", "2023", "2023", True),
        (None, None, None, True),
    ],
)
def test_a_document_passes_where_one_of_its_days_may_lie(date, first, last, is_in):
    assert passes({"date_from": first, "date_to": last}, date=date) == is_in


@pytest.mark.parametrize(
    ("wanted", "is_in"),
    [
        ({}, True),
        ({"kinds": (REPORT,)}, True),
        ({"kinds": (POST,)}, False),
        ({"kinds": (POST, REPORT)}, True),
        ({"languages": ("fr",)}, True),
        ({"languages": ("en",)}, False),
        ({"collections": ("c",)}, True),
        ({"collections": ("d",)}, False),
        ({"entities": (MICA, TECHNE)}, True),
        ({"entities": (TECHNE,)}, False),
        ({"kinds": (REPORT,), "languages": ("en",)}, False),
        ({"collections": ("c",), "entities": (TECHNE,)}, False),
    ],
)
def test_all_conditions_hold_and_one_value_of_each(wanted, is_in):
    assert passes(wanted, entities=frozenset({MICA})) == is_in


@pytest.mark.parametrize(
    ("date", "years"),
    [
        ("2024-06-15", ("2024",)),
        ("2020-09/2022", ("2020", "2021", "2022")),
        ("2024/..", ("2024", "2025", "2026")),
        ("2027/..", ("2027",)),
        ("/2025-03", ("2025",)),
        ("1900/1999", tuple(map(str, range(1900, 2000)))),
        ("1900/2000", ()),
        ("sans date", ()),
    ],
)
def test_a_document_counts_in_every_year_that_the_filter_finds_it_in(date, years):
    assert years_of(span_of(date), 2026) == years
    for year in years:
        assert passes({"date_from": year, "date_to": year}, date=date)


def test_an_open_end_goes_as_far_as_the_last_date_that_ends():
    assert latest_year([span_of("2024/.."), span_of("2025-03"), None]) == 2025
    assert latest_year([]) == 0


def test_facets_show_names_and_equal_numbers_in_order():
    labels = {MICA: Entity("mica", EntityKind.LAB, (Label("MICA", "fr", True),))}
    rows = {
        "un": row(entities=frozenset({MICA, TECHNE}), language="und", date="2024-06"),
        "deux": row(entities=frozenset({TECHNE}), language="xx", date="2024-06-x"),
    }
    found = DocumentTable(rows, labels, {}).facets(["un", "deux", "un"], limit=9)
    assert found["lab"] == [("techne", "techne", 3), ("mica", "MICA", 2)]
    assert found["year"] == [("2024", "2024", 2)]
    assert found["language"] == [("und", "indéterminée", 2), ("xx", "xx", 1)]
    assert found["kind"][0][2] == 3
    alone = DocumentTable(rows, labels, {}).facets(["un"], limit=9)
    assert alone["lab"] == [("mica", "MICA", 1), ("techne", "techne", 1)]
