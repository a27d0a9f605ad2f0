"""Runs the web application on sockets that are already bound, until it is told to stop.

SIGTERM ─▶ no more connections, idle ones closed
        ─▶ what is being answered may finish ─▶ the application closes the library
        ─▶ whatever still runs at the limit ends with the process
"""

import asyncio
import errno
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import FrameType
from typing import Any, NoReturn, cast

import uvicorn
from starlette.types import ASGIApp

from gtnum.serving.connection_places import ConnectionPlaces
from gtnum.serving.door import TICK_SECONDS, Door
from gtnum.serving.http_protocol import ConnectionLimits, HttpProtocol
from gtnum.serving.log_sampling import sampled_logs

__all__ = ["HttpServer", "ServerLimits", "serve_http"]

_LOG = logging.getLogger(__name__)

_ACCEPTED_AT_ONCE = 32
"""asyncio accepts as many before it looks at the first of them: few, or the descriptors
that are kept in reserve are gone."""
_BACKLOG = 512
"""Connections that the system keeps for us meanwhile."""
_REPORT_TICKS = 100
"""Ten seconds of uvicorn's ticks."""
_CLOSING_SHARE = 0.2
"""Part of the time to stop that is kept for closing the library."""
_EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """What one server bears.

    Attributes:
        connections: At one time.
        stop_seconds: From the signal to the end of the process.
        connection: What each connection may do.
    """

    connections: int
    stop_seconds: float = 10.0
    connection: ConnectionLimits = field(default_factory=ConnectionLimits)


def serve_http(
    application: ASGIApp,
    sockets: Sequence[socket.socket],
    limits: ServerLimits,
    ready: Callable[[], None],
) -> None:
    """Serve until a signal says stop.

    Args:
        application: What answers; it is started and closed here.
        sockets: Bound ones; they are closed at the end.
        limits: What the server bears.
        ready: Called once connections are taken.
    """
    with sampled_logs():
        HttpServer(application, limits, ready).run(sockets=list(sockets))


class HttpServer(uvicorn.Server):
    """uvicorn with our connections, and with an end in time.

    Args:
        application: What answers.
        limits: What it bears.
        ready: Called once connections are taken.
    """

    def __init__(
        self, application: ASGIApp, limits: ServerLimits, ready: Callable[[], None]
    ) -> None:
        self.places = ConnectionPlaces(limits.connections)
        self.door = Door()
        self._limits = limits
        self._ready = ready
        connection: Any = partial(
            HttpProtocol,
            places=self.places,
            limits=limits.connection,
            door=self.door,
        )
        super().__init__(
            uvicorn.Config(
                application,
                http=connection,
                ws="none",
                loop="asyncio",
                # Ours is set up already, and sampled.
                log_config=None,
                log_level="warning",
                # Questions are personal: they never reach a log.
                access_log=False,
                # Addresses in answers come from the settings, never from headers.
                proxy_headers=False,
                server_header=False,
                backlog=_ACCEPTED_AT_ONCE,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the application, then take connections and say so."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._on_loop_failure)
        await super().startup(sockets=sockets)
        for each in sockets or ():
            each.listen(_BACKLOG)
        self._watch_the_time(loop)
        self._ready()

    def _watch_the_time(self, loop: asyncio.AbstractEventLoop) -> None:
        self.door.tick()
        loop.call_later(TICK_SECONDS, self._watch_the_time, loop)

    async def on_tick(self, counter: int) -> bool:
        """Tell from time to time what was refused."""
        if counter % _REPORT_TICKS == 0:
            self.places.refusals.report()
        return await super().on_tick(counter)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop, within the limit whatever happens: then the system ends the process."""
        if not self.should_exit and threading.current_thread() is _MAIN:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, self._limits.stop_seconds)
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish what is nearly done, close the application, leave the rest."""
        for server in self.servers:
            server.close()
        for each in sockets or ():
            each.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        closing_seconds = _CLOSING_SHARE * self._limits.stop_seconds
        if not await self._finished(self._limits.stop_seconds - 2 * closing_seconds):
            _LOG.warning(
                "stop: %d answers were not ready in time", len(self.server_state.tasks)
            )
            for connection in list(self.server_state.connections):
                cast("HttpProtocol", connection).give_up()
            if not await self._finished(closing_seconds / 2):
                # Threads go on searching, and nothing may be closed under them.
                self._end()
        self.places.refusals.report()
        try:
            async with asyncio.timeout(closing_seconds):
                await self.lifespan.shutdown()
        except TimeoutError:
            _LOG.warning("stop: the library was not closed in time")
            self._end()

    async def _finished(self, seconds: float) -> bool:
        """Wait until nothing is being answered; say whether it came to that."""
        deadline = asyncio.get_running_loop().time() + seconds
        while self.server_state.tasks:
            if self.force_exit or asyncio.get_running_loop().time() > deadline:
                return False
            await asyncio.sleep(0.02)
        return True

    def _end(self) -> NoReturn:
        """End the process by the signal that asked for it, as after an orderly stop.

        The library is only read: nothing is lost. Children end when they read that
        nobody writes to them, at the latest at the deadline of what they do.
        """
        asked = (self._captured_signals or [signal.SIGTERM])[-1]
        logging.shutdown()
        signal.signal(asked, signal.SIG_DFL)
        signal.raise_signal(asked)
        os._exit(128 + asked)  # where even that was held back

    def _on_loop_failure(
        self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]
    ) -> None:
        """Make room where descriptors have run out; log anything else."""
        failure = context.get("exception")
        if isinstance(failure, OSError) and failure.errno in _EXHAUSTED:
            self.places.refusals.count("no descriptor left")
            self.places.make_room()
        else:
            loop.default_exception_handler(context)


_MAIN = threading.main_thread()
