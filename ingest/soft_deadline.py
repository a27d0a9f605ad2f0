"""A soft deadline for pure Python code that may run away, inside the child process.

The parent kills a child that is late, and with it all that was already read. What is
only nice to have (an outline, a second opinion on a page) gets a deadline of its own,
so that its failure costs nothing else.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["SoftDeadline", "soft_deadline"]


class SoftDeadline(Exception):  # noqa: N818 - an event
    """The time given to a part of the work is over."""


@contextmanager
def soft_deadline(seconds: float) -> Iterator[None]:
    """Raise ``SoftDeadline`` in the block when it takes longer.

    Outside the main thread, where signals cannot be used, there is no deadline.

    Args:
        seconds: At least a millisecond is given.

    Raises:
        SoftDeadline: In the block, between two Python instructions.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise SoftDeadline(f"{seconds:g} s")

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
