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
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import anyio
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.web.problems.error_handlers import problem_response
from search_api.web.problems.problem_report import ProblemError

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


class _Over(Exception):  # noqa: N818 - nobody else sees it
    """There is more to send, and nobody to send it to."""


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
        is_over = False

        async def deliver(message: Message) -> None:
            nonlocal start, is_over
            if message["type"] == "http.response.start":
                start = message  # held until the size is known
                return
            if is_over:
                raise _Over  # only streams come here
            body = message.get("body", b"")
            if start is not None:
                if not self._has_room(len(body)):
                    is_over = True
                    refusal = await problem_response(Request(scope), _no_room())
                    await refusal(scope, receive, send)
                    return
                await send(start)
                start = None
            with self._counted(len(body)):
                is_over = not await self._send_pieces(message, body, send)

        with suppress(_Over):
            # Without its end, an answer makes the server close the connection.
            await self._app(scope, receive, deliver)

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

    async def _send_pieces(self, message: Message, body: bytes, send: Send) -> bool:
        """Send a body, each piece when the one before has left; tell whether it did."""
        limits = self._limits
        more = message.get("more_body", False)
        deadline = time.monotonic() + limits.grace_seconds
        for place in range(0, max(1, len(body)), limits.piece_bytes):
            deadline += limits.piece_bytes / limits.bytes_per_second
            piece = body[place : place + limits.piece_bytes]
            is_last = place + limits.piece_bytes >= len(body)
            part = {**message, "body": piece, "more_body": more or not is_last}
            if not await _send_piece(part, deadline, send):
                return False
        return True


async def _send_piece(part: Message, deadline: float, send: Send) -> bool:
    """Send a piece; tell whether it was taken in time.

    Alone in its function: what gave up waiting keeps its frame until the collector of
    cycles comes by, which in a quiet service takes hours. A piece may stay that long,
    an answer may not.
    """
    with anyio.move_on_after(deadline - time.monotonic()) as patience:
        await send(part)
    return not patience.cancelled_caught


def _no_room() -> ProblemError:
    return ProblemError(
        "busy",
        "Trop de grandes réponses attendent d’être lues par d’autres. Réessayez dans "
        "un instant, ou demandez moins de lignes.",
        headers={"Retry-After": "30"},
    )
