"""Measures pages per second of the pipeline beside bare pypdf and bare pdfium.

    python benchmarks/ingest_throughput.py FOLDER [--workers 2] [--json FILE]

The same PDF files in the same run. *bare* means: open, extract the text of every page,
nothing else, in one process without limits. *pipeline* is everything that ``gtnum
ingest`` does up to the sinks: child processes, limits, cleaning, metadata, passages.
``seconds`` are wall time; ``cpu_seconds`` add up all processes.
"""

import argparse
import io
import json
import logging
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pypdf
import pypdfium2
from pypdf.errors import PyPdfError

from ingest.options import ReadingOptions
from ingest.pipeline import Pipeline
from ingest.report import Report
from ingest.sources.media_types import PDF
from ingest.sources.source_files import describe, find_files
from ontology.model import DocumentRecord

RESULTS = Path(__file__).resolve().parent / "results"
Measured = dict[str, float | int | str]


def bare_pypdf(content: bytes) -> tuple[int, int]:
    """Return pages and characters, (0, 0) when the file does not open."""
    try:
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        texts = [page.extract_text() for page in pages]
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        return 0, 0
    return len(texts), sum(map(len, texts))


def bare_pdfium(content: bytes) -> tuple[int, int]:
    """Return pages and characters, (0, 0) when the file does not open."""
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            texts = []
            for index in range(len(document)):
                with (
                    closing(document[index]) as page,
                    closing(page.get_textpage()) as text,
                ):
                    texts.append(text.get_text_range())
    except pypdfium2.PdfiumError:
        return 0, 0
    return len(texts), sum(map(len, texts))


def measure_bare(
    name: str, read: Callable[[bytes], tuple[int, int]], files: Sequence[Path]
) -> Measured:
    """Read all files with one engine in this process."""
    started, cpu = time.perf_counter(), time.process_time()
    results = [read(path.read_bytes()) for path in files]
    return {
        "reader": name,
        "processes": 1,
        "files_read": sum(1 for pages, _ in results if pages),
        "pages": sum(pages for pages, _ in results),
        "characters": sum(characters for _, characters in results),
        "seconds": time.perf_counter() - started,
        "cpu_seconds": time.process_time() - cpu,
    }


class CountingSink:
    """Counts the characters of the records it gets."""

    def __init__(self) -> None:
        self.characters = 0

    def write(self, record: DocumentRecord) -> None:
        """Count one record."""
        self.characters += len(record.document.text)

    def remove(self, document: str) -> None:
        """Do nothing: a first run removes nothing."""


def measure_pipeline(
    folder: Path, files: Sequence[Path], workers: int, *, ocr: bool
) -> Measured:
    """Read the same files through the whole pipeline.

    Without recognition of images it does what the bare engines do, and more.
    """
    sink = CountingSink()
    wanted = set(files)
    started, before = time.perf_counter(), os.times()
    pipeline = Pipeline(sinks=[sink], workers=workers, options=ReadingOptions(ocr=ocr))
    outcomes = pipeline.run(folder, collection="bench")
    report = Report(o for o in outcomes if folder / o.uri.partition("/")[2] in wanted)
    seconds, after = time.perf_counter() - started, os.times()
    totals = report.to_json()["totals"]
    used = (after.user + after.system) - (before.user + before.system)
    children = after.children_user + after.children_system
    used += children - before.children_user - before.children_system
    return {
        "reader": f"pipeline, {workers} worker(s){', OCR' if ocr else ''}",
        "processes": workers + 1,
        "files_read": totals["read"],
        "pages": totals["pages"],
        "characters": sink.characters,
        "passages": totals["passages"],
        "seconds": seconds,
        "cpu_seconds": used,
    }


def machine() -> dict[str, str | int | None]:
    """Describe where and what was measured."""
    root = Path(__file__).resolve().parent.parent
    command = ["git", "-C", str(root), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(command, capture_output=True, text=True, check=False)
    return {
        "system": platform.platform(),
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "pypdf": version("pypdf"),
        "pypdfium2": version("pypdfium2"),
        "commit": commit.stdout.strip() or None,
    }


def show(rows: Sequence[Measured]) -> None:
    """Print the table."""
    print(f"{'reader':24}{'files':>7}{'pages':>8}{'Mchar':>8}{'s':>8}{'pages/s':>9}"
          f"{'CPU s':>8}{'pages/CPU s':>13}")  # fmt: skip
    for row in rows:
        pages, seconds, cpu = row["pages"], row["seconds"], row["cpu_seconds"]
        print(
            f"{row['reader']:24}{row['files_read']:>7}{pages:>8}"
            f"{row['characters'] / 1e6:>8.2f}{seconds:>8.2f}{pages / seconds:>9.0f}"
            f"{cpu:>8.2f}{pages / cpu:>13.0f}"
        )


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark; 0 when done, 2 when the folder holds no PDF."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path, default=RESULTS / "ingest_throughput.json")
    options = parser.parse_args(arguments)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    folder = options.folder.resolve()
    found = [file for file in find_files(folder, "bench") if not file.problem]
    files = [file.path for file in found if describe(file).media_type == PDF]
    if not files:
        print(f"no PDF file in {folder}", file=sys.stderr)
        return 2
    rows = [
        measure_bare("pypdf, bare", bare_pypdf, files),
        measure_bare("pdfium, bare", bare_pdfium, files),
        measure_pipeline(folder, files, 1, ocr=False),
        measure_pipeline(folder, files, options.workers, ocr=False),
        measure_pipeline(folder, files, options.workers, ocr=True),
    ]
    show(rows)
    result = {"machine": machine(), "data": f"{folder.name}: {len(files)} PDF files"}
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps({**result, "rows": rows}, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
