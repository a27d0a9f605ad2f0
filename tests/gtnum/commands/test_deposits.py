"""This test ensures that ``gtnum deposits`` mints tokens, lists and restores."""

import hashlib
import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gtnum import wiring
from gtnum.cli import main
from gtnum.deposits import worker_shift
from gtnum.deposits.task_queue import TaskQueue
from gtnum.deposits.withdrawals import Withdrawals
from search_api.deposit_tasks import Task, TaskFailure, TaskKind, TaskState

NOW = datetime(2026, 11, 30, 8, 5, 59, tzinfo=UTC)


@pytest.fixture
def queue(tmp_path):
    return TaskQueue(tmp_path / "library" / "deposits" / "tasks")


def submit(queue, **fields):
    task = replace(Task("", "claire", TaskKind.DEPOSIT, "depots", NOW), **fields)
    return queue.submit(task, lambda other: False)


def test_a_token_is_shown_once_with_the_line_for_the_settings(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["deposits", "token", "claire"])
    assert not stop.value.code
    output, messages = capsys.readouterr()
    digest = hashlib.sha256(output.strip().encode()).hexdigest()
    assert f"GTNUM_TOKENS=claire={digest}\n" in messages
    assert output.strip() not in messages


def test_a_name_that_could_not_be_read_back_gets_no_token(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["deposits", "token", "claire dupont"])
    assert stop.value.code == 2
    assert capsys.readouterr().out == ""


def test_tasks_are_listed_finished_ones_before_those_that_wait(gtnum, queue):
    first, second = submit(queue, name="un.pdf"), submit(queue, name="deux.pdf")
    queue.save(replace(second, state=TaskState.DONE, finished_at=NOW))
    rows = json.loads(gtnum("deposits", "list", "--json")[1])
    assert [row["identifier"] for row in rows] == [
        second.identifier,
        first.identifier,
    ]


def test_a_task_is_told_by_its_file_its_address_or_its_document(
    gtnum, queue, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "160")
    submit(queue, name="un.pdf", url="https://exemple.fr/un")
    submit(queue, url="https://exemple.fr/deux")
    submit(queue, kind=TaskKind.WITHDRAWAL, document="trois")
    output = gtnum("deposits", "list")[1]
    assert "2026-11-30 08:05 " in output
    assert "un.pdf" in output
    assert "https://exemple.fr/un" not in output
    assert "https://exemple.fr/deux" in output
    assert "trois" in output


def test_the_detail_is_the_failure_or_the_message(gtnum, queue, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    submit(queue, name="a.pdf", message="rien de neuf")
    failure = TaskFailure("deposit-failed", "abîmé")
    submit(queue, name="b.pdf", message="oublié", failure=failure)
    output = gtnum("deposits", "list")[1]
    assert "rien de neuf" in output
    assert "abîmé" in output
    assert "oublié" not in output


def test_a_withdrawn_document_may_come_back(gtnum, tmp_path):
    (tmp_path / "library").mkdir()
    records = Withdrawals(tmp_path / "library" / "withdrawn")
    records.add("note", "c/note.md", title=None, owner="claire")
    code, output, _ = gtnum("deposits", "restore", "note")
    assert code == 0
    assert output.startswith("c/note.md sera lu")
    assert records.uris() == frozenset()


def test_what_was_not_withdrawn_cannot_be_restored(gtnum):
    code, output, messages = gtnum("deposits", "restore", "inconnu")
    assert (code, output) == (2, "")
    assert "inconnu" in messages


class FakeWorker:
    """A worker that has nothing to do; ``log`` notes what is asked of it."""

    def __init__(self):
        self.log = []

    def recover(self):
        self.log.append("recover")

    def work(self):
        self.log.append("work")
        return False


@pytest.fixture
def worker(monkeypatch):
    made = FakeWorker()
    monkeypatch.setattr(wiring, "deposit_worker", lambda settings: made)
    monkeypatch.setattr(
        worker_shift, "defer_to_service", lambda: made.log.append("defer")
    )
    monkeypatch.setattr(
        worker_shift.Shift, "obey_signals", lambda self: made.log.append("obey")
    )
    return made


def test_once_ends_when_nothing_waits_and_defers_to_no_service(gtnum, worker):
    assert gtnum("deposits", "work", "--once")[0] == 0
    assert worker.log == ["recover", "work"]


def test_a_worker_of_a_service_defers_to_it_and_obeys_its_signals(gtnum, worker):
    # The parent is another process than ours: the shift is over at once.
    assert gtnum("deposits", "work", "--parent", 0)[0] == 0
    assert worker.log == ["defer", "obey"]


def test_a_second_worker_does_nothing(gtnum, worker, monkeypatch):
    @contextmanager
    def another_works(path, shift):
        assert path.parts[-2:] == ("deposits", "worker.lock")
        yield False

    monkeypatch.setattr(worker_shift, "sole_worker", another_works)
    assert gtnum("deposits", "work", "--once")[0] == 0
    assert worker.log == []


def test_a_worker_goes_on_unless_told_to_stop_when_nothing_waits(
    gtnum, worker, monkeypatch
):
    made = []

    class Shift(worker_shift.Shift):
        def __init__(self, *, parent, is_once):
            made.append((parent, is_once))
            super().__init__(parent=parent, is_once=True)

    monkeypatch.setattr(worker_shift, "Shift", Shift)
    gtnum("deposits", "work")
    gtnum("deposits", "work", "--once")
    assert made == [(None, False), (None, True)]
