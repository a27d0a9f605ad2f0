"""What pages tell machines; Zotero's Embedded Metadata was read, its rules restated."""

import re

from search_api.citations.citable import Body, CitableKind, Person
from search_api.citations.embedded_metadata import (
    dublin_core_tags,
    highwire_tags,
    schema_org,
)
from tests.search_api.citations.made_works import work

BODY = Body("Équipe du graphe GTnum")
PERSON = Person("Le Roux", "Anne", iri="https://orcid.org/0000-0001")


def zotero_creator(written: str) -> tuple[str, str]:
    """Return last and first name as Zotero takes a ``citation_author``."""
    use_comma = "," in written
    name = re.sub(r"[\s.,/\[\]:]+$", "", written)
    if use_comma:
        last, _, first = name.partition(", ")
        return last, first
    first, _, last = name.rpartition(" ")
    return last, first


def test_tags_hold_what_is_known_in_their_order():
    report = work(
        kind=CitableKind.REPORT,
        authors=(PERSON, BODY),
        issued="2024-03-05",
        publisher="DNE",
        language="fr",
        keywords=("k",),
        address="https://a.example/1",
    )
    assert highwire_tags(report, pdf="https://gtnum.example/a.pdf") == [
        ("citation_title", "Un titre"),
        ("citation_author", "Le Roux, Anne"),
        ("citation_author", "Équipe du graphe GTnum,"),
        ("citation_publication_date", "2024/03/05"),
        ("citation_publisher", "DNE"),
        ("citation_technical_report_institution", "DNE"),
        ("citation_language", "fr"),
        ("citation_keywords", "k"),
        ("citation_public_url", "https://a.example/1"),
        ("citation_abstract_html_url", "https://gtnum.example/document/a"),
        ("citation_pdf_url", "https://gtnum.example/a.pdf"),
        ("z:itemType", "report"),
    ]


def test_zotero_cuts_no_body():
    tags = highwire_tags(work(authors=(BODY, PERSON)))
    authors = [text for name, text in tags if name == "citation_author"]
    assert [zotero_creator(author) for author in authors] == [
        ("Équipe du graphe GTnum", ""),
        ("Le Roux", "Anne"),
    ]


def test_the_container_says_what_a_work_is():
    tags = dict(highwire_tags(work(container="Revue", pages="3-9")))
    assert tags["citation_journal_title"] == "Revue"
    assert (tags["citation_firstpage"], tags["citation_lastpage"]) == ("3", "9")
    post = dict(highwire_tags(work(kind=CitableKind.POST, container="Carnet")))
    assert "citation_journal_title" not in post
    assert post["z:itemType"] == "blogPost"


def test_dublin_core_names_address_and_doi():
    tags = dublin_core_tags(
        work(doi="10.1/x", address="https://a.example/1", issued="2017/2020")
    )
    assert [text for name, text in tags if name == "DC.identifier"] == [
        "https://doi.org/10.1/x",
        "https://a.example/1",
    ]
    assert ("DC.date", "2017/2020") in tags


def test_search_engines_are_told_persons_from_bodies():
    told = schema_org(work(authors=(PERSON, BODY), doi="10.1/x", licence="CC"))
    assert told["@type"] == "ScholarlyArticle"
    assert told["sameAs"] == "https://doi.org/10.1/x"
    assert told["author"] == [
        {
            "@type": "Person",
            "name": "Anne Le Roux",
            "familyName": "Le Roux",
            "givenName": "Anne",
            "sameAs": "https://orcid.org/0000-0001",
        },
        {"@type": "Organization", "name": "Équipe du graphe GTnum"},
    ]
    bare = schema_org(work())
    assert not {"datePublished", "author", "publisher", "sameAs"} & set(bare)
