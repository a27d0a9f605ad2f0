"""The embedded store keeps the promises of the catalogue port."""

import shutil
import threading
from itertools import count

import pytest
from pyoxigraph import Literal, Quad, Store

from graph import term_nodes as w
from graph.errors import StoreError
from graph.mapping import record_quads
from graph.ports import DocumentFilter, DocumentStructure
from graph.stores.document_catalogue import EmbeddedCatalogue
from graph.stores.generation_writer import GenerationWriter
from ontology.iris import Iris
from ontology.structure import Block, BlockKind, PassageRole
from ontology.terms import Property
from tests.contracts.catalogue import REFERENCE, CatalogueContract, record

IRIS = Iris()


@pytest.fixture(scope="session")
def reference_store(tmp_path_factory):
    """A store with the reference data alone, made once."""
    folder = tmp_path_factory.mktemp("reference") / "graph"
    writer = GenerationWriter(folder, IRIS)
    writer.replace_graph("reference", {"essai.ttl": REFERENCE})
    writer.close()
    return folder


@pytest.fixture
def catalogue_of(tmp_path, reference_store):
    made_before = count()

    def build(*records, works=()):
        folder = tmp_path / f"graph-{next(made_before)}"
        writer = GenerationWriter(folder, IRIS, base=reference_store)
        for made in records:
            writer.write(made)
        writer.group_works(lambda _documents, _text_of: works)
        writer.close()
        return EmbeddedCatalogue(folder, IRIS)

    return build


class TestEmbeddedCatalogue(CatalogueContract):
    pass


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StoreError, match="rien"):
        EmbeddedCatalogue(tmp_path / "rien", IRIS)
    assert not (tmp_path / "rien").exists()


def test_a_damaged_store_is_refused(tmp_path, reference_store):
    folder = tmp_path / "graph"
    shutil.copytree(reference_store, folder)
    (folder / "CURRENT").write_text("MANIFEST-999999\n")
    with pytest.raises(StoreError, match="rollback"):
        EmbeddedCatalogue(folder, IRIS)


def test_threads_may_share_a_catalogue(catalogue_of):
    catalogue = catalogue_of(*(record(f"d{n}") for n in range(20)))
    failures = []

    def ask():
        try:
            for n in range(20):
                assert len(catalogue.passages_of(f"d{n}")) == 3
                assert catalogue.counts()["documents"] == 20
                assert len(catalogue.facets([f"d{n}"])["kind"]) == 1
        except AssertionError as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_another_base_moves_the_things_and_not_the_vocabulary(tmp_path):
    iris = Iris("https://autre.example/g/")
    folder = tmp_path / "graph"
    writer = GenerationWriter(folder, iris)
    writer.replace_graph("reference", {"essai.ttl": REFERENCE})
    writer.write(record("un"))
    writer.close()
    catalogue = EmbeddedCatalogue(folder, iris)
    assert catalogue.documents(["un"])["un"].identifier == "un"
    assert EmbeddedCatalogue(folder, IRIS).documents(["un"]) == {}


def test_a_generation_without_structure_opens_as_before(tmp_path):
    folder = tmp_path / "graph"
    writer = GenerationWriter(folder, IRIS)
    writer.write(record("un"))
    writer.close()
    store = Store(str(folder))
    for quad in list(store.quads_for_pattern(None, w.IS_WHOLE, None, None)):
        store.remove(quad)
    store.flush()
    del store
    catalogue = EmbeddedCatalogue(folder, IRIS)
    assert catalogue.structure("un") == DocumentStructure()
    assert {p.role for p in catalogue.passages_of("un")} == {PassageRole.BODY}


def test_blocks_of_another_making_name_the_remedy(tmp_path):
    folder = tmp_path / "graph"
    writer = GenerationWriter(folder, IRIS)
    writer.write(record("un", blocks=(Block(BlockKind.NOTE, 0, 7, label="1"),)))
    writer.close()
    store = Store(str(folder))
    (quad,) = store.quads_for_pattern(None, w.BLOCKS, None, None)
    store.remove(quad)
    other = Literal('[{"kind":"poem"}]', datatype=w.RDF_JSON)
    store.add(Quad(quad.subject, quad.predicate, other, quad.graph_name))
    store.flush()
    del store
    with pytest.raises(StoreError, match="blocs illisibles"):
        EmbeddedCatalogue(folder, IRIS).structure("un")


def test_a_generation_of_before_records_is_filtered_by_the_date_of_its_documents(
    tmp_path,
):
    store = Store(str(tmp_path / "old"))
    quads = record_quads(record("un", date="2024-03"), Iris())
    new = (Property.IS_RECORD, Property.WORK_DATE, Property.WORK_DATE_BASIS)
    store.extend(q for q in quads if q.predicate.value not in new)
    store.flush()
    del store
    catalogue = EmbeddedCatalogue(tmp_path / "old", Iris())
    found = catalogue.document_identifiers(DocumentFilter(date_from="2024"))
    assert found == {"un"}
    assert catalogue.documents(["un"])["un"].work_date.edtf == "2024-03"
