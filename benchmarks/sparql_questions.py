"""Fourteen typical questions on graphs of several sizes, against two other engines.

    python -m benchmarks.sparql_questions [--sizes 100000 1000000] [--clients 8]

In one run, on the same statements: ours (guard, worker process, whole answer as JSON),
the bare Oxigraph in this process, and rdflib's own engine over its memory store (up to
``--rdflib-most`` statements, above which the result says why there are no numbers; its
questions are stopped at ``--rdflib-seconds``). Number of rows must agree. Then several
clients ask at once, and again with a hostile query among them that never ends.
Results are kept after each size.
"""

import argparse
import itertools
import json
import multiprocessing
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
)
from rdflib import Dataset

from benchmarks.measuring import save
from benchmarks.sparql_fourteen import HOSTILE, QUESTIONS
from benchmarks.synthetic_graph import write_graph
from graph.errors import QueriesBusy, QueryTimeout
from graph.sparql.guard import admit
from graph.sparql.query_service import LocalQueryService, ServiceSettings
from ontology.iris import Iris

Row = dict[str, Any]

_RDFLIB_BYTES = 1_250
"""Memory of rdflib per statement of ours, measured at 10^6."""


def main() -> int:
    """Print one table per size, write one JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--rdflib-most", type=int, default=1_000_000)
    parser.add_argument("--rdflib-seconds", type=float, default=10.0)
    arguments = parser.parse_args()
    found = []
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as folder:
            found.append(_measure(Path(folder), size, arguments))
        versions = {name: version(name) for name in ("pyoxigraph", "rdflib")}
        content = {"engines": versions, "runs": arguments.runs, "sizes": found}
        print(f"written: {save('sparql_questions', content).name}", flush=True)
    return 0 if all(size["disagreements"] == [] for size in found) else 1


def _measure(folder: Path, size: int, arguments: argparse.Namespace) -> Row:
    source, target = folder / "graph.nq", folder / "store"
    documents = write_graph(source, size)
    store = Store(str(target))
    started = time.perf_counter()
    store.bulk_load(path=str(source), format=RdfFormat.N_QUADS)
    store.optimize()
    loading = time.perf_counter() - started
    triples = len(store)
    del store
    disk = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(f"\n{triples} statements, {documents} documents, loaded in {loading:.1f} s")
    left_out = _reason_to_leave_rdflib_out(triples, arguments.rdflib_most)
    print(f"{disk >> 20} MiB of disk; {left_out or 'rdflib too'}", flush=True)
    service = LocalQueryService(
        target, Iris(), settings=ServiceSettings(timeout_seconds=60, wait_seconds=30)
    )
    try:
        with _rdflib(None if left_out else source) as other:
            rows = _questions(service, target, other, arguments)
        together = _clients(service, arguments)
    finally:
        service.close()
    disagreements = [row["question"] for row in rows if not row["same_rows"]]
    return {
        "triples": triples,
        "documents": documents,
        "load_seconds": round(loading, 1),
        "disk_bytes": disk,
        "rdflib": f"loaded in {other.loading:.1f} s" if other else left_out,
        "questions": rows,
        "clients": together,
        "disagreements": disagreements,
    }


def _reason_to_leave_rdflib_out(triples: int, most: int) -> str:
    """Return why rdflib is not asked at this size; empty where it is."""
    if triples <= most * 1.2:
        return ""
    gigabytes = triples * _RDFLIB_BYTES / 1e9
    return (
        f"not measured: rdflib keeps all in memory, about {gigabytes:.0f} GB for "
        f"{triples} statements, loaded at some ten thousand a second"
    )


def _questions(
    service: LocalQueryService,
    target: Path,
    other: "RdflibProcess | None",
    arguments: argparse.Namespace,
) -> list[Row]:
    bare = Store.read_only(str(target))
    print(f"{'milliseconds':34}{'rows':>8}{'bare':>10}{'ours':>10}{'added':>9}", end="")
    print(f"{'guard':>8}{'rdflib':>10}")
    return [
        _question(service, bare, other, name, query, arguments)
        for name, query in QUESTIONS.items()
    ]


def _question(
    service: LocalQueryService,
    bare: Store,
    other: "RdflibProcess | None",
    name: str,
    query: str,
    arguments: argparse.Namespace,
) -> Row:
    direct, rows = _median(partial(_ask_bare, bare, query), arguments.runs)
    ours, answer = _median(partial(service.execute, query), arguments.runs)
    guard, _ = _median(partial(admit, query), arguments.runs)
    slow = other.ask(query, arguments.rdflib_seconds) if other else None
    counts = {rows, _rows_of(answer.body)}
    if isinstance(slow, tuple):
        counts.add(slow[1])
    same = len(counts) == 1
    shown = (
        "–" if slow is None else "late" if slow == "late" else f"{slow[0] * 1000:.1f}"
    )
    print(f"{name:34}{rows:8}{direct:10.2f}{ours:10.2f}{ours - direct:9.2f}", end="")
    print(f"{guard:8.2f}{shown:>10}{'' if same else '  ROWS DIFFER'}", flush=True)
    return {
        "question": name,
        "rows": rows,
        "bare_ms": round(direct, 3),
        "ours_ms": round(ours, 3),
        "added_ms": round(ours - direct, 3),
        "guard_ms": round(guard, 3),
        "rdflib_ms": round(slow[0] * 1000, 1) if isinstance(slow, tuple) else slow,
        "same_rows": same,
    }


def _median(action: Callable[[], Any], runs: int) -> tuple[float, Any]:
    """Return the median in milliseconds after a warm-up, and the last answer."""
    answer = action()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        answer = action()
        times.append(time.perf_counter() - started)
        if sum(times) > 10:
            break
    return statistics.median(times) * 1000, answer


def _ask_bare(store: Store, query: str) -> int:
    """Evaluate in this process and write the whole answer; return its rows."""
    found = store.query(query, use_default_graph_as_union=True)
    if isinstance(found, QueryBoolean):
        return int(bool(found))
    if not isinstance(found, QuerySolutions):
        raise TypeError(query)
    return _rows_of(found.serialize(format=QueryResultsFormat.JSON) or b"")


def _rows_of(body: bytes) -> int:
    answer = json.loads(body)
    if "boolean" in answer:
        return int(answer["boolean"])
    return len(answer["results"]["bindings"])


class RdflibProcess:
    """rdflib in a process of its own, so that a question can be stopped.

    Args:
        source: N-Quads to load.

    Attributes:
        loading: Seconds from the start of the process until it can be asked.
    """

    def __init__(self, source: Path) -> None:
        self._source = source
        started = time.perf_counter()
        self._start()
        self.loading = time.perf_counter() - started

    def _start(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        self._pipe = ours
        self._process = multiprocessing.get_context("spawn").Process(
            target=_answer_with_rdflib, args=(str(self._source), theirs), daemon=True
        )
        self._process.start()
        self._pipe.recv()

    def ask(self, query: str, seconds: float) -> "tuple[float, int] | str":
        """Return seconds and number of rows, or ``late``."""
        self._pipe.send(query)
        if self._pipe.poll(seconds):
            answer: tuple[float, int] = self._pipe.recv()
            return answer
        self.close()
        self._start()
        return "late"

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()


@contextmanager
def _rdflib(source: Path | None) -> Iterator[RdflibProcess | None]:
    made = RdflibProcess(source) if source else None
    try:
        yield made
    finally:
        if made is not None:
            made.close()


def _answer_with_rdflib(source: str, pipe: Connection) -> None:
    dataset = Dataset(default_union=True)
    dataset.parse(source, format="nquads")
    pipe.send("ready")
    while True:
        query = pipe.recv()
        started = time.perf_counter()
        found = dataset.query(query)
        rows = int(bool(found.askAnswer)) if found.type == "ASK" else len(list(found))
        pipe.send((time.perf_counter() - started, rows))


def _clients(service: LocalQueryService, arguments: argparse.Namespace) -> Row:
    """Let clients ask the quick questions in turn, then with a hostile query too."""
    found: Row = {"clients": arguments.clients}
    for name, hostile in (("friendly", 0), ("with a hostile query", 1)):
        crowd = _Crowd(service, time.monotonic() + arguments.seconds)
        threads = [
            threading.Thread(target=crowd.ask, args=(n * 3,))
            for n in range(arguments.clients)
        ]
        threads += [threading.Thread(target=crowd.harm) for _ in range(hostile)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found[name] = crowd.summary(arguments.seconds)
        print(f"{arguments.clients} clients, {name}: {found[name]}", flush=True)
    return found


class _Crowd:
    """Clients that ask until a moment; what they see is shared."""

    def __init__(self, service: LocalQueryService, end: float) -> None:
        self._service = service
        self._end = end
        self._times: list[float] = []
        self._refused: list[str] = []

    def ask(self, offset: int) -> None:
        """Ask the quick questions in turn."""
        quick = [q for name, q in QUESTIONS.items() if not name.startswith("count")]
        for number in itertools.count(offset):
            if time.monotonic() > self._end:
                return
            started = time.perf_counter()
            try:
                self._service.execute(quick[number % len(quick)], timeout_seconds=20)
            except (QueriesBusy, QueryTimeout) as error:
                self._refused.append(type(error).__name__)
            else:
                self._times.append((time.perf_counter() - started) * 1000)

    def harm(self) -> None:
        """Ask what never ends."""
        while time.monotonic() < self._end:
            with suppress(QueriesBusy, QueryTimeout):
                self._service.execute(HOSTILE, timeout_seconds=2)

    def summary(self, seconds: float) -> Row:
        """Return throughput, median and p95 of the friendly questions."""
        p50, p95 = (float(np.percentile(self._times, p)) for p in (50, 95))
        return {
            "per_second": round(len(self._times) / seconds, 1),
            "p50_ms": round(p50, 1),
            "p95_ms": round(p95, 1),
            "refused": len(self._refused),
        }


if __name__ == "__main__":
    sys.exit(main())
