"""What the settings say about the server."""

import logging

from gtnum.serving.connection_places import places_for
from gtnum.serving.http_protocol import ConnectionLimits
from gtnum.serving.http_server import ServerLimits
from gtnum.settings import Settings

__all__ = ["server_limits"]

_LOG = logging.getLogger(__name__)


def server_limits(settings: Settings) -> ServerLimits:
    """Return what the server bears; never more connections than descriptors allow."""
    allowed = places_for()
    wanted = settings.http_connections or allowed
    if wanted > allowed:
        _LOG.warning(
            "GTNUM_HTTP_CONNECTIONS is %d, but `ulimit -n` leaves room for %d",
            wanted,
            allowed,
        )
    return ServerLimits(
        connections=min(wanted, allowed),
        stop_seconds=settings.http_stop_seconds,
        connection=ConnectionLimits(
            head_seconds=settings.http_head_seconds,
            idle_seconds=settings.http_idle_seconds,
        ),
    )
