"""A filter that nothing can pass is told as such, with values that exist."""

from dataclasses import replace

import pytest

from graph.entity_ports import EntityHit, EntityRef
from ontology.model import EntityKind
from search_api.web.problems.problem_report import ProblemError
from search_api.web.requests.filter_values import require_known_values
from search_api.web.search_parameters import FilterParameters
from tests.search_api.web.fakes import FakeServices


@pytest.fixture
def knowledge(tmp_path):
    return FakeServices(tmp_path).current()


def problem_of(knowledge, **asked):
    with pytest.raises(ProblemError) as problem:
        require_known_values(knowledge, FilterParameters(**asked))
    (item,) = problem.value.errors
    return item.parameter, problem.value.detail


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"group": ["gtnum-2022-aeson"]},
        {"lab": ["mica"]},  # described, though no document is linked to it
        {"language": ["fr", "en"]},
        {"collection": ["gtnum"]},
    ],
)
def test_values_that_exist_pass(knowledge, asked):
    require_known_values(knowledge, FilterParameters(**asked))


def test_a_document_can_be_linked_to_what_nobody_describes(knowledge):
    class NoDescription(type(knowledge.entities)):
        def describe(self, kind, identifier):
            return None

    entities = NoDescription(knowledge.catalogue, hostile="x")
    known = replace(knowledge, entities=entities)
    require_known_values(known, FilterParameters(group=["gtnum-2022-aeson"]))


def test_an_unknown_entity_is_told_with_those_of_like_names(knowledge):
    parameter, detail = problem_of(knowledge, concept=["sobriété-numérique"])
    assert parameter == "concept"
    assert detail.endswith("par exemple : sobriete.")


def test_where_no_name_is_alike_the_entities_of_the_kind_are_named(knowledge):
    parameter, detail = problem_of(knowledge, lab=["techne", "xyz"])
    assert parameter == "lab"
    assert "« xyz »" in detail
    assert detail.endswith("par exemple : techne, mica.")


def test_an_unknown_language_is_told_with_those_of_the_library(knowledge):
    parameter, detail = problem_of(knowledge, language=["fr", "de"])
    assert parameter == "language"
    assert "fr (français)" in detail
    assert "en (anglais)" in detail


@pytest.mark.parametrize(("count", "ends"), [(8, "n7."), (9, "n7…")])
def test_eight_values_are_named(knowledge, count, ends):
    class Many(type(knowledge.entities)):
        def search(self, question, *, kind=None, prefix=True):
            names = [EntityRef(EntityKind.LAB, f"n{n}", "") for n in range(count)]
            return [EntityHit(name, "", 0) for name in names]

    entities = Many(knowledge.catalogue, hostile="x")
    _, detail = problem_of(replace(knowledge, entities=entities), lab=["x"])
    assert detail.endswith(ends)


def test_an_unknown_collection_is_shown_up_to_eighty_characters(knowledge):
    class NoCollection(type(knowledge.catalogue)):
        def document_identifiers(self, restriction):
            return frozenset()

    known = replace(knowledge, catalogue=NoCollection())
    parameter, detail = problem_of(known, collection=["c" * 81])
    assert parameter == "collection"
    assert f"« {'c' * 80} »" in detail
    assert "« /documents » montre" in detail
