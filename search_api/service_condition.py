"""Why a service is not quite itself: keys for programs, sentences for people."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Reason", "ReasonKey"]


class ReasonKey(StrEnum):
    """What can be said of a service that answers; stable names.

    ``UNVERIFIED`` alone leaves the state « ok »: it ends by itself.
    """

    GENERATION_BEHIND = "generation_behind"
    GENERATION_SKIPPED = "generation_skipped"
    POINTER_DAMAGED = "pointer_damaged"
    FILE_DAMAGED = "file_damaged"
    CHECK_FAILED = "check_failed"
    WARM_UP_FAILED = "warm_up_failed"
    WATCHER_FAILING = "watcher_failing"
    WATCHER_ENDED = "watcher_ended"
    DEPOSIT_WORKER_GONE = "deposit_worker_gone"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    Attributes:
        key: For programs.
        message: For people, in French; no path and no name of a person.
        generation: Name of the generation it is about, or None.
    """

    key: ReasonKey
    message: str
    generation: str | None = None

    @property
    def is_degrading(self) -> bool:
        """Whether somebody should look."""
        return self.key is not ReasonKey.UNVERIFIED
