"""How a real service answers several clients over HTTP, with hostile ones among them.

    python -m benchmarks.sparql_clients [--library FOLDER] [--clients 8] [--seconds 15]

Friendly clients ask the questions of the library one after the other, each over its
own connection. Three situations: alone, beside
one client whose query never ends and who asks for the longest deadline, and beside a
crowd of those. Meanwhile a page is read, as by people. A 503 is an answer too: how many
there were is part of the result.
"""

import argparse
import itertools
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from benchmarks.measuring import save
from benchmarks.sparql_fourteen import HOSTILE
from benchmarks.sparql_server import Server, running_service
from benchmarks.starter_library import starter_library
from graph.queries.competency import competency_names, load_competency

_CROWD = 30


@dataclass(slots=True)
class Seen:
    """What all clients of a situation saw; shared under ``lock``."""

    end: float
    lock: threading.Lock = field(default_factory=threading.Lock)
    milliseconds: list[float] = field(default_factory=list)
    page_milliseconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    hostile: Counter[str] = field(default_factory=Counter)

    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() > self.end


def main() -> int:
    """Print a line per situation, write one JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--library", type=Path)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=15.0)
    arguments = parser.parse_args()
    found: dict[str, Any] = {
        "clients": arguments.clients,
        "seconds": arguments.seconds,
        "questions": len(competency_names()),
    }
    with tempfile.TemporaryDirectory() as scratch:
        library = arguments.library or starter_library(Path(scratch) / "library")
        with running_service(library) as server:
            for name, hostile in (("alone", 0), ("one hostile", 1), ("crowd", _CROWD)):
                found[name] = _situation(server, hostile, arguments)
                print(f"{name:12} {found[name]}", flush=True)
    print(f"written: {save('sparql_clients', found).name}")
    outcomes = [set(found[name]["answers"]) for name in ("alone", "one hostile")]
    return 0 if all(own <= {"200", "503"} for own in outcomes) else 1


def _situation(
    server: Server, hostile: int, arguments: argparse.Namespace
) -> dict[str, Any]:
    seen = Seen(time.monotonic() + arguments.seconds)
    threads = [
        threading.Thread(target=_friend, args=(server.url, number, seen))
        for number in range(arguments.clients)
    ]
    threads += [
        threading.Thread(target=_foe, args=(server.url, seen), daemon=True)
        for _ in range(hostile)
    ]
    threads.append(threading.Thread(target=_reader, args=(server.url, seen)))
    for thread in threads:
        thread.start()
    for thread in threads:
        if not thread.daemon:
            thread.join()
    return {
        "hostile": hostile,
        "per_second": round(len(seen.milliseconds) / arguments.seconds, 1),
        "p50_ms": _percentile(seen.milliseconds, 50),
        "p95_ms": _percentile(seen.milliseconds, 95),
        "page_p95_ms": _percentile(seen.page_milliseconds, 95),
        "answers": dict(seen.outcomes),
        "hostile_answers": dict(seen.hostile),
    }


def _percentile(values: list[float], percent: int) -> float | None:
    return round(float(np.percentile(values, percent)), 1) if values else None


def _friend(url: str, number: int, seen: Seen) -> None:
    """Ask one question after the other; a refused one is asked later, as told."""
    queries = [load_competency(name).query for name in competency_names()]
    with httpx.Client(timeout=60) as client:
        for place in itertools.count(number * 3):
            if seen.is_over():
                return
            started = time.perf_counter()
            query = queries[place % len(queries)]
            response = client.post(f"{url}/sparql", data={"query": query})
            passed = (time.perf_counter() - started) * 1000
            with seen.lock:
                seen.outcomes[str(response.status_code)] += 1
                if response.status_code == 200:
                    seen.milliseconds.append(passed)


def _foe(url: str, seen: Seen) -> None:
    """Ask what never ends, with the longest deadline, at once again when refused."""
    with httpx.Client(timeout=120) as client:
        while not seen.is_over():
            with suppress(httpx.HTTPError):
                response = client.post(
                    f"{url}/sparql", data={"query": HOSTILE, "timeout": "60"}
                )
                slug = response.json()["type"].rpartition("/")[2]
                with seen.lock:
                    seen.hostile[slug] += 1


def _reader(url: str, seen: Seen) -> None:
    """Read a page again and again, as people do."""
    with httpx.Client(timeout=60) as client:
        while not seen.is_over():
            started = time.perf_counter()
            client.get(f"{url}/recherche", params={"q": "sobriété numérique"})
            with seen.lock:
                passed = (time.perf_counter() - started) * 1000
                seen.page_milliseconds.append(passed)
            time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
