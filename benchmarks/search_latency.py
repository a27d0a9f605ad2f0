"""How long a question takes, from process start and warm, beside bare engines.

    python -m benchmarks.search_latency [--sizes 10000 100000 1000000] [--clients 1 8]

Libraries are synthetic (``synthetic_library``); 10^6 passages take some ten minutes
and 4 GB. Peers run in the same process on the
same data up to 10^5: FAISS alone with a ready vector, tantivy alone with its own French
analyser, and txtai's hybrid search with our vectors, where it is installed (without
filters, marks and documents). ``benchmarks.search_peers`` compares quality.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import faiss
import numpy as np
import tantivy

from benchmarks.first_answer import first_answer
from benchmarks.measuring import save
from benchmarks.synthetic_library import (
    PER_DOCUMENT,
    SyntheticCatalogue,
    TopicEmbedder,
    vocabulary,
)
from graph.ports import DocumentFilter
from search_api.embedders.registry import DEFAULT_EMBEDDER, load_embedder
from search_api.evidence import CANDIDATES
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.ports import Embedder
from search_api.query import SearchQuery
from search_api.searcher import Searcher

QUESTIONS = 200
PEERS_UP_TO = 100_000
_SHARES = (50, 95, 99)


def measure(
    size: int, embedder: Embedder, clients: Sequence[int], *, kept: Path | None = None
) -> dict[str, object]:
    """Build a library of that many passages and time every way to ask it.

    Args:
        size: Passages.
        embedder: Embeds the questions.
        clients: How many ask at the same time; each number is measured.
        kept: Folder for indexes, used again when they are there; None keeps none.
    """
    words = vocabulary(30_000)
    catalogue = SyntheticCatalogue(size // PER_DOCUMENT, words)
    questions = spoken_questions(words)
    model = TopicEmbedder(embedder)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) if kept is None else kept / str(size)
        result: dict[str, object] = {}
        if not (folder / "vectors").exists():
            folder.mkdir(parents=True, exist_ok=True)
            result["index_seconds"] = _build(folder, catalogue, model)
        files = [p for p in folder.rglob("*") if p.is_file()]
        result["index_megabytes"] = round(sum(p.stat().st_size for p in files) / 1e6)
        result["first_answer"] = first_answer(folder, embedder.name, questions[0])
        result |= _warm(folder, catalogue, model, questions, clients)
        result["recall_at_10"] = _recall(folder, model, questions)
        if size <= PEERS_UP_TO:
            result["peers"] = _peers(folder, catalogue, model, questions, clients)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result["peak_memory_megabytes"] = round(peak / 1024)
    return result


def spoken_questions(words: Sequence[str]) -> list[str]:
    """Return questions of four words each, drawn like those of the passages."""
    draws = np.random.default_rng(1).zipf(1.3, (QUESTIONS, 4)) % len(words)
    return [" ".join(words[n] for n in row) for row in draws]


def _build(folder: Path, catalogue: SyntheticCatalogue, model: Embedder) -> float:
    """Write the indexes and return how many seconds it took."""
    started = time.perf_counter()
    writer = SearchIndexWriter(None, model, batch_size=2_048)
    for document, passages in catalogue.documents_whole():
        writer.add(document, passages)
    writer.commit(folder)
    return round(time.perf_counter() - started, 1)


def _warm(
    folder: Path,
    catalogue: SyntheticCatalogue,
    embedder: Embedder,
    questions: Sequence[str],
    clients: Sequence[int],
) -> dict[str, object]:
    indexes = OpenIndexes(folder, embedder)
    searcher = Searcher(
        catalogue,
        embedder,
        vectors=indexes.vectors,
        words=indexes.words,
        second_look=indexes.second_look,
        generation="0001",
        sentence_embedder=load_embedder("embedded-fast"),
    )
    narrow = DocumentFilter(kinds=("report",))

    def ask(text: str) -> object:
        return searcher.search(SearchQuery(text))

    def ask_filtered(text: str) -> object:
        return searcher.search(SearchQuery(text, restriction=narrow))

    def retrieve(text: str) -> object:
        vector = embedder.embed_queries([text])
        near = indexes.vectors.search(vector, 300)
        return near, indexes.words.search(text, 300)

    return {
        f"{label}, {count} client(s)": timed(call, questions, count)
        for count in clients
        for label, call in (
            ("whole search", ask),
            ("whole search, filter", ask_filtered),
            ("both indexes", retrieve),
        )
    }


def _recall(folder: Path, embedder: Embedder, questions: Sequence[str]) -> float:
    """Return the part of the exact ten nearest that the index finds."""
    exact = faiss.read_index(str(folder / "vectors" / "index.faiss"))
    index = OpenIndexes(folder, embedder, with_checksums=False).vectors
    found = 0
    for text in questions:
        vector = embedder.embed_queries([text])
        best = {hit.passage for hit in index.search(vector, CANDIDATES)[:10]}
        rows = exact.search(vector, 10)[1][0]
        found += len(best.intersection(index.identifiers(rows)))
    return round(found / (10 * len(questions)), 4)


def _peers(
    folder: Path,
    catalogue: SyntheticCatalogue,
    embedder: Embedder,
    questions: Sequence[str],
    clients: Sequence[int],
) -> dict[str, object]:
    """Time the engines alone, without our analysis, fusion, grouping and marks."""
    bare = faiss.read_index(str(folder / "vectors" / "index.faiss"))
    vectors = {text: embedder.embed_queries([text]) for text in questions}
    schema = tantivy.SchemaBuilder().add_text_field("body", tokenizer_name="fr_stem")
    index = tantivy.Index(schema.build())
    writer = index.writer(128 << 20, 1)
    for passage in catalogue.all_passages():
        writer.add_document(tantivy.Document(body=passage.text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def words(text: str) -> object:
        return searcher.search(index.parse_query(text, ["body"]), 300).hits

    found: dict[str, object] = {
        "FAISS alone": timed(lambda text: bare.search(vectors[text], 300), questions),
        "tantivy alone": timed(words, questions),
    }
    try:
        ask, cost = _txtai(folder, catalogue, embedder)
    except ImportError:
        print("txtai is not installed: left out")
        return found
    return found | {
        f"txtai, hybrid, our vectors, {count} client(s)": {
            **timed(ask, questions, count),
            **cost,
        }
        for count in clients
    }


def _txtai(
    folder: Path, catalogue: SyntheticCatalogue, embedder: Embedder
) -> tuple[Callable[[str], object], dict[str, float]]:
    """Return txtai's hybrid search over the same passages and vectors, and its cost.

    Raises:
        ImportError: If txtai is not installed.
    """
    from txtai.embeddings import Embeddings

    stored = OpenIndexes(folder, embedder, with_checksums=False).vectors

    def transform(texts: Sequence[str]) -> np.ndarray:
        names = [text for text in texts if text in places]
        if len(names) == len(texts):
            return stored.vectors([places[text] for text in texts])
        return embedder.embed_queries(texts)

    places = {passage.text: passage.identifier for passage in catalogue.all_passages()}
    index = Embeddings(
        hybrid=True, content=False, method="external", transform=transform
    )
    started = time.perf_counter()
    index.index([(name, text, None) for text, name in places.items()])
    built = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as name:
        index.save(f"{name}/txtai")
        size = sum(p.stat().st_size for p in Path(name).rglob("*") if p.is_file())
    cost = {"index_seconds": round(built, 1), "index_megabytes": round(size / 1e6)}
    return lambda text: index.search(text, CANDIDATES), cost


def timed(
    call: Callable[[str], object], questions: Sequence[str], clients: int = 1
) -> dict[str, float]:
    """Return p50, p95, p99 and processor time a question, after warming up."""

    def once(text: str) -> float:
        started = time.perf_counter()
        call(text)
        return 1_000 * (time.perf_counter() - started)

    for text in questions[:10]:
        call(text)
    processor = time.process_time()
    with ThreadPoolExecutor(clients) as pool:
        times = list(pool.map(once, questions))
    # On a busy machine only this one can be compared.
    processor = 1_000 * (time.process_time() - processor) / len(questions)
    found = {f"p{s}_ms": round(float(np.percentile(times, s)), 2) for s in _SHARES}
    return {**found, "cpu_ms": round(processor, 2)}


def main() -> None:
    """Measure every size asked, print a table, keep a result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000])
    parser.add_argument("--clients", nargs="+", type=int, default=[1, 8])
    parser.add_argument("--embedder", default=DEFAULT_EMBEDDER)
    parser.add_argument("--keep", type=Path, help="folder for indexes, used again")
    parser.add_argument("--output", default="search_latency")
    arguments = parser.parse_args()
    embedder = load_embedder(arguments.embedder)
    results: dict[str, object] = {"embedder": embedder.name}
    for size in arguments.sizes:
        results[f"{size} passages"] = found = measure(
            size, embedder, arguments.clients, kept=arguments.keep
        )
        print(f"{size} passages, {embedder.name}")
        print(json.dumps(found, indent=1, ensure_ascii=False))
    print(save(arguments.output, results))


if __name__ == "__main__":
    main()
