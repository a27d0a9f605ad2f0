"""Our hybrid search beside txtai's, on the same passages, questions and machine.

    pip install txtai
    python -m benchmarks.search_peers SET… [--default-model FOLDER] [--every 1]

txtai runs its own hybrid index (FAISS and BM25, half each). It is given our vectors,
so that only ranking and engine differ; with ``--default-model`` it also runs with a
model of its own, for example a folder with all-MiniLM-L6-v2, its default. Times are of
one question, embedding included, one after the other; on a busy machine only processor
time can be compared.
"""

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from benchmarks.measuring import interval, save, score
from benchmarks.search_quality import DEPTH, Bench
from benchmarks.search_sets import RetrievalSet, as_record, read_retrieval_set
from ontology.model import DocumentRecord
from search_api.embedders.registry import DEFAULT_EMBEDDER, load_embedder
from search_api.french.analysis import guess_language
from search_api.identifiers import document_of
from search_api.ports import Embedder
from search_api.query import SearchMode

Ask = Callable[[str], list[str]]


def ours(bench: Bench) -> Ask:
    """Return our hybrid search: a question to documents, best first."""
    return lambda text: bench.documents(bench.evidence(text), SearchMode.HYBRID)


def txtai(records: Sequence[DocumentRecord], **settings: object) -> Ask:
    """Return txtai's hybrid search over the same passages."""
    from txtai.embeddings import Embeddings

    index = Embeddings(hybrid=True, content=False, **settings)
    index.index(
        [(p.identifier, p.text, None) for record in records for p in record.passages]
    )

    def ask(text: str) -> list[str]:
        found = index.search(text, 3 * DEPTH)
        return list(dict.fromkeys(document_of(name) for name, _ in found))[:DEPTH]

    return ask


def external(embedder: Embedder, known: Mapping[str, np.ndarray]) -> dict[str, object]:
    """Return the settings that give txtai our vectors, passages already embedded."""

    def transform(texts: Sequence[str]) -> np.ndarray:
        new = [text for text in texts if text not in known]
        made = dict(zip(new, embedder.embed_queries(new), strict=True))
        return np.stack([known[t] if t in known else made[t] for t in texts])

    return {"method": "external", "transform": transform}


def measure(
    given: RetrievalSet, embedder: Embedder, *, default_model: Path | None, every: int
) -> dict[str, object]:
    """Return quality and time of each engine on one set."""
    names = {f"d{n}": name for n, name in enumerate(given.texts)}
    records = [
        as_record(n, title, text, language=guess_language(text))
        for n, (title, text) in enumerate(given.texts.values())
    ]
    bench = Bench(records, embedder)
    passages = [p for record in records for p in record.passages]
    vectors = bench.indexes.vectors.vectors([p.identifier for p in passages])
    known = dict(zip([p.text for p in passages], vectors, strict=True))
    engines = {
        "ours, hybrid": ours(bench),
        "txtai, hybrid, our vectors": txtai(records, **external(embedder, known)),
    }
    if default_model is not None:
        engines["txtai, hybrid, its model"] = txtai(records, path=str(default_model))
    asked = dict(list(given.questions.items())[::every])
    return {
        label: _row(ask, asked, names, given, label=f"{given.name:14} {label}")
        for label, ask in engines.items()
    }


def _row(
    ask: Ask,
    asked: Mapping[str, str],
    names: Mapping[str, str],
    given: RetrievalSet,
    *,
    label: str,
) -> dict[str, object]:
    run, times = {}, []
    for text in list(asked.values())[:10]:
        ask(text)
    processor = time.process_time()
    for question, text in asked.items():
        started = time.perf_counter()
        found = ask(text)
        times.append(1_000 * (time.perf_counter() - started))
        run[question] = [names[name] for name in found]
    processor = 1_000 * (time.process_time() - processor) / len(asked)
    relevant = {q: given.relevant[q] for q in asked if q in given.relevant}
    scores = score(run, relevant)
    low, high = interval(scores.ndcg10)
    row: dict[str, object] = {
        "ndcg10": round(100 * float(np.mean(scores.ndcg10)), 1),
        "ndcg10_interval": [round(100 * low, 1), round(100 * high, 1)],
        "recall10": round(100 * float(np.mean(scores.recall10)), 1),
        "p50_ms": round(float(np.percentile(times, 50)), 2),
        "p95_ms": round(float(np.percentile(times, 95)), 2),
        "cpu_ms": round(processor, 2),
        "questions": len(relevant),
    }
    print(f"{label:44}", row, flush=True)
    return row


def main() -> None:
    """Measure what the command line names, keep a result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--embedder", default=DEFAULT_EMBEDDER)
    parser.add_argument("--default-model", type=Path)
    parser.add_argument("--every", type=int, default=1, help="one question in so many")
    parser.add_argument("--output", default="search_peers")
    arguments = parser.parse_args()
    embedder = load_embedder(arguments.embedder)
    try:
        peer = version("txtai")
    except PackageNotFoundError as cause:
        raise SystemExit("txtai is not installed: pip install txtai") from cause
    results: dict[str, object] = {"embedder": embedder.name, "txtai": peer}
    for folder in arguments.sets:
        given = read_retrieval_set(folder)
        results[given.name] = measure(
            given,
            embedder,
            default_model=arguments.default_model,
            every=arguments.every,
        )
    print(save(arguments.output, results))


if __name__ == "__main__":
    main()
