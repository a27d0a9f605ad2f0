"""Clients that press a service hard: many, impatient, slow, or gone.

Plain sockets under one event loop: a client costs little beside the service that is
measured on the same cores, chooses the loopback address it comes from, and can hang up
in the middle of anything.
"""

import asyncio
import http.client
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

__all__ = [
    "Answer",
    "Request",
    "Tally",
    "addresses",
    "ask",
    "closed_loop",
    "cpu_seconds",
    "descriptors",
    "get",
    "open_loop",
    "post",
    "probed",
]

HOST = "127.0.0.1"
_CLOCK_TICKS = 100


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: its sort, for the report, and its bytes."""

    sort: str
    head: bytes
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: 0 when nothing did in time."""

    status: int
    seconds: float
    retry_after: int | None = None
    size: int = 0


@dataclass(slots=True)
class Tally:
    """Answers by sort."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)

    def note(self, sort: str, answer: Answer) -> None:
        """Keep an answer."""
        self.answers.setdefault(sort, []).append(answer)

    def report(self, seconds: float) -> dict[str, Any]:
        """Return rates and latencies, over all and by sort."""
        every = [each for own in self.answers.values() for each in own]
        return {
            **_rates(every, seconds),
            "sorts": {
                sort: _rates(own, seconds) for sort, own in sorted(self.answers.items())
            },
        }


def _rates(answers: list[Answer], seconds: float) -> dict[str, Any]:
    good = sorted(each.seconds for each in answers if each.status == 200)
    told = [each for each in answers if each.status in (429, 503)]
    return {
        "asked": len(answers),
        "good_per_second": round(len(good) / seconds, 2),
        "p50_ms": _percentile(good, 0.5),
        "p99_ms": _percentile(good, 0.99),
        "statuses": {
            str(k): n for k, n in sorted(Counter(a.status for a in answers).items())
        },
        "refused_without_retry_after": sum(each.retry_after is None for each in told),
    }


def _percentile(ordered: list[float], share: float) -> float | None:
    if not ordered:
        return None
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 1)


def get(sort: str, path: str, **parameters: str) -> Request:
    """Return a GET request."""
    target = f"{path}?{urlencode(parameters, quote_via=quote)}" if parameters else path
    return Request(sort, f"GET {target} HTTP/1.1\r\nHost: x\r\n".encode())


def post(sort: str, path: str, body: bytes, media_type: str) -> Request:
    """Return a POST request."""
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {media_type}\r\n"
    return Request(sort, f"{head}Content-Length: {len(body)}\r\n".encode(), body)


def addresses(number: int) -> list[str]:
    """Return loopback addresses, one for each of so many clients."""
    return [f"127.0.{n // 250 + 1}.{n % 250 + 2}" for n in range(number)]


async def ask(
    port: int, request: Request, *, patience: float, source: str = HOST
) -> Answer:
    """Ask once over a connection of its own; hang up when patience ends."""
    started = time.perf_counter()
    try:
        async with asyncio.timeout(patience):
            return await _ask(port, request, source, started)
    except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
        return Answer(0, time.perf_counter() - started)


async def _ask(port: int, request: Request, source: str, started: float) -> Answer:
    reader, writer = await asyncio.open_connection(
        HOST, port, local_addr=(source, 0), limit=1 << 20
    )
    try:
        writer.write(request.head + b"Connection: close\r\n\r\n" + request.body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(head[9:12])
        _, found, after = head.partition("\r\nretry-after: ")
        retry = int(after.split("\r\n")[0]) if found else None
        size = 0
        while piece := await reader.read(1 << 16):
            size += len(piece)
        return Answer(status, time.perf_counter() - started, retry, size)
    finally:
        writer.transport.abort()


async def closed_loop(
    port: int,
    make: Callable[[random.Random], Request],
    *,
    sources: list[str],
    seconds: float,
    patience: float = 20.0,
) -> Tally:
    """Have each client ask again as soon as it is answered, or a while after a refusal.

    A refused client comes back within a second, sooner than it is told: few wait.
    """
    tally, until = Tally(), time.monotonic() + seconds

    async def client(number: int, source: str) -> None:
        chance = random.Random(number)  # noqa: S311 - a load, not a secret
        while time.monotonic() < until:
            request = make(chance)
            answer = await ask(port, request, patience=patience, source=source)
            tally.note(request.sort, answer)
            if answer.status in (0, 429, 503):
                await asyncio.sleep(min(answer.retry_after or 1, 1) * chance.random())

    async with asyncio.TaskGroup() as crowd:
        for number, source in enumerate(sources):
            crowd.create_task(client(number, source))
    return tally


async def open_loop(
    port: int,
    make: Callable[[random.Random], Request],
    *,
    per_second: float,
    seconds: float,
    source_of: Callable[[int], str],
    patience: float = 10.0,
) -> Tally:
    """Send requests at a rate, whether or not those before are answered."""
    tally, chance = Tally(), random.Random(7)  # noqa: S311
    started, number = time.monotonic(), 0

    async def one(request: Request, source: str) -> None:
        answer = await ask(port, request, patience=patience, source=source)
        tally.note(request.sort, answer)

    async with asyncio.TaskGroup() as crowd:
        while (passed := time.monotonic() - started) < seconds:
            while number < passed * per_second:
                crowd.create_task(one(make(chance), source_of(number)))
                number += 1
            await asyncio.sleep(0.01)
    return tally


@contextmanager
def probed(port: int) -> Iterator[list[float]]:
    """Ask ``/health`` every 50 ms from a process of its own; yield its latencies.

    The list is filled when the block ends; an answer that never came counts 60 s.
    """
    here, there = multiprocessing.get_context("spawn").Pipe()
    prober = multiprocessing.get_context("spawn").Process(
        target=_probe, args=(port, there)
    )
    prober.start()
    assert here.recv() == "ready"
    latencies: list[float] = []
    try:
        yield latencies
    finally:
        here.send("stop")
        latencies += here.recv()
        prober.join()


def _probe(port: int, pipe: Connection) -> None:
    latencies = []
    pipe.send("ready")
    while not pipe.poll(0.05):
        latencies.append(_health_seconds(port))
    pipe.send(latencies)


def _health_seconds(port: int) -> float:
    started = time.perf_counter()
    with suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection(HOST, port, timeout=60)
        connection.request("GET", "/health")
        connection.getresponse().read()
        connection.close()
        return time.perf_counter() - started
    return 60.0


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process, its children and those it buried."""
    total = 0.0
    for each in _family(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            total += sum(int(value) for value in fields[11:15]) / _CLOCK_TICKS
    return total


def descriptors(pid: int) -> int:
    """Return how many files and sockets a process holds."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def _family(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in task.read_text().split():
                found += _family(int(child))
    return found
