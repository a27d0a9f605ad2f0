"""The wanted form follows suffix, weights and what browsers send."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from graph.errors import NotAcceptable
from search_api.web.linked_data.negotiation import (
    FORMS,
    RDF_FORMS,
    form_of_suffix,
    wanted_form,
)


def asking(*accept: str) -> Request:
    headers = [(b"accept", value.encode("latin-1")) for value in accept]
    return Request({"type": "http", "headers": headers})


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ((), "ttl"),
        (("*/*",), "ttl"),
        (("text/html",), "html"),
        (("text/html, */*;q=0.8",), "html"),
        (("text/turtle, text/html",), "html"),
        (("text/turtle;q=0.9, text/html;q=0.8",), "ttl"),
        (("application/rdf+xml", "text/turtle;q=0.5"), "rdf"),
        (("application/*",), "jsonld"),
        (("text/turtle;q=0, application/*;q=0.1",), "jsonld"),
        (("image/webp, application/xml;q=0.2",), "rdf"),
        (("pas un type",), "ttl"),
    ],
)
def test_the_best_form_is_chosen(accept, suffix):
    assert wanted_form(asking(*accept)).suffix == suffix


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "*/*;q=0"])
def test_nothing_wanted_is_said_with_the_list(accept):
    with pytest.raises(NotAcceptable) as refused:
        wanted_form(asking(accept), RDF_FORMS)
    assert refused.value.available == tuple(form.media_type for form in RDF_FORMS)


@given(st.sampled_from(FORMS), st.floats(0.001, 0.999))
def test_whatever_is_named_alone_is_given(form, weight):
    assert wanted_form(asking(f"{form.media_type};q={weight:.3f}")) is form


@given(st.text(st.characters(codec="latin-1"), max_size=200))
def test_any_header_gives_a_form_or_a_refusal(header):
    with suppress(NotAcceptable):
        assert wanted_form(asking(header)) in FORMS


@pytest.mark.parametrize(
    ("path", "stem", "suffix"),
    [
        ("lab/techne.ttl", "lab/techne", "ttl"),
        ("passage/fiche.12", "passage/fiche.12", None),
        ("passage/fiche.12.nt", "passage/fiche.12", "nt"),
        (".ttl", ".ttl", None),
        ("lab/techne.TTL", "lab/techne.TTL", None),
    ],
)
def test_only_known_suffixes_are_cut(path, stem, suffix):
    found, form = form_of_suffix(path)
    assert (found, form.suffix if form else None) == (stem, suffix)
