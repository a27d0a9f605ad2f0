"""A citation leads to the DOI where there is one, and tags name it."""

from ontology.model import DocumentKind
from search_api.web.pages.citation import citation_words, highwire_tags, json_ld
from tests.search_api.web.tiny_corpus import summary

SITE = "https://gtnum.example"


def test_the_doi_goes_before_the_address():
    one = summary("a", "Un titre", url="https://a.example/1", doi="10.4000/dms.<8>")
    assert citation_words(one, public_url=SITE).endswith(
        "https://doi.org/10.4000/dms.%3C8%3E"
    )
    assert ("citation_doi", "10.4000/dms.<8>") in highwire_tags(one, public_url=SITE)
    described = json_ld(one, iri=f"{SITE}/id/document/a", public_url=SITE)
    assert described["sameAs"] == "https://doi.org/10.4000/dms.%3C8%3E"


def test_without_a_doi_the_address_is_cited():
    one = summary("a", "Un titre", url="https://a.example/1")
    assert citation_words(one, public_url=SITE).endswith("https://a.example/1")
    assert "citation_doi" not in dict(highwire_tags(one, public_url=SITE))


def test_a_citation_ends_no_part_twice_and_leaves_out_what_is_not_known():
    whole = summary(
        "a", "Un titre.", publisher="GTnum.", date="2024-03", authors=("A. B.", "C")
    )
    assert citation_words(whole, public_url=SITE) == (
        f"A. B., C. « Un titre. ». GTnum. mars 2024. {SITE}/document/a"
    )
    bare = summary("a", "Un titre", date=None, authors=())
    assert citation_words(bare, public_url=SITE) == f"« Un titre ». {SITE}/document/a"


def test_tags_hold_what_is_known_in_their_order():
    report = summary(
        "a",
        "T",
        kind=DocumentKind.REPORT,
        media_type="application/pdf",
        publisher="P",
        authors=("A", "B"),
    )
    assert highwire_tags(report, public_url=SITE, keywords=["k"]) == [
        ("citation_title", "T"),
        ("citation_author", "A"),
        ("citation_author", "B"),
        ("citation_publication_date", "2024/03/05"),
        ("citation_publisher", "P"),
        ("citation_technical_report_institution", "P"),
        ("citation_language", "fr"),
        ("citation_keywords", "k"),
        ("citation_abstract_html_url", f"{SITE}/document/a"),
        ("citation_pdf_url", f"{SITE}/documents/a/original"),
    ]
    names = [
        name
        for name, _ in highwire_tags(
            summary("a", "T", date=None, publisher="P", kind=DocumentKind.POST),
            public_url=SITE,
        )
    ]
    assert "citation_technical_report_institution" not in names
    assert "citation_publication_date" not in names
    assert "citation_pdf_url" not in names


def test_search_engines_are_told_what_is_known():
    told = json_ld(
        summary("a", "T", kind=DocumentKind.REPORT, publisher="P", licence="CC"),
        iri="urn:a",
        public_url=SITE,
    )
    assert (told["@type"], told["@id"], told["license"]) == ("Report", "urn:a", "CC")
    assert told["publisher"] == {"@type": "Organization", "name": "P"}
    assert told["author"] == [{"@type": "Person", "name": "Camille Martin"}]
    bare = json_ld(
        summary("a", "T", date=None, authors=()), iri="urn:a", public_url=SITE
    )
    assert not {"datePublished", "author", "publisher", "sameAs"} & set(bare)
