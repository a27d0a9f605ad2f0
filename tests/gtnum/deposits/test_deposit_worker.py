"""This test ensures that tasks end in one state each, whatever an ingest does.

``FakePublisher`` records what it was asked, and reads every file as a document named
after it; ``troubles`` are raised first, one for each call.
"""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gtnum.deposits.address_fetch import FetchedFile
from gtnum.deposits.deposit_shelf import DepositShelf
from gtnum.deposits.deposit_worker import DepositWorker
from gtnum.deposits.task_queue import TaskQueue
from gtnum.deposits.withdrawals import Withdrawals
from gtnum.errors import LibraryBusy, LibraryError
from gtnum.library.ingestion import IngestionResult
from ingest.errors import SourceError
from ingest.ledger import LedgerEntry
from ingest.outcomes import Outcome, State
from ingest.pipeline import Progress
from ingest.report import Report
from search_api.deposit_tasks import Task, TaskKind, TaskStage, TaskState


class FakePublisher:
    def __init__(self) -> None:
        self.runs: list[tuple[str, set[str]]] = []
        self.withdrawn: list[str] = []
        self.troubles: list[Exception] = []
        self.states: dict[str, State] = {}

    def run(self, folder, collection, *, remove_vanished, progress, only=None):
        assert not remove_vanished
        self.runs.append((collection, set(only)))
        if self.troubles:
            raise self.troubles.pop(0)
        outcomes = []
        for uri in sorted(only):
            assert (folder / uri.partition("/")[2]).is_file()
            state = self.states.get(uri.rpartition("/")[2], State.OK)
            name = uri.rpartition("/")[2].partition(".")[0]
            document = name if state.is_read else None
            outcomes.append(Outcome(uri, state, document=document, title=name))
            progress(Progress(1, 1, uri, state))
        return IngestionResult(Report(outcomes), "0002")

    def withdraw(self, documents, *, remember):
        self.withdrawn += documents
        outcomes = []
        for name in documents:
            uri = f"notes/{name}.txt"
            remember(name, LedgerEntry(uri, "notes", "", 0, 0, State.OK, title="T"))
            outcomes.append(Outcome(uri, State.REMOVED, document=name))
        return IngestionResult(Report(outcomes), "0003")


class Bench:
    """A worker over a folder of the test."""

    def __init__(self, root: Path) -> None:
        self.publisher = FakePublisher()
        self.queue = TaskQueue(root / "tasks")
        self.shelf = DepositShelf(root)
        self.withdrawals = Withdrawals(root / "withdrawn")
        self.worker = DepositWorker(
            self.queue,
            self.shelf,
            self.withdrawals,
            publisher=lambda: self.publisher,
            fetch=self.fetch,
        )
        self.pages: dict[str, bytes] = {}

    def fetch(self, path: Path, address: str) -> FetchedFile:
        if address not in self.pages:
            raise SourceError("adresse refusée", remedy="Donnez une adresse publique.")
        path.write_bytes(self.pages[address])
        sha256 = hashlib.sha256(self.pages[address]).hexdigest()
        return FetchedFile(address, "page.html", sha256)

    def submit(self, **fields: object) -> Task:
        task = Task("", "claire", TaskKind.DEPOSIT, "depots", datetime.now(UTC))
        return self.queue.submit(
            replace(task, **fields),
            lambda other: False,  # type: ignore[arg-type]
        )

    def deposit(self, name: str, *, collection: str = "depots") -> Task:
        file = self.shelf.arrival / "arrived"
        file.write_bytes(name.encode())
        sha256 = hashlib.sha256(name.encode()).hexdigest()
        self.shelf.place(file, name=name, sha256=sha256, collection=collection)
        return self.submit(name=name, sha256=sha256, collection=collection)

    def state(self, task: Task) -> tuple[TaskState, TaskStage]:
        found = self.get(task)
        return found.state, found.stage

    def get(self, task: Task) -> Task:
        found = self.queue.get(task.identifier)
        assert found is not None
        return found

    def states(self, tasks: Iterable[Task]) -> list[str]:
        return [self.get(task).state.value for task in tasks]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "deposits")


DONE = (TaskState.DONE, TaskStage.FINISHED)


def test_tasks_alike_share_a_generation_in_their_order(bench: Bench) -> None:
    first = [bench.deposit("a.txt"), bench.deposit("b.txt")]
    other = bench.deposit("c.txt", collection="depots-x")
    gone = bench.submit(kind=TaskKind.WITHDRAWAL, document="vieux")
    last = bench.deposit("d.txt")
    while bench.worker.work():
        pass
    assert [len(uris) for _, uris in bench.publisher.runs] == [2, 1, 1]
    assert bench.states([*first, other, gone, last]) == ["done"] * 5
    assert bench.get(first[0]).documents[0].identifier == "a"
    assert bench.get(first[0]).generation == "0002"
    assert not bench.queue.has_work()


