"""Filters and facets over the documents of a generation."""

from dataclasses import replace

import pytest

from graph.ports import DocumentFilter
from graph.stores.document_table import DocumentRow, DocumentTable
from ontology.model import DocumentKind, Work

MICA, ESPORT = ("lab", "mica"), ("concept", "e-sport")
REPORT, POST = DocumentKind.REPORT.value, DocumentKind.POST.value


@pytest.fixture(scope="module")
def table():
    person = ("person", "martin")
    rows = {
        "un": DocumentRow(REPORT, "fr", "c", "2022-03", frozenset({MICA, person})),
        "copie": DocumentRow(REPORT, "fr", "c", "2023", frozenset({MICA, ESPORT})),
        "deux": DocumentRow(POST, "en", "c", "sans date", frozenset({MICA})),
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
