"""This test ensures that a deadline, slots and a pool end waiting as they say."""

import queue
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from graph.errors import QueriesBusy, QueryTimeout
from graph.sparql import deadline as deadline_module
from graph.sparql import query_slots, result_formats, worker_pool
from graph.sparql.deadline import Deadline
from graph.sparql.node_vectors import NodeVectors
from graph.sparql.query_slots import WAITING_PER_SLOT, QuerySlots
from graph.sparql.vector_table import write_table
from graph.sparql.worker_pool import WorkerPool


@pytest.fixture
def clock(monkeypatch):
    made = SimpleNamespace(now=100.0, monotonic=lambda: made.now)
    monkeypatch.setattr(deadline_module, "time", made)
    return made


def test_what_is_left_is_more_than_nothing(clock):
    made = Deadline(2.5)
    assert (made.spent, made.left()) == (0, 2.5)
    clock.now += 2.25
    assert (made.spent, made.left()) == (2.25, 0.25)
    clock.now += 0.25
    with pytest.raises(QueryTimeout, match=r"en 2\.5 s") as late:
        made.left()
    assert late.value.seconds == 2.5


@pytest.mark.parametrize(
    ("seconds", "told"), [(0, 1), (0.4, 1), (1.4, 1), (1.6, 2), (7, 7)]
)
def test_who_gets_no_slot_is_told_how_long_it_waited(monkeypatch, seconds, told):
    asked = []

    class Full:
        """A semaphore that nobody gets, but for the queue."""

        def __init__(self, number):
            self.is_queue = number > 3
            asked.append(number)

        def acquire(self, *, blocking=True, timeout=None):
            asked.append((blocking, timeout))
            return self.is_queue

        def release(self):
            asked.append("released")

    monkeypatch.setattr(
        query_slots, "threading", SimpleNamespace(BoundedSemaphore=Full)
    )
    slots = QuerySlots(3, refusal="prises", remedy="Plus tard.")
    with pytest.raises(QueriesBusy) as refusal, slots.hold(seconds):
        pass
    assert refusal.value.retry_after_seconds == told
    assert asked[:2] == [3, 3 * WAITING_PER_SLOT]
    assert asked[2:] == [(False, None), (False, None), (True, seconds), "released"]
    assert WAITING_PER_SLOT == 4


class FakeWorker:
    """A worker that lives until it is told otherwise."""

    def __init__(self, store, settings):
        self.store, self.settings = store, settings
        self.answered = 0
        self.is_busy = self.is_dead = False

    def is_alive(self):
        return not self.is_dead

    def abandon(self):
        self.is_dead = True

    def kill(self):
        self.is_dead = True


@pytest.fixture
def pool(monkeypatch):
    monkeypatch.setattr(worker_pool, "WorkerProcess", FakeWorker)
    made = WorkerPool(Path("one"), 1, wait_seconds=100)
    yield made
    made.close()


@pytest.mark.parametrize(("answered", "is_kept"), [(499, True), (500, False)])
def test_a_worker_is_replaced_after_five_hundred_queries(pool, answered, is_kept):
    with pool.worker() as worker:
        worker.answered = answered
    with pool.worker() as after:
        assert (after is worker) == is_kept
    assert worker.is_dead != is_kept


def test_a_fit_worker_is_kept_and_one_of_another_generation_is_not(pool):
    with pool.worker() as worker:
        pass
    with pool.worker() as again:
        assert again is worker
    pool.switch(Path("two"))
    with pool.worker() as after:
        assert after is not worker
        assert after.store == Path("two")
        pool.switch(Path("three"))
        assert not after.is_dead
    with pool.worker() as last:
        assert last.store == Path("three")


def test_a_dead_worker_is_replaced_before_it_is_lent(pool):
    with pool.worker() as worker:
        pass
    worker.is_dead = True
    with pool.worker() as after:
        assert after is not worker


def test_a_taken_pool_says_so_after_the_shorter_time(pool):
    busy = pytest.raises(QueriesBusy, match="places sont prises")
    with pool.worker(), busy as refusal, pool.worker(0.01):
        pass
    assert refusal.value.retry_after_seconds == 1
    with pool.worker(1_000) as worker:
        assert worker.is_alive()


def test_a_closed_pool_lends_nothing(monkeypatch):
    monkeypatch.setattr(worker_pool, "WorkerProcess", FakeWorker)
    made = WorkerPool(Path("one"), 1)
    with made.worker() as worker:
        made.close()
        assert not worker.is_dead
    assert worker.is_dead
    with pytest.raises(QueriesBusy), made.worker():
        pass


def test_a_pool_waits_two_seconds_unless_told_otherwise(monkeypatch):
    waited = []

    class Idle(queue.LifoQueue):
        """Notes how long it is waited for."""

        def get(self, block=True, timeout=None):
            waited.append(timeout) if block else None
            return super().get(block, timeout)

    monkeypatch.setattr(worker_pool, "WorkerProcess", FakeWorker)
    fake = SimpleNamespace(LifoQueue=Idle, Empty=queue.Empty)
    monkeypatch.setattr(worker_pool, "queue", fake)
    made = WorkerPool(Path("one"), 1)
    for seconds in (None, 1, 3):
        with made.worker(seconds):
            pass
    made.close()
    assert waited == [2.0, 1, 2.0]
    with pytest.raises(QueriesBusy), made.worker():
        pass
    assert len(waited) == 3, "nobody waits for a pool that is closed"


def test_fifty_ranges_of_accept_are_read():
    junk = ", ".join(f"a/b{n}" for n in range(49))
    wanted = f"{junk}, text/csv, text/tab-separated-values"
    assert result_formats.negotiate("SELECT", wanted).media_type == "text/csv"
    with pytest.raises(result_formats.NotAcceptable):
        result_formats.negotiate("SELECT", f"a/c, {wanted}")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/csv;q=5, text/tsv;q=1", "text/csv"),
        ("text/csv;q=-1, text/tsv;q=0.1", "text/tab-separated-values"),
        ("text/csv;q=0.1, text/csv;q=0.9, text/tsv;q=0.5", "text/csv"),
        ("text/csv;v=1;q=0.2, text/tsv;q=0.3", "text/tab-separated-values"),
        ("csv, a/b/c, text/tsv", "text/tab-separated-values"),
        ("text/*;q=0.5, */*;q=0.9", "application/sparql-results+json"),
        ("text/csv;q=0.5, text/*;q=0.9", "text/tab-separated-values"),
    ],
)
def test_qualities_are_from_nothing_to_one(accept, expected):
    assert result_formats.negotiate("SELECT", accept).media_type == expected


def test_cosines_stay_between_minus_one_and_one(tmp_path):
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(40, 7)).astype(np.float32)
    vectors[20:] = -vectors[:20] * 3
    names = [f"urn:{n}" for n in range(40)]
    write_table(tmp_path, [(names, vectors)], dimension=7)
    table = NodeVectors(str(tmp_path))
    for number in range(20):
        same = table.similarity(names[number], names[number])
        opposite = table.similarity(names[number], names[number + 20])
        assert 1 - 1e-6 < same <= 1
        assert -1 <= opposite < -1 + 1e-6
    assert table.similarity("urn:0", "urn:x") is None
    assert table.similarity("urn:x", "urn:0") is None
    assert table.similarity("urn:x", "urn:x") is None
