"""Few questions are answered at the same time; the others wait in the order they came.

Python runs one thread at a time. Eight questions at once spend more time on passing it
to each other than two do, and all of them end late: on two cores, two at once answer
half as many again each second, and the slowest waits half as long
(``benchmarks/search_latency.py``, eight clients).

Whoever asks and leaves gives the turn up, also while waiting for it.
"""

import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from ontology.call_context import current_call

__all__ = ["AT_ONCE", "SEARCHES", "Turns"]

AT_ONCE: Final = min(4, max(2, os.cpu_count() or 1))
"""Engines of words and vectors leave Python to others: more than one, not many."""


class Turns:
    """So many threads at once; who ends hands over to who has waited longest.

    ``threading.Semaphore`` lets whoever comes by overtake those who wait: some would
    wait for seconds.

    Args:
        at_once: 1 or more.
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = at_once
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and hold it; who holds one must not ask for another.

        Raises:
            CallCancelled: If nobody waits for the current call any more.
        """
        call = current_call()
        call.check()
        called = self._queue()
        try:
            with call.on_cancel(called.set):
                called.wait()
            call.check()
            yield
        finally:
            self._leave(called)

    def _queue(self) -> threading.Event:
        called = threading.Event()
        with self._lock:
            if self._free:
                self._free -= 1
                called.set()
            else:
                self._waiting.append(called)
        return called

    def _leave(self, called: threading.Event) -> None:
        with self._lock:
            if called in self._waiting:  # interrupted or cancelled while it waited
                self._waiting.remove(called)
            elif self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1


SEARCHES: Final = Turns()
"""Of the whole process: two generations may be served for a while."""
