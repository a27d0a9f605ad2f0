"""A sheet is cited for itself: nothing of what it describes stands in it."""

import json

import pytest

from ontology.iris import Iris
from ontology.model import DocumentKind
from search_api.citations.bibtex_entries import bibtex
from search_api.citations.citable import Body, CitableKind
from search_api.citations.coins import coins
from search_api.citations.csl_items import csl_item
from search_api.citations.document_citations import OWN_TEAM, SHEETS, citable_of
from search_api.citations.embedded_metadata import (
    dublin_core_tags,
    highwire_tags,
    schema_org,
)
from search_api.citations.formatted_references import STYLES, reference
from search_api.citations.ris_records import ris
from tests.search_api.web.tiny_corpus import summary

SITE = "https://gtnum.example"


def cited(**fields):
    made = summary("a", "Un titre", **fields)
    return citable_of(made, iris=Iris(f"{SITE}/"), public_url=SITE)


def every_form(work) -> str:
    return "\n".join(
        [
            *(reference(work, style).text for style in STYLES),
            *(bibtex([work], dialect) for dialect in ("bibtex", "biblatex")),
            ris([work]),
            coins(work),
            json.dumps(csl_item(work)),
            json.dumps(schema_org(work)),
            repr(highwire_tags(work)),
            repr(dublin_core_tags(work)),
        ]
    )


@pytest.mark.parametrize("kind", sorted(SHEETS))
def test_a_sheet_claims_nothing_of_the_work_it_describes(kind):
    sheet = cited(
        kind=kind,
        authors=("Équipe du graphe GTnum",),
        url="https://other.example/article",
        doi="10.4000/other.1",
        handle="20.500/other",
        hal_id="hal-01other",
        publisher="Revue d’autrui",
    )
    assert sheet.kind is CitableKind.RECORD
    assert sheet.best_address == f"{SITE}/document/a"
    written = every_form(sheet)
    assert "other" not in written
    assert "autrui" not in written
    assert "sameAs" not in written
    for style in STYLES:
        assert reference(sheet, style).text.count("Fiche descriptive") == 1


def test_a_work_is_cited_with_its_own_address():
    article = cited(
        kind=DocumentKind.ARTICLE,
        url="https://a.example/1",
        doi="10.4000/dms.8",
        publisher="Revue",
        authors=("Anne Le Roux", "Équipe TECHNE"),
    )
    assert article.best_address == "https://a.example/1"
    assert (article.container, article.publisher) == ("Revue", None)
    assert article.authors[1] == Body("Équipe TECHNE")
    report = cited(kind=DocumentKind.WATCH_NOTE, publisher="DNE")
    assert (report.kind, report.publisher) == (CitableKind.REPORT, "DNE")


def test_our_own_posts_are_works_and_what_we_tell_of_others_is_not():
    ours = {"kind": DocumentKind.POST, "authors": (OWN_TEAM,)}
    own = cited(url=f"{SITE}/billets/a.html", **ours)
    assert (own.kind, own.address) == (CitableKind.POST, f"{SITE}/billets/a.html")
    told = cited(url="https://other.example/1", **ours)
    assert (told.kind, told.address) == (CitableKind.RECORD, None)
    assert cited(doi="10.1/other", **ours).kind is CitableKind.RECORD


def test_an_address_that_is_none_is_not_cited():
    assert cited(kind=DocumentKind.POST, url="javascript:alert(1)").address is None
