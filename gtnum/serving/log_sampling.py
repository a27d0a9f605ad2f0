"""Lets a few log lines of one kind pass, then tells how many there were.

Whoever can make a service write a line can make it write a million. The first of a kind
are written whole, with their traceback; those that follow are counted.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["LogSampling", "sampled_logs"]

_MOST_KINDS = 1000
_VERDICT = "passes_sampling"

_Kind = tuple[str, int, str, str]


class LogSampling(logging.Filter):
    """A filter for handlers: warnings and errors of one kind pass a few at a time.

    A kind is a logger, a level, a message before its arguments, and an exception type.

    Args:
        burst: How many of a kind pass in one window.
        seconds: Length of a window.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        burst: int = 5,
        seconds: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._burst = burst
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._began = clock()
        self._counts: dict[_Kind, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a line is written; it may tell what was left out before."""
        if record.levelno < logging.WARNING:
            return True
        verdict: bool | None = getattr(record, _VERDICT, None)
        if verdict is None:  # several handlers ask about one line
            verdict = self._passes(record)
            setattr(record, _VERDICT, verdict)
        return verdict

    def _passes(self, record: logging.LogRecord) -> bool:
        failure = record.exc_info[0] if record.exc_info else None
        name = failure.__name__ if failure else ""
        kind = (record.name, record.levelno, str(record.msg), name)
        with self._lock:
            skipped = self._window()
            count = self._counts.get(kind, 0) + 1
            if count > 1 or len(self._counts) < _MOST_KINDS:
                self._counts[kind] = count
        if skipped:
            record.msg = f"{record.getMessage()} [{skipped} lines left out before]"
            record.args = None
        return count <= self._burst

    def _window(self) -> int:
        """Begin a new window if it is time; return what the last one left out."""
        now = self._clock()
        if now - self._began < self._seconds:
            return 0
        self._began = now
        skipped = sum(max(0, count - self._burst) for count in self._counts.values())
        self._counts.clear()
        return skipped


@contextmanager
def sampled_logs() -> Iterator[None]:
    """Sample what the handlers of this process write, for the time of the block."""
    sampling = LogSampling()
    handlers = list(logging.getLogger().handlers)
    for handler in handlers:
        handler.addFilter(sampling)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(sampling)
