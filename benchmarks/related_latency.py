"""How long an answer to a draft takes: reading, linking, asking, by words of the draft.

    python -m benchmarks.related_latency [--library FOLDER] [--keep FOLDER]
        [--sizes starter 100000] [--drafts 6] [--output NAME]

Drafts of 150, 600, 1,500 and 5,000 words are pieces of the starter corpus one after the
other, each asked once, so that no cache helps. ``starter`` is the library that ``make
serve`` makes, or ``--library``, and all of an answer but the network: the draft is
read by a child, linked, asked. A number is a library of as many synthetic passages, as
for ``search_ratio``; drafts are read and linked as before and asked there. Cold is the
first draft of a process; of ``concurrent`` drafts, as many as a service reads at once
run side by side, each on the clock. Processor seconds of this process (the reader is
another) stand beside: the clock of a busy machine says little.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.measuring import save
from benchmarks.starter_library import starter_library
from benchmarks.synthetic_library import (
    PER_DOCUMENT,
    SyntheticCatalogue,
    TopicEmbedder,
    vocabulary,
)
from graph.ports import DocumentFilter
from gtnum import wiring
from gtnum.commands.options import load_settings
from gtnum.reference_data import published_linker
from gtnum.settings import Settings
from gtnum.wiring.draft_parts import draft_pool, draft_reader
from ontology.model import DocumentRecord
from search_api.embedders.registry import load_embedder
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.related_work.finder import Related
from search_api.web.settings import WebSettings

__all__ = ["WORDS", "drafts"]

WORDS: Final = (150, 600, 1_500, 5_000)
_CORPUS: Final = Path("corpus")

Read = Callable[[bytes, str | None, str | None], DocumentRecord]
Find = Callable[..., object]


def drafts(words: int, count: int, corpus: Path = _CORPUS) -> list[str]:
    """Return different drafts of so many words, with their paragraphs.

    Raises:
        ValueError: If the corpus has no words.
    """
    paragraphs = [
        paragraph.strip()
        for path in sorted(corpus.rglob("*.md"))
        for paragraph in path.read_text(encoding="utf-8").split("\n\n")
        if len(paragraph.split()) >= 12
    ]
    if not paragraphs:
        raise ValueError(f"no paragraph below {corpus}")
    found: list[str] = []
    place = words  # another beginning for each length
    for _ in range(count):
        chosen: list[str] = []
        while sum(len(one.split()) for one in chosen) < words:
            chosen.append(paragraphs[place * 7 % len(paragraphs)])
            place += 1
        found.append("\n\n".join(chosen))
    return found


def _timed(read: Read, find: Find, text: str) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    record = read(text.encode(), None, "text/plain")
    find(record, limit=10, restriction=DocumentFilter())
    return time.perf_counter() - clock, time.process_time() - processor


def _row(times: Sequence[tuple[float, float]]) -> dict[str, float]:
    table = np.array(times)
    return {
        "p50_s": round(float(np.percentile(table[:, 0], 50)), 2),
        "p95_s": round(float(np.percentile(table[:, 0], 95)), 2),
        "cpu_p50_s": round(float(np.percentile(table[:, 1], 50)), 2),
        "cpu_p95_s": round(float(np.percentile(table[:, 1], 95)), 2),
    }


def measured(read: Read, find: Find, count: int) -> dict[str, object]:
    """Return the rows of one library."""
    cold = _timed(read, find, drafts(1_500, count + 1)[-1])
    rows: dict[str, object] = {"cold_1500": [round(each, 2) for each in cold]}
    for words in WORDS:
        times = [_timed(read, find, one) for one in drafts(words, count)]
        rows[str(words)] = _row(times)
    at_once = WebSettings().concurrent_drafts
    texts = drafts(1_500, 3 * count)[count:]  # others than those above
    with ThreadPoolExecutor(at_once) as pool:
        times = list(pool.map(lambda one: _timed(read, find, one), texts))
    rows[f"1500_concurrent_{at_once}"] = {
        key: value for key, value in _row(times).items() if not key.startswith("cpu")
    }
    return rows


@contextmanager
def _synthetic(size: int, folder: Path, embedder: str) -> Iterator[Related]:
    """Open related work over so many passages, made where they are missing."""
    catalogue = SyntheticCatalogue(size // PER_DOCUMENT, vocabulary(30_000))
    model = TopicEmbedder(load_embedder(embedder))
    if not (folder / "search.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        writer = SearchIndexWriter(None, model, batch_size=2_048)
        for document, passages in catalogue.documents_whole():
            writer.add(document, passages)
        writer.commit(folder)
    opened = OpenIndexes(folder, model)
    try:
        yield Related(
            catalogue,
            model,
            vectors=opened.vectors,
            words=opened.words,
            generation="0001",
        )
    finally:
        opened.close()


def _linked_reader(stack: ExitStack, settings: Settings) -> Read:
    """Return what reads and links drafts as a service does, by a child that lives."""
    link = published_linker(settings, wiring.sound_generation(settings))
    return draft_reader(settings, link, stack.enter_context(draft_pool(settings)))


def main() -> None:
    """Measure, print, keep a result file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--library", type=Path)
    parser.add_argument("--keep", type=Path, help="folder for synthetic indexes")
    parser.add_argument("--sizes", nargs="*", default=["starter", "100000"])
    parser.add_argument("--drafts", type=int, default=6)
    parser.add_argument("--output", default="related_latency")
    options = parser.parse_args()
    result: dict[str, Mapping[str, object]] = {}
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        library = options.library or starter_library(scratch / "library")
        settings = load_settings(library=library)
        knowledge = stack.enter_context(wiring.knowledge(settings))
        read = _linked_reader(stack, settings)
        for size in options.sizes:
            if size == "starter":
                result[size] = measured(read, knowledge.related.find, options.drafts)
                continue
            folder = (options.keep or scratch) / f"{size}-{settings.embedder}"
            with _synthetic(int(size), folder, settings.embedder) as related:
                result[size] = measured(read, related.find, options.drafts)
    print(json.dumps(result, indent=1), "load", os.getloadavg())
    print(save(options.output, {"embedder": settings.embedder, "libraries": result}))


if __name__ == "__main__":
    main()
