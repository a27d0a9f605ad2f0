"""This test ensures that a sender who stops holds up no route that reads a body."""

import asyncio

import pytest

from search_api.web.application import create_app
from search_api.web.settings import WebSettings
from tests.search_api.web.fake_deposits import FakeDeposits

KINDS = {
    "json": b"application/json",
    "text": b"text/plain",
    "query": b"application/sparql-query",
    "form": b"application/x-www-form-urlencoded",
    "file": b"multipart/form-data; boundary=x",
}


@pytest.fixture
def impatient(services, tmp_path):
    """An application that waits for nobody."""
    settings = WebSettings(
        body_timeout_seconds=0.05, deposit_idle_seconds=0.05, deposit_seconds=0.05
    )
    return create_app(services, settings, FakeDeposits(tmp_path / "arriving"))


async def stalled(app, method: str, path: str, kind: bytes) -> int:
    """Return the status for a body of which only the first bytes come."""
    parts = [{"type": "http.request", "body": b"--x", "more_body": True}]
    status = []

    async def receive():
        if parts:
            return parts.pop()
        return await asyncio.Event().wait()

    async def send(message):
        status.append(message.get("status"))

    headers = [
        (b"content-type", kind),
        (b"authorization", b"Bearer secret-de-claire"),
    ]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": headers,
        "http_version": "1.1",
        "client": ("127.0.0.1", 1),
        "server": ("x", 80),
        "scheme": "http",
    }
    async with asyncio.timeout(60):
        await app(scope, receive, send)
    return status[0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_route_that_takes_a_body_answers_in_time(impatient, kind):
    described = impatient.openapi()["paths"]
    posts = [
        (method.upper(), path.replace("{identifier}", "x"))
        for path, methods in described.items()
        for method in methods
        if method in ("post", "put", "patch", "delete")
    ]
    assert len(posts) >= 4

    async def all_of_them():
        return [await stalled(impatient, *each, KINDS[kind]) for each in posts]

    told = dict(zip(posts, asyncio.run(all_of_them()), strict=True))
    assert set(told.values()) <= {404, 408, 415}
    waited = [path for (_, path), status in told.items() if status == 408]
    read_by = {"json": ["/documents", "/related"], "query": ["/sparql"]}
    assert set(read_by.get(kind, ["/related"])) <= {*waited}
