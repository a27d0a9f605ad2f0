"""A sheet is cited for itself: nothing of what it describes stands in it."""

import json

from ontology.described import Described, DescribedKind
from ontology.iris import Iris
from ontology.model import DocumentKind
from search_api.citations.bibtex_entries import bibtex
from search_api.citations.citable import Body, CitableKind
from search_api.citations.coins import coins
from search_api.citations.csl_items import csl_item
from search_api.citations.document_citations import citable_of, described_works
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


WORK = Described(
    DescribedKind.PRODUCTION,
    "Un article d’autrui",
    target="p-other",
    date="2020-11",
    authors=("Anne Le Roux", "Équipe TECHNE"),
    publisher="Revue d’autrui",
    pages=12,
    url="https://other.example/article",
    doi="10.4000/other.1",
    licence="CC BY 4.0",
)


def test_a_sheet_claims_nothing_of_the_work_it_describes():
    sheet = cited(authors=("Équipe du graphe GTnum",), describes=(WORK,))
    assert sheet.kind is CitableKind.RECORD
    assert sheet.best_address == f"{SITE}/document/a"
    written = every_form(sheet)
    assert "other" not in written
    assert "autrui" not in written
    assert "sameAs" not in written
    for style in STYLES:
        assert reference(sheet, style).text.count("Fiche descriptive") == 1


def works(*things, kinds=None):
    sheet = summary("a", "Une fiche", describes=things)
    return described_works(
        sheet, iris=Iris(f"{SITE}/"), public_url=SITE, kinds=kinds or {}
    )


def test_the_work_is_cited_for_itself_and_says_where_it_is_described():
    (article,) = works(WORK, kinds={"p-other": DocumentKind.ARTICLE})
    assert (article.kind, article.container) == (CitableKind.ARTICLE, "Revue d’autrui")
    assert [author.name for author in article.authors] == [
        "Anne Le Roux",
        "Équipe TECHNE",
    ]
    assert (article.issued, article.page_count) == ("2020-11", 12)
    assert article.best_address == "https://other.example/article"
    assert article.described_in == f"{SITE}/document/a"
    assert article.identifier == "p-other"


def test_what_a_work_is_stays_open_where_no_fact_tells():
    (work,) = works(WORK)
    assert (work.kind, work.publisher) == (CitableKind.DOCUMENT, "Revue d’autrui")
    (call,) = works(Described(DescribedKind.CALL, "Appel 2023"))
    assert (call.kind, call.iri) == (
        CitableKind.CALL,
        f"{SITE}/id/document/a#oeuvre-1",
    )


def test_a_group_or_a_theme_is_no_work():
    assert works(Described(DescribedKind.GROUP, "REVE", target="g")) == ()


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


def test_an_address_that_is_none_is_not_cited():
    assert cited(kind=DocumentKind.POST, url="javascript:alert(1)").address is None
