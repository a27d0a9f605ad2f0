"""A few places for queries, given to whoever was given the least of late.

    take ──free──▶ Place ──release──▶ the next: by client, then by shape, then arrival
      ├────waits─▶ its turn, its time is over, or its caller has hung up
      └────would wait too long, or all that may wait do──▶ QueriesBusy, and until when

Clients share the time first. Queries of one client share it by their shape, whoever
else asked the like: where many people stand behind one address, the same dear query
again and again does not keep away another. Where the queue is full, who has had the
most makes room.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from graph.errors import QueriesBusy
from ontology.call_context import current_call
from ontology.recent_time import RecentTimes

__all__ = ["Asker", "FairPlaces", "Place", "PlacesLimits"]

_HALF_LIFE_SECONDS: Final = 60.0
_LEARNING: Final = 0.2
_LONGEST_RETRY_SECONDS: Final = 120


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and what like.

    Attributes:
        client: As the call context names it.
        shape: Of the query; see ``query_shapes``.
    """

    client: str
    shape: str


@dataclass(frozen=True, slots=True)
class PlacesLimits:
    """How many there are and how many wait.

    Attributes:
        number: Of places, at least 1.
        most_waiting: Each that waits holds a thread.
        guess_seconds: What a place is taken to be held before any was.
        refusal: What is said, in French, to whom gets none.
        remedy: What to do about it.
    """

    number: int
    most_waiting: int
    guess_seconds: float
    refusal: str
    remedy: str


class _State(Enum):
    WAITING = auto()
    GRANTED = auto()
    REFUSED = auto()


@dataclass(slots=True, eq=False)
class _Waiter:
    asker: Asker
    arrival: int
    called: threading.Event = field(default_factory=threading.Event)
    state: _State = _State.WAITING


class Place:
    """A place that is held until it is released; a context manager.

    Attributes:
        asker: Who holds it.
        spent_seconds: What its holder was given so far, where that is known better
            than by the clock: a busy machine gives less than time passes.
    """

    def __init__(self, places: "FairPlaces", asker: Asker, since: float) -> None:
        self.asker = asker
        self.spent_seconds: float | None = None
        self._since = since
        self._places = places
        self._is_held = True

    def __enter__(self) -> "Place":
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def given_seconds(self, now: float) -> float:
        """Return what its holder was given so far."""
        if self.spent_seconds is not None:
            return self.spent_seconds
        return max(0.0, now - self._since)

    def is_outranked(self, share_seconds: float) -> bool:
        """Return whether somebody waits who was given much less of late.

        Args:
            share_seconds: By how much less.
        """
        return self._places.outranks(self, share_seconds)

    def release(self) -> None:
        """Give the place to the next; once."""
        if self._is_held:
            self._is_held = False
            self._places.give_back(self)


