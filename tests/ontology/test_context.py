"""The JSON-LD context gives the answers of the API the meaning of the vocabulary."""

import json

import pytest
from pyoxigraph import RdfFormat, parse

from ontology.fields import FIELDS
from ontology.kinds import kind_iri
from ontology.model import DocumentKind
from ontology.shipped_files import read_text
from ontology.terms import GTNUM, PREFIXES, Property, Reused, Value


@pytest.fixture(scope="module")
def context() -> dict[str, object]:
    return json.loads(read_text("context.jsonld"))["@context"]


def expanded(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def targets(context: dict[str, object]) -> dict[str, str]:
    found = {}
    for key, value in context.items():
        target = value.get("@id") if isinstance(value, dict) else value
        if isinstance(target, str) and ":" in target and "://" not in target:
            found[key] = expanded(target)
    return found


def test_prefixes_are_ours(context):
    for key, value in context.items():
        if isinstance(value, str) and "://" in value:
            assert PREFIXES[key] == value


def test_every_target_is_a_term(context):
    known = {*map(str, Property), *map(str, Reused)}
    assert set(targets(context).values()) <= known


def test_every_kind_of_document_is_mapped(context):
    kinds = context["kind"]["@context"]
    assert set(kinds) == {kind.value for kind in DocumentKind}
    for key, name in kinds.items():
        assert expanded(name) == kind_iri(DocumentKind(key))
        assert expanded(name) in set(map(str, Value))


def test_keys_shared_with_the_model_have_its_properties(context):
    for key, target in targets(context).items():
        if key in FIELDS["DocumentSummary"]:
            assert FIELDS["DocumentSummary"][key] == target, key


def test_an_answer_of_the_api_becomes_the_statements_of_the_graph():
    answer = {
        "@context": json.loads(read_text("context.jsonld"))["@context"],
        "iri": "https://gtnum.example/id/document/note",
        "id": "note",
        "title": "Une note",
        "kind": "watch_note",
        "kind_label": "note de veille",
        "paged": True,
        "page_count": 12,
        "url": "https://exemple.fr/note",
        "links": {"self": "/documents/note"},
    }
    quads = parse(json.dumps(answer).encode(), format=RdfFormat.JSON_LD)
    found = {(q.predicate.value, q.object.value) for q in quads}
    assert found == {
        (Reused.IDENTIFIER, "note"),
        (Reused.TITLE, "Une note"),
        (Reused.DCTERMS_TYPE, f"{GTNUM}kind-watch-note"),
        (Property.IS_PAGED, "true"),
        (Property.PAGE_COUNT, "12"),
        (Reused.URL, "https://exemple.fr/note"),
    }
