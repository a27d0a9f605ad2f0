"""A citation leads to the DOI where there is one, and tags name it."""

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
