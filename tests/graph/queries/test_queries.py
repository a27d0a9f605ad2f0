"""Every question that ships is well-formed and says in French what it asks."""

from importlib import resources
from itertools import takewhile

import pytest
from pyoxigraph import NamedNode, Store

from graph.errors import GraphError
from graph.queries import load_query, query_names
from graph.sparql.search_block.block_vocabulary import SIMILARITY
from ontology.kinds import KIND_CLASSES
from ontology.terms import LABEL_PROPERTIES

FILES = sorted(
    path
    for path in resources.files("graph.queries").rglob("*.rq")  # type: ignore[attr-defined]
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_queries_parse_and_start_with_a_question(path):
    text = path.read_text(encoding="utf-8")
    # The function that the workers offer; the query is only read here.
    Store().query(text, custom_functions={NamedNode(SIMILARITY): lambda *_nodes: None})
    header = "".join(takewhile(lambda x: x.startswith("# "), text.splitlines(True)))
    assert "?" in header


def test_the_loader_knows_the_files():
    assert set(query_names()) >= {"counts", "document_entities", "entity_labels"}
    assert "SELECT" in load_query("counts")


@pytest.mark.parametrize("name", ["inconnue", "../queries/counts", "", "counts.rq"])
def test_an_unknown_query_is_refused(name):
    with pytest.raises(GraphError):
        load_query(name)


def test_entity_labels_asks_for_all_kinds_and_names():
    text = load_query("entity_labels")
    for iri in (*KIND_CLASSES.values(), *LABEL_PROPERTIES):
        local = iri.replace("#", "/").rpartition("/")[2]
        assert f":{local}\n" in text
