"""BibTeX is escaped, typed and keyed so that TeX and readers take it as it is."""

import bibtexparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from search_api.citations.bibtex_entries import Dialect, bibtex, escaped
from search_api.citations.citable import Body, CitableKind, Person
from tests.search_api.citations.made_works import work


@pytest.mark.parametrize(
    ("kind", "types"),
    [
        (CitableKind.REPORT, ("techreport", "report")),
        (CitableKind.POST, ("misc", "online")),
        (CitableKind.ARTICLE, ("article", "article")),
        (CitableKind.DATASET, ("misc", "dataset")),
        (CitableKind.THESIS, ("phdthesis", "thesis")),
    ],
)
def test_types_follow_the_work(kind, types):
    for dialect, expected in zip(Dialect, types, strict=True):
        assert bibtex([work(kind=kind)], dialect).startswith(f"@{expected}{{a,")


def test_bodies_stand_in_two_braces_and_names_by_the_rules_of_bibtex():
    authors = (Person("Berg", "Jan", particle="van der"), Body("Équipe A and B, C"))
    assert "{van der Berg, Jan and {Équipe A and B, C}}" in bibtex(
        [work(authors=authors)]
    )
    assert "author = {{Équipe}}" in bibtex([work(authors=(Body("Équipe"),))])


def test_no_two_entries_share_a_key():
    read = parse_string(bibtex([work(), work(), work(identifier="ée/1")]), "bibtex")
    assert list(read.entries) == ["a", "a-2", "e-1"]


def test_the_heading_is_no_entry_whatever_was_asked():
    written = bibtex([work()], heading=["Recherche : @misc{x,\n title={y}}", "é"])
    assert len(bibtexparser.parse_string(written).entries) == 1
    assert list(parse_string(written, "bibtex").entries) == ["a"]
    assert written.startswith("% Recherche : (a)misc{x, title={y}}\n% é\n")


def test_an_annotation_goes_with_its_work():
    written = bibtex([work(), work(identifier="b")], annotations=["", "p. 3 : 50 %"])
    entries = parse_string(written, "bibtex").entries
    assert "annote" not in entries["a"].fields
    assert entries["b"].fields["annote"] == "p. 3 : 50 \\%"


def test_addresses_stand_verbatim_but_for_what_ends_a_value():
    written = bibtex([work(address="https://a.example/a_b?x=1&y={é}%20#z\\")])
    assert "url = {https://a.example/a_b?x=1&y=%7Bé%7D%20#z%5C}" in written


@given(st.text(max_size=60))
@settings(max_examples=50)
def test_any_title_keeps_the_file_whole(title):
    written = bibtex([work(title=f"x{title}"), work(identifier="b")])
    assert not bibtexparser.parse_string(written).failed_blocks
    assert list(parse_string(written, "bibtex").entries) == ["a", "b"]


def test_ligatures_of_tex_are_broken():
    assert escaped("a -- b ``c'' ?`") == "a -{}- b `{}`c'{}' ?{}`"
