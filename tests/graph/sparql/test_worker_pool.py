"""No worker outlives its pool, and no place is lost, whatever fails meanwhile.

Workers are fakes that know whether they live and whether anybody waited for their end.
"""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from graph.errors import QueryError, QueryTimeout
from graph.sparql import worker_pool
from graph.sparql.deadline import Deadline, Helpers
from graph.sparql.worker_pool import WorkerPool

PATIENT = 100
"""Seconds; only a test that fails waits so long."""


class FakeWorker:
    """Lives until it is killed; one that is abandoned takes its time to end."""

    def __init__(self, store: Path, settings: object) -> None:
        self.store = store
        self.answered = 0
        self.is_busy = False
        self.has_ended = False
        self.was_reaped = False
        self.is_slow = False

    def is_alive(self) -> bool:
        return not self.has_ended

    def abandon(self) -> None:
        self.has_ended = not self.is_slow

    def kill(self) -> None:
        self.has_ended = self.was_reaped = True


@pytest.fixture
def start(monkeypatch) -> Callable[[Iterable[BaseException | None]], list[FakeWorker]]:
    """Say how each start of a worker ends; return the workers as they are made."""

    def plan(failures: Iterable[BaseException | None]) -> list[FakeWorker]:
        made: list[FakeWorker] = []
        coming = iter(failures)

        def make(store: Path, settings: object) -> FakeWorker:
            failure = next(coming, None)
            if failure is not None:
                raise failure
            made.append(FakeWorker(store, settings))
            return made[-1]

        monkeypatch.setattr(worker_pool, "WorkerProcess", make)
        return made

    return plan


@pytest.mark.parametrize("failure", [OSError("full"), KeyboardInterrupt()])
def test_a_pool_that_cannot_start_all_workers_leaves_none(start, failure):
    made = start([None, failure])
    with pytest.raises((QueryError, KeyboardInterrupt)):
        WorkerPool(Path("graph"), 2)
    assert [worker.was_reaped for worker in made] == [True]


def test_a_renewal_that_fails_in_any_way_loses_no_place(start):
    made = start([None, MemoryError()])
    pool = WorkerPool(Path("graph"), 1, wait_seconds=PATIENT)
    with pool.worker() as worker:
        worker.is_busy = True  # left without its answer
    with pool.worker() as worker:
        assert worker is made[1]
    pool.close()
    assert [worker.was_reaped for worker in made] == [True, True]


def test_a_replacement_that_is_interrupted_loses_no_place(start):
    made = start([None, KeyboardInterrupt()])
    pool = WorkerPool(Path("graph"), 1, wait_seconds=PATIENT)
    made[0].has_ended = True
    with pytest.raises(KeyboardInterrupt), pool.worker():
        pass
    with pool.worker() as worker:
        assert worker is made[1]
    pool.close()


def test_closing_waits_for_workers_that_take_their_time(start):
    made = start([])
    pool = WorkerPool(Path("graph"), 1, wait_seconds=PATIENT)
    made[0].is_slow = True
    with pool.worker() as worker:
        worker.is_busy = True
    pool.close()
    pool.close()
    assert [worker.was_reaped for worker in made] == [True, True]


def test_a_worker_that_is_replaced_during_the_close_is_waited_for(start):
    made = start([])
    pool = WorkerPool(Path("graph"), 1, wait_seconds=PATIENT)
    with pool.worker():
        pool.close()
        made[0].is_slow = True
        pool._replace(made[0])
        assert made[0].was_reaped


def test_helpers_are_closed_when_their_last_search_has_ended():
    helpers, may_end, has_ended = Helpers(1), threading.Event(), threading.Event()

    def late() -> None:
        assert may_end.wait(PATIENT)
        has_ended.set()

    with pytest.raises(QueryTimeout):
        helpers.run(late, Deadline(0.01))
    threading.Timer(0.05, may_end.set).start()
    helpers.close()
    assert has_ended.is_set()
