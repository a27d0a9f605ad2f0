"""Large answers leave in pieces; who does not read them holds nothing for long."""

import asyncio
import gc
import json
import weakref
from dataclasses import replace
from types import SimpleNamespace

import pytest
from starlette.responses import Response, StreamingResponse

from search_api.web.delivery import Delivery, DeliveryLimits

LIMITS = DeliveryLimits(
    piece_bytes=10,
    grace_seconds=0.2,
    bytes_per_second=1_000,
    large_bytes=50,
    waiting_bytes=150,
)
BODY = bytes(range(100))


class Client:
    """Keeps what is sent to it; stops reading after a number of pieces."""

    def __init__(self, reads=1_000):
        self.reads = reads
        self.messages = []

    async def send(self, message):
        if len(self.messages) > self.reads:
            await asyncio.Event().wait()
        self.messages.append(message)

    @property
    def body(self):
        return b"".join(message.get("body", b"") for message in self.messages)

    @property
    def is_complete(self):
        return self.messages[-1].get("more_body") is False

    @property
    def status(self):
        return self.messages[0]["status"]


async def ask(delivery, client):
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/sparql",
        "headers": [(b"accept", b"application/json")],
        "app": SimpleNamespace(state=SimpleNamespace()),
    }
    await delivery(scope, None, client.send)


def test_a_large_answer_arrives_whole_in_pieces():
    client = Client()
    asyncio.run(ask(Delivery(Response(BODY), LIMITS), client))

    assert client.body == BODY
    assert [m["more_body"] for m in client.messages[1:]] == [True] * 9 + [False]


@pytest.mark.parametrize("body", [b"", b"1", b"1234567890", BODY[:11]])
def test_small_answers_end_once(body):
    client = Client()
    asyncio.run(ask(Delivery(Response(body), LIMITS), client))

    assert client.body == body
    assert [m["more_body"] for m in client.messages[1:]].count(False) == 1


def test_streams_pass():
    client = Client()
    app = StreamingResponse(iter([b"un", b"deux", BODY]))

    async def receive():
        await asyncio.Event().wait()

    async def run():
        scope = {"type": "http", "headers": [], "asgi": {"spec_version": "2.4"}}
        await Delivery(app, LIMITS)(scope, receive, client.send)

    asyncio.run(run())
    assert client.body == b"undeux" + BODY
    assert client.is_complete


def test_who_does_not_read_is_cut_off_and_holds_nothing():
    client, delivery = Client(reads=3), Delivery(Response(BODY), LIMITS)
    asyncio.run(asyncio.wait_for(ask(delivery, client), 100))

    assert client.status == 200
    assert not client.is_complete
    assert len(client.body) < int(
        dict(client.messages[0]["headers"])[b"content-length"]
    )
    assert delivery.waiting_bytes == 0


def test_large_answers_that_wait_are_bounded_together():
    delivery = Delivery(Response(BODY), replace(LIMITS, grace_seconds=2))
    small = Delivery(Response(b"peu"), LIMITS)
    stuck, second, third, after = Client(reads=3), Client(), Client(), Client()

    async def run():
        waiting = asyncio.create_task(ask(delivery, stuck))
        for _ in range(100):  # until it waits for its reader
            await asyncio.sleep(0)
        assert delivery.waiting_bytes
        small.waiting_bytes = delivery.waiting_bytes
        await ask(delivery, second)
        await ask(small, third)
        await waiting
        await ask(delivery, after)

    asyncio.run(run())
    assert (second.status, third.status, after.status) == (503, 200, 200)
    assert json.loads(second.body)["type"] == "/problems/busy"
    assert dict(second.messages[0]["headers"])[b"retry-after"]


def test_a_stream_that_nobody_reads_ends():
    taken = []

    async def pieces():
        for number in range(1_000):
            taken.append(number)
            yield BODY

    client = Client(reads=3)

    async def receive():
        await asyncio.Event().wait()

    async def run():
        scope = {"type": "http", "headers": [], "asgi": {"spec_version": "2.4"}}
        await Delivery(StreamingResponse(pieces()), LIMITS)(scope, receive, client.send)

    asyncio.run(asyncio.wait_for(run(), 100))
    assert len(taken) <= 3


def test_an_answer_that_was_cut_off_is_freed_without_the_collector():
    async def run():
        answer = Response(BODY)
        watched = weakref.ref(answer)
        await ask(Delivery(answer, LIMITS), Client(reads=3))
        del answer
        await asyncio.sleep(0.01)
        return watched()

    gc.disable()
    try:
        assert asyncio.run(run()) is None
    finally:
        gc.enable()
