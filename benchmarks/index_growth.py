"""What a growing library costs: memory to build it, to serve it, and its first answer.

    python -m benchmarks.index_growth [--sizes 100000 1000000] [--keep FOLDER]

Libraries are synthetic (``synthetic_library``), so building takes no time of a model;
10^6 passages take a quarter of an hour of one core and 6 GB of disk. Each step runs in
a process of its own. Memory is told twice: ``peak`` is what Linux counts (VmHWM), pages
of mapped files among it, which the system may take back; ``own`` is the rest.
"""

import argparse
import json
import multiprocessing
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from benchmarks.first_answer import first_answer
from benchmarks.measuring import save
from benchmarks.search_latency import spoken_questions
from benchmarks.synthetic_library import (
    PER_DOCUMENT,
    SyntheticCatalogue,
    TopicEmbedder,
    vocabulary,
)
from search_api.embedders.registry import DEFAULT_EMBEDDER, load_embedder
from search_api.evidence import Indexes
from search_api.french.question import parse
from search_api.indexer import READ_AT_OPENING, OpenIndexes, SearchIndexWriter

Result = TypeVar("Result")

_EVERY_SECONDS = 0.02


def in_child(step: Callable[..., Result], *arguments: object) -> Result:
    """Return what a function of this module returns in a fresh process."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as child:
        return child.submit(step, *arguments).result()


def memory() -> dict[str, float]:
    """Return megabytes of this process: now, at most so far, own and mapped."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    found = dict(line.split(":", 1) for line in lines)
    names = {"now": "VmRSS", "peak": "VmHWM", "own": "RssAnon", "mapped": "RssFile"}
    return {
        label: int(found[name].split()[0]) * 1024 / 1e6 for label, name in names.items()
    }


class OwnMemory:
    """Watches the memory of this process that no file stands behind.

    Attributes:
        most: Megabytes, at most so far.
    """

    def __init__(self) -> None:
        self.most = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "OwnMemory":
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(_EVERY_SECONDS):
            self.most = max(self.most, memory()["own"])


def build(folder: Path, size: int, embedder: str) -> dict[str, float]:
    """Write the indexes of a library and return time and memory.

    Args:
        folder: Empty; on a disk with room.
        size: Passages.
        embedder: By its name in the settings; gives dimension and name only.
    """
    catalogue = SyntheticCatalogue(size // PER_DOCUMENT, vocabulary(30_000))
    model = TopicEmbedder(load_embedder(embedder))
    before = memory()["now"]
    started, processor = time.perf_counter(), time.process_time()
    with OwnMemory() as own:
        writer = SearchIndexWriter(None, model, batch_size=2_048, workspace=folder)
        for document, passages in catalogue.documents_whole():
            writer.add(document, passages)
        writer.commit(folder)
    return {
        "seconds": round(time.perf_counter() - started, 1),
        "cpu_seconds": round(time.process_time() - processor, 1),
        "before_megabytes": round(before),
        "peak_megabytes": round(memory()["peak"]),
        "own_megabytes": round(own.most),
    }


def serve(folder: Path, embedder: str) -> dict[str, float]:
    """Open indexes, ask, and return what they add to the memory of a process.

    Args:
        folder: Of the indexes.
        embedder: By its name in the settings.
    """
    model = TopicEmbedder(load_embedder(embedder))
    model.embed_queries(["sobriété"])
    before = memory()
    opened = OpenIndexes(folder, model, most_bytes=READ_AT_OPENING)
    indexes = Indexes(opened.vectors, opened.words, opened.second_look)
    for text in spoken_questions(vocabulary(30_000)):
        indexes.gather(text, parse(text), vector=model.embed_queries([text]))
    after, passages = memory(), len(opened.words)
    return {
        "own_bytes_per_passage": _each(after["own"] - before["own"], passages),
        "mapped_bytes_per_passage": _each(after["mapped"] - before["mapped"], passages),
        "own_megabytes": round(after["own"]),
        "mapped_megabytes": round(after["mapped"]),
    }


def _each(megabytes: float, passages: int) -> int:
    return round(1e6 * megabytes / passages)


def measure(size: int, embedder: str, kept: Path | None) -> Mapping[str, object]:
    """Return what a library of that many passages costs.

    Args:
        size: Passages.
        embedder: By its name in the settings.
        kept: Folder for indexes, used again when they are there; None keeps none.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) if kept is None else kept / str(size)
        result: dict[str, object] = {}
        built = folder / "building.json"
        if not built.exists():
            folder.mkdir(parents=True, exist_ok=True)
            cost = in_child(build, folder, size, embedder)
            built.write_text(json.dumps(cost), "utf-8")
        result["building"] = json.loads(built.read_text("utf-8"))
        files = [path for path in folder.rglob("*") if path.is_file()]
        result["disk_megabytes"] = round(sum(p.stat().st_size for p in files) / 1e6)
        question = spoken_questions(vocabulary(30_000))[0]
        result["first_answer"] = first_answer(folder, embedder, question)
        result["first_answer_cold"] = first_answer(
            folder, embedder, question, is_cold=True
        )
        result["serving"] = in_child(serve, folder, embedder)
    return result


def main() -> None:
    """Measure every size asked, print it, keep a result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[100_000])
    parser.add_argument("--embedder", default=DEFAULT_EMBEDDER)
    parser.add_argument("--keep", type=Path, help="folder for indexes, used again")
    parser.add_argument("--output", default="index_growth")
    arguments = parser.parse_args()
    results: dict[str, object] = {"embedder": arguments.embedder}
    for size in arguments.sizes:
        found = measure(size, arguments.embedder, arguments.keep)
        results[f"{size} passages"] = found
        print(f"{size} passages\n{json.dumps(found, indent=1)}")
    print(save(arguments.output, results))


if __name__ == "__main__":
    main()
