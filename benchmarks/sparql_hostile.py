"""Sends a thousand hostile queries to a real service and counts how each is answered.

    python -m benchmarks.sparql_hostile [--library FOLDER] [--count 1000] [--clients 2]

Without a library, one is made from the starter corpus first. Every query points at a
listening socket where it can; a connection there is a failure. ``overrun`` is how much
later than the deadline an answer came, waiting for a free worker included. Between the
queries a plain one is asked, whose answer must stay the same.
"""

import argparse
import queue
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from benchmarks.hostile_queries import HostileQuery, hostile_queries
from benchmarks.measuring import save
from benchmarks.sparql_server import resident_bytes, running_service
from benchmarks.starter_library import starter_library

PLAIN = {
    "query": "SELECT ?t { ?d <http://purl.org/dc/terms/title> ?t } ORDER BY ?t",
    "format": "csv",
}
FORMATS = ("json", "xml", "csv", "json", "turtle")


@dataclass(slots=True)
class Findings:
    """What the clients saw; shared between them under ``lock``."""

    plain: bytes = b""
    lock: threading.Lock = field(default_factory=threading.Lock)
    outcomes: Counter[str] = field(default_factory=Counter)
    families: dict[str, Counter[str]] = field(default_factory=dict)
    overruns: list[tuple[float, str, str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def note(self, query: HostileQuery, outcome: str, overrun: float) -> None:
        """Remember an answer."""
        with self.lock:
            self.outcomes[outcome] += 1
            self.families.setdefault(query.family, Counter())[outcome] += 1
            self.overruns.append((overrun, query.family, outcome))


def main() -> int:
    """Print one table, write one JSON; the status tells whether all held."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--library", type=Path)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--clients", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=20)
    arguments = parser.parse_args()
    findings = Findings()
    with tempfile.TemporaryDirectory() as scratch:
        library = arguments.library or starter_library(Path(scratch) / "library")
        with (
            running_service(library) as server,
            socket.create_server(("127.0.0.1", 0)) as listener,
        ):
            peak = _attack(server.url, server.pid, listener, arguments, findings)
            touched = _was_touched(listener)
            _ask_plain(server.url, findings)
    return _report(arguments, findings, peak, is_touched=touched)


def _attack(
    url: str,
    server: int,
    listener: socket.socket,
    arguments: argparse.Namespace,
    findings: Findings,
) -> dict[str, int]:
    """Let the clients ask everything; return the peak of memory in bytes."""
    findings.plain = httpx.get(f"{url}/sparql", params=PLAIN, timeout=60).content
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    waiting: queue.Queue[tuple[int, HostileQuery]] = queue.Queue()
    made = hostile_queries(arguments.count, url=address, seed=arguments.seed)
    for entry in enumerate(made):
        waiting.put(entry)
    threads = [
        threading.Thread(
            target=_client, args=(url, arguments.seconds, waiting, findings)
        )
        for _ in range(arguments.clients)
    ]
    for thread in threads:
        thread.start()
    peak: dict[str, int] = {"server": 0, "with workers": 0}
    while any(thread.is_alive() for thread in threads):
        own, whole = resident_bytes(server)
        peak["server"] = max(peak["server"], own)
        peak["with workers"] = max(peak["with workers"], whole)
        time.sleep(0.05)
    return peak


def _client(
    url: str,
    seconds: float,
    waiting: "queue.Queue[tuple[int, HostileQuery]]",
    findings: Findings,
) -> None:
    with httpx.Client(timeout=httpx.Timeout(60)) as client:
        while True:
            try:
                number, query = waiting.get_nowait()
            except queue.Empty:
                return
            started = time.perf_counter()
            outcome = _ask(client, url, seconds, query, number)
            findings.note(query, outcome, time.perf_counter() - started - seconds)
            if outcome.startswith("broken"):
                with findings.lock:
                    findings.failures.append(f"{outcome}: {query.text[:500]}")
            if number % 50 == 49:
                _ask_plain(url, findings)


def _ask(
    client: httpx.Client, url: str, seconds: float, query: HostileQuery, number: int
) -> str:
    """Return the kind of the answer; ``broken`` for anything undocumented."""
    options = {"timeout": str(seconds)}
    if number % 4 == 0:
        options["format"] = FORMATS[number // 4 % len(FORMATS)]
    try:
        response = client.post(
            f"{url}/sparql",
            params=options,
            content=query.text.encode(),
            headers={
                "Content-Type": "application/sparql-query",
                # Lengths are compared, so nothing may be packed.
                "Accept-Encoding": "identity",
            },
        )
    except httpx.HTTPError as error:
        return f"broken: {type(error).__name__}"
    if response.status_code == 200:
        is_whole = len(response.content) == int(response.headers["content-length"])
        return "whole answer" if is_whole else "broken: cut"
    if response.headers["content-type"] != "application/problem+json":
        return f"broken: {response.status_code} without a problem"
    problem = response.json()
    slug = problem["type"].rpartition("/")[2]
    if slug == "internal" or problem["status"] != response.status_code:
        return f"broken: {slug}"
    if response.status_code == 503 and "retry-after" not in response.headers:
        return "broken: 503 without Retry-After"
    if slug == "query-refused" and "rule" in problem:
        return f"query-refused ({problem['rule']})"
    return slug


def _ask_plain(url: str, findings: Findings) -> None:
    for _ in range(20):
        response = httpx.get(f"{url}/sparql", params=PLAIN, timeout=60)
        if response.status_code != 503:  # busy with the others: that is allowed
            break
    if response.content != findings.plain:
        with findings.lock:
            findings.failures.append(f"plain query: {response.status_code}")


def _was_touched(listener: socket.socket) -> bool:
    listener.settimeout(0.5)
    try:
        listener.accept()
    except TimeoutError:
        return False
    return True


def _report(
    arguments: argparse.Namespace,
    findings: Findings,
    peak: dict[str, int],
    *,
    is_touched: bool,
) -> int:
    worst = sorted(findings.overruns, reverse=True)[:5]
    late = [entry for entry in findings.overruns if entry[0] > 1]
    for outcome, number in findings.outcomes.most_common():
        print(f"{number:6}  {outcome}")
    for seconds, family, outcome in worst:
        print(f"overrun {seconds:.2f} s  {family}: {outcome}")
    print(f"later than 1 s: {len(late)}")
    print(f"memory { ({name: f'{n >> 20} MiB' for name, n in peak.items()}) }")
    print(f"packets out: {'YES' if is_touched else 'none'}")
    for failure in findings.failures[:10]:
        print("FAILURE", failure)
    content = {
        "queries": arguments.count,
        "clients": arguments.clients,
        "deadline_seconds": arguments.seconds,
        "seed": arguments.seed,
        "outcomes": dict(findings.outcomes.most_common()),
        "families": {n: dict(c) for n, c in sorted(findings.families.items())},
        "worst_overruns": [
            {"seconds": round(seconds, 3), "family": family, "outcome": outcome}
            for seconds, family, outcome in worst
        ],
        "later_than_one_second": len(late),
        "peak_bytes": peak,
        "packets_out": is_touched,
        "failures": findings.failures,
    }
    print(f"written: {save('sparql_hostile', content).name}")
    return 1 if late or findings.failures or is_touched else 0


if __name__ == "__main__":
    sys.exit(main())
