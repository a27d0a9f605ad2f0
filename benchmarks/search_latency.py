"""How long a question takes, from process start and warm, beside bare engines.

    python -m benchmarks.search_latency [--sizes 10000 100000 1000000] [--clients 1 8]

Synthetic libraries: passages of 90 words drawn like French words are (Zipf), vectors of
the embedder's dimension and of its spectrum around 2,000 topics, 20 passages a
document; 10^6 take some ten minutes and 4 GB. Peers run in the same process on the
same data up to 10^5: FAISS alone with a ready vector, and tantivy alone with its own
French analyser. ``benchmarks.search_peers`` compares whole engines.
"""

# ruff: noqa: ARG002 - a catalogue of noise ignores what it is asked

import argparse
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import faiss
import numpy as np
import tantivy

from benchmarks.measuring import save
from graph.ports import DocumentFilter
from ontology.model import (
    Document,
    DocumentKind,
    DocumentSummary,
    Entity,
    Page,
    Passage,
    Source,
    Work,
)
from search_api.embedders.registry import load_embedder
from search_api.evidence import CANDIDATES
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.ports import Embedder, Vectors
from search_api.query import SearchQuery
from search_api.searcher import Searcher

PER_DOCUMENT = 20
WORDS = 90
QUESTIONS = 200
PEERS_UP_TO = 100_000
_SHARES = (50, 95, 99)
FIRST_ANSWER = (
    "import sys, time; start = time.perf_counter()\n"
    "from pathlib import Path\n"
    "from search_api.embedders.registry import load_embedder\n"
    "from search_api.indexer import OpenIndexes\n"
    "embedder = load_embedder(sys.argv[2])\n"
    "indexes = OpenIndexes(Path(sys.argv[1]), embedder)\n"
    "vector = embedder.embed_queries(['sobriété'])\n"
    "indexes.words.search('mot12 mot300', 10); indexes.vectors.search(vector, 10)\n"
    "print(time.perf_counter() - start)"
)


class TopicEmbedder:
    """Makes vectors out of thin air, at the price of the real model for questions.

    Embedding 10^6 synthetic passages would take hours and tell nothing. Variance falls
    like 1/i over the directions: of ours, 64, 128 and 192 directions hold 60, 75 and
    84 % in real passages, and 66, 75 and 81 % here.
    """

    def __init__(self, real: Embedder) -> None:
        self.name, self.dimension = real.name, real.dimension
        self.fingerprint = real.fingerprint
        self._real = real
        self._random = np.random.default_rng(7)
        self._spread = 1 / np.sqrt(1 + np.arange(self.dimension))
        self._topics = self._random.normal(size=(2_000, self.dimension)) * self._spread

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return vectors near random topics, rows of length 1."""
        return self._near_topics(len(texts), self._random)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Run the real model, then return vectors near the topics all the same."""
        self._real.embed_queries(texts)
        seed = zlib.crc32(" ".join(texts).encode())
        return self._near_topics(len(texts), np.random.default_rng(seed))

    def _near_topics(self, count: int, random: np.random.Generator) -> Vectors:
        topics = self._topics[random.integers(0, len(self._topics), count)]
        noise = random.standard_normal((count, self.dimension), np.float32)
        vectors = topics + 0.7 * noise * self._spread
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return (vectors / lengths).astype(np.float32)


