"""How a real service behaves under crowds: goodput, refusals, health, what is left.

    python -m benchmarks.service_load [--library FOLDER] [--seconds 6] [--only NAME …]

Without a library, one is made from the starter corpus. Clients come from one loopback
address, or each from one of its own. Clients and service share the cores: ratios count.
Each row says what was asked and answered, how ``/health`` did meanwhile and afterwards,
and what the service did once its clients had gone.
"""

import argparse
import asyncio
import json
import random
import socket
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.load_clients import (
    HOST,
    Request,
    addresses,
    ask,
    closed_loop,
    cpu_seconds,
    descriptors,
    get,
    open_loop,
    post,
    probed,
)
from benchmarks.measuring import save
from benchmarks.sparql_server import Server, resident_bytes, running_service
from benchmarks.starter_library import starter_library

QUESTIONS = (
    *("sobriété numérique", "AESON", "intelligence artificielle à l'école"),
    *("évaluation des compétences", "Nancy", "lecture sur écran", "climat"),
    *("données d'apprentissage", "écriture collaborative", "robotique primaire"),
)
DRAFT = "La sobriété numérique s’enseigne dès l’école primaire, avec les élèves. "
SMALL_QUERY = "ASK { ?s a <https://gtnum.example/ontology#Lab> }"
WORDS = ("numérique", "école", "élèves", "apprentissage")


def mixed(chance: random.Random) -> Request:
    """Return what people ask: searches, completions, pages, drafts, queries."""
    share = chance.random()
    words = chance.choice(QUESTIONS)
    if chance.random() < 0.3:
        words += f" {chance.randrange(10_000)}"
    if share < 0.35:
        return get("search", "/search", q=words, limit="10", facets="true")
    if share < 0.60:
        return get("suggest", "/suggest", q=words[: chance.randint(2, 8)])
    if share < 0.70:
        text = DRAFT * chance.randint(1, 20) + str(chance.random())
        body = json.dumps({"text": text, "limit": 5}).encode()
        return post("related", "/related", body, "application/json")
    if share < 0.80:
        rows = chance.randint(1, 500)
        query = f"SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} LIMIT {rows}"
        return get("sparql", "/sparql", query=query)
    if share < 0.95:
        return get("pages", "/recherche", q=words)
    return get("pages", "/")


def plain(chance: random.Random) -> Request:
    """Return a question as people type it, another each time."""
    words = f"{chance.choice(QUESTIONS)} {chance.randrange(10_000)}"
    return get("search", "/search", q=words)


def dear(chance: random.Random) -> Request:
    """Return a search that costs as much as one may."""
    words = " ".join(chance.choices(WORDS, k=60))
    options = {"limit": "100", "passages": "20", "context": "true"}
    return get("dear", "/search", q=words, **options)


def cross_product(chance: random.Random) -> Request:
    """Return a query that no deadline lets end, in words of its own."""
    names = "".join(chance.choices("abcdefgh", k=6))
    query = (
        f"SELECT (COUNT(*) AS ?{names}) {{ ?a{names} ?b ?c . ?d ?e ?f{names} . "
        f"?g ?h ?i FILTER(?b != <urn:{names}>) }}"
    )
    return get("cross product", "/sparql", query=query)


def small_query(_chance: random.Random) -> Request:
    """Return a query that takes milliseconds."""
    return get("small query", "/sparql", query=SMALL_QUERY)


