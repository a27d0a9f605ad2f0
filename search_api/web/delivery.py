"""Sends large answers in pieces, to readers who keep a pace, within bounds of memory.

A server keeps what a client has not read yet, for as long as the client likes: a
hundred clients that ask for the largest answer and read nothing would hold gigabytes.
Here an answer leaves in pieces, each sent when the one before has left; who is too slow
for the size is cut off, and what all wait for together is bounded.

An answer that is cut off has not the length that its header promised: no client takes
it for whole.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import anyio
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.web.problems.handlers import problem_response
from search_api.web.problems.problem import ProblemError

__all__ = ["Delivery", "DeliveryLimits"]


@dataclass(frozen=True, slots=True)
class DeliveryLimits:
    """How long and how much a reader may keep the service waiting.

    Attributes:
        piece_bytes: What is sent at once.
        grace_seconds: What every answer may take, whatever its size.
        bytes_per_second: The pace expected beyond that.
        large_bytes: From which size on an answer counts.
        waiting_bytes: What all large answers may hold together.
    """

    piece_bytes: int = 64 << 10
    grace_seconds: float = 30.0
    bytes_per_second: int = 50_000
    large_bytes: int = 1 << 20
    waiting_bytes: int = 256 << 20


class _TooSlow(Exception):  # noqa: N818 - nobody else sees it
    """The client does not read; nothing can be told to it."""


class Delivery:
    """The middleware; ``waiting_bytes`` are those of large answers on their way.

    Args:
        app: What answers.
        limits: Of readers.
    """

    def __init__(self, app: ASGIApp, limits: DeliveryLimits | None = None) -> None:
        self._app = app
        self._limits = limits or DeliveryLimits()
        self.waiting_bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; deliver the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        is_refused = False

        async def deliver(message: Message) -> None:
            nonlocal start, is_refused
            if message["type"] == "http.response.start":
                start = message  # held until the size is known
                return
            if is_refused:
                return
            body = message.get("body", b"")
            if start is not None:
                is_refused = not self._has_room(len(body))
                if is_refused:
                    refusal = await problem_response(Request(scope), _no_room())
                    await refusal(scope, receive, send)
                    return
                await send(start)
                start = None
            with self._counted(len(body)):
                await self._send_pieces(message, body, send)

        try:
            await self._app(scope, receive, deliver)
        except _TooSlow:
            return  # without its end, the answer makes the server close the connection

    def _has_room(self, size: int) -> bool:
        is_large = size >= self._limits.large_bytes
        return not is_large or self.waiting_bytes + size <= self._limits.waiting_bytes

    @contextmanager
    def _counted(self, size: int) -> Iterator[None]:
        counted = size if size >= self._limits.large_bytes else 0
        self.waiting_bytes += counted
        try:
            yield
        finally:
            self.waiting_bytes -= counted

    async def _send_pieces(self, message: Message, body: bytes, send: Send) -> None:
        """Send a body; each piece waits until the one before has left.

        Raises:
            _TooSlow: If the client does not keep the pace.
        """
        limits = self._limits
        more = message.get("more_body", False)
        deadline = time.monotonic() + limits.grace_seconds
        view = memoryview(body)
        for place in range(0, max(1, len(body)), limits.piece_bytes):
            deadline += limits.piece_bytes / limits.bytes_per_second
            piece = bytes(view[place : place + limits.piece_bytes])
            is_last = place + limits.piece_bytes >= len(body)
            with anyio.move_on_after(deadline - time.monotonic()) as patience:
                await send({**message, "body": piece, "more_body": more or not is_last})
            if patience.cancelled_caught:
                raise _TooSlow


def _no_room() -> ProblemError:
    return ProblemError(
        "busy",
        "Trop de grandes réponses attendent d’être lues par d’autres. Réessayez dans "
        "un instant, ou demandez moins de lignes.",
        headers={"Retry-After": "30"},
    )
