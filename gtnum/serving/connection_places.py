"""Places for connections: as many as there are file descriptors to spare.

A connection costs its client nothing. Idle ones, half-sent demands and answers that
nobody reads wait for their client; where all places are taken, the one that has waited
longest makes room for a newcomer. Only where the service itself is busy with all of
them is a newcomer refused.
"""

import logging
import resource
from collections import Counter, OrderedDict
from typing import Protocol

__all__ = ["Connection", "ConnectionPlaces", "Refusals", "places_for"]

_LOG = logging.getLogger(__name__)
_MOST = 4096
_LEAST = 16
_LEAST_RESERVE = 128
_HEARING = 32


class Connection(Protocol):
    """A connection that can be told to go."""

    def abort(self) -> None:
        """Close at once; what was not sent is lost."""
        ...


def places_for(descriptors: int | None = None) -> int:
    """Return how many connections a process may hold.

    A quarter of the file descriptors, and 128 at least, stay for the library, for
    workers and for what is accepted while others are closed. Each connection may need
    two of the others: its own, and that of the file it is sent or sends.

    Args:
        descriptors: As ``ulimit -n`` says; those of this process when None.

    >>> places_for(1024), places_for(256), places_for(1_000_000)
    (384, 64, 4096)
    """
    if descriptors is None:
        descriptors, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if descriptors == resource.RLIM_INFINITY:
            return _MOST
    reserve = max(_LEAST_RESERVE, descriptors // 4)
    return max(_LEAST, min(_MOST, (descriptors - reserve) // 2))


class Refusals:
    """Counts what was refused or cut, and tells it in one line from time to time.

    A line for each would fill the disk of whoever is attacked.
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._latest: dict[str, str] = {}

    def count(self, kind: str, client: str = "") -> None:
        """Count one.

        Args:
            kind: One of a few names.
            client: Address of the client, of which the latest is told as a sample.
        """
        self._counts[kind] += 1
        self._latest[kind] = client

    def report(self) -> None:
        """Tell what was counted since the last report, if anything was."""
        if not self._counts:
            return
        told = ", ".join(
            f"{number} {kind}" + (f" (latest {latest})" if latest else "")
            for kind, number in self._counts.most_common()
            for latest in (self._latest[kind],)
        )
        self._counts.clear()
        self._latest.clear()
        _LOG.warning("connections refused or cut: %s", told)


class ConnectionPlaces:
    """The connections of one server.

    Args:
        most: How many at one time, at least 1.
        refusals: Told of connections that are cut or refused.
    """

    def __init__(self, most: int, refusals: Refusals | None = None) -> None:
        self.most = most
        self.refusals = refusals or Refusals()
        self._all: set[Connection] = set()
        self._hearing: set[Connection] = set()
        self._waiting: OrderedDict[Connection, None] = OrderedDict()

    def __len__(self) -> int:
        """Return how many places are taken."""
        return len(self._all)

    @property
    def are_crowded(self) -> bool:
        """Whether nobody should be served several times in a row."""
        return 4 * len(self._all) >= 3 * self.most

    def enter(self, newcomer: Connection) -> bool:
        """Give a place, that of the connection that has waited longest if need be.

        Returns:
            False if there is none: all are being served.
        """
        if len(self._all) >= self.most and not self.make_room():
            return False
        self._all.add(newcomer)
        return True

    def make_room(self) -> bool:
        """Cut the connection that has waited longest; tell whether there was one."""
        if not self._waiting:
            return False
        longest, _ = self._waiting.popitem(last=False)
        self._all.discard(longest)
        self.refusals.count("made room")
        longest.abort()
        return True

    def wait(self, connection: Connection) -> None:
        """Note that a connection waits for its client, from now on."""
        if connection in self._all:
            self._waiting[connection] = None
            self._waiting.move_to_end(connection)

    def work(self, connection: Connection) -> None:
        """Note that the service works for a connection."""
        self._waiting.pop(connection, None)

    def may_explain(self, refused: Connection) -> bool:
        """Tell whether one that got no place may stay to hear why; few at a time do."""
        if len(self._hearing) >= _HEARING:
            return False
        self._hearing.add(refused)
        return True

    def leave(self, connection: Connection) -> None:
        """Give a place back; nothing happens where there was none."""
        self._all.discard(connection)
        self._hearing.discard(connection)
        self._waiting.pop(connection, None)
