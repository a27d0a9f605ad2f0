"""From IRIs to addresses and back, and what pages tell machines."""

from dataclasses import replace

import pytest

from ontology.iris import DEFAULT_BASE, ONTOLOGY_NAMESPACE, Iris
from search_api.web.linked_data.addresses import (
    Thing,
    data_address,
    description_links,
    document_links,
    document_of,
    landing_links,
    link_header,
    local_address,
    page_address,
    thing_at,
)
from search_api.web.linked_data.negotiation import FORMS, HTML, RDF_FORMS
from tests.search_api.web.fakes import FakeServices
from tests.search_api.web.tiny_corpus import summary

IRIS = Iris(DEFAULT_BASE)
TURTLE = RDF_FORMS[0]


def thing(path):
    return thing_at(IRIS, path)


def test_a_path_names_a_thing_with_its_identifier():
    assert thing("lab/techne") == Thing(f"{DEFAULT_BASE}id/lab/techne", "lab", "techne")
    assert thing("passage/a.3/10-20").identifier == "a.3/10-20"
    assert thing("lab/é").identifier == "é"


@pytest.mark.parametrize("path", ["", "lab", "lab/", "lab/\ud800"])
def test_a_path_without_kind_or_identifier_names_nothing(path):
    assert thing(path) is None


def test_a_description_has_an_address_in_each_form():
    assert data_address(thing("lab/a é"), TURTLE) == "/data/lab/a%20%C3%A9.ttl"
    assert data_address(thing("lab/a"), HTML) == "/data/lab/a.html"


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("document/x", "/document/x"),
        ("passage/note-sobriete.1", "/document/note-sobriete?page=2#passage-1"),
        ("passage/note-sobriete.1/10-20", "/document/note-sobriete?page=2#passage-1"),
        ("passage/note-sobriete.9", "/data/passage/note-sobriete.9.html"),
        ("lab/techne", "/entite/lab/techne"),
        ("lab/absent", "/data/lab/absent.html"),
        ("statement/techne", "/data/statement/techne.html"),
    ],
)
def test_every_thing_has_a_page(tmp_path, path, page):
    assert page_address(FakeServices(tmp_path).current(), thing(path)) == page


def test_a_passage_of_a_document_that_is_gone_has_a_page_of_data(tmp_path):
    services = FakeServices(tmp_path)
    del services.catalogue.summaries["glossaire"]
    page = page_address(services.current(), thing("passage/glossaire.1"))
    assert page == "/data/passage/glossaire.1.html"


@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("document/a.b", "a.b"),
        ("passage/a.b.3", "a.b"),
        ("passage/a.3/10-20", "a"),
        ("section/a.0", "a"),
        ("author/sans-point", None),
        ("lab/a.3", None),
        ("described/a.3/0", "a"),
    ],
)
def test_a_part_belongs_to_its_document(path, document):
    assert document_of(thing(path)) == document


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        (f"{DEFAULT_BASE}id/lab/a", "/id/lab/a"),
        (f"{DEFAULT_BASE}graph/x", "/graph/x"),
        (f"{ONTOLOGY_NAMESPACE}Lab", "/ontology#Lab"),
        ("https://a.example/", "https://a.example/"),
        ("javascript:alert(1)", None),
    ],
)
def test_an_iri_leads_to_us_or_to_the_web(iri, address):
    assert local_address(IRIS, iri) == address


def test_links_are_written_as_one_header():
    assert link_header([("/a", "item", ""), ("/b", "alternate", "text/html")]) == (
        '</a>; rel="item", </b>; rel="alternate"; type="text/html"'
    )
    assert link_header([]) == ""


def test_a_page_tells_how_to_cite_and_where_the_data_are():
    found = landing_links(thing("lab/a"))
    assert found[0] == (f"{DEFAULT_BASE}id/lab/a", "cite-as", "")
    assert found[1:] == [
        (f"/data/lab/a.{form.suffix}", "describedby", form.media_type)
        for form in RDF_FORMS
    ]
    assert landing_links(thing("lab/a"), licence="CC-BY-4.0") == found


def test_the_page_of_a_document_tells_licence_and_file():
    described = replace(summary("d", "T"), licence="https://a.example/by")
    *_, licence, original = document_links(thing("document/d"), described)
    assert licence == ("https://a.example/by", "license", "")
    assert original == ("/documents/d/original", "item", "text/markdown")


def test_a_description_tells_its_thing_and_its_other_forms():
    found = description_links(thing("lab/a"), TURTLE)
    assert [relation for _, relation, _ in found[:2]] == ["describes", "cite-as"]
    assert [media for _, _, media in found[2:]] == [
        form.media_type for form in FORMS if form is not TURTLE
    ]