class Trial:
    """One running service and the time that each scenario may take."""

    def __init__(self, server: Server, seconds: float) -> None:
        self.port = urlsplit(server.url).port or 0
        self.pid = server.pid
        self.seconds = seconds
        self.best = 1.0

    async def closed(self, clients: int, *, many: bool) -> dict[str, Any]:
        """Mixed load of so many clients, each waiting for its answers."""
        sources = addresses(clients) if many else [HOST] * clients
        started = time.monotonic()
        tally = await closed_loop(
            self.port, mixed, sources=sources, seconds=self.seconds
        )
        found = tally.report(time.monotonic() - started)
        self.best = max(self.best, found["good_per_second"])
        return found

    async def overload(self, times: float, *, many: bool) -> dict[str, Any]:
        """Mixed load at a multiple of the best goodput, whatever is answered."""
        pool = addresses(200) if many else [HOST]
        started = time.monotonic()
        tally = await open_loop(
            self.port,
            mixed,
            per_second=times * self.best,
            seconds=self.seconds,
            source_of=lambda number: pool[number % len(pool)],
        )
        found = tally.report(max(self.seconds, time.monotonic() - started - 4))
        return {**found, "share_of_best": found["good_per_second"] / self.best}

    async def victims(
        self,
        attack: Callable[[random.Random], Request],
        victim: Callable[[random.Random], Request],
        *,
        attackers: int,
        victims: int,
        many: bool,
        patience: float = 20.0,
    ) -> dict[str, Any]:
        """Return how victims fare beside attackers who never let go."""
        own = addresses(attackers + victims) if many else [HOST] * (attackers + victims)
        loops = [
            closed_loop(
                self.port,
                attack,
                sources=own[:attackers],
                seconds=self.seconds,
                patience=patience,
            ),
            closed_loop(
                self.port, victim, sources=own[attackers:], seconds=self.seconds
            ),
        ]
        _, tally = await asyncio.gather(*loops)
        return tally.report(self.seconds)

    async def abandoned(
        self,
        make: Callable[[random.Random], Request],
        *,
        number: int,
        after: float,
        waves: int = 1,
    ) -> dict[str, Any]:
        """Let crowds ask and hang up; return what the service does afterwards."""
        chance = random.Random(3)  # noqa: S311
        for _ in range(waves):
            crowd = (
                ask(self.port, make(chance), patience=after) for _ in range(number)
            )
            await asyncio.gather(*crowd)
        return await self.aftermath()

    async def aftermath(self) -> dict[str, Any]:
        """Return how soon health and a small query are answered, and what runs on."""
        health = await ask(self.port, get("health", "/health"), patience=120)
        small = await ask(self.port, small_query(random.Random(1)), patience=30)  # noqa: S311
        search = await ask(self.port, plain(random.Random(1)), patience=120)  # noqa: S311
        await asyncio.sleep(1)
        before = cpu_seconds(self.pid)
        await asyncio.sleep(2)
        return {
            "first_health_ms": round(health.seconds * 1000),
            "small_query": [small.status, round(small.seconds * 1000)],
            "search": [search.status, round(search.seconds * 1000)],
            "cores_busy_after": round((cpu_seconds(self.pid) - before) / 2, 2),
        }

    async def honest_query(self, query: str, *, many: bool) -> dict[str, Any]:
        """Return what becomes of a query of seconds beside eight hostile clients."""
        own = addresses(9) if many else [HOST] * 9
        alone = await ask(self.port, get("q", "/sparql", query=query), patience=60)
        hostile = asyncio.create_task(
            closed_loop(self.port, cross_product, sources=own[:8], seconds=20)
        )
        await asyncio.sleep(3)
        request = get("q", "/sparql", query=query, timeout="30")
        beside = await ask(self.port, request, patience=60, source=own[8])
        await hostile
        return {
            "alone": [alone.status, round(alone.seconds, 2)],
            "beside": [beside.status, round(beside.seconds, 2)],
        }

    async def held(self, start: bytes, number: int, *, small: bool) -> dict[str, Any]:
        """Hold sockets that send or read nothing more, and search beside them."""
        held = []
        for _ in range(number):
            one = socket.socket()
            if small:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            with suppress(OSError):
                one.connect((HOST, self.port))
                one.sendall(start)
            held.append(one)
        tally = await closed_loop(
            self.port, plain, sources=[HOST] * 2, seconds=self.seconds
        )
        open_files = descriptors(self.pid)
        for one in held:
            one.close()
        return {**tally.report(self.seconds), "descriptors_while_held": open_files}


