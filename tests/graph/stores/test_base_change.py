"""Moving a store loses nothing, leaves nothing behind and touches no text."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.errors import StoreError
from graph.stores.base_change import move_statements
from graph.stores.generation_writer import GenerationWriter
from ontology.errors import OntologyError
from ontology.iris import Iris
from ontology.model import EntityKind
from tests.contracts.catalogue import REFERENCE, record

OLD = Iris()
NEW = Iris("https://w3id.example/gtnum/")
TEXT = f"Lire {OLD.base}id/lab/techne et {OLD.base}graph/reference."


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "old"
    writer = GenerationWriter(folder, OLD)
    writer.replace_graph("reference", {"essai.ttl": REFERENCE})
    writer.write(record("un", title=TEXT, mentions=[(EntityKind.LAB, "techne")]))
    writer.write(record("deux"))
    writer.close()
    return folder


def test_every_iri_moves_and_every_text_stays(source, tmp_path):
    moved = move_statements(source, tmp_path / "new", old=OLD, new=NEW)
    before = Store.read_only(str(source))
    after = Store.read_only(str(tmp_path / "new"))
    assert moved.statements == len(before) == len(after)
    expected = {
        str(quad)
        .replace(f"<{OLD.base}id/", f"<{NEW.base}id/")
        .replace(f"<{OLD.base}graph/", f"<{NEW.base}graph/")
        for quad in before
    }
    assert {str(quad) for quad in after} == expected
    title = NamedNode("http://purl.org/dc/terms/title")
    document = NamedNode(NEW.document("un"))
    (found,) = after.quads_for_pattern(document, title, None, None)
    assert found.object.value == TEXT


def test_there_and_back_is_the_same(source, tmp_path):
    move_statements(source, tmp_path / "new", old=OLD, new=NEW)
    move_statements(tmp_path / "new", tmp_path / "back", old=NEW, new=OLD)
    quads = [
        {str(quad) for quad in Store.read_only(str(folder))}
        for folder in (source, tmp_path / "back")
    ]
    assert quads[0] == quads[1]


def test_a_base_below_the_old_one_is_told_apart(source, tmp_path):
    below = Iris(f"{OLD.base}donnees/")
    moved = move_statements(source, tmp_path / "new", old=OLD, new=below)
    assert moved.iris > 50


def test_two_things_that_become_one_are_noticed(source, tmp_path):
    """The old store already names a thing as the move would name another."""
    store = Store(str(source))
    twin = Quad(
        NamedNode(NEW.document("un")),
        NamedNode("http://purl.org/dc/terms/identifier"),
        Literal("un"),
        NamedNode(OLD.document_graph("un")),
    )
    store.add(twin)
    store.flush()
    del store
    with pytest.raises(StoreError, match="ne compte pas les mêmes"):
        move_statements(source, tmp_path / "new", old=OLD, new=NEW)


def test_a_missing_store_is_named(tmp_path):
    with pytest.raises(StoreError, match="rien"):
        move_statements(tmp_path / "rien", tmp_path / "new", old=OLD, new=NEW)


@pytest.mark.parametrize(
    "base",
    [
        "",
        "/",
        "gtnum",
        "https://",
        "https:///",
        "https://a.example",
        "ftp://a.example/",
        "https://a.example/?q=/",
        "https://a.example/#/",
        "https://user:secret@a.example/",
        "https://a.example/un deux/",
        "https://a.example/é/",
        "https://a.example/<x>/",
        "https://a.example//",
        "https://a.example/\n/",
        f"https://a.example/{'x' * 200}/",
        "javascript:alert(1)/",
    ],
)
def test_nonsense_is_no_base(base):
    with pytest.raises(OntologyError, match="base d’IRI"):
        Iris(base)


@pytest.mark.parametrize(
    "base",
    [
        "http://127.0.0.1:8000/",
        "https://a.example/",
        "https://w3id.org/fr/gt-num_2/",
        "http://[::1]/x/",
    ],
)
def test_sensible_bases_are_taken(base):
    assert Iris(base).document("x") == f"{base}id/document/x"
