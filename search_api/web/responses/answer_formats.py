"""Which form of an answer is wanted: ``format=`` in the address, else ``Accept``."""

from typing import Final, Literal

from starlette.requests import Request

from search_api.feeds.atom import ATOM
from search_api.feeds.rss import RSS
from search_api.web.accept_header import Acceptance

__all__ = ["FEED_TYPES", "FeedOrJson", "wanted_feed"]

FeedOrJson = Literal["json", "atom", "rss"]
"""Forms of what is only told or followed."""

FEED_TYPES: Final = {"atom": ATOM, "rss": RSS}
_JSON: Final = "application/json"


def wanted_feed(request: Request, asked: str | None) -> str | None:
    """Return ``atom`` or ``rss`` where a feed is wanted, None for anything else.

    A feed is sent by negotiation only where it is wanted more than JSON: who accepts
    everything gets JSON, as ever.

    Args:
        request: Its ``Accept`` header counts where no format is asked for.
        asked: The parameter ``format``, or None.
    """
    if asked is not None:
        return asked if asked in FEED_TYPES else None
    accepted = Acceptance.parse(request.headers.get("accept", ""))
    best = accepted.weight(_JSON)
    wanted = None
    for name, media_type in FEED_TYPES.items():
        weight = accepted.weight(media_type)
        if weight > best:
            best, wanted = weight, name
    return wanted
