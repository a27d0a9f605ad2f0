"""This test ensures that an ingest publishes what changed, and only then."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from graph.validation import Violation
from gtnum.errors import LibraryBusy
from gtnum.library.ingestion import Ingestion
from gtnum.library.library_folder import Library
from gtnum.library.next_generation import Makers, NextGeneration
from ingest.ledger import LedgerEntry
from ingest.outcomes import Outcome, State
from tests.search_api.fakes import record

ENTRY = LedgerEntry("notes/a", "notes", "", 0, 5, State.OK, document="a")
NOW = datetime(2026, 11, 30, 8, 5, 59, 123_456, tzinfo=UTC)


class FakeWriter:
    """A writer of graph and indexes; notes what it is told."""

    def __init__(self, log):
        self.log = log

    def write(self, item):
        self.log.append(("write", item.document.identifier))

    def remove(self, document):
        self.log.append(("remove", document))

    def group_works(self, works):
        self.log.append("works")

    def close(self):
        self.log.append("close")

    def commit(self, folder):
        self.log.append("commit")


class House:
    """A library with fakes for all that reads and writes."""

    def __init__(self, root):
        self.library = Library(root)
        self.log = []
        self.checked = []
        self.is_outdated = False
        self.entries = []
        self.writes = []
        self.asked = []
        self.keep = 3

    def makers(self):
        def check(records):
            self.checked.append(len(records))
            return [Violation(r.document.identifier, "", "", "", "") for r in records]

        def opened(name):
            def make(building):
                self.log.append(name)
                return FakeWriter(self.log)

            return make

        return Makers(
            graph=opened("graph"),
            indexes=opened("indexes"),
            check=check,
            describe=lambda building: {
                "base_iri": "https://gtnum.example/",
                "embedder": {},
                "chunking": {},
                "versions": {},
                "counts": {},
            },
            remember=lambda building, touched: self.log.append(
                ("remember", *sorted(touched))
            ),
            calibrate=lambda building: self.log.append("calibrate"),
        )

    def pipeline(self, sinks, ledger):
        def run(folder, **asked):
            self.asked.append((folder, asked, len(sinks)))
            for sink in sinks:
                for item in self.writes:
                    sink.write(item)
            for entry in self.entries:
                ledger.put(entry)
            return [Outcome("notes/a", State.OK, document="a")]

        def remove(uri):
            entry = ledger.get(uri)
            ledger.forget(uri)
            sinks[0].remove(entry.document)
            return Outcome(uri, State.REMOVED, document=entry.document)

        return SimpleNamespace(ledger=ledger, run=run, remove=remove)

    @property
    def ingestion(self):
        return Ingestion(
            self.library,
            makers=self.makers(),
            pipeline=self.pipeline,
            needs_renewal=lambda building: self.is_outdated,
            keep_generations=self.keep,
        )

    def run(self, **options):
        return self.ingestion.run(
            self.library.root, "notes", remove_vanished=False, progress=print, **options
        )


@pytest.fixture
def house(tmp_path, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: None)
    return House(tmp_path / "library")


def test_a_change_is_published_with_its_ledger_and_moment(house):
    house.entries = [ENTRY]
    result = house.run(created_at=NOW)
    assert result.generation == "0001"
    assert result.report.counts == {State.OK: 1}
    made = house.library.current()
    assert made.manifest.created_at == "2026-11-30T08:05:59+00:00"
    assert made.manifest.parent is None
    assert made.ledger.is_file()
    assert house.log == [
        "indexes",
        "graph",
        "works",
        "close",
        "commit",
        ("remember",),
        "calibrate",
    ]


def test_where_nothing_changed_nothing_is_opened_or_published(house):
    house.entries = [ENTRY]
    house.run()
    house.log.clear()
    result = house.run()
    assert (result.generation, house.log) == (None, [])
    assert house.library.current().name == "0001"


def test_another_time_of_a_file_alone_changes_nothing(house):
    house.entries = [ENTRY]
    house.run()
    house.entries = [replace(ENTRY, mtime_ns=6)]
    assert house.run().generation is None
    house.entries = [replace(ENTRY, size_bytes=6)]
    assert house.run().generation == "0002"
    assert house.library.current().manifest.parent == "0001"


def test_other_reference_data_renew_what_did_not_change(house):
    house.entries = [ENTRY]
    house.run()
    house.is_outdated = True
    assert house.run().generation == "0002"


def test_what_is_written_is_published_though_the_ledger_stays(house):
    house.run()
    house.writes = [record("a", "Un texte.")]
    assert house.run().generation is not None
    assert ("write", "a") in house.log


def test_all_that_is_asked_reaches_the_pipeline(house, tmp_path):
    def follow(step):
        pass

    house.ingestion.run(
        tmp_path, "notes", remove_vanished=True, progress=follow, only={"notes/a"}
    )
    house.ingestion.plan(tmp_path, "notes", progress=follow)
    house.ingestion.plan(tmp_path, "notes", progress=follow, remove_vanished=True)
    ((_, ran, ran_sinks), (_, plan, plan_sinks), (_, removing, _)) = house.asked
    wanted = {"collection": "notes", "progress": follow}
    assert ran == {**wanted, "remove_vanished": True, "only": {"notes/a"}}
    assert plan == {**wanted, "remove_vanished": False, "dry_run": True}
    assert removing["remove_vanished"]
    assert (ran_sinks, plan_sinks) == (1, 0)


def test_a_plan_starts_from_what_is_published_and_locks_nothing(house):
    house.entries = [ENTRY]
    house.run()
    seen = []

    def pipeline(sinks, ledger):
        seen.append([entry.uri for entry in ledger])
        return SimpleNamespace(run=lambda folder, **_: [])

    with house.library.building():
        Ingestion(
            house.library,
            makers=house.makers(),
            pipeline=pipeline,
            needs_renewal=lambda building: False,
            keep_generations=1,
        ).plan(house.library.root, "notes", progress=print)
    assert seen == [["notes/a"]]


def test_a_document_is_remembered_before_it_leaves(house):
    house.entries = [ENTRY]
    house.run()
    house.log.clear()

    def remember(document, entry):
        house.log.append(("remember", document, entry.uri))

    result = house.ingestion.withdraw(["inconnu", "a"], remember=remember)
    assert result.generation == "0002"
    assert [outcome.uri for outcome in result.report.outcomes] == ["notes/a"]
    assert house.log[0] == ("remember", "a", "notes/a")
    assert house.log.count(("remove", "a")) == 2  # graph and indexes


def test_to_withdraw_what_is_not_there_publishes_nothing(house):
    house.entries = [ENTRY]
    house.run()
    assert house.ingestion.withdraw(["x"], remember=print).generation is None


def test_as_many_generations_stay_as_are_kept(house):
    house.keep = 2
    for size in range(3):
        house.entries = [replace(ENTRY, size_bytes=size)]
        house.run()
    assert [g.name for g in house.library.generations()] == ["0002", "0003"]


def test_a_busy_library_leaves_old_generations_to_the_next(house, monkeypatch):
    def busy(keep, *, known_sound):
        raise LibraryBusy("occupée")

    monkeypatch.setattr(house.library, "prune", busy)
    house.entries = [ENTRY]
    assert house.run().generation == "0001"


@pytest.mark.parametrize(("number", "checks"), [(49, [49]), (50, [50]), (51, [50, 1])])
def test_documents_are_checked_fifty_at_a_time_and_all(house, number, checks):
    house.writes = [record(f"d{n}", "Un texte.") for n in range(number)]
    assert len(house.run().violations) == number
    assert house.checked == checks


def test_refused_indexes_leave_the_graph_unopened(house):
    with house.library.building() as building:

        def refuse(_):
            raise LibraryBusy("modèle")

        sink = NextGeneration(building, replace(house.makers(), indexes=refuse))
        with pytest.raises(LibraryBusy):
            sink.open()
        assert house.log == []
        assert not sink.is_open
        assert sink.violations == []
