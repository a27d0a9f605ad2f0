"""HTTP/1.1 on one connection: uvicorn's h11, hardened.

    bytes ─▶ RequestHeads ─▶ h11 ─▶ the application
                 │  refused    │ cannot be parsed
                 └──────▶ a problem (RFC 9457), then the connection is closed

What uvicorn leaves open is decided here: what a head may look like and how long it may
take, how long a body may pause, how long an idle connection stays, who must go where
there are too many, and that every refusal is a problem in our words.

Other uvicorn servers take it too: ``uvicorn --http gtnum.serving.http_protocol:protocol
--loop asyncio --backlog 32 --factory gtnum.asgi:application``.
"""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from http import HTTPStatus
from typing import cast

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from gtnum.serving.connection_places import ConnectionPlaces, places_for
from gtnum.serving.door import Door
from gtnum.serving.request_heads import HeadLimits, HeadRefused, RequestHeads
from search_api.web.problems.problem_report import PROBLEM_MEDIA_TYPE, ProblemError

__all__ = ["ConnectionLimits", "HttpProtocol", "protocol"]

_LINGER_SECONDS = 2.0
"""How long a client may read the problem that ends a connection."""
_LINGER_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """How long a client may keep a connection waiting.

    Attributes:
        head_seconds: From the first byte of a head, or from connecting, to its end.
        idle_seconds: Between two requests.
        body_pause_seconds: Without a byte of a body that the application waits for.
            Its own limits are shorter; this one holds for what has none.
        unread_seconds: For the rest of an answer after the connection was closed.
        head: How long a head may be.
    """

    head_seconds: float = 10.0
    idle_seconds: float = 15.0
    body_pause_seconds: float = 60.0
    unread_seconds: float = 30.0
    head: HeadLimits = field(default_factory=HeadLimits)


