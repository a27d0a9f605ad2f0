"""Facets count works, the most frequent values first."""

from graph.stores.document_table import DocumentRow
from graph.stores.facets import FACET_FIELDS, count_facets
from ontology.model import Work


def row(kind: str = "post", year: str | None = None, *labs: str) -> DocumentRow:
    entities = frozenset(("lab", lab) for lab in labs)
    return DocumentRow(kind, "fr", "c", entities, years=(year,) if year else ())


def test_copies_of_one_work_count_once_with_what_each_of_them_says():
    work = Work("a", ("a", "b"), ())
    rows = {"a": row("post", None, "ims"), "b": row("post", None, "ims", "cread")}
    counted = count_facets(["a", "b"], rows, {"a": work, "b": work}, limit=9)
    assert counted["kind"] == [("post", 1)]
    assert counted["lab"] == [("cread", 1), ("ims", 1)]


def test_the_most_frequent_values_come_first_then_the_alphabet():
    rows = {"a": row("post"), "b": row("article"), "c": row("report"), "d": row("post")}
    counted = count_facets(rows, rows, {}, limit=2)
    assert counted["kind"] == [("post", 2), ("article", 1)]


def test_years_are_counted_and_unknown_documents_count_nothing():
    rows = {"a": row("post", "2024"), "b": row("post"), "c": row()}
    counted = count_facets([*rows, "nowhere"], rows, {}, limit=9)
    assert counted["year"] == [("2024", 1)]
    assert tuple(counted) == FACET_FIELDS
    assert counted["language"] == [("fr", 3)]
