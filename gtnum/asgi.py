"""The application for other ASGI servers: ``uvicorn --factory gtnum.asgi:application``.

With ``--http gtnum.serving.http_protocol:protocol --loop asyncio --backlog 32`` it has
the connections of ``gtnum serve`` (docs/decisions/0015).

Several processes may serve one library: each follows the published generation.
"""

from fastapi import FastAPI

from gtnum import wiring
from gtnum.commands.options import load_settings

__all__ = ["application"]


def application() -> FastAPI:
    """Build the application from the settings of the environment.

    Raises:
        LibraryMissing: If nothing is published yet.
    """
    return wiring.application(load_settings())
