"""Reads a folder of difficult PDF files: what opens, what is found, what ends how.

    python -m benchmarks.difficult_files FOLDER

Beside our pipeline, pypdf and pdfium read every file alone, each in a forked child with
the same limits. *Opened* means that the pages could be counted and at least one read;
*text* means that more than 20 characters, white space aside, came out. A file that asks
for a password, or holds only images, has been opened by an engine that says so.
"""

import argparse
import io
import logging
import multiprocessing
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pypdf
import pypdfium2

from benchmarks.measuring import save
from ingest.limits import Limits
from ingest.options import ReadingOptions
from ingest.outcomes import Outcome
from ingest.pipeline import Pipeline
from ingest.sources.media_types import PDF
from ingest.sources.source_files import describe, find_files
from ontology.model import DocumentRecord

SECONDS = 30
MEMORY = 1_500 * 2**20
SOME_TEXT = 20
OPENED = ("ok", "ok_ocr", "ok_partial", "no_text", "encrypted", "too_large")
Engine = Callable[[bytes], int]


def _solid(text: str) -> int:
    """Return how many characters are no white space: engines end lines differently."""
    return len("".join(text.split()))


def by_pypdf(content: bytes) -> int:
    """Return the characters that pypdf finds."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    return sum(_solid(page.extract_text()) for page in reader.pages)


def by_pdfium(content: bytes) -> int:
    """Return the characters that pdfium finds."""
    total = 0
    with closing(pypdfium2.PdfDocument(content)) as document:
        for index in range(len(document)):
            with closing(document[index]) as page, closing(page.get_textpage()) as text:
                total += _solid(text.get_text_range())
    return total


def _child(engine: Engine, content: bytes, answer: Connection) -> None:
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        answer.send(("opened", engine(content)))
    except MemoryError:
        answer.send(("memory", 0))
    except Exception as error:  # noqa: BLE001 - whatever a library raises is counted
        answer.send((type(error).__name__, 0))


def alone(engine: Engine, files: Sequence[Path]) -> dict[str, tuple[str, int]]:
    """Return the end and the characters of each file, read by one engine."""
    context = multiprocessing.get_context("fork")
    ends = {}
    for path in files:
        mine, its = context.Pipe(duplex=False)
        child = context.Process(target=_child, args=(engine, path.read_bytes(), its))
        child.start()
        its.close()
        end = ("timeout", 0)
        if mine.poll(SECONDS):
            try:
                end = mine.recv()
            except EOFError:
                end = ("killed", 0)
        child.kill()
        child.join()
        ends[path.as_posix()] = end
    return ends


class _Sizes:
    """A sink that keeps the size of each text."""

    def __init__(self) -> None:
        self.sizes: dict[str, int] = {}

    def write(self, record: DocumentRecord) -> None:
        """Keep the size of one record."""
        self.sizes[record.document.source.uri] = _solid(record.document.text)

    def remove(self, document: str) -> None:
        """Do nothing: a first run removes nothing."""


def ours(
    folder: Path, files: Sequence[Path]
) -> tuple[list[Outcome], dict[str, tuple[str, int]]]:
    """Return the outcomes of the pipeline, and per file its state and characters."""
    sink = _Sizes()
    limits = Limits(wall_seconds=SECONDS, cpu_seconds=SECONDS)
    pipeline = Pipeline(limits, sinks=[sink], options=ReadingOptions(ocr=False))
    names = {path.relative_to(folder).as_posix() for path in files}
    outcomes = [
        outcome
        for outcome in pipeline.run(folder, collection="bench")
        if outcome.uri.partition("/")[2] in names
    ]
    ends = {
        (folder / outcome.uri.partition("/")[2]).as_posix(): (
            "opened" if outcome.state.value in OPENED else outcome.state.value,
            sink.sizes.get(outcome.uri, 0),
        )
        for outcome in outcomes
    }
    return outcomes, ends


def counted(ends: Mapping[str, tuple[str, int]]) -> dict[str, int]:
    """Return how many files opened and gave text."""
    return {
        "opened": sum(1 for end, _ in ends.values() if end == "opened"),
        "text": sum(1 for _, size in ends.values() if size > SOME_TEXT),
    }


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder.resolve()
    found = [file for file in find_files(folder, "bench") if not file.problem]
    files = [file.path for file in found if describe(file).media_type == PDF]
    started = time.perf_counter()
    outcomes, chain = ours(folder, files)
    seconds = time.perf_counter() - started
    engines = {"pypdf": alone(by_pypdf, files), "pdfium": alone(by_pdfium, files)}
    either = {
        name: (
            "opened" if any(e[name][0] == "opened" for e in engines.values()) else "",
            max(e[name][1] for e in engines.values()),
        )
        for name in engines["pypdf"]
    }
    rows = {n: counted(e) for n, e in (*engines.items(), ("pair", either))}
    rows["chain"] = counted(chain)
    states = Counter(outcome.state.value for outcome in outcomes)
    for name, row in rows.items():
        print(f"{name:8} opened {row['opened']:>4}  text {row['text']:>4}")
    print(f"{len(files)} files, {seconds:.0f} s, states: {dict(states)}")
    save("difficult_files", {"files": len(files), "rows": rows, "states": states,
                             "seconds": round(seconds, 1)})  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
