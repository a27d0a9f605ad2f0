"""This test ensures that values reach questions as IRIs, whole, or not at all."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from graph.errors import GraphError
from graph.queries.bound import bind, bound_names
from ontology.iris import Iris
from ontology.model import EntityKind

REVE = "https://gtnum.example/id/group/gtnum-2020-05-reve"
CONDITIONS = {
    "labs": ("par", "lieu", "sujet", "theme", "vague", "plusieurs"),
    "groups": (
        "lieu", "sujet", "theme", "vague", "laboratoire", "personne", "porteur", "tous",
    ),
    "leaders": ("par", "sujet", "theme"),
}  # fmt: skip
COLUMNS = {"reponse", "nom", "precision"}


@pytest.mark.parametrize("name", bound_names())
def test_a_question_is_sparql_with_and_without_its_conditions(name):
    conditions = CONDITIONS.get(name, ())
    for chosen in ((), *((one,) for one in conditions), conditions):
        query = bind(name, dict.fromkeys(chosen, ()))
        found = Store().query(query)
        assert {each.value for each in found.variables} >= COLUMNS
        assert "#?" not in query


@pytest.mark.parametrize("name", bound_names())
def test_every_condition_of_a_file_is_known_here(name):
    query = bind(name, {})
    whole = bind(name, dict.fromkeys(CONDITIONS.get(name, ()), ()))
    assert (whole != query) == (name in CONDITIONS)
    variables = set(re.findall(r"VALUES \?(\w+) \{", whole))
    assert variables <= {*CONDITIONS.get(name, ()), "par", "lien", "vague"}


def test_a_value_takes_the_place_of_the_example():
    assert f"VALUES ?par {{ <{REVE}> }}" in bind("leaders", {"par": (REVE,)})


def test_without_its_value_a_condition_leaves_no_trace():
    query = bind("labs", {"par": (REVE,)})
    assert "?lieu" not in query
    assert "?sujet" not in query
    assert "PREFIX concept:" not in query
    assert "PREFIX gtnum:" in query


def test_the_base_of_a_library_takes_the_place_of_ours():
    query = bind("labs", {"lieu": ()}, base="https://donnees.example/")
    assert "PREFIX academy: <https://donnees.example/id/academy/>" in query
    assert "PREFIX gtnum: <https://gtnum.example/ontology#>" in query


@pytest.mark.parametrize(
    "value",
    [
        "",
        "group:gtnum-2020-05-reve",
        "https://x.example/a> } DELETE { ?s ?p ?o",
        "https://x.example/a b",
        "https://x.example/a\n",
        'https://x.example/"',
        "javascript:alert(1)",
    ],
)
def test_what_is_no_iri_is_refused(value):
    with pytest.raises(GraphError, match="pas une adresse"):
        bind("leaders", {"par": (value,)})


@given(st.text(min_size=1, max_size=30))
def test_no_identifier_ends_an_iri(identifier):
    iri = Iris().entity(EntityKind.LAB, identifier)
    query = bind("groups", {"laboratoire": (iri,)})
    assert f"VALUES ?laboratoire {{ <{iri}> }}" in query
    assert query.count("{") == bind("groups", {"laboratoire": (REVE,)}).count("{")
    Store().query(query)


def test_an_unknown_question_is_refused():
    with pytest.raises(GraphError, match="ne fait pas partie"):
        bind("../counts", {})
