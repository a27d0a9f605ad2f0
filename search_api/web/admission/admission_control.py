"""The middleware that gives each request a place in the lane of its class.

It stands before all that prepares and delivers answers: a refusal must cost little. A
place is for work, not for a client that reads slowly, so it is free when the answer
begins. The work runs under a call context,
which is cancelled when the client hangs up or the deadline of the class passes.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ontology.call_context import CallContext, CancelReason, serving
from search_api.web.admission.callers import Callers
from search_api.web.admission.incoming import Incoming, NoRoomForBodies, ReadAhead
from search_api.web.admission.lane import Lane
from search_api.web.admission.refusals import (
    RefusalLog,
    late_body,
    no_room_for_bodies,
    refusal_problem,
)
from search_api.web.admission.request_classes import RequestClass, class_of, kind_of
from search_api.web.admission.tickets import LaneFull, LaneLimits, Ticket
from search_api.web.problems.problem_report import ProblemError

__all__ = ["AdmissionControl", "AdmissionLimits", "Lanes"]

_SMALL_BODY: Final = 64 << 10
"""What is read of a body that the class has no use for."""


@dataclass(frozen=True, slots=True)
class AdmissionLimits:
    """What is given to each class, and to bodies that wait.

    Attributes:
        lanes: A class that is not named needs no place.
        bodies: How much of a body is read before a place is asked for; of a class
            that is not named, little. 0: its route reads it when it has its place.
        body_seconds: How long a client may take to send such a body.
        bodies_bytes: What all bodies that wait may hold together.
    """

    lanes: Mapping[RequestClass, LaneLimits]
    bodies: Mapping[RequestClass, int] = field(default_factory=dict)
    body_seconds: float = 30.0
    bodies_bytes: int = 64 << 20


Lanes = Mapping[RequestClass, Lane]
Refuse = Callable[[Scope, Send, ProblemError], Awaitable[None]]


class _Gone(Exception):  # noqa: N818 - nobody is left to be told
    """The client hung up before its request had a place."""


class AdmissionControl:
    """The middleware; for one event loop.

    Args:
        app: What does the work.
        limits: Of each class.
        lanes: One for each class with limits, so that others can read them.
        callers: Tells whose a request is.
        refuse: Sends a problem to who gets no place.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        limits: AdmissionLimits,
        lanes: Lanes,
        callers: Callers,
        refuse: Refuse,
    ) -> None:
        self._app = app
        self._limits = limits
        self._lanes = lanes
        self._callers = callers
        self._refuse = refuse
        self._room = ReadAhead(limits.bodies_bytes)
        self._log = RefusalLog()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the request its place and pass it on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kind, template = class_of(scope)
        lane = self._lanes.get(kind)
        if lane is None:
            await self._app(scope, receive, send)
            return
        call = CallContext(self._callers.name(scope))
        incoming = Incoming(receive, call, self._room)
        try:
            await self._read_body(incoming, kind)
            ticket = await self._place(scope, lane, template, incoming, call)
            await self._work(scope, send, lane, ticket, incoming, call)
        except _Gone:
            return
        except LaneFull as full:
            self._log.note(kind, "excess" if full.is_own_excess else "full")
            await self._refuse(scope, send, refusal_problem(kind, full))
        except ProblemError as problem:
            self._log.note(kind, problem.kind.slug)
            await self._refuse(scope, send, problem)
        finally:
            await incoming.close()

    async def _read_body(self, incoming: Incoming, kind: RequestClass) -> None:
        """Read what the class reads before it asks for a place.

        Raises:
            ProblemError: If it does not come in time or finds no room.
            _Gone: If the client hung up.
        """
        most = self._limits.bodies.get(kind, _SMALL_BODY)
        if not most:
            return
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                await incoming.read_ahead(most)
        except TimeoutError as slow:
            raise late_body(self._limits.body_seconds) from slow
        except NoRoomForBodies as full:
            raise no_room_for_bodies() from full
        if incoming.is_gone:
            raise _Gone

    async def _place(
        self,
        scope: Scope,
        lane: Lane,
        template: str,
        incoming: Incoming,
        call: CallContext,
    ) -> Ticket:
        """Wait for a place.

        Raises:
            LaneFull: If there is none in time.
            _Gone: If the client hung up meanwhile.
        """
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def granted() -> None:
            if not turn.done():
                turn.set_result(None)

        def refused(error: Exception) -> None:
            if not turn.done():
                turn.set_exception(error)

        ticket = lane.enter(
            call.client,
            kind_of(scope, template, incoming.read_bytes),
            granted=granted,
            refused=refused,
        )
        if ticket.has_place:
            return ticket
        try:
            with call.on_cancel(lambda: refused(_Gone())):
                async with asyncio.timeout(lane.limits.waiting_seconds):
                    await turn
        except TimeoutError as late:
            lane.leave(ticket)
            raise lane.refusal(call.client) from late
        except BaseException:
            lane.leave(ticket)
            raise
        return ticket

    async def _work(
        self,
        scope: Scope,
        send: Send,
        lane: Lane,
        ticket: Ticket,
        incoming: Incoming,
        call: CallContext,
    ) -> None:
        """Pass the request on; its place is free when its answer begins."""
        deadline = asyncio.get_running_loop().call_later(
            lane.limits.deadline_seconds, call.cancel, CancelReason.DEADLINE
        )

        async def leaving(message: Message) -> None:
            if message["type"] == "http.response.start":
                deadline.cancel()
                lane.leave(ticket)
            await send(message)

        try:
            with serving(call):
                await self._app(scope, incoming.receive, leaving)
        finally:
            deadline.cancel()
            lane.leave(ticket)
