"""This test ensures when a generation is loaded and compacted, and what is refused."""

import gc
import threading

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph import read_store
from graph.errors import QueryTooLarge, StoreError
from graph.read_store import ReadStore
from graph.stores import base_change, generation_writer, resources
from graph.stores.base_change import move_statements
from graph.stores.generation_writer import GenerationWriter
from graph.stores.resources import EmbeddedResources
from ontology.iris import Iris
from tests.contracts.catalogue import record

IRIS = Iris()
G = NamedNode("urn:g")


class NotedStore:
    """A store in memory that notes how it is written."""

    def __init__(self, held=0, refuses=""):
        self.log = []
        self.held = held
        self.refuses = refuses

    def __len__(self):
        return self.held

    def note(self, name):
        self.log.append(name)
        if name == self.refuses:
            raise OSError(28, "plein")

    def contains_named_graph(self, name):
        return False

    def bulk_extend(self, quads):
        number = sum(1 for _ in quads)
        self.held += number
        self.note("load")

    def bulk_load(self, text, form, to_graph):
        self.note("turtle")

    def optimize(self):
        self.note("optimize")

    def flush(self):
        self.note("flush")


@pytest.fixture
def noted(monkeypatch, tmp_path):
    def make(**options):
        store = NotedStore(**options)
        monkeypatch.setattr(generation_writer, "Store", lambda folder: store)
        return store

    return make


def number_of_statements(tmp_path):
    writer = GenerationWriter(tmp_path / "count", IRIS)
    writer.write(record("un"))
    writer.close()
    return len(Store.read_only(str(tmp_path / "count")))


def test_a_store_is_compacted_when_more_than_a_tenth_is_new(noted, tmp_path):
    number = number_of_statements(tmp_path)
    for held, is_compacted in ((number * 9, False), (number * 9 - 1, True)):
        store = noted(held=held)
        writer = GenerationWriter(tmp_path / "graph", IRIS)
        writer.write(record("un"))
        writer.close()
        writer.close()
        ends = ["load", *(["optimize"] if is_compacted else []), "flush"]
        assert store.log == ends


def test_documents_gather_until_a_batch_is_full(noted, tmp_path):
    number = number_of_statements(tmp_path)
    for batch, loads in ((number, 1), (number + 1, 0), (2 * number, 0)):
        store = noted()
        writer = GenerationWriter(tmp_path / "graph", IRIS, batch_quads=batch)
        writer.write(record("un"))
        writer.write(record("un"))
        assert store.log.count("load") == loads * 2
        writer.close()


@pytest.mark.parametrize("step", ["load", "flush", "optimize", "turtle"])
def test_a_disk_that_refuses_is_told_and_the_store_let_go(noted, tmp_path, step):
    noted(refuses=step)
    writer = GenerationWriter(tmp_path / "graph", IRIS)
    if step == "turtle":
        with pytest.raises(StoreError, match="plein"):
            writer.replace_graph("essai", {"a.ttl": ""})
        return
    writer.write(record("un"))
    with pytest.raises(StoreError, match="plein"):
        writer.close()
    with pytest.raises(StoreError, match="déjà refermé"):
        writer.write(record("deux"))


