"""Runs a query in a worker: quickly where that suffices, else in a slow place.

    fast place ──answer within its budget──▶ done
        └──over budget──▶ a slow place is free: the query stays in its worker
                └──none is──▶ its worker is killed, the query waits, and begins again
    a query that was over budget before begins slow, as does its like of one client

Small queries so never wait for large ones. A query that waits holds no process, so
memory is bounded by the workers. A query that has a slow place is stopped only for
somebody who waits and was given less of late, by more than a share.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from graph.errors import QueriesBusy, QueryFailed, QueryTimeout
from graph.sparql.deadline import Deadline
from graph.sparql.fair_places import Asker, FairPlaces, Place, PlacesLimits
from graph.sparql.worker_pool import WorkerPool
from graph.sparql.worker_process import Reply, WorkerProcess
from ontology.call_context import current_call

__all__ = ["QueryRunner", "Run", "RunnerLimits"]

_LOOK_SECONDS: Final = 0.05
_REMEMBERED: Final = 1_000
_WALL_TIMES: Final = 4
"""A busy machine gives a worker a fraction of a core: its budget lasts longer then."""


@dataclass(frozen=True, slots=True)
class RunnerLimits:
    """Who gets how much.

    Attributes:
        fast: Places for queries that may be small.
        slow: Places for queries that are not.
        trusted: Places for long queries of those whom the service knows.
        wait_seconds: How long a query waits for a fast place.
        budget_seconds: Processor time in a fast place.
        share_seconds: Processor time by which a client may be ahead of who waits.
        limit_bytes: Cap on an answer.
    """

    fast: int
    slow: int = 1
    trusted: int = 1
    wait_seconds: float = 2.0
    budget_seconds: float = 0.25
    share_seconds: float = 3.0
    limit_bytes: int = 64 << 20

    @property
    def workers(self) -> int:
        """Return how many processes there are."""
        return self.fast + self.slow + self.trusted

    @property
    def waiting_fast(self) -> int:
        """Return how many may wait for a fast place."""
        return 4 * self.fast

    @property
    def waiting_slow(self) -> int:
        """Return how many may wait for a slow place, and for a trusted one."""
        return 6 * self.slow

    @property
    def callers(self) -> int:
        """Return how many queries may be in this room, at work or waiting."""
        return self.workers + self.waiting_fast + 2 * self.waiting_slow


@dataclass(frozen=True, slots=True)
class Run:
    """A query on its way.

    Attributes:
        asker: Who asks, and the loose shape of what.
        exact_shape: By which it is remembered.
        deadline: Of the query, waiting included.
        complete: From the store of a worker to what is asked of it.
        is_long: Whether somebody whom the service knows may take their time.
    """

    asker: Asker
    exact_shape: str
    deadline: Deadline
    complete: Callable[[Path], dict[str, Any]]
    is_long: bool = False

    @property
    def names(self) -> tuple[object, object]:
        """Return what it is remembered by: this query, and what this client asks."""
        return self.exact_shape, self.asker


class QueryRunner:
    """Gives queries places and workers; safe to use from several threads.

    Args:
        pool: With ``limits.workers`` workers.
        limits: Who gets how much.
    """

    def __init__(self, pool: WorkerPool, limits: RunnerLimits) -> None:
        self._pool = pool
        self._limits = limits
        self._fast = FairPlaces(
            PlacesLimits(
                limits.fast,
                limits.waiting_fast,
                guess_seconds=0.05,
                refusal="toutes les places sont prises : d’autres requêtes sont en "
                "cours",
                remedy="Réessayez dans un instant.",
            )
        )
        self._slow = self._large_places(limits.slow, "longues requêtes")
        self._trusted = self._large_places(limits.trusted, "requêtes à long délai")
        self._known_slow = _Remembered()

    def run(self, run: Run) -> Reply:
        """Return what a worker answered.

        Raises:
            QueriesBusy: If there is no place in time, or others are due.
            QueryError: As a worker; of another kind.
            StoreError: If the store cannot be opened.
            CallCancelled: If nobody waits for the answer any more.
        """
        if not self._known_slow.holds(*run.names):
            reply = self._run_fast(run)
            if reply is not None:
                return reply
        large = self._trusted if run.is_long else self._slow
        left = run.deadline.left()
        with large.take(run.asker, left) as place, self._pool.worker(left) as worker:
            self._begin(run, worker)
            return self._wait_slow(run, worker, place)

    def _large_places(self, number: int, what: str) -> FairPlaces:
        return FairPlaces(
            PlacesLimits(
                number,
                self._limits.waiting_slow,
                guess_seconds=self._limits.share_seconds / 2,
                refusal=f"les places des {what} sont prises",
                remedy="Réessayez plus tard, ou restreignez la requête : les petites "
                "ont leurs propres places.",
            )
        )

    def _run_fast(self, run: Run) -> Reply | None:
        """Return the answer of a small query; None where it must begin again, slow."""
        left = run.deadline.left()
        wait = min(self._limits.wait_seconds, left)
        with self._fast.take(run.asker, wait) as place, self._pool.worker(left) as own:
            self._begin(run, own)
            if self._answers_within_budget(run, own):
                return self._finished(run, own)
            self._known_slow.add(*run.names)
            large = self._trusted if run.is_long else self._slow
            free = large.take_free(run.asker)
            if free is None:
                return None
            place.release()
            with free:
                return self._wait_slow(run, own, free)

    def _begin(self, run: Run, worker: WorkerProcess) -> None:
        request = run.complete(worker.store)
        call = current_call()
        call.check()
        try:
            with call.on_cancel(worker.stop):
                worker.begin(request, seconds=run.deadline.left())
        except QueryTimeout as late:
            raise run.deadline.passed() from late
        except QueryFailed:
            call.check()
            raise

    def _answers_within_budget(self, run: Run, worker: WorkerProcess) -> bool:
        started = time.monotonic()
        budget = min(self._limits.budget_seconds, run.deadline.left())
        with current_call().on_cancel(worker.stop):
            while not worker.has_answer(time.monotonic() + _LOOK_SECONDS):
                if _is_spent(worker, time.monotonic() - started, budget):
                    return False
        return True

    def _wait_slow(self, run: Run, worker: WorkerProcess, place: Place) -> Reply:
        """Wait for the answer of a large query.

        Raises:
            QueriesBusy: If it has had its share and others are due.
        """
        started = time.monotonic()
        with current_call().on_cancel(worker.stop):
            while not worker.has_answer(time.monotonic() + _LOOK_SECONDS):
                run.deadline.left()
                place.spent_seconds = worker.spent_seconds()
                held = time.monotonic() - started
                if (
                    not run.is_long
                    and _is_spent(worker, held, 2 * self._limits.budget_seconds)
                    and place.is_outranked(self._limits.share_seconds)
                ):
                    raise _others_are_due(self._limits.share_seconds)
        reply = self._finished(run, worker)
        if float(reply.header.get("seconds", 1.0)) < self._limits.budget_seconds:
            self._known_slow.remove(*run.names)
        return reply

    def _finished(self, run: Run, worker: WorkerProcess) -> Reply:
        call = current_call()
        try:
            with call.on_cancel(worker.stop):
                return worker.finish(
                    time.monotonic() + run.deadline.left(),
                    limit_bytes=self._limits.limit_bytes,
                )
        except QueryFailed:
            call.check()  # the process that we stopped did not fail
            raise
        except QueryTimeout as late:
            # The worker knows what was left to it, not what was asked for.
            raise run.deadline.passed() from late


class _Remembered:
    """What was over its budget lately; bounded; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._names: OrderedDict[object, None] = OrderedDict()

    def holds(self, *names: object) -> bool:
        """Return whether any of these is remembered."""
        with self._lock:
            return any(name in self._names for name in names)

    def add(self, *names: object) -> None:
        """Remember these; what was added long ago is forgotten."""
        with self._lock:
            for name in names:
                self._names[name] = None
                self._names.move_to_end(name)
            while len(self._names) > _REMEMBERED:
                self._names.popitem(last=False)

    def remove(self, *names: object) -> None:
        """Remember these no longer."""
        with self._lock:
            for name in names:
                self._names.pop(name, None)


def _is_spent(worker: WorkerProcess, wall_seconds: float, allowed: float) -> bool:
    """Return whether a query has had what it is allowed of a processor."""
    spent = worker.spent_seconds()
    if spent is None:
        return wall_seconds >= allowed
    return spent >= allowed or wall_seconds >= _WALL_TIMES * allowed


def _others_are_due(seconds: float) -> QueriesBusy:
    return QueriesBusy(
        "la requête a été arrêtée : d’autres attendent, qui ont eu "
        f"{seconds:g} s de calcul de moins que vous",
        retry_after_seconds=max(1, round(4 * seconds)),
        remedy="Restreignez-la, ou réessayez quand le service est moins occupé.",
    )
