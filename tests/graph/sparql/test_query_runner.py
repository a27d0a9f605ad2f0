"""Small queries never wait for large ones; large ones have their share and an end."""

import json
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from graph.errors import QueriesBusy, QueryFailed, QueryTimeout
from graph.sparql.deadline import Deadline
from graph.sparql.fair_places import Asker
from graph.sparql.query_runner import QueryRunner, Run, RunnerLimits
from graph.sparql.query_service import LocalQueryService, ServiceSettings
from graph.sparql.worker_process import Reply
from graph.stores.generation_writer import GenerationWriter
from ontology.call_context import CallCancelled, CallContext, CancelReason, serving
from ontology.iris import Iris
from tests.contracts.catalogue import record

PATIENT = 60.0
"""Seconds; only a test that fails waits so long."""


class FakeWorker:
    """Answers after so many seconds of a processor that runs at each look."""

    store = Path("graph")

    def __init__(self, needs):
        self.needs, self.spent, self.begun = needs, 0.0, []
        self.is_stopped = False

    def begin(self, request, *, seconds):
        self.begun.append(request)

    def has_answer(self, until):
        self.spent += 0.05
        return self.is_stopped or self.spent > self.needs

    def spent_seconds(self):
        return self.spent

    def finish(self, deadline, *, limit_bytes):
        if self.is_stopped:
            raise QueryFailed("stopped")
        return Reply({"status": "ok", "seconds": self.spent}, b"")

    def stop(self):
        self.is_stopped = True


class FakePool:
    """Lends a fresh worker each time, whose query needs so many seconds."""

    def __init__(self):
        self.needs, self.lent = 0.0, []

    @contextmanager
    def worker(self, _wait_seconds):
        worker = FakeWorker(self.needs)
        self.lent.append(worker)
        yield worker


@pytest.fixture
def pool():
    return FakePool()


@pytest.fixture
def runner(pool):
    return QueryRunner(pool, RunnerLimits(fast=1, wait_seconds=PATIENT))


def run_of(shape="shape", client="claire", **options):
    return Run(
        Asker(client, shape),
        f"exact {shape}",
        Deadline(options.pop("seconds", PATIENT)),
        lambda store: {"store": str(store)},
        **options,
    )


def test_a_small_query_is_answered_in_a_fast_place(runner, pool):
    assert runner.run(run_of()).status == "ok"
    assert len(pool.lent) == 1
    assert pool.lent[0].begun == [{"store": "graph"}]


def test_a_large_query_goes_on_where_a_slow_place_is_free(runner, pool):
    pool.needs = 2.0
    assert runner.run(run_of()).status == "ok"
    assert len(pool.lent) == 1
    assert pool.lent[0].spent > 2.0
    assert (runner._fast._free, runner._slow._free) == (1, 1)


def test_a_large_query_begins_again_where_none_was(runner, pool):
    pool.needs = 2.0
    place = runner._slow.take(Asker("other", "s"), 0)
    done = []
    thread = threading.Thread(target=lambda: done.append(runner.run(run_of())))
    thread.start()
    deadline = time.monotonic() + PATIENT
    while not runner._slow._waiting and time.monotonic() < deadline:
        time.sleep(0.001)
    assert runner._fast._free == 1  # it waits without a fast place and a worker
    place.release()
    thread.join(PATIENT)
    assert done[0].status == "ok"
    assert len(pool.lent) == 2


def test_what_was_large_begins_slow_until_it_is_small(runner, pool):
    pool.needs = 2.0
    runner.run(run_of())
    with runner._fast.take(Asker("other", "s"), 0):  # none is needed
        runner.run(run_of())
        pool.needs = 0.0
        runner.run(run_of())
    assert len(pool.lent) == 3
    with runner._slow.take(Asker("other", "s"), 0):  # nor now this one
        assert runner.run(run_of()).status == "ok"


@pytest.mark.parametrize(("shape", "client"), [("shape", "paul"), ("loose", "claire")])
def test_the_same_query_or_the_same_sort_of_a_client_begins_slow(
    runner, pool, shape, client
):
    pool.needs = 2.0
    first = Run(Asker("claire", "loose"), "exact", Deadline(PATIENT), lambda _: {})
    runner.run(first)
    again = Run(
        Asker(client, "loose" if shape == "loose" else "other"),
        "exact" if shape == "shape" else "another",
        Deadline(PATIENT),
        lambda _: {},
    )
    runner._fast.take(Asker("other", "s"), 0)
    assert runner.run(again).status == "ok"


