"""This test ensures that another base moves what names it and links what does not."""

import shutil
from types import SimpleNamespace

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from gtnum.errors import LibraryError, LibraryMissing
from gtnum.library import base_change
from gtnum.library.base_change import MovingParts, rebase
from gtnum.library.generation import GenerationManifest, seal
from gtnum.library.library_folder import Library
from ingest.ledger import Ledger, LedgerEntry
from ingest.outcomes import State
from ontology.errors import OntologyError

OLD, NEW = "https://gtnum.example/", "https://donnees.example.org/gtnum/"


def publish(library, *, reference=f"ref {OLD}"):
    with library.building() as building:
        folder = building.folder
        store = Store(str(folder / "graph"))
        graph = NamedNode(f"{OLD}graph/document/a")
        node = NamedNode(f"{OLD}id/document/a")
        store.add(Quad(node, NamedNode("urn:p"), Literal(f"{OLD}id/x"), graph))
        store.flush()
        del store
        kept = ("vectors/v", "words/w", "history.jsonl")
        for name in (*kept, "curation.yaml", "dumps/all.nq.gz"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(name, "utf-8")
        ledger = Ledger()
        reader = f"1:{reference}:x" if reference else "1:x"
        ledger.put(LedgerEntry("c/a", "c", "", 0, 0, State.OK, reader=reader))
        ledger.put(LedgerEntry("c/b", "c", "", 0, 0, State.OK, reader="autre"))
        ledger.save(folder / "ledger.jsonl")
        versions = {"reference": reference, "curation": "c"} if reference else {}
        return building.publish(
            GenerationManifest(
                name=building.name,
                parent=None,
                created_at="2026-11-24T08:30:59+00:00",
                base_iri=OLD,
                embedder={"name": "vif"},
                chunking={"target": 3},
                versions=versions,
                counts={"documents": 9},
                files=seal(folder, None),
            )
        )


def parts():
    def graph(building, iris, moved):
        def close():
            shutil.copytree(moved, building.folder / "graph")
            (building.folder / "curation.yaml").write_text("neuf", "utf-8")

        return SimpleNamespace(close=close)

    return MovingParts(
        graph=graph,
        counts=lambda folder, iris: {"documents": 1},
        fingerprint=lambda base: f"ref {base}",
    )


@pytest.fixture
def library(tmp_path, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: None)
    return Library(tmp_path / "library")


def test_the_graph_moves_and_what_names_no_base_is_linked(library):
    before = publish(library)
    done = rebase(library, parts(), NEW)
    after = library.current()
    assert (done.old_base, done.generation.name, after.name) == (OLD, "0002", "0002")
    assert (done.moved.statements, done.moved.graphs, done.moved.iris) == (1, 1, 2)
    (quad,) = Store.read_only(str(after.graph))
    assert quad.subject == NamedNode(f"{NEW}id/document/a")
    assert quad.graph_name == NamedNode(f"{NEW}graph/document/a")
    for name in ("vectors/v", "words/w", "history.jsonl"):
        assert (after.folder / name).samefile(before.folder / name)
    assert not (after.folder / "dumps").exists()
    assert not (after.folder / "moved").exists()
    # What the writer made anew stays.
    assert (after.folder / "curation.yaml").read_text("utf-8") == "neuf"
    after.verify()


def test_the_manifest_keeps_all_but_base_counts_and_reference(library):
    publish(library)
    rebase(library, parts(), NEW)
    made = library.current().manifest
    assert (made.parent, made.base_iri) == ("0001", NEW)
    assert (made.embedder, made.chunking) == ({"name": "vif"}, {"target": 3})
    assert made.counts == {"documents": 1}
    assert made.versions == {"reference": f"ref {NEW}", "curation": "c"}
    assert made.created_at.endswith("+00:00")
    assert "." not in made.created_at


def test_what_was_read_stays_read_under_the_new_reference(library):
    publish(library)
    rebase(library, parts(), NEW)
    readers = [each.reader for each in Ledger.load(library.current().ledger)]
    assert readers == [f"1:ref {NEW}:x", "autre"]


@pytest.mark.parametrize("reference", ["ancien", ""])
def test_old_reference_data_stay_old(library, reference):
    publish(library, reference=reference)
    rebase(library, parts(), NEW)
    after = library.current()
    assert after.manifest.versions.get("reference", "") == reference
    readers = [each.reader for each in Ledger.load(after.ledger)]
    assert readers == [f"1:{reference}:x" if reference else "1:x", "autre"]


def test_without_hard_links_files_are_copied(library, monkeypatch):
    publish(library)

    def refuse(*_):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(base_change.os, "link", refuse)
    rebase(library, parts(), NEW)
    copied = library.current().folder / "vectors" / "v"
    assert copied.read_text("utf-8") == "vectors/v"
    assert copied.stat().st_nlink == 1


@pytest.mark.parametrize(
    ("base", "told"),
    [
        (OLD, "déjà la base"),
        (f"{OLD}id/", "se mêlent"),
        (f"{OLD}graph/x/", "se mêlent"),
        ("https://gtnum.example/id/y/", "se mêlent"),
    ],
)
def test_a_base_among_the_things_of_the_other_is_refused(library, base, told):
    publish(library)
    with pytest.raises(LibraryError, match=told):
        rebase(library, parts(), base)
    assert library.current().name == "0001"


def test_a_base_beside_the_things_of_the_other_is_taken(library):
    publish(library)
    assert rebase(library, parts(), f"{OLD}donnees/").generation.name == "0002"


def test_without_a_generation_there_is_nothing_to_move(library):
    with pytest.raises(LibraryMissing, match="aucune bibliothèque"):
        rebase(library, parts(), NEW)


def test_what_is_no_base_is_refused_before_a_folder_is_made(library):
    with pytest.raises(OntologyError):
        rebase(library, parts(), "pas une adresse")
    assert not library.root.exists()
