"""What a request holds in a lane, what a lane is given, and how it says no."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

__all__ = ["LaneFull", "LaneLimits", "Ticket", "TicketState"]


@dataclass(frozen=True, slots=True)
class LaneLimits:
    """What a class of work is given.

    Attributes:
        places: Requests worked on at the same time, at least 1.
        waiting_seconds: How long one may wait for a place.
        deadline_seconds: From its place on, until its work is stopped.
        guess_seconds: What a request is taken to last before any was measured.
        most_waiting: Requests that may wait, of all clients.
    """

    places: int
    waiting_seconds: float
    deadline_seconds: float
    guess_seconds: float = 0.05
    most_waiting: int = 200


class TicketState(Enum):
    """Where a request stands."""

    WAITING = auto()
    RUNNING = auto()
    OVER = auto()


class LaneFull(Exception):  # noqa: N818 - a refusal, not a fault
    """No place, and none in time.

    Attributes:
        retry_after_seconds: When to come back, at least 1.
        is_own_excess: Whether others wait while this client asks for more than its
            share.
    """

    def __init__(self, retry_after_seconds: int, *, is_own_excess: bool) -> None:
        super().__init__(f"come back in {retry_after_seconds} s")
        self.retry_after_seconds = retry_after_seconds
        self.is_own_excess = is_own_excess


@dataclass(slots=True, eq=False)
class Ticket:
    """A request in a lane; ``leave`` takes it back, in whatever state it is.

    Attributes:
        client: Whose.
        kind: Requests of one kind take about the same time.
        granted: Called when a place is given; not where one was free at once.
        refused: Called when a newcomer of a client with less takes its room.
        arrival: Number in the order of coming.
        state: Where it stands.
        started_at: When it was given its place.
        charged_seconds: What its client was charged for it then.
    """

    client: str
    kind: str
    granted: Callable[[], object]
    refused: Callable[[LaneFull], object]
    arrival: int
    state: TicketState = TicketState.WAITING
    started_at: float = 0.0
    charged_seconds: float = 0.0

    @property
    def has_place(self) -> bool:
        """Whether it is worked on."""
        return self.state is TicketState.RUNNING
