"""One class of work: its places, who waits for one, and who is told to come back.

    enter ──free place──▶ running ──leave──▶ its time is learned, the next one runs
      ├────waits────────▶ client ▸ kind ▸ first come
      └────would wait too long──▶ LaneFull, with when to come back

Time is shared, not places: of all clients that wait, the one runs next whose request
is short and who was given little of late, and within a client the kind of request that
was. So a newcomer passes a crowd, and short work passes long work, also where many
people share one address. What nobody would live to see is refused at once.

Nothing here waits or knows threads: the caller is one event loop.
"""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from ontology.recent_time import RecentTimes
from search_api.web.admission.tickets import (
    LaneFull,
    LaneLimits,
    Ticket,
    TicketState,
)

__all__ = ["Lane"]

_LEARNING: Final = 0.15
"""How much the last time of a kind of request counts beside those before."""
_HALF_LIFE_SECONDS: Final = 10.0
"""Who was idle for a minute is a newcomer again."""
_WEIGHT_OF_GIVEN: Final = 0.25
"""What a second of late counts beside one of the request: short work passes long work
until its client has had four times the difference."""
_MOST_BEFOREHAND_SECONDS: Final = 2.0
"""Who is served all the time has some fourteen of late: beyond that, never."""
_MOST_KINDS: Final = 1_000
_LONGEST_RETRY_SECONDS: Final = 120


@dataclass(slots=True)
class _Waiting:
    """What waits of one client: by kind, each first come, first served."""

    flows: dict[str, deque[Ticket]] = field(default_factory=dict)

    def add(self, ticket: Ticket) -> None:
        self.flows.setdefault(ticket.kind, deque()).append(ticket)

    def remove(self, ticket: Ticket) -> None:
        flow = self.flows[ticket.kind]
        flow.remove(ticket)
        if not flow:
            del self.flows[ticket.kind]

    def number(self, kind: str) -> int:
        return len(self.flows.get(kind, ()))


def _mark(given: float, expected: float) -> float:
    """Return where a request stands; the lowest is next.

    Args:
        given: Seconds of late, to whoever asks.
        expected: Seconds that the request will take.
    """
    return _WEIGHT_OF_GIVEN * given + min(expected, _MOST_BEFOREHAND_SECONDS)


def _until(mark: float, given: float, first: float, waiting: float) -> float:
    """Return how much of what waits is served before a mark is the lowest.

    Args:
        mark: Of somebody else.
        given: Seconds of late, to whoever waits.
        first: Seconds of their next request.
        waiting: Seconds of all their requests.
    """
    room = mark - _mark(given, first)
    return 0.0 if room < 0 else min(waiting, room / _WEIGHT_OF_GIVEN + first)


