"""This test ensures that a worker goes on as long as it should, by a clock of ours."""

import fcntl
import os
import signal
from types import SimpleNamespace

import pytest

from gtnum.deposits import worker_shift
from gtnum.deposits.worker_shift import Shift, defer_to_service, sole_worker


class FakeClock:
    """Time that passes only while somebody sleeps; ``at`` does things at a time."""

    def __init__(self):
        self.now = 0.0
        self.slept = []
        self.at = {}

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds
        self.at.pop(self.now, lambda: None)()


class FakeWorker:
    """A worker with ``batches`` to do."""

    def __init__(self, batches=0):
        self.batches = batches
        self.log = []

    def recover(self):
        self.log.append("recover")

    def work(self):
        self.log.append("work")
        self.batches -= 1
        return self.batches >= 0


@pytest.fixture
def clock(monkeypatch):
    made = FakeClock()
    monkeypatch.setattr(worker_shift, "time", made)
    return made


def nothing():
    return False


def test_a_worker_that_works_once_does_all_batches_without_a_pause(clock):
    worker = FakeWorker(3)
    Shift(parent=None, is_once=True).run(worker, nothing)
    assert worker.log == ["recover", *["work"] * 4]
    assert clock.slept == []


def test_it_waits_while_tasks_wait_for_the_library(clock):
    waiting = [True, True, False]
    Shift(parent=None, is_once=True).run(FakeWorker(), lambda: waiting.pop(0))
    assert clock.slept == [0.5, 0.5]


def test_a_worker_of_a_service_leaves_after_a_minute_without_work(clock):
    Shift(parent=os.getppid(), is_once=False).run(FakeWorker(), nothing)
    assert clock.now == 60.5


def test_a_minute_counts_from_the_last_batch_or_task_that_waited(clock):
    worker = FakeWorker()
    clock.at[30.0] = lambda: setattr(worker, "batches", 1)
    Shift(parent=os.getppid(), is_once=False).run(worker, lambda: clock.now == 50)
    assert clock.now == 110.5
    worker, clock.now = FakeWorker(), 0.0
    clock.at[30.0] = lambda: setattr(worker, "batches", 1)
    Shift(parent=os.getppid(), is_once=False).run(worker, nothing)
    assert clock.now == 90.5


def test_without_a_parent_it_goes_on_until_it_is_asked_to_end(clock, monkeypatch):
    handlers = {}
    fake = SimpleNamespace(SIGTERM=signal.SIGTERM, signal=handlers.__setitem__)
    monkeypatch.setattr(worker_shift, "signal", fake)
    shift = Shift(parent=None, is_once=False)
    shift.obey_signals()
    clock.at[500.0] = lambda: handlers[signal.SIGTERM](signal.SIGTERM, None)
    assert not shift.is_over
    shift.run(FakeWorker(), nothing)
    assert clock.now == 500
    assert shift.is_over


def test_a_worker_whose_parent_is_gone_begins_nothing():
    worker = FakeWorker(1)
    orphan = Shift(parent=os.getpid(), is_once=False)
    orphan.run(worker, nothing)
    assert orphan.is_over
    assert worker.log == ["recover"]
    assert not Shift(parent=os.getppid(), is_once=False).is_over


def test_only_one_worker_works_and_the_next_waits_for_its_end(clock, tmp_path):
    path = tmp_path / "library" / "deposits" / "worker.lock"
    shift = Shift(parent=None, is_once=False)
    with sole_worker(path, shift) as is_first:
        assert is_first
        with path.open("w") as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    other = path.open("w")
    fcntl.flock(other, fcntl.LOCK_EX)
    clock.at[1.0] = other.close
    with sole_worker(path, shift) as is_next:
        assert is_next
    assert clock.slept == [0.5, 0.5]


def test_a_shift_that_is_over_gets_no_lock(tmp_path):
    orphan = Shift(parent=os.getpid(), is_once=False)
    with sole_worker(tmp_path / "worker.lock", orphan) as is_ours:
        assert not is_ours


@pytest.mark.parametrize("refuses", [False, True])
def test_the_service_goes_first(monkeypatch, tmp_path, refuses):
    nice = []
    score = tmp_path / "oom_score_adj"
    monkeypatch.setattr(worker_shift.os, "nice", nice.append)
    where = tmp_path / "nowhere" / "x" if refuses else score
    monkeypatch.setattr(worker_shift, "Path", lambda name: where)
    defer_to_service()
    assert nice == [5]
    assert refuses or score.read_text("ascii") == "500"
