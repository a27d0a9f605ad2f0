"""This test ensures that ``gtnum export`` writes whole files, in the form of a name."""

import gzip
import shutil

import pytest
from pyoxigraph import NamedNode, Quad, Store

from gtnum.library.generation import GenerationManifest, seal
from gtnum.library.library_folder import Library

GRAPH, OTHER = "https://exemple.fr/graph/a", "https://exemple.fr/graph/b"


@pytest.fixture(scope="module")
def two_graphs(tmp_path_factory):
    """A library whose graph holds one statement in each of two graphs: to copy."""
    made = Library(tmp_path_factory.mktemp("graphs") / "library")
    with made.building() as building:
        store = Store(str(building.folder / "graph"))
        for name in (GRAPH, OTHER):
            nodes = [NamedNode(f"https://exemple.fr/{c}") for c in "sp"]
            store.add(Quad(*nodes, NamedNode(f"{name}/o"), NamedNode(name)))
        store.flush()
        del store
        building.publish(
            GenerationManifest(
                name=building.name,
                parent=None,
                created_at="2026-11-24T08:30:59+00:00",
                base_iri="https://gtnum.example/",
                embedder={},
                chunking={},
                versions={},
                counts={},
                files=seal(building.folder, None),
            )
        )
    return made.root


@pytest.fixture
def shelf(two_graphs, tmp_path):
    shutil.copytree(two_graphs, tmp_path / "library")


def test_the_form_is_that_of_the_longest_suffix(gtnum, shelf, tmp_path):
    for name in ("a.nq", "a.nq.gz", "a.ttl", "a.ttl.gz", "a.trig", "a.nt"):
        target = tmp_path / name
        code, output, _ = gtnum("export", target)
        assert code == 0
        content = target.read_bytes()
        assert output == f"{target} : {len(content)} octets, génération 0001.\n"
        if name.endswith(".gz"):
            content = gzip.decompress(content)
        has_graphs = GRAPH.encode() + b">" in content
        assert has_graphs == ("nq" in name or "trig" in name)
    assert not list(tmp_path.glob(".*"))


def test_the_output_gets_statements_with_their_graphs(gtnum, shelf):
    code, output, _ = gtnum("export", "-")
    assert code == 0
    assert len(output.splitlines()) == 2
    assert f"<{GRAPH}> ." in output
    assert "octets" not in output


def test_one_graph_and_another_form_may_be_asked_for(gtnum, shelf):
    output = gtnum("export", "-", "--graph", OTHER, "--format", "nt")[1]
    (line,) = output.splitlines()
    assert f"<{OTHER}/o> ." in line


def test_a_form_that_is_asked_for_stands_before_the_name(gtnum, shelf, tmp_path):
    gtnum("export", tmp_path / "a.xls", "--format", "nt")
    assert len((tmp_path / "a.xls").read_text("utf-8").splitlines()) == 2


def test_an_unknown_suffix_writes_nothing(gtnum, shelf, tmp_path):
    code, _, messages = gtnum("export", tmp_path / "a.xls")
    assert code == 2
    assert "suffixe inconnu" in messages
    assert not (tmp_path / "a.xls").exists()


def test_a_failure_leaves_the_former_file_and_no_other(gtnum, shelf, tmp_path):
    (tmp_path / "a.nq").write_text("avant", "utf-8")
    assert gtnum("export", tmp_path / "a.nq", "--graph", "urn:inconnu")[0] != 0
    assert (tmp_path / "a.nq").read_text("utf-8") == "avant"
    assert not list(tmp_path.glob(".*"))