class Lane:
    """Places and a fair queue for one class of work; for one event loop.

    Args:
        limits: What the class is given.
        clock: Seconds that only grow.
    """

    def __init__(
        self, limits: LaneLimits, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.limits = limits
        self.running = 0
        self.waiting = 0
        self._clock = clock
        self._arrivals = 0
        self._queues: dict[str, _Waiting] = {}
        self._running_of: dict[str, int] = {}
        self._given: RecentTimes[str] = RecentTimes(_HALF_LIFE_SECONDS)
        self._given_kind: RecentTimes[tuple[str, str]] = RecentTimes(_HALF_LIFE_SECONDS)
        self._mean = limits.guess_seconds
        self._means: dict[str, float] = {}

    def enter(
        self,
        client: str,
        kind: str,
        *,
        granted: Callable[[], object] = lambda: None,
        refused: Callable[[LaneFull], object] = lambda _refusal: None,
    ) -> Ticket:
        """Give a place, or a place in the queue.

        Args:
            client: Whose request it is.
            kind: What it is like; few different ones, see ``request_classes``.
            granted: Called when its turn comes.
            refused: Called when it must make room for somebody with less.

        Raises:
            LaneFull: If it would wait too long.
        """
        self._arrivals += 1
        ticket = Ticket(client, kind, granted, refused, self._arrivals)
        if self.running < self.limits.places:  # then nobody waits
            self._start(ticket)
            return ticket
        if self._expected_wait(ticket) > self.limits.waiting_seconds:
            raise self._full(client)
        if self.waiting >= self.limits.most_waiting:
            self._make_room(client)
        self._queues.setdefault(client, _Waiting()).add(ticket)
        self.waiting += 1
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """Take a request back: its place goes to the next one, its wait ends."""
        match ticket.state:
            case TicketState.RUNNING:
                self._end(ticket)
            case TicketState.WAITING:
                self._unqueue(ticket)
        ticket.state = TicketState.OVER

    def refusal(self, client: str) -> LaneFull:
        """Return what to tell a client whose request waited in vain."""
        return self._full(client)

    @property
    def expected_seconds(self) -> float:
        """Return how long all that waits will take, as far as can be told."""
        waiting = sum(self._seconds(queue) for queue in self._queues.values())
        return waiting / self.limits.places

    def _expected(self, kind: str) -> float:
        """Return how long a request takes, by those of its kind or by all."""
        return self._means.get(kind, self._mean)

    def _seconds(self, queue: _Waiting) -> float:
        """Return how long all that waits of a client will take."""
        flows = queue.flows.items()
        return sum(len(flow) * self._expected(kind) for kind, flow in flows)

    def _start(self, ticket: Ticket) -> None:
        now = self._clock()
        ticket.state, ticket.started_at = TicketState.RUNNING, now
        self.running += 1
        of_client = self._running_of.get(ticket.client, 0)
        self._running_of[ticket.client] = of_client + 1
        ticket.charged_seconds = self._expected(ticket.kind)
        self._charge(ticket, ticket.charged_seconds, now)

    def _end(self, ticket: Ticket) -> None:
        now = self._clock()
        seconds = max(0.0, now - ticket.started_at)
        self.running -= 1
        left = self._running_of[ticket.client] - 1
        if left:
            self._running_of[ticket.client] = left
        else:
            del self._running_of[ticket.client]
        # What was charged when it began has faded since.
        charged = self._given.faded(ticket.charged_seconds, seconds)
        self._charge(ticket, seconds - charged, now)
        self._learn(ticket.kind, seconds)
        ticket.state = TicketState.OVER
        if self.waiting:
            following = self._next(now)
            self._unqueue(following)
            self._start(following)
            following.granted()

    def _charge(self, ticket: Ticket, seconds: float, now: float) -> None:
        self._given.add(ticket.client, seconds, now)
        self._given_kind.add((ticket.client, ticket.kind), seconds, now)

    def _learn(self, kind: str, seconds: float) -> None:
        self._mean += _LEARNING * (seconds - self._mean)
        known = self._means.get(kind, seconds)
        if kind not in self._means and len(self._means) >= _MOST_KINDS:
            self._means.clear()
        self._means[kind] = known + _LEARNING * (seconds - known)

    def _next(self, now: float) -> Ticket:
        """Return whose turn it is: the lowest mark."""
        firsts = [
            min(
                (flow[0] for flow in queue.flows.values()),
                key=lambda ticket: (self._kind_mark(ticket, now), ticket.arrival),
            )
            for queue in self._queues.values()
        ]
        return min(
            firsts,
            key=lambda ticket: (
                _mark(self._given.of(ticket.client, now), self._expected(ticket.kind)),
                ticket.arrival,
            ),
        )

    def _kind_mark(self, ticket: Ticket, now: float) -> float:
        given = self._given_kind.of((ticket.client, ticket.kind), now)
        return _mark(given, self._expected(ticket.kind))

    def _unqueue(self, ticket: Ticket) -> None:
        queue = self._queues[ticket.client]
        queue.remove(ticket)
        if not queue.flows:
            del self._queues[ticket.client]
        self.waiting -= 1

    def _expected_wait(self, ticket: Ticket) -> float:
        """Return how long a newcomer would wait: for all that others get before it."""
        now = self._clock()
        own = self._queues.get(ticket.client)
        ahead = 0.0 if own is None else self._ahead_within(own, ticket, now)
        given = self._given.of(ticket.client, now)
        mark = _mark(given + ahead, self._expected(ticket.kind))
        for client, queue in self._queues.items():
            if client != ticket.client:
                ahead += _until(
                    mark,
                    self._given.of(client, now),
                    min(map(self._expected, queue.flows)),
                    self._seconds(queue),
                )
        return ahead / self.limits.places

    def _ahead_within(self, queue: _Waiting, ticket: Ticket, now: float) -> float:
        """Return what other requests of its client get before a newcomer."""
        client, expected = ticket.client, self._expected(ticket.kind)
        same = queue.number(ticket.kind) * expected
        given = self._given_kind.of((client, ticket.kind), now)
        mark = _mark(given + same, expected)
        others = (
            _until(
                mark,
                self._given_kind.of((client, kind), now),
                self._expected(kind),
                len(flow) * self._expected(kind),
            )
            for kind, flow in queue.flows.items()
            if kind != ticket.kind
        )
        return same + sum(others)

    def _make_room(self, client: str) -> None:
        """Refuse the last request of whoever keeps the most waiting.

        Raises:
            LaneFull: If that is the newcomer itself.
        """
        most = max(self._queues, key=lambda name: self._seconds(self._queues[name]))
        if most == client:
            raise self._full(client)
        queue = self._queues[most]
        kind = max(
            queue.flows, key=lambda name: queue.number(name) * self._expected(name)
        )
        last = queue.flows[kind][-1]
        refusal = self._full(most)
        self._unqueue(last)
        last.state = TicketState.OVER
        last.refused(refusal)

    def _full(self, client: str) -> LaneFull:
        wanting = self._queues.keys() | self._running_of.keys() | {client}
        own = self._queues.get(client)
        count = self._running_of.get(client, 0)
        count += sum(map(len, own.flows.values())) if own else 0
        share = (self.running + self.waiting) / len(wanting)
        is_own_excess = len(wanting) > 1 and count > share
        until_room = self.expected_seconds - self.limits.waiting_seconds
        seconds = min(_LONGEST_RETRY_SECONDS, max(1, math.ceil(until_room)))
        return LaneFull(seconds, is_own_excess=is_own_excess)