def test_an_empty_folder_may_stand_there_already(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    GenerationWriter(tmp_path / "a", IRIS).close()
    writer = GenerationWriter(tmp_path / "b", IRIS, base=tmp_path / "a")
    writer.close()
    assert (tmp_path / "b" / "CURRENT").is_file()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A store of three statements in one graph."""
    made = tmp_path_factory.mktemp("three") / "graph"
    store = Store(str(made))
    for number in range(3):
        node = NamedNode(f"{IRIS.base}id/lab/l{number}")
        store.add(Quad(node, NamedNode("urn:p"), Literal("v"), G))
    store.flush()
    return made


@pytest.mark.parametrize(("most", "is_given"), [(3, True), (2, False)])
def test_a_whole_store_of_just_the_limit_is_given(folder, monkeypatch, most, is_given):
    monkeypatch.setattr(resources, "MOST_STATEMENTS", most)
    found = EmbeddedResources(folder, IRIS)
    assert found.graph(G.value, media_type="application/n-triples").count(b"\n") == 3
    if is_given:
        whole = found.graph(None, media_type="application/n-triples")
        assert whole.count(b"\n") == 3
    else:
        with pytest.raises(QueryTooLarge, match="les 3 énoncés"):
            found.graph(None, media_type="text/turtle")


def test_a_quarter_of_a_million_statements_are_given():
    assert resources.MOST_STATEMENTS == 250_000


def test_a_description_of_things_elsewhere_has_no_page(tmp_path):
    store = Store(str(tmp_path / "graph"))
    store.add(Quad(NamedNode("urn:x"), NamedNode("urn:p#q"), Literal("v"), G))
    store.flush()
    del store
    found = EmbeddedResources(tmp_path / "graph", IRIS)
    told = found.describe("urn:x", media_type="application/n-triples").decode()
    assert told == '<urn:x> <urn:p#q> "v" .\n'
    (row,) = found.facts("urn:x")
    assert (row.label, row.value, row.iri, row.is_inverse) == ("q", "v", None, False)


def test_a_store_tells_its_size_and_its_rows(folder):
    store = ReadStore(folder)
    assert len(store) == 3
    assert len(list(store.quads(None, None, None, G))) == 3
    assert list(store.quads(None, None, None, NamedNode("urn:h"))) == []


def test_what_is_no_store_is_told_apart_from_a_damaged_one(tmp_path):
    with pytest.raises(StoreError, match="il n’y a pas de graphe"):
        ReadStore(tmp_path)
    (tmp_path / "CURRENT").write_text("MANIFEST-000001\n")
    with pytest.raises(StoreError, match="ne s’ouvre pas"):
        ReadStore(tmp_path)


def test_a_query_that_is_no_select_is_told(folder, monkeypatch):
    store = ReadStore(folder)
    monkeypatch.setattr(read_store, "load_query", lambda name: "ASK {}")
    with pytest.raises(StoreError, match="« essai » n’est pas un SELECT"):
        store.select("essai")


def test_rows_read_by_another_thread_may_be_collected_here(folder):
    """The engine lets them go in the thread that asked alone; Python says so loudly."""
    store, kept = ReadStore(folder), []

    def read():
        rows = store.select("counts")
        circle = [rows, list(rows)]
        circle.append(circle)
        kept.append(circle)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    kept.clear()
    # An error here is told at the end of this test.
    assert gc.collect() > 0


class Forgetful:
    """A new store that leaves out, or leaves behind, what it is given."""

    def __init__(self, change):
        self.made = Store()
        self.change = change

    def bulk_extend(self, quads):
        for quad in quads:
            self.made.add(self.change(quad))

    def optimize(self):
        """Do nothing."""

    def flush(self):
        """Do nothing."""

    def query(self, text):
        return self.made.query(text)


NEW = Iris("https://donnees.example.org/gtnum/")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda q: Quad(NamedNode("urn:s"), *list(q)[1:]), "mêmes graphes"),
        (lambda q: Quad(q.subject, NamedNode("urn:q"), *list(q)[2:]), "propriétés"),
        (
            lambda q: Quad(
                NamedNode(q.subject.value.replace(NEW.base, IRIS.base)), *list(q)[1:]
            ),
            "ancienne base",
        ),
        (lambda q: q, None),
    ],
)
def test_a_move_that_loses_or_forgets_something_is_refused(
    folder, tmp_path, monkeypatch, change, told
):
    class Stores:
        """The source on the disk, the target of the test."""

        read_only = staticmethod(Store.read_only)

        def __new__(cls, _):
            return Forgetful(change)

    monkeypatch.setattr(base_change, "Store", Stores)
    if told is None:
        moved = move_statements(folder, tmp_path / "x", old=IRIS, new=NEW)
        assert (moved.statements, moved.graphs, moved.iris) == (3, 1, 3)
    else:
        with pytest.raises(StoreError, match=told):
            move_statements(folder, tmp_path / "x", old=IRIS, new=NEW)
