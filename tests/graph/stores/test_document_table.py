"""Filters and facets over the documents of a generation."""

from dataclasses import replace

import pytest

from graph.ports import DocumentFilter
from graph.stores.document_table import DocumentRow, DocumentTable
from graph.stores.work_dates import span_of, years_of
from ontology.model import DocumentKind, Work

MICA, ESPORT = ("lab", "mica"), ("concept", "e-sport")
REPORT, POST = DocumentKind.REPORT.value, DocumentKind.POST.value


def dated(date, kind, language, *entities):
    span = span_of(date)
    years = years_of(span, 2026)
    return DocumentRow(kind, language, "c", frozenset(entities), span, years)


@pytest.fixture(scope="module")
def table():
    person = ("person", "martin")
    rows = {
        "un": dated("2022-03", REPORT, "fr", MICA, person),
        "copie": dated("2023", REPORT, "fr", MICA, ESPORT),
        "deux": dated("sans date", POST, "en", MICA),
    }
    work = Work("w", ("un", "copie"), ())
    return DocumentTable(rows, {}, {"un": work, "copie": work})


def test_a_work_counts_once_for_each_value_of_its_copies(table):
    found = table.facets(["un", "copie", "deux", "inconnu"], limit=20)
    numbers = {name: {v: n for v, _, n in values} for name, values in found.items()}
    assert numbers == {
        "kind": {REPORT: 1, POST: 1},
        "language": {"fr": 1, "en": 1},
        "year": {"2022": 1, "2023": 1},
        "group": {},
        "lab": {"mica": 2},
        "academy": {},
        "concept": {"e-sport": 1},
    }


def test_a_facet_is_cut_at_its_most_frequent_values(table):
    found = table.facets(["un", "copie", "deux"], limit=1)
    assert [value for value, _, _ in found["kind"]] == [min(REPORT, POST)]


def test_a_filter_is_answered_once(table):
    wanted = DocumentFilter(languages=("fr",), entities=(MICA,))
    found = table.identifiers(wanted)
    assert found == {"un", "copie"}
    assert table.identifiers(replace(wanted)) is found
