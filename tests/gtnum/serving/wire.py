"""A real server over a tiny application, and raw sockets to speak to it."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from gtnum.serving.connection_places import ConnectionPlaces
from gtnum.serving.http_protocol import ConnectionLimits
from gtnum.serving.http_server import HttpServer, ServerLimits
from gtnum.serving.listening import bind

LONG = 300.0
"""Seconds that nothing here needs: only what hangs waits so long."""


async def tiny(scope, receive, send):
    """Answer what was asked; ``/body`` waits for the body, ``/hold`` for ever."""
    if scope["type"] == "lifespan":
        for name in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{name}.complete"})
        return
    held = scope["path"] == "/hold"
    while scope["path"] == "/body" or held:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        if not held and not message["more_body"]:
            break
    big = scope["path"] == "/big"
    body = b"x" * 3_000_000 if big else _told(scope)
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _told(scope) -> bytes:
    names = ("method", "path", "query_string")
    told = {name: scope[name] for name in names}
    told["query_string"] = told["query_string"].decode("latin-1")
    told["host"] = dict(scope["headers"]).get(b"host", b"").decode()
    return json.dumps(told).encode()


@dataclass
class Wire:
    """A running server and the way to it."""

    server: HttpServer
    port: int
    sockets: list[socket.socket] = field(default_factory=list)

    @property
    def places(self) -> ConnectionPlaces:
        return self.server.places

    def connect(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.port), timeout=LONG)
        self.sockets.append(made)
        return made

    def say(self, *parts: bytes) -> socket.socket:
        made = self.connect()
        for part in parts:
            made.sendall(part)
        return made

    def ask(self, *parts: bytes) -> "Answer":
        """Send bytes on a new connection and read one answer."""
        with self.say(*parts) as connection:
            return answer_on(connection)


@dataclass
class Answer:
    """An answer as it came."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> dict:
        return json.loads(self.body)


def answer_on(connection: socket.socket, *, has_body: bool = True) -> Answer:
    """Read one answer; what follows stays on the connection."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = connection.recv(1)
        assert byte, f"closed after {head!r}"
        head += byte
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    pairs = (line.split(": ", 1) for line in lines)
    headers = {name.lower(): value for name, value in pairs}
    length = int(headers.get("content-length", 0)) if has_body else 0
    body = b""
    while len(body) < length:
        piece = connection.recv(length - len(body))
        assert piece, "closed within a body"
        body += piece
    return Answer(int(first.split()[1]), headers, body)


def is_closed(connection: socket.socket) -> bool:
    """Wait until the other side closes; False where it sends something instead."""
    with connection:
        try:
            return connection.recv(1) == b""
        except ConnectionResetError:
            return True


@contextmanager
def wire(
    *,
    connections: int = 50,
    stop_seconds: float = LONG,
    limits: ConnectionLimits | None = None,
    application=tiny,
) -> Iterator[Wire]:
    """Run a server in a thread for the time of the block."""
    sockets = bind("127.0.0.1", 0)
    port = sockets[0].getsockname()[1]
    ready = threading.Event()
    server = HttpServer(
        application,
        ServerLimits(
            connections,
            stop_seconds=stop_seconds,
            connection=limits or ConnectionLimits(LONG, LONG, LONG, LONG),
        ),
        ready.set,
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": sockets})
    thread.start()
    made = Wire(server, port)
    try:
        assert ready.wait(LONG)
        yield made
    finally:
        for each in made.sockets:
            each.close()
        server.should_exit = True
        thread.join(LONG)
