"""A generation holds exactly what was written into it."""

from datetime import UTC, datetime

import pytest
from pyoxigraph import NamedNode, Store

from graph.errors import StoreError
from graph.ports import DocumentFilter
from graph.stores.document_catalogue import EmbeddedCatalogue
from graph.stores.generation_writer import GenerationWriter, Provenance
from ontology.iris import Iris
from tests.contracts.catalogue import record
from tests.contracts.graph_writer_contract import GraphWriterContract

IRIS = Iris()
EVERYTHING = DocumentFilter()


def statements(folder):
    return sorted(str(Store.read_only(str(folder))).splitlines())


def write(folder, *records, **options):
    writer = GenerationWriter(folder, IRIS, **options)
    for made in records:
        writer.write(made)
    writer.close()
    return folder


@pytest.fixture
def new_writer():
    return lambda folder, previous: GenerationWriter(folder, IRIS, base=previous)


@pytest.fixture
def open_catalogue():
    return lambda folder: EmbeddedCatalogue(folder, IRIS)


class TestGenerationWriter(GraphWriterContract):
    """The embedded store."""


def test_the_same_documents_give_the_same_statements(tmp_path):
    one = write(tmp_path / "a", record("un"), record("deux"))
    two = write(tmp_path / "b", record("deux"), record("un"), batch_quads=1)
    assert statements(one) == statements(two)


@pytest.mark.parametrize("batch_quads", [1, 40, 10_000])
def test_writing_twice_replaces(tmp_path, batch_quads):
    folder = write(
        tmp_path / "a",
        record("un", passages=9, date="2020"),
        record("deux"),
        record("un", passages=2, date="2021"),
        batch_quads=batch_quads,
    )
    expected = write(
        tmp_path / "b", record("deux"), record("un", passages=2, date="2021")
    )
    assert statements(folder) == statements(expected)


@pytest.mark.parametrize("batch_quads", [1, 10_000])
def test_removed_documents_leave_nothing(tmp_path, batch_quads):
    writer = GenerationWriter(tmp_path / "a", IRIS, batch_quads=batch_quads)
    writer.write(record("un"))
    writer.write(record("deux"))
    writer.remove("un")
    writer.remove("inconnu")
    writer.close()
    assert statements(tmp_path / "a") == statements(
        write(tmp_path / "b", record("deux"))
    )
    names = [g.value for g in Store.read_only(str(tmp_path / "a")).named_graphs()]
    assert names == [IRIS.document_graph("deux")]


def test_the_next_generation_leaves_the_former_whole(tmp_path):
    first = write(tmp_path / "0001", *(record(f"d{n}") for n in range(30)))
    before = statements(first)
    writer = GenerationWriter(tmp_path / "0002", IRIS, base=first)
    writer.write(record("d3", passages=1))
    writer.remove("d4")
    writer.write(record("neuf"))
    writer.close()
    assert statements(first) == before
    old, new = (EmbeddedCatalogue(tmp_path / n, IRIS) for n in ("0001", "0002"))
    assert len(old.passages_of("d3")) == 3
    assert len(new.passages_of("d3")) == 1
    assert new.document_identifiers(EVERYTHING) ^ old.document_identifiers(
        EVERYTHING
    ) == {"d4", "neuf"}


def test_a_store_opens_at_once_after_writing(tmp_path):
    folder = write(tmp_path / "a", *(record(f"d{n}") for n in range(50)))
    # A log that every opening must replay would stand here after transactions.
    assert sum(f.stat().st_size for f in folder.glob("*.log")) < 10_000


def test_provenance_says_what_made_a_document(tmp_path):
    provenance = Provenance("0001", "gtnum 0.1.0", datetime(2026, 1, 2, tzinfo=UTC))
    folder = write(tmp_path / "a", record("un"), provenance=provenance)
    store = Store.read_only(str(folder))
    rows = list(
        store.query(
            """PREFIX prov: <http://www.w3.org/ns/prov#>
            SELECT ?start { ?graph prov:wasGeneratedBy ?run .
                            ?run prov:startedAtTime ?start }""",
            use_default_graph_as_union=True,
        )
    )
    assert [row["start"].value for row in rows] == ["2026-01-02T00:00:00Z"]


def test_a_graph_of_turtle_is_replaced_not_added(tmp_path):
    writer = GenerationWriter(tmp_path / "a", IRIS)
    writer.replace_graph("reference", {"a.ttl": "<urn:a> <urn:p> 1 ."})
    writer.close()
    writer = GenerationWriter(tmp_path / "b", IRIS, base=tmp_path / "a")
    writer.replace_graph("reference", {"b.ttl": "<urn:b> <urn:p> 2 ."})
    writer.close()
    (line,) = statements(tmp_path / "b")
    assert line.startswith("<urn:b> <urn:p>")
    assert IRIS.named_graph("reference") in line


def test_broken_turtle_is_named(tmp_path):
    writer = GenerationWriter(tmp_path / "a", IRIS)
    with pytest.raises(StoreError, match=r"faux\.ttl"):
        writer.replace_graph("reference", {"faux.ttl": "<urn:a> <urn:p ."})


def test_the_shipped_files_load(tmp_path):
    writer = GenerationWriter(tmp_path / "a", IRIS)
    writer.load_reference()
    writer.close()
    names = {g.value for g in Store.read_only(str(tmp_path / "a")).named_graphs()}
    assert names == {IRIS.named_graph("ontology"), IRIS.named_graph("reference")}


def test_a_folder_in_use_is_refused(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x").write_text("")
    with pytest.raises(StoreError, match="contient déjà"):
        GenerationWriter(tmp_path / "a", IRIS)


def test_a_missing_base_is_refused(tmp_path):
    with pytest.raises(StoreError, match="0000"):
        GenerationWriter(tmp_path / "a", IRIS, base=tmp_path / "0000")


def test_a_spent_writer_says_so(tmp_path):
    writer = GenerationWriter(tmp_path / "a", IRIS)
    writer.close()
    writer.close()
    with pytest.raises(StoreError, match="refermé"):
        writer.write(record("un"))


def test_a_bad_document_leaves_the_others(tmp_path):
    writer = GenerationWriter(tmp_path / "a", IRIS)
    writer.write(record("un"))
    with pytest.raises(StoreError, match="deux"):
        writer.write(record("deux", publisher="\udc80"))
    with pytest.raises(StoreError, match="un"):
        writer.write(record("un", publisher="\udc80"))
    writer.close()
    catalogue = EmbeddedCatalogue(tmp_path / "a", IRIS)
    assert catalogue.document_identifiers(EVERYTHING) == {"un"}
    graph_name = NamedNode(IRIS.document_graph("deux"))
    assert not Store.read_only(str(tmp_path / "a")).contains_named_graph(graph_name)
