"""What the settings say about the server."""

from gtnum.serving.connection_places import places_for
from gtnum.serving.http_protocol import ConnectionLimits
from gtnum.serving.http_server import ServerLimits
from gtnum.settings import Settings

__all__ = ["server_limits"]


def server_limits(settings: Settings) -> ServerLimits:
    """Return what the server bears; never more connections than descriptors allow."""
    allowed = places_for()
    return ServerLimits(
        connections=min(settings.http_connections or allowed, allowed),
        stop_seconds=settings.http_stop_seconds,
        connection=ConnectionLimits(
            head_seconds=settings.http_head_seconds,
            idle_seconds=settings.http_idle_seconds,
        ),
    )
