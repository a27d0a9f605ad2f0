"""Threads that do one thing again and again, and that nothing ends silently.

    turn ──▶ pause ──▶ turn ──▶ …
      └─ a failure ──▶ logged, told by ``failure``, a longer pause, and on

What a turn expects to fail is its own business. What nobody expected, of a foreign
library or of ours, must not end the thread that everything else relies on: it is
reported, and tried again more and more rarely.
"""

import logging
import threading
from collections.abc import Callable

__all__ = ["WatchedThread"]

_LOG = logging.getLogger(__name__)
_LONGEST_PAUSE = 60.0


class WatchedThread:
    """Calls a function until it is stopped.

    Args:
        name: Of the thread, for logs.
        turn: Called again and again.
        pause_seconds: Between two turns; doubled after each failure, a minute at most.
    """

    def __init__(
        self, name: str, turn: Callable[[], object], *, pause_seconds: float
    ) -> None:
        self._name = name
        self._turn = turn
        self._pause_seconds = pause_seconds
        self._pause = pause_seconds
        self._failure: str = ""
        self._stopped = threading.Event()
        self._awake = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def failure(self) -> str:
        """What ended the last turn unexpectedly; empty while all is well."""
        return self._failure

    @property
    def has_ended(self) -> bool:
        """Whether it was started, never stopped, and is gone nevertheless."""
        was_started = self._thread.ident is not None
        return (
            was_started and not self._stopped.is_set() and not self._thread.is_alive()
        )

    @property
    def is_stopped(self) -> bool:
        """Whether no turn may begin any more."""
        return self._stopped.is_set()

    def start(self) -> None:
        """Begin with the first turn."""
        self._thread.start()

    def wake(self) -> None:
        """Make the next turn begin now."""
        self._awake.set()

    def stop(self) -> None:
        """Begin nothing more and wait for the turn under way."""
        self._stopped.set()
        self._awake.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._turn()
            except BaseException as failure:  # noqa: BLE001 - the outermost frame; a panic of an extension is no Exception
                self._note(failure)
            else:
                self._failure, self._pause = "", self._pause_seconds
            self._awake.wait(self._pause)
            self._awake.clear()

    def _note(self, failure: BaseException) -> None:
        """Log a failure once with where it came from, then in one line."""
        told = f"{type(failure).__name__}: {failure}"
        if told != self._failure:
            _LOG.error("thread %s goes on after %s", self._name, told, exc_info=failure)
        self._failure = told
        self._pause = min(max(2 * self._pause, self._pause_seconds), _LONGEST_PAUSE)