class SyntheticCatalogue:
    """A ``Catalogue`` that makes its passages again from their numbers."""

    def __init__(self, documents: int, vocabulary: Sequence[str]) -> None:
        self._names = [f"d{n}" for n in range(documents)]
        ranks = np.arange(len(vocabulary))
        weights = 1 / (ranks + 3)
        self._vocabulary = np.array(vocabulary)
        self._cumulative = np.cumsum(weights / weights.sum())

    def documents_whole(self) -> Iterator[tuple[Document, list[Passage]]]:
        """Yield documents with their passages."""
        for name in self._names:
            yield _document(name), self.passages_of(name)

    def passages_of(self, document: str, *, page: int | None = None) -> list[Passage]:
        """Return the passages of a document."""
        return [self._passage(document, n) for n in range(PER_DOCUMENT)]

    def passages(self, identifiers: Sequence[str]) -> dict[str, Passage]:
        """Return passages by identifier."""
        parts = ((name, *name.rsplit(".", 1)) for name in identifiers)
        return {name: self._passage(own, int(n)) for name, own, n in parts}

    def _passage(self, document: str, number: int) -> Passage:
        draws = np.random.default_rng([int(document[1:]), number]).random(WORDS)
        rows = np.searchsorted(self._cumulative, draws)
        text = " ".join(self._vocabulary[np.minimum(rows, len(self._vocabulary) - 1)])
        name = f"{document}.{number}"
        return Passage(name, document, number, 1, 0, len(text), text, "fr")

    def work_of(self, document: str) -> None:
        """Return no work: every document stands for itself."""

    def works_by_document(self) -> dict[str, Work]:
        """Return nothing: no document has a copy."""
        return {}

    def documents(self, identifiers: Sequence[str]) -> dict[str, DocumentSummary]:
        """Return summaries by identifier."""
        return {name: _summary(name) for name in identifiers}

    def document_identifiers(self, restriction: DocumentFilter) -> frozenset[str]:
        """Return one document in ten, whatever the filter."""
        return frozenset(self._names[::10])

    def all_passages(self) -> Iterable[Passage]:
        """Yield every passage."""
        return itertools.chain.from_iterable(map(self.passages_of, self._names))

    def facets(
        self, documents: Collection[str], *, limit: int = 20
    ) -> Mapping[str, list[tuple[str, str, int]]]:
        """Return no facet."""
        return {}

    def entities(self) -> list[Entity]:
        """Return no entity."""
        return []

    def counts(self) -> dict[str, int]:
        """Return the number of documents."""
        return {"documents": len(self._names)}


def _document(name: str) -> Document:
    source = Source(name, "text/plain", 1, "0" * 64)
    return Document(
        name, source, "benchmark", name, "", (Page(1, 0, 0),), language="fr"
    )


def _summary(name: str) -> DocumentSummary:
    kind = DocumentKind.DOCUMENT
    return DocumentSummary(
        name, name, kind, "fr", "benchmark", "text/plain", "0" * 64, 1, 1, 20, False
    )


def measure(size: int, embedder: Embedder, clients: Sequence[int]) -> dict[str, object]:
    """Build a library of that many passages and time every way to ask it."""
    vocabulary = [f"mot{n}" for n in range(30_000)]
    catalogue = SyntheticCatalogue(size // PER_DOCUMENT, vocabulary)
    draws = np.random.default_rng(1).zipf(1.3, (QUESTIONS, 4)) % len(vocabulary)
    questions = [" ".join(vocabulary[n] for n in row) for row in draws]
    model = TopicEmbedder(embedder)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = time.perf_counter()
        writer = SearchIndexWriter(None, model, batch_size=2_048)
        for document, passages in catalogue.documents_whole():
            writer.add(document, passages)
        writer.commit(folder)
        built = time.perf_counter() - started
        result: dict[str, object] = {"index_seconds": round(built, 1)}
        files = [p for p in folder.rglob("*") if p.is_file()]
        result["index_megabytes"] = round(sum(p.stat().st_size for p in files) / 1e6)
        result["first_answer_seconds"] = first_answer(folder, embedder.name)
        result |= _warm(folder, catalogue, model, questions, clients)
        result["recall_at_10"] = _recall(folder, model, questions)
        if size <= PEERS_UP_TO:
            result["peers"] = _peers(folder, catalogue, model, questions)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result["peak_memory_megabytes"] = round(peak / 1024)
    return result


def first_answer(folder: Path, embedder: str) -> float:
    """Return seconds from process start to the first answer, the best of three."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        command = [sys.executable, "-c", FIRST_ANSWER, str(folder), embedder]
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    return round(min(times), 2)


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
        found += sum(index.identifier(int(row)) in best for row in rows)
    return round(found / (10 * len(questions)), 4)


def _peers(
    folder: Path,
    catalogue: SyntheticCatalogue,
    embedder: Embedder,
    questions: Sequence[str],
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

    return {
        "FAISS alone": timed(lambda text: bare.search(vectors[text], 300), questions),
        "tantivy alone": timed(words, questions),
    }


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
    parser.add_argument("--embedder", default="embedded")
    parser.add_argument("--output", default="search_latency")
    arguments = parser.parse_args()
    embedder = load_embedder(arguments.embedder)
    results: dict[str, object] = {"embedder": embedder.name}
    for size in arguments.sizes:
        results[f"{size} passages"] = found = measure(size, embedder, arguments.clients)
        print(f"{size} passages, {embedder.name}")
        print(json.dumps(found, indent=1, ensure_ascii=False))
    print(save(arguments.output, results))


if __name__ == "__main__":
    main()
