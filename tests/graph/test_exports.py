"""An export holds every statement, in a form that others read."""

import gzip
import io

import pytest
from rdflib import Dataset, Graph

from graph.errors import StoreError
from graph.exports import ExportFormat, export_statements
from graph.stores.generation_writer import GenerationWriter
from ontology.iris import Iris
from ontology.model import EntityKind
from tests.contracts.catalogue import REFERENCE, record

IRIS = Iris()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export") / "graph"
    writer = GenerationWriter(folder, IRIS)
    writer.replace_graph("reference", {"essai.ttl": REFERENCE})
    writer.write(record("un", mentions=[(EntityKind.LAB, "techne")]))
    writer.write(record("deux", title='Dit « "œ" »\n'))
    writer.close()
    return folder


def export(store, form, **options):
    output = io.BytesIO()
    export_statements(store, output, form=form, **options)
    return output.getvalue()


# rdflib 7.6 calls its own deprecated names.
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_n_quads_and_trig_read_by_rdflib_are_equal(store):
    quads = Dataset().parse(data=export(store, ExportFormat.N_QUADS), format="nquads")
    trig = Dataset().parse(data=export(store, ExportFormat.TRIG), format="trig")
    assert len(set(quads.quads())) > 50
    assert set(quads.quads()) == set(trig.quads())


def test_gzip_holds_the_same_bytes_every_time(store):
    packed = export(store, ExportFormat.N_QUADS_GZ)
    assert gzip.decompress(packed) == export(store, ExportFormat.N_QUADS)
    assert packed == export(store, ExportFormat.N_QUADS_GZ)
    turtle = gzip.decompress(export(store, ExportFormat.TURTLE_GZ))
    assert turtle == export(store, ExportFormat.TURTLE)


def test_turtle_holds_all_graphs_with_prefixes(store):
    turtle = export(store, ExportFormat.TURTLE)
    triples = export(store, ExportFormat.N_TRIPLES)
    assert b"@prefix gtnum:" in turtle
    one = Graph().parse(data=turtle, format="turtle")
    assert set(one) == set(Graph().parse(data=triples, format="nt"))
    assert len(one) == export(store, ExportFormat.N_QUADS).count(b"\n")


@pytest.mark.parametrize("form", list(ExportFormat))
def test_one_graph_alone(store, form):
    only = IRIS.document_graph("un")
    found = export(store, form, only=only)
    if form.endswith(".gz"):
        found = gzip.decompress(found)
    assert b"document/un" in found
    assert b"document/deux" not in found


@pytest.mark.parametrize("only", ["https://gtnum.example/graph/x", "pas une iri"])
def test_an_unknown_graph_is_refused(store, only):
    with pytest.raises(StoreError, match=only):
        export(store, ExportFormat.TURTLE, only=only)


def test_a_full_disk_is_a_store_error(store):
    class Full(io.RawIOBase):
        def writable(self):
            return True

        def write(self, data):
            raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="space left"):
        export_statements(store, Full(), form=ExportFormat.N_QUADS)