def test_who_is_known_has_places_of_their_own(runner, pool):
    pool.needs = 2.0
    with runner._slow.take(Asker("other", "s"), 0):
        assert runner.run(run_of(is_long=True)).status == "ok"


class Waiting:
    """Somebody who waits for a slow place, and lets go at the end."""

    def __init__(self, runner, client):
        self.call, places = CallContext(client), runner._slow

        def wait():
            with serving(self.call), suppress(CallCancelled):
                places.take(Asker(client, "s"), PATIENT).release()

        self.thread = threading.Thread(target=wait)
        self.thread.start()
        deadline = time.monotonic() + PATIENT
        while not places._waiting and time.monotonic() < deadline:
            time.sleep(0.001)

    def leave(self):
        self.call.cancel(CancelReason.CLIENT_GONE)
        self.thread.join(PATIENT)


def test_a_query_that_is_far_ahead_makes_room(runner, pool):
    pool.needs = 9.0
    waiting = []

    def complete(store):
        if runner._slow._free == 0 and not waiting:
            waiting.append(Waiting(runner, "modest"))
        return {}

    run = Run(Asker("greedy", "s"), "exact", Deadline(PATIENT), complete)
    runner._known_slow.add(*run.names)
    with pytest.raises(QueriesBusy, match="arrêtée") as stopped:
        runner.run(run)
    assert 3.0 < pool.lent[0].spent < 4.0
    assert stopped.value.retry_after_seconds >= 1
    waiting[0].leave()
    assert runner._slow._free == 1


def test_a_query_that_is_alone_goes_on(runner, pool):
    pool.needs = 9.0
    assert runner.run(run_of()).status == "ok"


def test_a_caller_that_hangs_up_stops_its_worker(runner, pool):
    call, worker_seen = CallContext(), []
    pool.needs = 10**9

    def hang_up(store):
        worker_seen.append(store)
        threading.Timer(0.01, call.cancel, (CancelReason.CLIENT_GONE,)).start()
        return {}

    run = Run(Asker("a", "s"), "exact", Deadline(PATIENT), hang_up)
    with serving(call), pytest.raises(CallCancelled):
        runner.run(run)
    assert pool.lent[0].is_stopped
    assert (runner._fast._free, runner._slow._free) == (1, 1)


def test_a_deadline_ends_a_large_query(runner, pool):
    pool.needs = 10**9
    with pytest.raises(QueryTimeout):
        runner.run(run_of(seconds=0.05))
    assert (runner._fast._free, runner._slow._free) == (1, 1)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runner") / "graph"
    writer = GenerationWriter(folder, Iris())
    writer.write(record("un"))
    writer.close()
    return folder


def product(*sizes):
    """A query that counts as many rows as the product of these sizes."""
    values = [
        f"VALUES ?v{place} {{ {' '.join(map(str, range(size)))} }}"
        for place, size in enumerate(sizes)
    ]
    return f"SELECT (COUNT(*) AS ?n) {{ {' '.join(values)} }}"


@pytest.mark.slow
def test_an_honest_query_ends_beside_hostile_ones(store):
    """Eight clients ask what never ends; a large query and small ones are answered."""
    settings = ServiceSettings(
        timeout_seconds=PATIENT,
        wait_seconds=PATIENT,
        budget_seconds=0.02,
        share_seconds=0.1,
    )
    service = LocalQueryService(store, Iris(), settings=settings)
    calls = [CallContext(f"hostile {number}") for number in range(8)]
    endless = product(*[300] * 5)
    seen = threading.Semaphore(0)

    def attack(call):
        with serving(call), suppress(CallCancelled):
            while call.reason is None:
                with suppress(QueriesBusy, QueryTimeout):
                    seen.release()
                    service.execute(endless)
                time.sleep(0.01)

    crowd = [threading.Thread(target=attack, args=(call,)) for call in calls]
    for thread in crowd:
        thread.start()
    for _ in calls:
        assert seen.acquire(timeout=PATIENT)
    with serving(CallContext("honest")):
        answer = service.execute(product(100, 100, 40), accept="application/json")
        rows = json.loads(answer.body)["results"]["bindings"]
        assert rows[0]["n"]["value"] == str(100 * 100 * 40)
        for _ in range(5):
            assert b"true" in service.execute("ASK {}", accept="application/json").body
    for call in calls:
        call.cancel(CancelReason.CLIENT_GONE)
    for thread in crowd:
        thread.join(PATIENT)
        assert not thread.is_alive()
    service.close()
