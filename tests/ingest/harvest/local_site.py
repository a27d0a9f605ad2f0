"""A real web server on loopback whose pages are functions of the test."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ingest.harvest.addresses import AddressPolicy


@dataclass
class Reply:
    """What a page answers."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


ROBOTS = "/robots.txt"

Page = Callable[[BaseHTTPRequestHandler], Reply | None]
"""Answers a request; None when it wrote to the connection itself."""


class Handler(BaseHTTPRequestHandler):
    """Looks up the page in the site of its server."""

    def do_GET(self) -> None:
        site: LocalSite = self.server.site  # type: ignore[attr-defined]
        site.asked.append((self.path, dict(self.headers.items())))
        otherwise = None if self.path == ROBOTS else site.fallback
        page = site.pages.get(self.path, otherwise) or Reply(b"nothing", 404)
        reply = page if isinstance(page, Reply) else page(self)
        if reply is not None:
            self.answer(reply)

    def answer(self, reply: Reply) -> None:
        self.send_response(reply.status)
        headers = {"Content-Length": str(len(reply.body)), **reply.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, *arguments: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *arguments: object) -> None:
        pass  # a client that breaks off is what some tests are about


class LocalSite:
    """``pages`` by path with query; ``asked`` records what came, with headers.

    ``paths`` leaves out the rules for robots; there are none unless a test says so.
    """

    def __init__(self) -> None:
        self.pages: dict[str, Page | Reply] = {}
        self.fallback: Page | None = None
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.stop = threading.Event()
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.site = self  # type: ignore[attr-defined]
        self.port = self.server.server_address[1]
        self.host = f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.host}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != ROBOTS]

    @property
    def policy(self) -> AddressPolicy:
        return AddressPolicy.allowing([self.host])


@contextmanager
def serving() -> Iterator[LocalSite]:
    site = LocalSite()
    thread = threading.Thread(target=site.server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield site
    finally:
        site.stop.set()
        site.server.shutdown()
        thread.join()
        site.server.server_close()
