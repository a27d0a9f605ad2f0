"""This test ensures that a worker runs while there is work, and never too eagerly."""

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gtnum.deposits import worker_steward as steward_module
from gtnum.deposits.worker_steward import WorkerSteward


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 200
    while not condition():
        assert time.monotonic() < deadline, "still not true"
        time.sleep(0.02)


def runs(log: Path) -> int:
    return len(log.read_text().split()) if log.exists() else 0


def steward(log: Path, code: str, has_work: Callable[[], bool]) -> WorkerSteward:
    program = f"open({str(log)!r}, 'a').write('run ');import sys,time;{code}"
    command = [sys.executable, "-S", "-c", program]
    return WorkerSteward(command, {}, has_work, poll_seconds=0.05)


def test_without_work_nothing_is_started(tmp_path: Path) -> None:
    made = steward(tmp_path / "log", "pass", lambda: False)
    made.start()
    made.wake()
    time.sleep(0.3)
    made.close()
    assert runs(tmp_path / "log") == 0


def test_a_worker_that_fails_is_started_again_ever_more_slowly(tmp_path: Path) -> None:
    log = tmp_path / "log"
    made = steward(log, "sys.exit(1)", lambda: True)
    made.start()
    wait_until(lambda: runs(log) >= 3)
    first = made._pause
    wait_until(lambda: made._pause > first)
    made.close()
    stopped = runs(log)
    time.sleep(0.3)
    assert runs(log) == stopped


def test_one_worker_at_a_time_and_it_is_asked_to_end(tmp_path: Path) -> None:
    log = tmp_path / "log"
    made = steward(log, "time.sleep(600)", lambda: True)
    made.start()
    wait_until(lambda: runs(log) == 1)
    time.sleep(0.3)
    assert runs(log) == 1
    child = made._child
    assert child is not None
    made.close()
    assert child.wait(100) != 0


def test_a_program_that_is_not_there_harms_nobody(tmp_path: Path) -> None:
    made = WorkerSteward(["/nowhere/x"], {}, lambda: True, poll_seconds=0.05)
    made.start()
    time.sleep(0.2)
    made.wake()
    made.close()


def test_no_worker_is_started_once_closing_has_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, may_answer = threading.Event(), threading.Event()
    started: list[object] = []

    def has_work() -> bool:
        asked.set()
        assert may_answer.wait(100)
        return True

    monkeypatch.setattr(
        steward_module.subprocess, "Popen", lambda *_, **__: started.append(1)
    )
    made = WorkerSteward(["/nowhere/x"], {}, has_work)
    made.start()
    assert asked.wait(100)
    made._stopped.set()
    may_answer.set()
    made.close()
    assert not started


def test_closing_one_that_was_never_started_harms_nobody() -> None:
    WorkerSteward(["/nowhere/x"], {}, lambda: True).close()


def test_a_worker_that_finishes_its_batch_is_waited_for_in_the_background(
    tmp_path: Path,
) -> None:
    log, end = tmp_path / "log", tmp_path / "end"
    program = (
        "import os, signal, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"open({str(log)!r}, 'a').write('run ')\n"
        f"while not os.path.exists({str(end)!r}): time.sleep(0.01)\n"
    )
    command = [sys.executable, "-S", "-c", program]
    made = WorkerSteward(
        command, {}, lambda: True, poll_seconds=0.05, goodbye_seconds=0.01
    )
    made.start()
    wait_until(lambda: runs(log) == 1)
    child = made._child
    assert child is not None
    made.close()
    assert child.returncode is None
    waiting = [t for t in threading.enumerate() if t.name == "deposit-worker-end"]
    end.touch()
    for thread in waiting:
        thread.join(100)
    assert child.returncode == 0
