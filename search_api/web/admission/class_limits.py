"""How much each class of work is given: places, patience, deadlines.

The numbers were chosen with ``benchmarks/service_load.py`` on two cores. Places bound
how many threads compete for Python; searching itself takes turns besides, see
``search_api.turns``.
"""

from typing import Final

from search_api.turns import AT_ONCE
from search_api.web.admission.admission_control import AdmissionLimits
from search_api.web.admission.request_classes import RequestClass
from search_api.web.admission.tickets import LaneLimits
from search_api.web.settings import WebSettings

__all__ = ["admission_limits"]

_SHORT_PLACES: Final = 6
"""A place is held from its turn to the answer, through the event loop: in a crowd that
takes longer than a completion does, and few places would stand idle."""
_FORM_BYTES: Final = 64 << 10
"""Around a draft of the largest size: boundaries, names, fields."""


def admission_limits(settings: WebSettings) -> AdmissionLimits:
    """Return what each class is given by these settings."""
    patience, deadline = settings.waiting_seconds, settings.request_seconds
    lanes = {
        RequestClass.STATIC: LaneLimits(8, 2 * patience, deadline, 0.002),
        RequestClass.SUGGEST: LaneLimits(
            _SHORT_PLACES, min(1.0, patience), deadline, 0.01
        ),
        RequestClass.SEARCH: LaneLimits(2 * AT_ONCE, patience, deadline),
        RequestClass.PAGES: LaneLimits(2 * AT_ONCE, patience, deadline),
        RequestClass.DATA: LaneLimits(_SHORT_PLACES, patience, deadline, 0.02),
        RequestClass.EXPORTS: LaneLimits(2, patience, deadline, 0.1),
        # As many as may run and wait in ``graph.sparql``: its queues know small queries
        # from large ones, this one does not.
        RequestClass.SPARQL: LaneLimits(
            settings.sparql_places, patience, settings.sparql_seconds + patience, 0.1
        ),
        RequestClass.RELATED: LaneLimits(
            settings.concurrent_drafts, 2 * patience, settings.draft_seconds, 0.5
        ),
        RequestClass.DEPOSITS: LaneLimits(
            settings.concurrent_deposits, patience, 2 * settings.deposit_seconds, 1.0
        ),
    }
    draft = settings.max_draft_bytes + _FORM_BYTES
    return AdmissionLimits(
        lanes,
        bodies={
            RequestClass.RELATED: draft,
            RequestClass.SPARQL: settings.max_query_bytes + _FORM_BYTES,
            RequestClass.DEPOSITS: 0,  # to the disk, not to memory
        },
        body_seconds=settings.body_timeout_seconds,
        bodies_bytes=4 * draft,
    )
