"""Names, texts and layout do not make another query; terms and sizes do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.sparql.query_shapes import exact_shape, loose_shape

QUERY = "SELECT (COUNT(*) AS ?n) { ?a <urn:p> ?c . ?d ex:q 'x' } LIMIT 10"


@pytest.mark.parametrize(
    "alike",
    [
        QUERY.replace("?a", "?other"),
        QUERY.replace("'x'", '"another text"'),
        QUERY.replace(" ", "\n  "),
        QUERY.replace("{", "{ # a word\n"),
        QUERY.lower(),
        QUERY.replace("10", "99"),
    ],
)
def test_what_only_looks_different_is_alike(alike):
    assert exact_shape(alike) == exact_shape(QUERY)
    assert loose_shape(alike) == loose_shape(QUERY)


@pytest.mark.parametrize(
    "other",
    [QUERY.replace("urn:p", "urn:r"), QUERY.replace("ex:q", "ex:r")],
)
def test_other_terms_are_alike_only_loosely(other):
    assert exact_shape(other) != exact_shape(QUERY)
    assert loose_shape(other) == loose_shape(QUERY)


@pytest.mark.parametrize(
    "other",
    [
        QUERY.replace("LIMIT 10", "LIMIT 1000000"),
        QUERY.replace("LIMIT 10", ""),
        QUERY.replace("}", ". ?g ?h ?i }"),
        QUERY + "#" * 5_000,
    ],
)
def test_more_work_is_another_shape(other):
    assert exact_shape(other) != exact_shape(QUERY)
    assert loose_shape(other) != loose_shape(QUERY)


@given(st.text(max_size=200))
def test_anything_has_a_shape(text):
    assert len(exact_shape(text)) == len(loose_shape(text)) == 24
