"""This test ensures that nobody's work is announced under another's name."""

from collections.abc import Iterator
from pathlib import Path

import frontmatter
import pytest

from ontology.iris import Iris
from ontology.model import DocumentKind
from search_api.answers.own_fields import own_fields
from tests.search_api.web.tiny_corpus import summary

CORPUS = Path(__file__).parents[3] / "corpus"
US = "Équipe du graphe GTnum"
WORK = "https://edunumrech.hypotheses.org/8846"


def fields(**told):
    known = summary("a", "Titre", **told)
    return own_fields(
        known, iris=Iris("https://gtnum.example/"), public_url="https://gtnum.example"
    )


@pytest.mark.parametrize(
    "kind",
    [DocumentKind.GROUP_SHEET, DocumentKind.PRODUCTION_SHEET, DocumentKind.THEME],
)
def test_a_sheet_has_no_address_but_ours(kind):
    found = fields(kind=kind, url=WORK, doi="10.1/x", publisher="Un carnet")
    assert found.is_sheet
    assert found.addresses == ()
    assert found.described == (WORK, "https://doi.org/10.1/x")
    assert found.publisher is None
    assert found.full_title == "Fiche descriptive : Titre"
    assert found.page == "https://gtnum.example/document/a"


def test_what_our_team_tells_of_a_call_is_not_the_call():
    found = fields(kind=DocumentKind.CALL, authors=(US,), url=WORK)
    assert (found.is_sheet, found.addresses, found.described) == (True, (), (WORK,))
    here = "https://gtnum.example/billets/1"
    post = fields(kind=DocumentKind.POST, authors=(US,), url=here)
    assert (post.is_sheet, post.addresses) == (False, (here,))
    own = fields(kind=DocumentKind.GLOSSARY, authors=(US,))
    assert (own.is_sheet, own.full_title) == (False, "Titre")


def test_a_work_keeps_its_addresses_official_first():
    found = fields(
        kind=DocumentKind.REPORT,
        url=WORK,
        doi="10.1/<x>",
        handle="20.500/1",
        hal_id="hal-1",
        publisher="DNE",
    )
    assert found.addresses == (
        WORK,
        "https://doi.org/10.1/%3Cx%3E",
        "https://hdl.handle.net/20.500/1",
        "https://hal.science/hal-1",
    )
    assert (found.is_sheet, found.described, found.publisher) == (False, (), "DNE")
    assert fields(kind=DocumentKind.POST, url="javascript:alert(1)").addresses == ()


def test_who_made_a_text_is_told_or_nobody_is():
    assert fields(authors=("A", "B")).creators == ("A", "B")
    body = fields(kind=DocumentKind.PAGE, authors=(), publisher="Un rectorat")
    assert body.creators == ("Un rectorat",)
    assert fields(authors=()).creators == ()


def starter_documents() -> Iterator[dict[str, object]]:
    for path in sorted(CORPUS.rglob("*.md")):
        told = frontmatter.load(str(path)).metadata
        if "kind" in told:
            yield told


def test_no_starter_document_puts_our_name_on_a_work_of_others():
    checked = 0
    for told in starter_documents():
        url, doi = told.get("url"), told.get("doi")
        found = fields(
            kind=DocumentKind(str(told["kind"])),
            authors=tuple(told.get("authors", ())),
            url=url and str(url),
            doi=doi and str(doi),
        )
        if US in found.authors:
            assert found.addresses == (), told
            checked += 1
    assert checked >= 37
