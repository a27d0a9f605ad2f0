"""What users feel: from starting ``gtnum serve`` to the first answer, then warm.

    python -m benchmarks.service_latency [--library FOLDER] [--rounds 5]

Without a library, one is made from the starter corpus first. A real service on loopback
is asked over one connection; the peer, in the same run, is the searcher alone in this
process, without web, JSON or page.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import numpy as np

from benchmarks.measuring import save
from benchmarks.starter_library import starter_library
from gtnum import wiring
from gtnum.settings import Settings
from search_api.query import SearchQuery

QUESTIONS = (
    "sobriété numérique à l'école",
    "élèves à besoins éducatifs particuliers",
    "intelligence artificielle et éducation ouverte",
    "AESON",
    "quels laboratoires travaillent sur la littératie des données ?",
    "partager des ressources libres entre enseignants",
    "émotions des adolescents et réseaux sociaux",
    "hybridation présentiel distanciel",
    "accessibilité RGAA",
    "digital humanities and teacher training",
    "recette du gratin dauphinois",
    "académie de Poitiers",
)


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--library", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        library = arguments.library or starter_library(Path(scratch) / "library")
        with _service(library) as (client, first_answer):
            paths = {
                "GET /search": "/search",
                "page /recherche": "/recherche",
            }
            rows = {
                name: _times(arguments.rounds, _asker(client, path))
                for name, path in paths.items()
            }
        rows["searcher alone"] = _searcher_times(library, arguments.rounds)
    _report(first_answer, rows)


@contextmanager
def _service(library: Path) -> Iterator[tuple[httpx.Client, float]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gtnum.cli", "serve", "--port", str(port)]
    started = time.perf_counter()
    with (
        subprocess.Popen(
            [*command, "--library", str(library)], stderr=subprocess.DEVNULL
        ) as child,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client,
    ):
        try:
            yield client, _until_answer(client, started)
        finally:
            child.terminate()


def _until_answer(client: httpx.Client, started: float) -> float:
    while True:
        try:
            client.get("/search", params={"q": QUESTIONS[0]}).raise_for_status()
            return time.perf_counter() - started
        except httpx.TransportError:
            if time.perf_counter() - started > 60:
                raise
            time.sleep(0.02)


def _asker(client: httpx.Client, path: str) -> Callable[[str], object]:
    def ask(question: str) -> object:
        # Another limit each time would be another answer: caches play no part here.
        return client.get(path, params={"q": question}).raise_for_status()

    return ask


def _times(rounds: int, ask: Callable[[str], object]) -> list[float]:
    for question in QUESTIONS:
        ask(question)
    times = []
    for _ in range(rounds):
        for question in QUESTIONS:
            started = time.perf_counter()
            ask(question)
            times.append((time.perf_counter() - started) * 1000)
    return times


def _searcher_times(library: Path, rounds: int) -> list[float]:
    with wiring.knowledge(Settings(library=library)) as knowledge:
        return _times(rounds, lambda q: knowledge.searcher.search(SearchQuery(q)))


def _report(first_answer: float, rows: dict[str, list[float]]) -> None:
    print(
        f"start to first answer: {first_answer:.2f} s   load {os.getloadavg()[0]:.1f}"
    )
    print(f"{'milliseconds':18}{'p50':>8}{'p95':>8}{'p99':>8}{'ratio of p50':>14}")
    alone = float(np.percentile(rows["searcher alone"], 50))
    table = {}
    for name, times in rows.items():
        p50, p95, p99 = (float(np.percentile(times, p)) for p in (50, 95, 99))
        table[name] = {"p50": p50, "p95": p95, "p99": p99, "ratio": p50 / alone}
        print(f"{name:18}{p50:8.1f}{p95:8.1f}{p99:8.1f}{p50 / alone:14.2f}")
    content = {"first_answer_seconds": first_answer, "milliseconds": table}
    print(f"written: {save('service_latency', content).name}")


if __name__ == "__main__":
    main()