class FairPlaces:
    """Places for queries; safe to use from several threads.

    Args:
        limits: How many, and what is said to whom gets none.
        clock: Seconds that only grow.
    """

    def __init__(
        self, limits: PlacesLimits, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._free = limits.number
        self._arrivals = 0
        self._mean = limits.guess_seconds
        self._waiting: list[_Waiter] = []
        self._of_client: RecentTimes[str] = RecentTimes(_HALF_LIFE_SECONDS)
        self._of_shape: RecentTimes[str] = RecentTimes(_HALF_LIFE_SECONDS)

    def take(self, asker: Asker, seconds: float) -> Place:
        """Wait for a place and take it.

        Args:
            asker: For whom.
            seconds: How long to wait at most; who would wait longer is told at once.

        Raises:
            QueriesBusy: If there is none in time.
            CallCancelled: If nobody waits for the current call any more.
        """
        call = current_call()
        call.check()
        with self._lock:
            if self._free:
                return self._start(asker)
            waiter = self._queue(asker, seconds)
        try:
            with call.on_cancel(waiter.called.set):
                waiter.called.wait(seconds)
            call.check()
        except BaseException:
            self._forget(waiter)
            raise
        with self._lock:
            if waiter.state is _State.GRANTED:
                return Place(self, asker, self._clock())
            if waiter.state is _State.WAITING:
                self._waiting.remove(waiter)
            raise self._busy()

    def take_free(self, asker: Asker) -> Place | None:
        """Take a place that is free now; None where there is none."""
        with self._lock:
            return self._start(asker) if self._free else None

    def give_back(self, place: Place) -> None:
        """Take a place back and give it to the next; ``Place.release`` calls it."""
        with self._lock:
            now = self._clock()
            held = place.given_seconds(now)
            self._of_client.add(place.asker.client, held, now)
            self._of_shape.add(place.asker.shape, held, now)
            self._mean += _LEARNING * (held - self._mean)
            self._pass_on()

    def outranks(self, place: Place, share_seconds: float) -> bool:
        """Return whether somebody waits who was given less; see ``Place``."""
        with self._lock:
            now = self._clock()
            held = place.given_seconds(now)
            client = self._of_client.of(place.asker.client, now) + held
            shape = self._of_shape.of(place.asker.shape, now) + held
            return any(
                self._of_client.of(each.asker.client, now) < client
                and (
                    self._of_client.of(each.asker.client, now) < client - share_seconds
                    or self._of_shape.of(each.asker.shape, now) < shape - share_seconds
                )
                for each in self._waiting
            )

    def _start(self, asker: Asker) -> Place:
        self._free -= 1
        return Place(self, asker, self._clock())

    def _pass_on(self) -> None:
        if not self._waiting:
            self._free += 1
            return
        following = min(self._waiting, key=self._rank)
        self._waiting.remove(following)
        following.state = _State.GRANTED
        following.called.set()

    def _queue(self, asker: Asker, seconds: float) -> _Waiter:
        """Let somebody wait.

        Raises:
            QueriesBusy: If it would be for too long, or for nobody's good.
        """
        self._arrivals += 1
        waiter = _Waiter(asker, self._arrivals)
        rank = self._rank(waiter)
        ahead = sum(self._rank(each) < rank for each in self._waiting)
        # Somebody may have begun just now: half of what a query takes is left to it.
        expected = (ahead + 0.5) * self._mean / self._limits.number
        if expected > seconds:
            raise self._busy()
        if len(self._waiting) >= self._limits.most_waiting:
            last = max([*self._waiting, waiter], key=self._rank)
            if last is waiter:
                raise self._busy()
            self._waiting.remove(last)
            last.state = _State.REFUSED
            last.called.set()
        self._waiting.append(waiter)
        return waiter

    def _rank(self, waiter: _Waiter) -> tuple[float, float, int]:
        """Return where somebody stands; the least is next.

        A second query of a client stands where it would had the first one been served.
        """
        own = self._rank_within(waiter)
        before = sum(
            self._rank_within(each) < own
            for each in self._waiting
            if each.asker.client == waiter.asker.client
        )
        client = self._of_client.of(waiter.asker.client, self._clock())
        return client + self._mean * before, *own

    def _rank_within(self, waiter: _Waiter) -> tuple[float, int]:
        """Return where somebody stands among the queries of one client."""
        alike = sum(
            each.asker == waiter.asker and each.arrival < waiter.arrival
            for each in self._waiting
        )
        given = self._of_shape.of(waiter.asker.shape, self._clock())
        return given + self._mean * alike, waiter.arrival

    def _forget(self, waiter: _Waiter) -> None:
        with self._lock:
            if waiter.state is _State.GRANTED:
                self._pass_on()
            elif waiter in self._waiting:
                self._waiting.remove(waiter)

    def _busy(self) -> QueriesBusy:
        """Return the refusal, with when the queue will have been worked off."""
        ahead = (len(self._waiting) + 1) * self._mean / self._limits.number
        return QueriesBusy(
            self._limits.refusal,
            retry_after_seconds=min(_LONGEST_RETRY_SECONDS, max(1, math.ceil(ahead))),
            remedy=self._limits.remedy,
        )