def test_while_the_library_is_held_tasks_wait_and_lose_no_attempt(
    bench: Bench,
) -> None:
    task = bench.deposit("a.txt")
    bench.publisher.troubles = [LibraryBusy("occupée")] * 5
    for _ in range(5):
        assert not bench.worker.work()
        assert bench.state(task) == (TaskState.QUEUED, TaskStage.WAITING)
        assert bench.get(task).attempts == 0
    assert bench.worker.work()
    assert bench.state(task) == DONE


@pytest.mark.parametrize("trouble", [OSError(28, "No space"), LibraryError("abîmée")])
def test_a_failing_batch_is_tried_again_one_by_one_then_fails(
    bench: Bench, trouble: Exception
) -> None:
    good, bad = bench.deposit("a.txt"), bench.deposit("b.txt")
    bench.publisher.troubles = [trouble]
    assert bench.worker.work()
    assert bench.states([good, bad]) == ["queued", "queued"]
    assert bench.worker.work()
    bench.publisher.troubles = [trouble]
    assert bench.worker.work()
    assert bench.states([good, bad]) == ["done", "failed"]
    failure = bench.get(bad).failure
    assert failure is not None
    assert failure.slug == "deposit-failed"
    # The words of the system are for the log.
    assert "space" not in failure.detail
    # The file stays, so that the folder can be read again.
    assert bench.shelf.find(bad.sha256, "depots") is not None


@pytest.mark.parametrize(
    "state", [State.ENCRYPTED, State.NO_TEXT, State.TOO_LARGE, State.UNSUPPORTED]
)
def test_a_file_that_is_no_document_fails_with_its_state(
    bench: Bench, state: State
) -> None:
    task = bench.deposit("a.txt")
    bench.publisher.states = {"a.txt": state}
    bench.worker.work()
    failure = bench.get(task).failure
    assert failure is not None
    assert failure.slug == "unreadable-document"
    assert failure.members == {"state": state.value}
    assert failure.detail.endswith(".")


def test_an_address_is_fetched_and_remembered(bench: Bench) -> None:
    address = "https://exemple.fr/page"
    bench.pages[address] = b"<p>bonjour</p>"
    task = bench.submit(url=address)
    refused = bench.submit(url="http://127.0.0.1/")
    while bench.worker.work():
        pass
    assert bench.state(task) == DONE
    placed = bench.shelf.find(bench.get(task).sha256, "depots")
    assert placed is not None
    assert address in placed.with_name(f".{placed.name}.json").read_text("utf-8")
    failure = bench.get(refused).failure
    assert failure is not None
    assert failure.slug == "fetch-failed"
    assert not list(bench.shelf.arrival.iterdir())


def test_withdrawing_is_remembered_until_it_is_deposited_again(bench: Bench) -> None:
    task = bench.submit(kind=TaskKind.WITHDRAWAL, document="vieux")
    bench.worker.work()
    assert bench.state(task) == DONE
    assert bench.withdrawals.has("vieux")
    assert bench.withdrawals.uris() == {"notes/vieux.txt"}
    deposit = bench.deposit("a.txt")
    path = bench.shelf.find(deposit.sha256, "depots")
    assert path is not None
    uri = bench.shelf.uri(path, "depots")
    bench.withdrawals.add("a", uri, title=None, owner="claire")
    bench.worker.work()
    assert not bench.withdrawals.has("a")


def test_a_deposit_whose_file_was_deleted_fails(bench: Bench) -> None:
    task = bench.deposit("a.txt")
    path = bench.shelf.find(task.sha256, "depots")
    assert path is not None
    path.unlink()
    assert bench.worker.work()
    assert bench.get(task).state is TaskState.FAILED
    assert bench.publisher.runs == []


