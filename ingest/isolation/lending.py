"""Children in their places: lent to one thread each, and all ended by ``close``.

place ──▶ thread: lend or start a child, ask it ──▶ place with the child, or empty
                   │ only this thread waits for the child's end and closes its pipes
close() ──kills────┘ the child, so that its thread sees the end; then takes all
                     places, and so returns when no child is left
"""

import logging
import queue
import threading
import warnings
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from ingest.errors import IngestError
from ingest.isolation.child import ReadingChild
from ontology.call_context import checkpoint

__all__ = ["Children"]

_LOG = logging.getLogger(__name__)
_GOODBYE_SECONDS = 60.0
_LOOK_SECONDS = 0.2
"""How often who waits for a place looks whether somebody still wants the reading."""

_Places = queue.SimpleQueue[ReadingChild | None]


class Children:
    """A few children, lent to threads; safe to use from several of them.

    Whoever makes one closes it. One that is dropped open ends its children and warns.

    Args:
        number: Most children at a time.
        start: Starts one, without waiting until it is ready.
    """

    def __init__(self, number: int, start: Callable[[], ReadingChild]) -> None:
        self._number = number
        self._start = start
        self._idle: _Places = queue.SimpleQueue()
        self._lent: set[ReadingChild] = set()
        self._lock = threading.Lock()
        self._closing = threading.Lock()
        self._is_closed = False
        for _ in range(number):
            self._idle.put(None)
        # A thread that reads holds this object: when it is dropped, all are idle.
        self._dropped = weakref.finalize(self, _end_dropped, self._idle)

    @contextmanager
    def lent(self) -> Iterator[ReadingChild]:
        """Lend a child, a new one where none is fresh; waits for a free place.

        A child is ended when an error comes out of the block.

        Raises:
            IngestError: If reading was interrupted by ``close``, whatever error came
                of it; or if no process can be started.
            CallCancelled: If nobody waits for the current call any more.
        """
        place = self._free_place()
        child: ReadingChild | None = None
        kept: ReadingChild | None = None
        try:
            child = lent = self._lend(place)
            yield lent
            self._forget(lent)
            kept = lent
        except BaseException as error:
            if child is not None:
                # No longer lent when it is waited for: ``close`` must not signal a
                # number that may then be another's.
                self._forget(child)
                child.end()
            if self._is_closed and isinstance(error, Exception):
                raise _interrupted() from error
            raise
        finally:
            self._idle.put(kept)

    def close(self) -> None:
        """End all children, also those that are lent, and wait until they are gone.

        Those who use or wait for one are told that reading was interrupted.
        """
        with self._lock:
            self._is_closed = True
            for child in self._lent:
                child.kill()
        with self._closing:
            taken = self._taken_places()
            for place in taken:
                if place is not None:
                    place.end()
            for _ in taken:
                self._idle.put(None)
        self._dropped.detach()

    def _free_place(self) -> ReadingChild | None:
        """Wait for a place; return the child in it, if any.

        Raises:
            CallCancelled: If nobody waits for the current call any more.
        """
        while True:
            checkpoint()
            with suppress(queue.Empty):
                return self._idle.get(timeout=_LOOK_SECONDS)

    def _lend(self, child: ReadingChild | None) -> ReadingChild:
        """Return this child or a new one; ``close`` kills it from now on.

        Raises:
            IngestError: If all is closed or no process can be started.
        """
        if child is not None and (self._is_closed or not child.is_fresh):
            child.end()
            child = None
        with self._lock:
            if self._is_closed:
                if child is not None:
                    child.end()
                raise _interrupted()
            # Starting only makes the process; waiting for it comes after the lock.
            lent = child or self._start()
            self._lent.add(lent)
        return lent

    def _forget(self, child: ReadingChild) -> None:
        with self._lock:
            self._lent.discard(child)

    def _taken_places(self) -> list[ReadingChild | None]:
        taken: list[ReadingChild | None] = []
        for _ in range(self._number):
            try:
                taken.append(self._idle.get(timeout=_GOODBYE_SECONDS))
            except queue.Empty:
                _LOG.error("a thread does not give its reader back")
        return taken


def _end_dropped(places: _Places) -> None:
    """End the idle children that nobody closed."""
    left = 0
    while not places.empty():
        child = places.get()
        if child is not None:
            child.end()
            left += 1
    if left:
        message = f"readers were not closed: {left} children were running"
        warnings.warn(message, ResourceWarning, stacklevel=2)


def _interrupted() -> IngestError:
    return IngestError("la lecture a été interrompue")
