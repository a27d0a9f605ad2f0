"""How many requests a second are taken up while the event loop is late.

A refusal by the application costs a tenth of an answer: a crowd of ten times what can
be served keeps the loop busy with refusing, and even ``/health`` waits for seconds. So
the loop looks at how late it is, and while it is, takes up no more than it can; the
others are told to come back before anything is parsed or prepared for them.

    late after a crowd         fewer are taken up: half as many as were
    in time                    more, until nobody is refused for a while

A loop that is late with little to do waits for the machine, and refusing helps nobody.

Of an address that was given little of late, requests pass before those of others, as in
the lanes of the application.
"""

import math
import time
from collections.abc import Callable
from typing import Final

from ontology.recent_time import RecentTimes

__all__ = ["LATE_SECONDS", "TICK_SECONDS", "Door"]

TICK_SECONDS: Final = 0.05
LATE_SECONDS: Final = 0.1
"""A tenth of what a monitor waits for at most."""
_IN_TIME_SECONDS: Final = 0.05
_FEWER: Final = 0.5
_MORE: Final = 1.25
_LEAST_PER_SECOND: Final = 20.0
_CROWD: Final = 20
"""Requests that are no crowd: what a page or a script asks for at once."""
_QUIET_SECONDS: Final = 2.0
"""Without a refusal for so long, everybody is taken up again."""
_HALF_LIFE_SECONDS: Final = 10.0


class Door:
    """Lets requests in as fast as the loop takes them up; for one event loop.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.ticks = 0
        self._ticked = clock()
        self._per_second = math.inf
        self._passed = 0
        self._left = float(_CROWD)
        self._refused_at = -math.inf
        self._given: RecentTimes[str] = RecentTimes(_HALF_LIFE_SECONDS)
        self._given_all: RecentTimes[None] = RecentTimes(_HALF_LIFE_SECONDS)

    @property
    def per_second(self) -> float:
        """How many are taken up in a second; infinite while the loop is in time."""
        return self._per_second

    def tick(self) -> None:
        """Look at how late the loop is; to be called ``TICK_SECONDS`` after each call.

        What was passed since the last call took as long as the loop was away.
        """
        self.ticks += 1
        now = self._clock()
        elapsed = max(now - self._ticked, TICK_SECONDS)
        late = elapsed - TICK_SECONDS
        if late > LATE_SECONDS and self._passed > _CROWD:
            taken = min(self._per_second, self._passed / elapsed)
            self._per_second = max(_LEAST_PER_SECOND, _FEWER * taken)
            self._refused_at = now
        elif now - self._refused_at > _QUIET_SECONDS:
            self._per_second = math.inf
        elif late < _IN_TIME_SECONDS:
            self._per_second *= _MORE
        self._ticked, self._passed = now, 0
        most = max(_CROWD, self._per_second * TICK_SECONDS)
        self._left = min(most, self._left + self._per_second * elapsed)

    def lets_in(self, client: str) -> bool:
        """Tell whether a request is taken up now.

        Args:
            client: Address it comes from.
        """
        if math.isinf(self._per_second):
            self._passed += 1
            return True
        now = self._clock()
        if self._left <= (-self._burst if self._is_patient(client, now) else 0.0):
            self._refused_at = now
            return False
        self._left -= 1
        self._passed += 1
        self._given.add(client, 1, now)
        self._given_all.add(None, 1, now)
        return True

    @property
    def _burst(self) -> float:
        return max(1.0, self._per_second * TICK_SECONDS)

    def _is_patient(self, client: str, now: float) -> bool:
        """Tell whether a client was given less than half of its share of late."""
        share = self._given_all.of(None, now) / (len(self._given) + 1)
        return self._given.of(client, now) < share / 2
