"""This test ensures that statements are written whole, or not at all."""

import pytest
from pyoxigraph import Literal, NamedNode, Triple, parse

from graph.descriptions.serialization import RDF_FORMATS, write_triples
from graph.errors import QueryTooLarge

TRIPLES = [
    Triple(NamedNode("a:s"), NamedNode("a:p"), Literal(f"valeur {number}"))
    for number in range(9)
]


@pytest.mark.parametrize("media_type", RDF_FORMATS)
def test_every_form_gives_the_statements_back(media_type):
    written = write_triples(TRIPLES, media_type, limit_bytes=100_000)
    found = {quad.triple for quad in parse(written, RDF_FORMATS[media_type])}
    assert found == set(TRIPLES)


@pytest.mark.parametrize("media_type", RDF_FORMATS)
def test_what_passes_the_limit_is_refused(media_type):
    size = len(write_triples(TRIPLES, media_type, limit_bytes=100_000))
    assert len(write_triples(TRIPLES, media_type, limit_bytes=size)) == size
    with pytest.raises(QueryTooLarge, match=f"{size - 1} octets"):
        write_triples(TRIPLES, media_type, limit_bytes=size - 1)
