"""What the status and the headers of an answer say."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpcore

from ingest.harvest.addresses import Target
from ingest.harvest.errors import (
    AddressGone,
    FetchFailed,
    RequestRejected,
    ServerBusy,
)

__all__ = ["flat_headers", "require_success"]

_BUSY = {429, 503}
_GONE = {404, 410}
_LONGEST_HEADER = 8_000


def flat_headers(response: httpcore.Response) -> dict[str, str]:
    """Return the headers by lower-case name, the first of each."""
    headers: dict[str, str] = {}
    for name, value in response.headers:
        text = value.decode("latin-1")[:_LONGEST_HEADER]
        headers.setdefault(name.decode("latin-1").lower(), text)
    return headers


def require_success(status: int, headers: dict[str, str], target: Target) -> None:
    """Turn any status but 200 into the error that says what it means.

    Raises:
        AddressGone: For 404 and 410.
        ServerBusy: For 429 and 503, with the pause asked for.
        RequestRejected: For the rest of 4xx.
        FetchFailed: For everything else.
    """
    if status == 200:
        return
    if status in _GONE:
        raise AddressGone(f"« {target.url} » n’existe pas ou plus (code {status})")
    if status in _BUSY:
        raise ServerBusy(
            f"« {target.url} » demande de revenir plus tard (code {status})",
            retry_after=_seconds(headers.get("retry-after", "")),
            remedy="Relancez la commande plus tard.",
        )
    kind = RequestRejected if 400 <= status < 500 else FetchFailed
    raise kind(f"« {target.url} » répond par une erreur (code {status})")


def _seconds(printed: str) -> float | None:
    """Return what ``Retry-After`` asks for: a number of seconds or a date."""
    if printed.strip().isdecimal():
        return float(printed[:9])
    try:
        moment = parsedate_to_datetime(printed)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
