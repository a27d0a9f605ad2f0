"""What breaks a shape is found, and said in French."""

import pytest
from hypothesis import given, settings
from pyoxigraph import Literal, NamedNode, Quad

from graph import term_nodes as w
from graph.errors import StoreError
from graph.mapping import record_quads
from graph.stores.generation_writer import GenerationWriter
from graph.validation import ShapeChecker
from ontology.iris import Iris
from ontology.model import Abstract, EntityKind
from tests.contracts.catalogue import record
from tests.graph.strategies import records

IRIS = Iris()
CHECKER = ShapeChecker()


def test_a_good_record_breaks_nothing():
    made = record(
        "un",
        date="2024-03",
        authors=("Anne", "Zoé"),
        url="https://a.example/",
        licence="CC-BY-4.0",
        abstracts=(Abstract("Résumé", "fr"),),
        mentions=[(EntityKind.LAB, "techne"), (EntityKind.CONCEPT, "ia")],
    )
    assert CHECKER.check_record(made, IRIS) == []


def test_a_vague_date_is_reported_with_the_document():
    (violation,) = CHECKER.check_record(record("un", date="printemps 2024"), IRIS)
    assert violation.focus == IRIS.document("un")
    assert violation.path == "http://purl.org/dc/terms/date"
    assert violation.value == "printemps 2024"
    assert "date" in violation.message.lower()


def test_a_missing_statement_and_a_double_one_are_reported():
    made = record("un")
    quads = [q for q in record_quads(made, IRIS) if q.predicate != w.SHA256]
    node = NamedNode(IRIS.passage("un.0"))
    quads.append(Quad(node, w.TEXT, Literal("autre"), quads[0].graph_name))
    paths = {violation.path for violation in CHECKER.check(quads)}
    assert paths == {w.SHA256.value, w.TEXT.value}


@given(records())
@settings(max_examples=10, deadline=None)
def test_whatever_a_document_says_checking_ends(made):
    for violation in CHECKER.check_record(made, IRIS):
        assert violation.focus.startswith(IRIS.base)
        assert violation.message


def test_a_store_is_checked_whole(tmp_path):
    writer = GenerationWriter(tmp_path / "graph", IRIS)
    writer.write(record("bon", passages=40))
    writer.write(record("mauvais", date="hier"))
    writer.close()
    (violation,) = CHECKER.check_store(tmp_path / "graph", IRIS)
    assert violation.focus == IRIS.document("mauvais")


def test_a_missing_store_is_named(tmp_path):
    with pytest.raises(StoreError, match="rien"):
        list(CHECKER.check_store(tmp_path / "rien", IRIS))
