"""What is said to whom gets no place, and to the operator.

Thousands may be refused in a second, so a refusal costs little: a report is written
once for each moment to come back, and the log gets one line for many.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from search_api.web.admission.request_classes import RequestClass
from search_api.web.admission.tickets import LaneFull
from search_api.web.problems.problem_report import ProblemError

__all__ = ["RefusalLog", "late_body", "no_room_for_bodies", "refusal_problem"]

_LOG = logging.getLogger(__name__)
_LOG_SECONDS: Final = 10.0

_WORK: Final = {
    RequestClass.STATIC: "fichiers",
    RequestClass.SUGGEST: "suggestions",
    RequestClass.SEARCH: "recherches",
    RequestClass.PAGES: "pages",
    RequestClass.RELATED: "lectures de brouillons",
    RequestClass.SPARQL: "requêtes SPARQL",
    RequestClass.DATA: "lectures de notices",
    RequestClass.EXPORTS: "exports",
    RequestClass.DEPOSITS: "dépôts",
}


def refusal_problem(kind: RequestClass, full: LaneFull) -> ProblemError:
    """Return the problem for a request that gets no place: 503, or 429 for excess."""
    seconds = full.retry_after_seconds
    headers = {"Retry-After": str(seconds)}
    if full.is_own_excess:
        return ProblemError(
            "too-many-requests",
            f"Vous avez déjà plus que votre part des {_WORK[kind]} en cours ou en "
            f"attente, et d’autres attendent. Revenez dans {seconds} s.",
            headers=headers,
        )
    return ProblemError(
        "busy",
        f"Trop de {_WORK[kind]} sont demandées en même temps : la vôtre attendrait "
        f"trop longtemps. Revenez dans {seconds} s."
        if _WORK[kind] not in ("fichiers", "exports", "dépôts")
        else f"Trop de {_WORK[kind]} sont demandés en même temps : le vôtre attendrait "
        f"trop longtemps. Revenez dans {seconds} s.",
        headers=headers,
    )


def late_body(seconds: float) -> ProblemError:
    """Return the problem for a body that did not arrive in time."""
    return ProblemError(
        "body-timeout",
        f"Le contenu n’est pas arrivé en {seconds:g} s. Réessayez.",
        headers={"Connection": "close"},
    )


def no_room_for_bodies() -> ProblemError:
    """Return the problem for a body that finds no room beside those of others."""
    return ProblemError(
        "busy",
        "Trop de contenus envoyés attendent d’être lus. Réessayez dans un instant.",
        headers={"Retry-After": "5", "Connection": "close"},
    )


class RefusalLog:
    """Logs sums of refusals, at most one line in ten seconds.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counts: Counter[str] = Counter()
        self._since: float | None = None

    def note(self, kind: RequestClass, what: str) -> None:
        """Count a refusal, and log what came together where it is time.

        Args:
            kind: What was asked for.
            what: Why it was refused, one of a few words.
        """
        self._counts[f"{kind} {what}"] += 1
        now = self._clock()
        if self._since is not None and now - self._since < _LOG_SECONDS:
            return
        self._since = now
        told = ", ".join(f"{n} × {name}" for name, n in self._counts.most_common())
        self._counts.clear()
        _LOG.warning("requests told to come back: %s", told)
