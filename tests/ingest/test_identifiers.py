"""This test ensures that documents keep a brief name of plain letters."""

import re

import pytest

from ingest.identifiers import document_identifier, renamed, slug, unique_identifier
from tests.search_api.fakes import record


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("abc-def", 7, "abc-def"),
        ("abc-defg", 7, "abc-def"),
        ("abcdef-gh", 8, "abcdef"),
        ("ab-cdefgh", 8, "ab-cdefg"),
        ("Œuvre été", 60, "oeuvre-ete"),
        ("Straße", 60, "strasse"),
        ("!?", 60, ""),
    ],
)
def test_a_slug_is_cut_at_a_hyphen_where_one_is_near(text, longest, expected):
    assert slug(text, longest=longest) == expected


def test_a_stated_identifier_is_taken_where_it_can_be():
    assert document_identifier("c/a.md", "Ma Fiche") == "ma-fiche"
    assert re.fullmatch(r"a-[0-9a-f]{8}", document_identifier("c/a.md", "!?"))
    assert re.fullmatch(r"document-[0-9a-f]{8}", document_identifier("c/é?/!.md"))


def test_sources_of_one_name_have_their_own_identifiers():
    assert document_identifier("c/a.md") != document_identifier("d/a.md")
    assert document_identifier("c/a.md#x").startswith("a-")
    assert document_identifier("c/a.xml#post-3").startswith("a-post-3-")


def test_an_identifier_that_is_taken_gets_a_mark_and_stays_short():
    made = unique_identifier("x" * 80, "c/a.md")
    assert len(made) == 80
    assert re.fullmatch(r"x{71}-[0-9a-f]{8}", made)
    assert "--" not in unique_identifier("x" * 70 + "-y", "c/a.md")


def test_a_renamed_record_renames_its_passages():
    made = renamed(record("a", "Un.", "Deux."), "b")
    assert made.document.identifier == "b"
    assert [p.identifier for p in made.passages] == ["b.0", "b.1"]
    assert {p.document for p in made.passages} == {"b"}
