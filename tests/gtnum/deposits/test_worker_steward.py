"""This test ensures that a worker runs while there is work, and never too eagerly."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from gtnum.deposits.worker_steward import WorkerSteward


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
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
    made = steward(log, "time.sleep(60)", lambda: True)
    made.start()
    wait_until(lambda: runs(log) == 1)
    time.sleep(0.3)
    assert runs(log) == 1
    child = made._child
    assert child is not None
    made.close()
    assert child.wait(5) != 0


def test_a_program_that_is_not_there_harms_nobody(tmp_path: Path) -> None:
    made = WorkerSteward(["/nowhere/x"], {}, lambda: True, poll_seconds=0.05)
    made.start()
    time.sleep(0.2)
    made.wake()
    made.close()
