"""Slots that few queries may hold at one time, and few may wait for.

Whoever waits holds a thread of the service, so waiting is bounded twice: by time and by
number.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from graph.errors import QueriesBusy

__all__ = ["WAITING_PER_SLOT", "QuerySlots"]

WAITING_PER_SLOT = 4


class QuerySlots:
    """A number of slots; safe to use from several threads.

    Args:
        number: How many may be held at one time.
        refusal: What is said, in French, to whom gets none.
        remedy: What to do about it.
    """

    def __init__(self, number: int, *, refusal: str, remedy: str) -> None:
        self._refusal = refusal
        self._remedy = remedy
        self._slots = threading.BoundedSemaphore(number)
        self._queue = threading.BoundedSemaphore(number * WAITING_PER_SLOT)

    @contextmanager
    def hold(self, seconds: float) -> Iterator[None]:
        """Hold a slot.

        Args:
            seconds: How long to wait for one.

        Raises:
            QueriesBusy: If none gets free in time, or too many wait already.
        """
        if not (self._slots.acquire(blocking=False) or self._wait(seconds)):
            raise QueriesBusy(
                self._refusal,
                retry_after_seconds=max(1, round(seconds)),
                remedy=self._remedy,
            )
        try:
            yield
        finally:
            self._slots.release()

    def _wait(self, seconds: float) -> bool:
        if not self._queue.acquire(blocking=False):
            return False
        try:
            return self._slots.acquire(timeout=seconds)
        finally:
            self._queue.release()
