"""The Accept header decides, as the standards and the clients in the field mean it."""

import pytest

from graph.errors import NotAcceptable
from graph.sparql.result_formats import formats_for, negotiate


@pytest.mark.parametrize(
    ("form", "accept", "expected"),
    [
        ("SELECT", "*/*", "application/sparql-results+json"),
        ("SELECT", "", "application/sparql-results+json"),
        ("SELECT", "n’importe quoi", "application/sparql-results+json"),
        ("SELECT", "text/csv", "text/csv"),
        ("SELECT", "TEXT/CSV; charset=utf-8", "text/csv"),
        ("SELECT", "application/json", "application/sparql-results+json"),
        ("SELECT", "text/json;q=0.1", "application/sparql-results+json"),
        ("SELECT", "application/xml", "application/sparql-results+xml"),
        ("SELECT", "text/*", "text/csv"),
        (
            "SELECT",
            "text/csv;q=0.2, text/tab-separated-values;q=0.8",
            "text/tab-separated-values",
        ),
        ("SELECT", "text/turtle, */*;q=0.1", "application/sparql-results+json"),
        (
            "SELECT",
            "application/sparql-results+json;q=0, */*",
            "application/sparql-results+xml",
        ),
        (
            "SELECT",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "application/sparql-results+xml",
        ),
        (
            "ASK",
            "text/csv, application/sparql-results+xml",
            "application/sparql-results+xml",
        ),
        ("CONSTRUCT", "*/*", "text/turtle"),
        ("CONSTRUCT", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT", "application/json", "application/ld+json"),
        ("DESCRIBE", "text/plain", "application/n-triples"),
        ("DESCRIBE", "application/*;q=0.5, text/turtle;q=0.4", "application/n-triples"),
    ],
)
def test_negotiation(form, accept, expected):
    assert negotiate(form, accept).media_type == expected


@pytest.mark.parametrize(
    ("form", "accept"),
    [
        ("SELECT", "image/png"),
        ("SELECT", "text/turtle"),
        ("SELECT", "*/*;q=0"),
        ("SELECT", "text/csv;q=zéro"),
        ("ASK", "text/csv"),
        ("CONSTRUCT", "text/csv"),
    ],
)
def test_what_cannot_be_given_is_refused_with_the_list(form, accept):
    with pytest.raises(NotAcceptable) as caught:
        negotiate(form, accept)
    assert caught.value.available == tuple(f.media_type for f in formats_for(form))
    assert caught.value.available[0] in str(caught.value)


def test_every_format_is_known_to_service_descriptions():
    for form in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
        assert all(
            f.iri.startswith("http://www.w3.org/ns/formats/") for f in formats_for(form)
        )