def test_fifty_tasks_share_a_generation_and_no_more(bench, monkeypatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    for number in range(51):
        bench.submit(kind=TaskKind.WITHDRAWAL, document=f"d{number}")
    assert bench.worker.work()
    assert bench.publisher.withdrawn == [f"d{number}" for number in range(50)]
    assert len(bench.queue.waiting()) == 1


def test_withdrawals_and_deposits_never_share_a_generation(bench: Bench) -> None:
    bench.submit(kind=TaskKind.WITHDRAWAL, document="vieux")
    bench.deposit("a.txt")
    assert bench.worker.work()
    assert (bench.publisher.withdrawn, bench.publisher.runs) == (["vieux"], [])


@pytest.mark.parametrize("is_first", [True, False])
def test_a_task_that_was_begun_before_goes_alone(bench: Bench, is_first) -> None:
    tasks = [bench.deposit("a.txt"), bench.deposit("b.txt")]
    again = tasks[0] if is_first else tasks[1]
    bench.queue.save(replace(again, attempts=1))
    bench.worker.work()
    assert [len(uris) for _, uris in bench.publisher.runs] == [1]


@pytest.mark.parametrize("is_first", [True, False])
def test_an_address_goes_alone(bench: Bench, is_first) -> None:
    bench.pages["https://exemple.fr/a"] = b"a"
    if is_first:
        bench.submit(url="https://exemple.fr/a")
    bench.deposit("b.txt")
    if not is_first:
        bench.submit(url="https://exemple.fr/a")
    bench.worker.work()
    assert [len(uris) for _, uris in bench.publisher.runs] == [1]
    assert len(bench.queue.waiting()) == 1


def test_without_a_task_nothing_is_asked_of_the_library(bench: Bench) -> None:
    assert not bench.worker.work()
    running = bench.deposit("a.txt")
    bench.queue.save(replace(running, state=TaskState.RUNNING))
    assert not bench.worker.work()
    assert bench.publisher.runs == []


def test_a_task_is_begun_once_and_shows_its_stage(bench: Bench, monkeypatch) -> None:
    saved: list[Task] = []
    save = bench.queue.save

    def note(task: Task) -> Task:
        saved.append(task)
        return save(task)

    bench.pages["https://exemple.fr/a"] = b"a"
    bench.submit(url="https://exemple.fr/a")
    monkeypatch.setattr(bench.queue, "save", note)
    bench.worker.work()
    assert [task.stage for task in saved] == [
        TaskStage.FETCHING,
        TaskStage.READING,
        TaskStage.PUBLISHING,
        TaskStage.FINISHED,
    ]
    assert {task.attempts for task in saved} == {1}
    assert [task.done for task in saved] == [0, 0, 1, 1]
    assert saved[0].started_at is not None
    saved.clear()
    bench.deposit("b.txt")
    bench.worker.work()
    assert [task.stage for task in saved[-3:]] == [
        TaskStage.READING,
        TaskStage.PUBLISHING,
        TaskStage.FINISHED,
    ]


def test_a_service_may_fetch_no_addresses(bench: Bench) -> None:
    worker = DepositWorker(
        bench.queue, bench.shelf, bench.withdrawals, publisher=lambda: bench.publisher
    )
    task = bench.submit(url="https://exemple.fr/a")
    assert worker.work()
    failure = bench.get(task).failure
    assert failure is not None
    assert failure.slug == "fetch-failed"
    assert bench.publisher.runs == []


def test_a_fetched_address_is_not_fetched_again(bench: Bench) -> None:
    bench.pages["https://exemple.fr/a"] = b"a"
    task = bench.submit(url="https://exemple.fr/a")
    bench.publisher.troubles = [LibraryBusy("occupée")]
    assert not bench.worker.work()
    bench.pages.clear()
    assert bench.worker.work()
    assert bench.state(task) == DONE


def test_recovering_sweeps_what_arrived_and_puts_tasks_back(bench: Bench) -> None:
    task = bench.deposit("a.txt")
    bench.queue.save(replace(task, state=TaskState.RUNNING, attempts=1))
    left = bench.shelf.arrival / "left"
    left.write_bytes(b"x")
    os.utime(left, (1, 1))
    bench.worker.recover()
    assert bench.state(task) == (TaskState.QUEUED, TaskStage.QUEUED)
    assert not left.exists()


def test_a_withdrawn_deposit_leaves_the_shelf(bench: Bench, monkeypatch) -> None:
    deposit = bench.deposit("a.txt")
    path = bench.shelf.find(deposit.sha256, "depots")
    assert path is not None
    uri = bench.shelf.uri(path, "depots")

    def withdraw(documents, *, remember):
        remember("a", LedgerEntry(uri, "depots", "", 0, 0, State.OK, title="T"))
        return IngestionResult(Report([]), None)

    bench.worker.work()
    monkeypatch.setattr(bench.publisher, "withdraw", withdraw)
    bench.submit(kind=TaskKind.WITHDRAWAL, document="a", owner="paul")
    bench.worker.work()
    assert not path.exists()
    record = bench.withdrawals.get("a")
    assert record is not None
    assert (record.uri, record.title, record.owner) == (uri, "T", "paul")
