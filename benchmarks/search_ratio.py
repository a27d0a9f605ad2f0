"""How long a whole search takes, as a ratio to another commit, question by question.

    python -m benchmarks.search_ratio --against COMMIT [--size 100000]

Both commits index the same synthetic passages, each in its own way, and answer the same
questions: one process each, in turns, so that whatever else the machine does falls on
both. Of several rounds the fastest time of a question counts. The embedder is run for
every question; by ``--other-embedder`` the other commit keeps its own.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Final

import numpy as np

from benchmarks.measuring import save
from benchmarks.reading_speed import ROOT, checked_out
from benchmarks.search_latency import spoken_questions
from benchmarks.synthetic_library import vocabulary
from search_api.embedders.registry import DEFAULT_EMBEDDER

CHILD: Final = """
import json, sys, time
from pathlib import Path
from benchmarks.synthetic_library import (
    PER_DOCUMENT, SyntheticCatalogue, TopicEmbedder, vocabulary)
from search_api.embedders.registry import load_embedder
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.query import SearchQuery
from search_api.searcher import Searcher

folder, size, name = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
catalogue = SyntheticCatalogue(size // PER_DOCUMENT, vocabulary(30_000))
model = TopicEmbedder(load_embedder(name))
if not (folder / "search.json").exists():
    writer = SearchIndexWriter(None, model, batch_size=2_048)
    for document, passages in catalogue.documents_whole():
        writer.add(document, passages)
    writer.commit(folder)
opened = OpenIndexes(folder, model)
searcher = Searcher(
    catalogue, model, vectors=opened.vectors, words=opened.words,
    second_look=opened.second_look, generation="0001",
    sentence_embedder=load_embedder("embedded-fast"))
print("ready", flush=True)
for line in sys.stdin:
    query = SearchQuery(json.loads(line))
    wall, processor = time.perf_counter(), time.process_time()
    searcher.search(query)
    times = [time.perf_counter() - wall, time.process_time() - processor]
    print(json.dumps(times), flush=True)
"""
"""Runs in the files of either commit, so it uses only what both know."""


class Answerer:
    """The service of one commit, in a process of its own.

    Args:
        tree: Files of the commit.
        folder: For its indexes; made where they are missing.
        size: Passages.
        embedder: By its name in the settings.
    """

    def __init__(self, tree: Path, folder: Path, size: int, embedder: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-c", CHILD, str(folder), str(size), embedder]
        self._child = subprocess.Popen(
            command, cwd=tree, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._read()

    def ask(self, question: str) -> tuple[float, float]:
        """Return seconds on the clock and of the processor for one answer.

        Raises:
            RuntimeError: If the process ended.
        """
        stdin: IO[str] = self._child.stdin  # type: ignore[assignment]
        stdin.write(json.dumps(question) + "\n")
        stdin.flush()
        clock, processor = json.loads(self._read())
        return clock, processor

    def close(self) -> None:
        """Let the process end."""
        self._child.communicate()

    def _read(self) -> str:
        line = self._child.stdout.readline()  # type: ignore[union-attr]
        if not line:
            raise RuntimeError(f"the service ended with {self._child.wait()}")
        return line


def in_turns(
    ours: Answerer, theirs: Answerer, questions: Sequence[str], rounds: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the fastest ``(questions, 2)`` seconds of each, clock and processor."""
    both = np.full((2, rounds, len(questions), 2), np.inf)
    for turn in range(rounds):
        for place, question in enumerate(questions):
            sides = [(0, ours), (1, theirs)]
            # Who comes first finds the caches as the other left them.
            for side, answerer in sides if (turn + place) % 2 else sides[::-1]:
                both[side, turn, place] = answerer.ask(question)
    fastest = both.min(axis=1)
    return fastest[0], fastest[1]


def compared(ours: np.ndarray, theirs: np.ndarray) -> Mapping[str, float]:
    """Return milliseconds of both and their ratios; arrays as of ``in_turns``."""
    row: dict[str, float] = {}
    for label, column, share in (("p50", 0, 50), ("p95", 0, 95), ("cpu_p95", 1, 95)):
        own, other = (float(np.percentile(t[:, column], share)) for t in (ours, theirs))
        row[f"{label}_ms"] = round(1_000 * own, 2)
        row[f"{label}_other_ms"] = round(1_000 * other, 2)
        row[f"{label}_ratio"] = round(own / other, 2)
    return row


def main() -> None:
    """Measure, print a row, keep a result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", required=True, help="commit to compare with")
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--embedder", default=DEFAULT_EMBEDDER)
    parser.add_argument("--other-embedder", help="of the other commit; else the same")
    parser.add_argument("--keep", type=Path, help="folder for indexes, used again")
    parser.add_argument("--output", default="search_ratio")
    options = parser.parse_args()
    other = options.other_embedder or options.embedder
    questions = spoken_questions(vocabulary(30_000))
    with tempfile.TemporaryDirectory() as name, checked_out(options.against) as tree:
        kept = options.keep or Path(name)
        places = [
            (kept / f"ours-{options.embedder}", ROOT, options.embedder),
            (kept / f"{options.against}-{other}", tree, other),
        ]
        ours, theirs = (
            Answerer(files, folder.resolve(), options.size, embedder)
            for folder, files, embedder in places
        )
        row = compared(*in_turns(ours, theirs, questions, options.rounds))
        ours.close()
        theirs.close()
    print(json.dumps(row, indent=1))
    head = {"against": options.against, "size": options.size, "rounds": options.rounds}
    embedders = {"embedder": options.embedder, "other_embedder": other}
    print(save(options.output, {**head, **embedders, **row}))


if __name__ == "__main__":
    main()
