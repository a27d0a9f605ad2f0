"""This test ensures that indexes are made again from the graph, whole or not at all."""

from types import SimpleNamespace

import pytest

from gtnum.errors import LibraryMissing
from gtnum.library.generation import GenerationManifest, seal
from gtnum.library.index_rebuild import IndexMakers, reindex
from gtnum.library.library_folder import Library

FACTS = {
    "base_iri": "https://gtnum.example/",
    "embedder": {"name": "vif"},
    "chunking": {},
    "versions": {},
    "counts": {"passages": 2},
}


@pytest.fixture
def library(tmp_path):
    made = Library(tmp_path / "library")
    with made.building() as building:
        (building.folder / "ledger.jsonl").write_bytes(b"ledger\n")
        files = seal(building.folder, None)
        building.publish(
            GenerationManifest(
                **FACTS, name="0001", parent=None, created_at="", files=files
            )
        )
    return made


class FakeIndexes:
    """Notes what it is given; refuses the document ``bad``."""

    def __init__(self):
        self.log = []

    def add(self, summary, passages):
        if summary == "summary of bad":
            raise ValueError("bad")
        self.log.append((summary, passages))

    def commit(self, folder):
        (folder / "vectors").write_bytes(b"v")
        self.log.append("commit")

    def discard(self):
        self.log.append("discard")


def makers(indexes, documents):
    catalogue = SimpleNamespace(
        document_identifiers=lambda restriction: documents,
        documents=lambda names: {name: f"summary of {name}" for name in names},
        passages_of=lambda name: [f"{name}.0"],
    )
    return IndexMakers(
        graph=lambda building: SimpleNamespace(
            close=lambda: (building.folder / "graph").mkdir()
        ),
        catalogue=lambda folder: catalogue,
        indexes=lambda building: indexes,
        describe=lambda building: FACTS,
        remember=lambda building, touched: (
            building.folder / "history.jsonl"
        ).write_text(f"{list(touched)}", "utf-8"),
        calibrate=lambda building: (building.folder / "calibration.json").write_text(
            f"{sorted(path.name for path in building.folder.iterdir())}", "utf-8"
        ),
    )


def test_every_document_is_indexed_in_order_and_the_ledger_kept(library):
    indexes, followed = FakeIndexes(), []

    def follow(names):
        followed.extend(names)
        return names

    made = reindex(library, makers(indexes, {"b", "a"}), follow=follow)
    assert indexes.log == [
        ("summary of a", ["a.0"]),
        ("summary of b", ["b.0"]),
        "commit",
    ]
    assert followed == ["a", "b"]
    assert library.current() == made
    assert (made.name, made.manifest.parent) == ("0002", "0001")
    assert made.manifest.created_at.endswith("+00:00")
    assert "." not in made.manifest.created_at
    assert made.ledger.read_bytes() == b"ledger\n"
    assert sorted(made.manifest.files) == [
        *("calibration.json", "history.jsonl", "ledger.jsonl", "vectors")
    ]
    # Written last: it asks what all the others are.
    there = (made.folder / "calibration.json").read_text("utf-8")
    assert there == "['graph', 'history.jsonl', 'ledger.jsonl', 'vectors']"


def test_progress_need_not_be_followed(library):
    indexes = FakeIndexes()
    assert reindex(library, makers(indexes, {"a"})).name == "0002"
    assert len(indexes.log) == 2


def test_a_failure_lets_go_of_the_indexes_and_publishes_nothing(library):
    indexes = FakeIndexes()
    with pytest.raises(ValueError, match="bad"):
        reindex(library, makers(indexes, {"a", "bad"}))
    assert indexes.log[-1] == "discard"
    assert library.current().name == "0001"


def test_without_a_generation_there_is_nothing_to_index(tmp_path):
    with pytest.raises(LibraryMissing, match="aucune bibliothèque"):
        reindex(Library(tmp_path / "none"), makers(FakeIndexes(), set()))
