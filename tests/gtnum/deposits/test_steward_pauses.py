"""This test ensures that failing workers are started ever more slowly, by our clock."""

import subprocess
from types import SimpleNamespace

import pytest

from gtnum.deposits import worker_steward
from gtnum.deposits.worker_steward import WorkerSteward


class FakeEvent:
    """An event; waiting for it takes time of the fake clock only."""

    clock = None

    def __init__(self):
        self.is_it = False

    def set(self):
        self.is_it = True

    def clear(self):
        self.is_it = False

    def is_set(self):
        return self.is_it

    def wait(self, seconds):
        FakeEvent.clock.now += seconds


class FakeThread:
    """Runs at once, in the thread that starts it."""

    names = []  # noqa: RUF012 - of all threads

    def __init__(self, *, target, name, daemon):
        assert daemon
        self.target, self.name, self.ident = target, name, None

    def start(self):
        FakeThread.names.append(self.name)
        self.ident = 1
        self.target()

    def join(self):
        pass


class FakeChild:
    """A worker that ends with the next of ``ends``; None runs on."""

    def __init__(self, status):
        self.status = status
        self.log = []

    def poll(self):
        return self.status

    def terminate(self):
        self.log.append("terminate")

    def wait(self, seconds=None):
        self.log.append(seconds)
        if seconds is not None and self.status is None:
            raise subprocess.TimeoutExpired("worker", seconds)


@pytest.fixture
def run(monkeypatch):
    """Run a steward until all workers of ``ends`` have ended; give their starts."""
    clock = SimpleNamespace(now=0.0, monotonic=lambda: clock.now)
    monkeypatch.setattr(FakeEvent, "clock", clock)
    monkeypatch.setattr(FakeThread, "names", [])
    fake = SimpleNamespace(Event=FakeEvent, Thread=FakeThread)
    monkeypatch.setattr(worker_steward, "threading", fake)
    monkeypatch.setattr(worker_steward, "time", clock)

    def start(ends, **options):
        starts, children = [], []

        def popen(command, **given):
            starts.append((clock.now, command, given["env"]))
            children.append(FakeChild(ends[len(children)]))
            return children[-1]

        def has_work():
            if len(children) == len(ends):
                steward.close()
            return True

        monkeypatch.setattr(worker_steward.subprocess, "Popen", popen)
        steward = WorkerSteward(["work"], {"A": "b"}, has_work, **options)
        steward.start()
        return starts, children, steward

    return start


def test_a_pause_doubles_up_to_a_minute(run):
    starts, _, _ = run([1] * 9)
    assert [now for now, _, _ in starts] == [0, 2, 5, 10, 19, 36, 69, 130, 191]
    assert starts[0][1:] == (["work"], {"A": "b"})


def test_a_worker_that_ends_well_is_followed_at_once(run):
    starts, _, _ = run([0, 0, 1, 1, 0, 1, 0])
    # 0 → next look; 1 → a second, then two; a good end forgets the pauses.
    assert [now for now, _, _ in starts] == [0, 1, 2, 4, 7, 8, 10]


def test_a_worker_that_has_ended_is_not_asked_to_end(run):
    _, children, steward = run([0])
    assert children[0].log == []
    steward.close()
    assert children[0].log == []


@pytest.mark.parametrize(
    ("options", "seconds"), [({}, 2.0), ({"goodbye_seconds": 0.5}, 0.5)]
)
def test_closing_waits_two_seconds_unless_told_otherwise(
    run, monkeypatch, options, seconds
):
    children = []

    class Ending(FakeEvent):
        """Closes the steward while its worker runs."""

        def wait(self, poll):
            super().wait(poll)
            made[0].close()

    made = []
    monkeypatch.setattr(worker_steward.threading, "Event", Ending)

    def popen(command, **_):
        children.append(FakeChild(None))
        return children[-1]

    monkeypatch.setattr(worker_steward.subprocess, "Popen", popen)
    made.append(WorkerSteward(["work"], {}, lambda: True, **options))
    made[0].start()
    assert children[0].log == ["terminate", seconds, None]
    assert FakeThread.names == ["deposit-steward", "deposit-worker-end"]
