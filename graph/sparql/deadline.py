"""The time a query has, and what is done for it in this process within that time."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from graph.errors import QueryTimeout

__all__ = ["Deadline", "Helpers"]

_Result = TypeVar("_Result")


class Deadline:
    """The moment at which a query must have its answer; runs from now on.

    Args:
        seconds: From now, as the user asked for.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._started = time.monotonic()

    @property
    def spent(self) -> float:
        """Return the seconds that have passed."""
        return time.monotonic() - self._started

    def left(self) -> float:
        """Return the seconds that are left, more than 0.

        Raises:
            QueryTimeout: If there are none.
        """
        left = self._seconds - self.spent
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> QueryTimeout:
        """Return the error for an answer that did not come in time."""
        return QueryTimeout(
            f"pas de réponse complète en {self._seconds:g} s",
            seconds=self._seconds,
            remedy="Restreignez la requête, ou demandez un délai plus long.",
        )


class Helpers:
    """Threads that search for queries; one that is late is left to finish alone.

    Args:
        number: How many work at once.
    """

    def __init__(self, number: int) -> None:
        self._threads = ThreadPoolExecutor(number, thread_name_prefix="sparql-search")

    def run(self, action: Callable[[], _Result], deadline: Deadline) -> _Result:
        """Return what an action returns.

        Raises:
            QueryTimeout: If it has not returned in time.
            Exception: Whatever the action raises.
        """
        coming = self._threads.submit(action)
        try:
            return coming.result(timeout=deadline.left())
        except TimeoutError as late:
            coming.cancel()
            raise deadline.passed() from late

    def close(self) -> None:
        """Begin nothing more, and wait for what runs: it uses what is closed next."""
        self._threads.shutdown(wait=True, cancel_futures=True)
