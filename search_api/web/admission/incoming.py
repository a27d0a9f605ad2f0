"""What a client sends, and whether it is still there.

A server tells that a client hung up only to who asks for the next message of its
request, and only once the body was read. So bodies are read before a place is asked
for, within bounds (a slow sender holds no place), and what comes after the body is
listened for until the answer is there.
"""

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass

from starlette.types import Message, Receive

from ontology.call_context import CallContext, CancelReason

__all__ = ["Incoming", "NoRoomForBodies", "ReadAhead"]


class NoRoomForBodies(Exception):  # noqa: N818 - a refusal, not a fault
    """Too many bytes of bodies wait for a place already."""


@dataclass(slots=True)
class ReadAhead:
    """How much of all bodies together may wait in memory; for one event loop.

    Attributes:
        most_bytes: Of all requests.
        held_bytes: Now.
    """

    most_bytes: int
    held_bytes: int = 0

    def take(self, size: int) -> None:
        """Count some bytes.

        Raises:
            NoRoomForBodies: If that would be too many.
        """
        if size and self.held_bytes + size > self.most_bytes:
            raise NoRoomForBodies
        self.held_bytes += size

    def give_back(self, size: int) -> None:
        """Count some bytes no more."""
        self.held_bytes -= size


class Incoming:
    """The messages of one request; cancels its call when the client hangs up.

    Args:
        receive: Of the server.
        call: What is cancelled.
        room: For what is read ahead.
    """

    def __init__(self, receive: Receive, call: CallContext, room: ReadAhead) -> None:
        self._receive = receive
        self._call = call
        self._room = room
        self._ahead: deque[Message] = deque()
        self._is_whole = False
        self._gone = asyncio.Event()
        self._watcher: asyncio.Task[None] | None = None
        self.read_bytes = 0

    @property
    def is_gone(self) -> bool:
        """Whether the client has hung up."""
        return self._gone.is_set()

    async def read_ahead(self, most_bytes: int) -> None:
        """Read the body until its end, its client or the bound is reached.

        Raises:
            NoRoomForBodies: If the bodies of all requests take too much memory.
        """
        while not (self._is_whole or self.is_gone or self.read_bytes > most_bytes):
            message = await self._next()
            size = len(message.get("body", b""))
            self._room.take(size)
            self._ahead.append(message)
            self.read_bytes += size

    async def receive(self) -> Message:
        """Return the next message for the application, as a server would."""
        if self._ahead:
            message = self._ahead.popleft()
            self._room.give_back(len(message.get("body", b"")))
            return message
        if self._is_whole:
            await self._gone.wait()
            return {"type": "http.disconnect"}
        return await self._next()

    async def close(self) -> None:
        """Listen no more, and give back what was not read."""
        for message in self._ahead:
            self._room.give_back(len(message.get("body", b"")))
        self._ahead.clear()
        if self._watcher is not None:
            self._watcher.cancel()
            with suppress(asyncio.CancelledError):
                await self._watcher

    async def _next(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self._hang_up()
        elif not message.get("more_body", False):
            self._is_whole = True
            self._watcher = asyncio.create_task(self._watch())
        return message

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._hang_up()

    def _hang_up(self) -> None:
        self._gone.set()
        self._call.cancel(CancelReason.CLIENT_GONE)