class HttpProtocol(H11Protocol):
    """One connection.

    Args:
        config: Of uvicorn, as are the next three.
        server_state: What all connections share.
        app_state: What the application keeps between requests.
        places: Of all connections of the server.
        limits: Of this one.
        door: Whose requests are taken up while the loop is late.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        places: ConnectionPlaces,
        limits: ConnectionLimits,
        door: Door,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._places = places
        self._limits = limits
        self._door = door
        self._heads = RequestHeads(limits.head)
        self._timer: asyncio.TimerHandle | None = None
        self._unheard_bytes: int | None = None  # a number once nobody listens

    # What the transport tells

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn does
        """Take a place, or refuse."""
        super().connection_made(transport)
        if self._places.enter(self):
            self._await_client(self._limits.head_seconds, self._on_slow_head)
        elif self._places.may_explain(self):
            self._refuse(_no_place())
        else:
            self._places.refusals.count("no place", self._client())
            self.abort()

    def data_received(self, data: bytes) -> None:
        """Go on with the head, the body, or the next request."""
        if self._unheard_bytes is not None:
            self._unheard_bytes += len(data)
            if self._unheard_bytes > _LINGER_BYTES:
                self.transport.abort()
        elif self.conn.their_state is h11.IDLE:
            self._take_head(data)
        else:
            self._parse(data)

    def pause_writing(self) -> None:
        """Note that the client does not read."""
        super().pause_writing()
        self._places.wait(self)

    def resume_writing(self) -> None:
        """Note that the client has read."""
        super().resume_writing()
        if self._is_serving():
            self._places.work(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place back."""
        self._set_timer(None)
        self._places.leave(self)
        super().connection_lost(exc)

    # What uvicorn asks

    def on_response_complete(self) -> None:
        """Begin anew with what the client has sent meanwhile, or close."""
        self.server_state.total_requests += 1
        if self.transport.is_closing() or self._unheard_bytes is not None:
            return
        rest, _ = self.conn.trailing_data
        if self.conn.their_state is not h11.DONE:
            self._linger()  # nobody wants the rest of the body
        elif rest and self._places.are_crowded:
            self._linger()  # others wait for their first answer
        else:
            # A new one: the bytes of the next head must pass by ``RequestHeads``.
            self.conn = h11.Connection(h11.SERVER, self._limits.head.field_bytes)
            self.flow.resume_reading()
            self._await_client(self._limits.idle_seconds, self._close)
            if rest:
                self._take_head(rest)

    def shutdown(self) -> None:
        """Close if nothing is being answered, else after the answer."""
        if self._is_serving():
            self.cycle.keep_alive = False
        else:
            self._close()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - not for people
        """Refuse what h11 cannot parse."""
        self._refuse(ProblemError("malformed-request", _UNREADABLE))

    def _should_upgrade(self) -> bool:
        return False  # there is nothing to upgrade to, and nothing to log

    def give_up(self) -> None:
        """Tell the client that the service stops, and the application that it left."""
        if self._is_serving() and not self.transport.is_closing():
            self._refuse(_stopping())

    def end(self) -> None:
        """Close after an answer, of which nothing may get lost."""
        if self.conn.their_state is h11.SEND_BODY:
            self._linger()
        else:
            self._close()

    def abort(self) -> None:
        """Close at once: another client needs the place."""
        self.transport.abort()

    # Steps

    def _take_head(self, data: bytes) -> None:
        if not self._heads:
            self._set_timer(self._limits.head_seconds, self._on_slow_head)
        try:
            plain = self._heads.take(data)
        except HeadRefused as refused:
            self._refuse(ProblemError(refused.slug, refused.detail))
            return
        if plain is None:
            return
        if not plain.startswith(_ALWAYS) and not self._door.lets_in(self._client()):
            self._refuse(_late())
        else:
            self._set_timer(None)
            self._places.work(self)
            self._parse(plain)

    def _parse(self, data: bytes) -> None:
        self.conn.receive_data(data)
        self.handle_events()
        if self.cycle is not None:
            self.cycle.transport = cast("asyncio.Transport", _Outgoing(self))
        if self._unheard_bytes is not None or not self._is_serving():
            return  # refused, or answered already
        if self.conn.their_state is h11.SEND_BODY and not self.flow.read_paused:
            self._await_client(self._limits.body_pause_seconds, self._on_slow_body)
        else:
            self._set_timer(None)
            self._places.work(self)

    def _is_serving(self) -> bool:
        cycle = self.cycle
        # uvicorn does not say so, but there is none before the first request.
        return cycle is not None and not cycle.response_complete  # type: ignore[redundant-expr]

    def _await_client(self, seconds: float, then: Callable[[], None]) -> None:
        self._places.wait(self)
        self._set_timer(seconds, then)

    def _set_timer(
        self, seconds: float | None, then: Callable[[], None] | None = None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
        if seconds is not None and then is not None:
            self._timer = self.loop.call_later(seconds, then)

    def _on_slow_head(self) -> None:
        if self._heads:
            self._refuse(ProblemError("head-timeout", _SLOW_HEAD))
        else:
            self._places.refusals.count("silent", self._client())
            self._close()

    def _on_slow_body(self) -> None:
        self._refuse(ProblemError("body-timeout", _SLOW_BODY))

    def _refuse(self, problem: ProblemError) -> None:
        """Answer with a problem, unless an answer has begun, and close."""
        self._places.refusals.count(problem.kind.slug, self._client())
        if self._is_serving():
            # What the application still says is not for this client.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            if self.cycle.response_started:
                self.transport.abort()
                return
        now = self.server_state.default_headers
        self.transport.write(_written(problem, now, with_body=not self._is_bodiless()))
        self._linger()

    def _is_bodiless(self) -> bool:
        if self._is_serving():
            return self.cycle.scope["method"] == "HEAD"
        return self._heads.is_head_request

    def _linger(self) -> None:
        """Close our side; listen a moment, so that the client gets what was sent.

        A socket closed over unread bytes takes back what its client has not read.
        """
        self._unheard_bytes = 0
        self._places.wait(self)
        self.flow.resume_reading()
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._set_timer(_LINGER_SECONDS, self.transport.abort)

    def _close(self) -> None:
        """Close when what was sent has left, which a client may not put off."""
        self.transport.close()
        self._set_timer(self._limits.unread_seconds, self.transport.abort)

    def _client(self) -> str:
        return str(self.client[0]) if self.client else ""


class _Outgoing:
    """The transport as an answer sees it: closing is left to the connection."""

    def __init__(self, connection: HttpProtocol) -> None:
        self._transport = connection.transport
        self.write = self._transport.write
        self.close = connection.end

    def is_closing(self) -> bool:
        return self._transport.is_closing()


_ALWAYS = b"GET /health"
"""What monitors ask; it is answered by the event loop alone."""
_UNREADABLE = (
    "La demande ne peut pas être lue : une ligne, un en-tête ou le découpage du "
    "contenu ne suit pas le protocole HTTP."
)
_SLOW_HEAD = "Les en-têtes ne sont pas arrivés à temps. Recommencez."
_SLOW_BODY = "Le contenu n’arrive plus. Rien n’a été conservé ; recommencez."


def _no_place() -> ProblemError:
    return ProblemError(
        "busy",
        "Toutes les connexions sont prises en ce moment. Réessayez dans un instant.",
        headers={"Retry-After": "2"},
    )


@cache
def _late() -> ProblemError:
    return ProblemError(
        "busy",
        "Trop de demandes arrivent en ce moment. Réessayez dans un instant.",
        headers={"Retry-After": "2"},
    )


def _stopping() -> ProblemError:
    return ProblemError(
        "busy",
        "Le service s’arrête ; la réponse n’était pas prête à temps. Réessayez dans "
        "un instant.",
        headers={"Retry-After": "10"},
    )


def _written(
    problem: ProblemError, always: Iterable[tuple[bytes, bytes]], *, with_body: bool
) -> bytes:
    """Return a problem as the bytes of an answer after which nothing follows.

    Args:
        problem: What to tell.
        always: Headers of every answer, the date among them.
        with_body: False after HEAD.
    """
    kind = problem.kind
    body = _body(kind.slug, problem.detail)
    headers = {
        **{name.decode().title(): value.decode() for name, value in always},
        **problem.answer_headers(),
        "Content-Type": PROBLEM_MEDIA_TYPE,
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    lines = [f"HTTP/1.1 {kind.status} {HTTPStatus(kind.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    return head + body if with_body else head


@lru_cache(64)  # thousands may be refused in a second
def _body(slug: str, detail: str) -> bytes:
    report = ProblemError(slug, detail).report("")
    fields = report.model_dump(mode="json", exclude_none=True)
    return json.dumps(fields, ensure_ascii=False).encode()


@cache
def _own_places() -> ConnectionPlaces:
    return ConnectionPlaces(places_for())


def protocol(
    config: Config,
    server_state: ServerState,
    app_state: dict[str, object],
    _loop: asyncio.AbstractEventLoop | None = None,
) -> HttpProtocol:
    """Make a connection of a server that somebody else runs.

    Its places are those that ``ulimit -n`` leaves, its limits the usual ones.
    """
    return HttpProtocol(
        config,
        server_state,
        app_state,
        _loop,
        places=_own_places(),
        limits=ConnectionLimits(),
        door=Door(),  # nobody tells it the time: it lets everybody in
    )
