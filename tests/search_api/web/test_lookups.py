"""What is asked for by name is found, or named in part in the refusal."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from ontology.model import EntityKind, Work
from search_api.errors import UnknownDocument, WithdrawnDocument
from search_api.web.document_lookup import (
    find_document,
    find_original,
    find_passages,
    find_work,
)
from search_api.web.entities.entity_lookup import (
    find_concept,
    find_entity,
    find_question,
)
from search_api.web.entities.entity_parameters import (
    EntityListParameters,
    EntityParameters,
    MentionListParameters,
)
from search_api.web.problems.problem_report import ProblemError
from tests.search_api.web.tiny_corpus import summary


@pytest.fixture
def knowledge(services):
    return replace(services.current(), was_withdrawn=lambda name: "retire" in name)


def test_a_document_is_found_gone_or_unknown(knowledge):
    assert find_document(knowledge, "note-sobriete").identifier == "note-sobriete"
    with pytest.raises(WithdrawnDocument):
        find_document(knowledge, "retire")
    with pytest.raises(UnknownDocument):
        find_document(knowledge, "inconnu")


@pytest.mark.parametrize("identifier", ["RETIRE", "retire" * 14, "retire/", ""])
def test_a_name_of_another_form_is_not_looked_up(knowledge, identifier):
    with pytest.raises(UnknownDocument):
        find_document(knowledge, identifier)


def test_a_name_has_eighty_characters_at_most(knowledge, services):
    name = "a" * 80
    services.catalogue.summaries[name] = summary(name, "Titre")
    assert find_document(knowledge, name).title == "Titre"
    services.catalogue.summaries[name + "a"] = summary(name + "a", "Titre")
    with pytest.raises(UnknownDocument, match=f"« {name} »"):
        find_document(knowledge, name + "a")


def test_pages_of_a_document_are_counted_from_one_to_its_last(knowledge):
    found = find_document(knowledge, "note-sobriete")
    assert len(find_passages(knowledge, found, None)) == 3
    assert [one.page for one in find_passages(knowledge, found, 3)] == [3]
    with pytest.raises(UnknownDocument, match="page 4") as unknown:
        find_passages(knowledge, found, 4)
    assert "1 à 3" in unknown.value.remedy


def test_a_document_may_have_copies(knowledge, services):
    assert find_work(knowledge, "hostile") == (None, {})
    work = Work("hostile", ("hostile", "glossaire"), ())
    services.catalogue.works.append(work)
    found, copies = find_work(knowledge, "glossaire")
    assert found is work
    assert set(copies) == {"hostile", "glossaire"}


def test_a_file_that_is_not_kept_is_told(services, tmp_path):
    documents = services.catalogue.summaries
    assert find_original(services, documents["hostile"]).is_file()
    with pytest.raises(UnknownDocument):
        find_original(services, documents["glossaire"])
    services.original = lambda _sha256: tmp_path / "gone"
    with pytest.raises(UnknownDocument):
        find_original(services, documents["hostile"])


def test_entities_concepts_and_questions_are_found(knowledge):
    assert find_entity(knowledge, EntityKind.LAB, "techne").entity.label == "TECHNE"
    assert find_concept(knowledge, "sobriete").entity.identifier == "sobriete"
    question = find_question("cq01", base="https://autre.example/")
    assert question.name == "cq01"


@pytest.mark.parametrize(
    ("find", "slug"),
    [
        (lambda k, name: find_entity(k, EntityKind.LAB, name), "unknown-entity"),
        (find_concept, "unknown-entity"),
        (lambda _, name: find_question(name, base="https://a/"), "unknown-question"),
    ],
)
def test_an_unknown_name_is_shown_in_part(knowledge, find, slug):
    with pytest.raises(ProblemError, match=f"« {'x' * 80} »") as problem:
        find(knowledge, "x" * 81)
    assert problem.value.kind.slug == slug


@pytest.mark.parametrize(
    ("kind", "name", "usual", "least", "most"),
    [
        (EntityListParameters, "limit", 20, 1, 100),
        (EntityParameters, "limit", 10, 1, 100),
        (EntityParameters, "evidence", 3, 0, 20),
        (EntityParameters, "neighbours", 50, 0, 500),
        (MentionListParameters, "limit", 200, 1, 1_000),
    ],
)
def test_numbers_have_borders_and_defaults(kind, name, usual, least, most):
    assert getattr(kind(), name) == usual
    for value in (least, most):
        assert getattr(kind(**{name: value}), name) == value
    for value in (least - 1, most + 1):
        with pytest.raises(ValidationError):
            kind(**{name: value})


@pytest.mark.parametrize(
    "kind", [EntityListParameters, EntityParameters, MentionListParameters]
)
def test_cursors_are_bounded_and_other_names_refused(kind):
    assert kind(cursor="x" * 2_000)
    for wrong in ({"cursor": "x" * 2_001}, {"other": "1"}):
        with pytest.raises(ValidationError):
            kind(**wrong)


def test_an_entity_search_stands_in_its_address():
    assert EntityListParameters().pairs() == [("limit", "20")]
    asked = EntityListParameters(q="t" * 200, kind="lab", autocomplete=True, limit=5)
    assert asked.pairs() == [
        *(("q", "t" * 200), ("kind", "lab"), ("autocomplete", "true"), ("limit", "5")),
    ]
    assert EntityListParameters().autocomplete is False
    with pytest.raises(ValidationError):
        EntityListParameters(q="t" * 201)
    assert EntityParameters().pairs() == [
        *(("limit", "10"), ("evidence", "3"), ("neighbours", "50")),
    ]
