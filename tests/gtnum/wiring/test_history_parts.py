"""This test ensures that every generation takes over the history, whatever happened."""

import pytest

from gtnum.deposits.withdrawals import Withdrawals
from gtnum.library.generation import GenerationManifest, seal
from gtnum.library.history_file import HISTORY
from gtnum.library.library_folder import Library
from gtnum.settings import Settings
from gtnum.wiring import history_parts
from ingest.ledger import Ledger, LedgerEntry
from ingest.outcomes import State
from ontology.model import Entity, EntityKind
from tests.search_api.web.tiny_corpus import summary


class FakeCatalogue:
    """A ``Catalogue`` of titles; every document is linked to the group ``g``."""

    def __init__(self, titles):
        self.titles = titles

    def document_identifiers(self, restriction):
        return frozenset(self.titles)

    def entities(self):
        kinds = (EntityKind.GROUP, EntityKind.LAB)
        return [Entity("g", kind, ()) for kind in kinds]

    def documents(self, names):
        return {name: summary(name, self.titles[name]) for name in names}


class House:
    """A library whose generations hold titles."""

    def __init__(self, root, monkeypatch):
        monkeypatch.setattr("os.fsync", lambda _: None)
        monkeypatch.setattr(
            history_parts, "EmbeddedCatalogue", lambda folder, iris: self.catalogue
        )
        self.settings = Settings(library=root)
        self.library = Library(root)
        self.catalogue = FakeCatalogue({})

    def publish(self, titles, *, touched=(), remembers=True):
        self.catalogue = FakeCatalogue(titles)
        with self.library.building() as building:
            ledger = Ledger()
            for name in titles:
                uri = f"c/{name}"
                entry = LedgerEntry(uri, "c", "", 0, 0, State.OK, document=name)
                ledger.put(entry)
            ledger.save(building.folder / "ledger.jsonl")
            if remembers:
                history_parts.remember(self.settings, building, touched)
            return building.publish(
                GenerationManifest(
                    name=building.name,
                    parent=building.parent.name if building.parent else None,
                    created_at="2026-11-24T08:30:59+00:00",
                    base_iri=self.settings.base_iri,
                    embedder={},
                    chunking={},
                    versions={},
                    counts={},
                    files=seal(building.folder, building.parent),
                )
            )

    def told(self):
        generation = self.library.current()
        history = history_parts.history(self.settings, generation, self.catalogue)
        return [
            (event.document, event.change.value, event.generation, event.title)
            for event in history.events
        ]


@pytest.fixture
def house(tmp_path, monkeypatch):
    return House(tmp_path / "library", monkeypatch)


def test_the_history_is_told_from_generation_to_generation(house):
    house.publish({"a": "A", "b": "B"}, touched={"a", "b"})
    house.publish({"a": "A neuf"}, touched={"a"})
    house.publish({"a": "A neuf"})
    house.library.prune(1)
    assert house.told() == [
        ("a", "came", "0001", "A"),
        ("b", "came", "0001", "B"),
        ("a", "changed", "0002", "A neuf"),
        ("b", "left", "0002", "B"),
    ]
    assert HISTORY in house.library.current().manifest.files


def test_sets_are_the_kind_and_what_a_document_is_linked_to(house):
    house.publish({"a": "A"})
    found = history_parts.history(
        house.settings, house.library.current(), house.catalogue
    )
    assert found.lives["a"].last.sets == ("group:g", "kind:group_sheet")


def test_what_was_published_and_rolled_back_has_left_or_changed(house):
    house.publish({"a": "A"})
    house.publish({"a": "A neuf", "b": "B"}, touched={"a", "b"})
    house.library.point_to("0001")
    house.publish({"a": "A", "c": "C"}, touched={"c"})
    assert house.told()[3:] == [
        ("a", "changed", "0003", "A"),
        ("c", "came", "0003", "C"),
        ("b", "left", "0003", "B"),
    ]


def test_a_library_without_histories_gets_one(house):
    house.publish({"a": "A", "b": "B"}, remembers=False)
    house.publish({"a": "A"}, remembers=False)
    folder = house.settings.library / "withdrawn"
    Withdrawals(folder).add("w", "c/w", title="W", owner="x")
    told = house.told()
    assert told[:3] == [
        ("a", "came", "0001", "A"),
        ("b", "came", "0001", "b"),
        ("b", "left", "0002", "b"),
    ]
    assert told[3:] == [("w", "left", "0002", "W")]
    house.publish({"a": "A"})
    assert house.told() == told


def test_a_damaged_history_does_not_hinder_the_next_generation(house):
    house.publish({"a": "A"})
    damaged = house.publish({"a": "A", "b": "B"}, touched={"b"})
    (damaged.folder / HISTORY).write_text("?", "utf-8")
    house.publish({"a": "A", "b": "B"})
    assert [each[:3] for each in house.told()] == [
        ("a", "came", "0001"),
        ("b", "came", "0003"),
    ]
