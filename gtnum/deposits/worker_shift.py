"""The working day of a worker: its lock, its pauses, its end."""

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from gtnum.deposits.deposit_worker import DepositWorker

__all__ = ["Shift", "defer_to_service", "sole_worker"]

_POLL_SECONDS = 0.5
_IDLE_SECONDS = 60.0


class Shift:
    """Says how long a worker goes on.

    Args:
        parent: Process that the worker works for; without one it goes on for ever.
        is_once: Whether it stops as soon as nothing waits.
    """

    def __init__(self, *, parent: int | None, is_once: bool) -> None:
        self._parent = parent
        self._is_once = is_once
        self._is_over = False

    def obey_signals(self) -> None:
        """End after the batch under way when asked by SIGTERM."""
        signal.signal(signal.SIGTERM, self._end)

    @property
    def is_over(self) -> bool:
        """Whether no further batch may begin."""
        is_orphan = self._parent is not None and os.getppid() != self._parent
        return self._is_over or is_orphan

    def run(self, worker: DepositWorker, has_work: Callable[[], bool]) -> None:
        """Do batches until the shift is over.

        Raises:
            OSError: If the queue cannot be used.
        """
        worker.recover()
        last = time.monotonic()
        while not self.is_over:
            if worker.work():
                last = time.monotonic()
                continue
            if has_work():
                last = time.monotonic()  # it waits for the library
            elif self._is_once or self._may_leave(last):
                return
            time.sleep(_POLL_SECONDS)

    def _may_leave(self, last: float) -> bool:
        return self._parent is not None and time.monotonic() - last > _IDLE_SECONDS

    def _end(self, _number: int, _frame: object) -> None:
        self._is_over = True


@contextmanager
def sole_worker(path: Path, shift: Shift) -> Iterator[bool]:
    """Wait until no other worker runs; give False where the shift is over before.

    Raises:
        OSError: If the lock file cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as stream:
        yield _lock(stream, shift)


def _lock(stream: TextIO, shift: Shift) -> bool:
    while not shift.is_over:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_POLL_SECONDS)
        else:
            return True
    return False


def defer_to_service() -> None:
    """Let the service go first: for the processor, and when memory runs out."""
    os.nice(5)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