def scenarios(trial: Trial, draft: bytes, slow_query: str) -> dict[str, Any]:
    """Return what is tried, by name, in order."""
    big = dear(random.Random(2)).head + b"Accept-Encoding: identity\r\n\r\n"  # noqa: S311
    half = b"GET /search?q=a HTTP/1.1\r\nHost: x\r\nX-A: "
    body = b"POST /related HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
    body += b"Content-Length: 1000000\r\n\r\nabc"
    found: dict[str, Callable[[], Awaitable[dict[str, Any]]]] = {}
    for clients in (1, 8, 64, 256):
        found[f"mixed, {clients} clients"] = lambda n=clients: trial.closed(
            n, many=False
        )
    found["mixed, 64 clients, 64 addresses"] = lambda: trial.closed(64, many=True)
    for times in (2, 10):
        for many in (False, True):
            name = f"{times} × overload, {'many addresses' if many else 'one address'}"
            found[name] = lambda t=times, m=many: trial.overload(t, many=m)
    for many in (False, True):
        where = "other addresses" if many else "same address"
        found[f"search beside 60 dear searches, {where}"] = lambda m=many: (
            trial.victims(dear, plain, attackers=60, victims=1, many=m)
        )
        found[f"8 small beside 8 hostile queries, {where}"] = lambda m=many: (
            trial.victims(cross_product, small_query, attackers=8, victims=8, many=m)
        )
        found[f"search beside 60 hostile queries, {where}"] = lambda m=many: (
            trial.victims(cross_product, plain, attackers=60, victims=1, many=m)
        )
        found[f"honest query of seconds, {where}"] = lambda m=many: trial.honest_query(
            slow_query, many=m
        )
    waves = max(2, int(trial.seconds / 2))
    found["abandoned dear searches"] = lambda: trial.abandoned(
        dear, number=60, after=1.0, waves=waves
    )
    found["abandoned cross products"] = lambda: trial.abandoned(
        cross_product, number=8, after=0.6, waves=2
    )
    found["abandoned drafts of 2 MB"] = lambda: trial.abandoned(
        lambda _chance: post("draft", "/related", draft, "text/plain"),
        number=4,
        after=2.5,
    )
    found["100 slow readers"] = lambda: trial.held(big, 100, small=True)
    found["60 slow senders"] = lambda: trial.held(body, 60, small=False)
    found["500 idle"] = lambda: trial.held(b"", 500, small=False)
    found["500 half headers"] = lambda: trial.held(half, 500, small=False)
    return found


async def measured(trial: Trial, run: Callable[[], Any]) -> dict[str, Any]:
    """Run a scenario under the eyes of a prober; say what the service is left with."""
    with probed(trial.port) as latencies:
        found: dict[str, Any] = await run()
    after = await ask(trial.port, get("health", "/health"), patience=120)
    found["health_p99_ms"] = round(sorted(latencies)[int(0.99 * len(latencies))] * 1000)
    found["health_after_ms"] = round(after.seconds * 1000)
    own, whole = resident_bytes(trial.pid)
    found["memory_mb"] = [own >> 20, whole >> 20]
    found["descriptors"] = descriptors(trial.pid)
    return found


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--library", type=Path)
    parser.add_argument("--seconds", type=float, default=6.0, help="of each scenario")
    parser.add_argument("--only", nargs="*", default=[], help="parts of their names")
    parser.add_argument("--name", default="service_load", help="of the result")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        library = arguments.library or starter_library(Path(scratch) / "library")
        with running_service(library) as server:
            rows = asyncio.run(_all(server, arguments))
    print(f"written: {save(arguments.name, {'scenarios': rows}).name}")


async def _all(server: Server, arguments: argparse.Namespace) -> dict[str, Any]:
    trial = Trial(server, arguments.seconds)
    await closed_loop(trial.port, mixed, sources=[HOST] * 2, seconds=3)  # warm
    draft = (DRAFT * (2_000_000 // len(DRAFT.encode()))).encode()
    rows = {}
    for name, run in scenarios(trial, draft, await _query_of_seconds(trial)).items():
        if arguments.only and not any(part in name for part in arguments.only):
            continue
        rows[name] = await measured(trial, run)
        _print(name, rows[name])
    return rows


async def _query_of_seconds(trial: Trial, wanted: float = 3.0) -> str:
    """Return a query that takes about three seconds on this library and machine."""
    form = (
        "SELECT (COUNT(*) AS ?n) {{ {{ SELECT * {{ ?a ?b ?c }} LIMIT {rows} }} "
        "{{ SELECT * {{ ?d ?e ?f }} LIMIT {rows} }} }}"
    )
    rows = 500
    while rows < 50_000:
        query = form.format(rows=rows)
        answer = await ask(trial.port, get("q", "/sparql", query=query), patience=30)
        if answer.status != 200 or answer.seconds > wanted / 2:
            break
        rows = int(rows * min(2.0, (wanted / answer.seconds) ** 0.5))
    return form.format(rows=rows)


def _print(name: str, row: dict[str, Any]) -> None:
    told = {key: value for key, value in row.items() if key != "sorts"}
    print(f"{name}: {json.dumps(told)}", flush=True)
    for sort, own in row.get("sorts", {}).items():
        print(f"    {sort}: {json.dumps(own)}", flush=True)


if __name__ == "__main__":
    main()
