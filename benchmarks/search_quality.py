"""How well plain BM25, words, vectors and both find what was judged relevant.

    python -m benchmarks.search_quality SET… [--embedder embedded-e5]
    python -m benchmarks.search_quality SET… --judged queries.csv --corpus corpus/

A set is a folder as ``benchmarks.search_sets`` reads it. ``--judged`` adds questions
over our own corpus, asked as the service answers them (``judged_questions``), and the
error rates of « nothing in the corpus »: its questions should be called reliable,
those of the retrieval sets, asked of our corpus, not.
"""

import argparse
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.judged_questions import measure_places, read_judged
from benchmarks.measuring import interval, save, score
from benchmarks.no_answer import wilson
from benchmarks.plain_words import plain_run
from benchmarks.search_sets import (
    RetrievalSet,
    as_record,
    read_pairs,
    read_retrieval_set,
)
from benchmarks.starter_library import starter_library
from gtnum import wiring
from gtnum.settings import Settings
from ontology.model import DocumentRecord
from search_api import fusion
from search_api.embedders.registry import (
    DEFAULT_EMBEDDER,
    load_embedder,
    subword_table,
)
from search_api.evidence import Indexes
from search_api.french.analysis import guess_language
from search_api.french.question import parse
from search_api.french.typed_wording import plain_wording, with_accents
from search_api.identifiers import document_of
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.ports import Embedder
from search_api.query import SearchMode, SearchQuery
from search_api.understanding.spelling import Speller
from search_api.web.services import Knowledge

DEPTH = 100
MODES = (SearchMode.WORDS, SearchMode.VECTORS, SearchMode.HYBRID)


class Records:
    """A sink that keeps what ingest read."""

    def __init__(self) -> None:
        self.kept: dict[str, DocumentRecord] = {}

    def write(self, record: DocumentRecord) -> None:
        """Keep a record."""
        self.kept[record.document.identifier] = record

    def remove(self, document: str) -> None:
        """Forget a record."""
        self.kept.pop(document, None)


class Bench:
    """Records indexed in a temporary folder, ready to be asked."""

    def __init__(self, records: Sequence[DocumentRecord], embedder: Embedder) -> None:
        self._embedder = embedder
        self._folder = tempfile.TemporaryDirectory()
        started = time.perf_counter()
        writer = SearchIndexWriter(None, embedder)
        for record in records:
            writer.write(record)
        writer.commit(Path(self._folder.name))
        self.seconds = time.perf_counter() - started
        opened = OpenIndexes(Path(self._folder.name), embedder)
        self.passages = len(opened.words)
        self.indexes = Indexes(
            opened.vectors,
            opened.words,
            opened.second_look,
            balance=fusion.balance_for(embedder.name),
        )
        self._speller = Speller(
            opened.words, opened.words.written, table=subword_table()
        )

    def evidence(self, text: str) -> fusion.Evidence:
        """Return what both indexes say about a question, worded as the service does."""
        text = plain_wording(text).text
        text = with_accents(text, self.indexes.words.written)
        spelling = self._speller.check(text)
        if spelling is not None and spelling.is_applied:
            text = spelling.text
        question = parse(text)
        vector = self._embedder.embed_queries([question.plain])
        return self.indexes.gather(text, question, vector=vector)

    def documents(self, evidence: fusion.Evidence, mode: SearchMode) -> list[str]:
        """Return documents best first, at most ``DEPTH``."""
        balance = evidence.balance
        if mode is SearchMode.WORDS:
            evidence = replace(evidence, vectors={}, contexts={}, closeness={})
            balance = fusion.WORDS_ALONE
        elif mode is SearchMode.VECTORS:
            evidence = replace(evidence, words={}, closeness={})
            balance = fusion.VECTORS_ALONE
        fused = fusion.fuse(evidence, balance)
        ranking = dict.fromkeys(document_of(p) for p in fusion.ranked(fused))
        return list(ranking)[:DEPTH]


def measure_retrieval(given: RetrievalSet, embedder: Embedder) -> dict[str, object]:
    """Return the metrics of one set, for each mode."""
    names = {f"d{n}": name for n, name in enumerate(given.texts)}
    records = [
        as_record(n, title, text, language=guess_language(text))
        for n, (title, text) in enumerate(given.texts.values())
    ]
    bench = Bench(records, embedder)
    runs: dict[SearchMode, dict[str, list[str]]] = {mode: {} for mode in MODES}
    for question, text in given.questions.items():
        evidence = bench.evidence(text)
        for mode in MODES:
            found = bench.documents(evidence, mode)
            runs[mode][question] = [names[name] for name in found]
    rows = {mode.value: _metrics(runs[mode], given) for mode in MODES}
    rows = {"plain bm25": _metrics(plain_run(given, depth=DEPTH), given), **rows}
    _print_rows(given.name, rows)
    return {
        "passages": bench.passages,
        "passages_per_second": round(bench.passages / bench.seconds),
        "modes": rows,
    }


def _metrics(
    run: Mapping[str, Sequence[str]], given: RetrievalSet
) -> dict[str, float | list[float]]:
    scores = score(run, given.relevant)
    low, high = interval(scores.ndcg10)
    return {
        "ndcg10": _percent(scores.ndcg10),
        "ndcg10_interval": [round(100 * low, 1), round(100 * high, 1)],
        "recall10": _percent(scores.recall10),
        "recall100": _percent(scores.recall100),
        "mrr": _percent(scores.mrr),
    }


def _percent(values: Sequence[float]) -> float:
    return round(100 * float(np.mean(values)), 1)


def _print_rows(name: str, rows: Mapping[str, Mapping[str, object]]) -> None:
    for mode, row in rows.items():
        low, high = row["ndcg10_interval"]  # type: ignore[misc]
        print(
            f"{name:16} {mode:10} nDCG@10 {row['ndcg10']:5} [{low}, {high}]  "
            f"R@10 {row['recall10']:5}  R@100 {row['recall100']:5}  MRR {row['mrr']:5}"
        )


def measure_similarity(folder: Path, embedder: Embedder) -> dict[str, float]:
    """Return Spearman's correlation with people, in percent."""
    left, right, likeness = zip(*read_pairs(folder), strict=True)
    # Models with prefixes want those of questions where both sides are alike.
    products = embedder.embed_queries(left) * embedder.embed_queries(right)
    ours, theirs = _ranks(products.sum(axis=1)), _ranks(np.array(likeness))
    value = 100 * float(np.corrcoef(ours, theirs)[0, 1])
    print(f"{folder.name:16} Spearman {value:.1f}")
    return {"spearman": round(value, 1)}


def _ranks(values: np.ndarray) -> np.ndarray:
    """Return ranks, equal values sharing their mean rank."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    means: np.ndarray = (ends - (counts - 1) / 2)[places]
    return means


def measure_judged(
    path: Path, corpus: Path, foreign: Sequence[str], embedder: Embedder
) -> dict[str, object]:
    """Return where targets stand in the answers of the service, and error rates."""
    rows = read_judged(path)
    with tempfile.TemporaryDirectory() as folder:
        library = starter_library(
            Path(folder) / "library", corpus=corpus, embedder=embedder.name
        )
        settings = Settings(library=library, embedder=embedder.name)
        with wiring.knowledge(settings) as knowledge:
            questions = [row["query_fr"] for row in rows]
            return {
                **measure_places(knowledge, rows),
                **measure_errors(knowledge, questions, foreign),
            }


def measure_errors(
    knowledge: Knowledge, questions: Sequence[str], foreign: Sequence[str]
) -> dict[str, object]:
    """Return how often « nothing in the corpus » is said wrongly, or wrongly not.

    No question here was seen when the library was calibrated.
    """

    def is_answered(text: str) -> bool:
        return knowledge.searcher.search(SearchQuery(text, limit=1)).total > 0

    missed = [text for text in questions if not is_answered(text)]
    passing = sum(map(is_answered, foreign))
    print(
        f"called unreliable though judged: {len(missed)}/{len(questions)}; "
        f"called reliable though foreign: {passing}/{len(foreign)}"
    )
    return {
        "false_no_answer": missed,
        "false_answer_rate": round(passing / max(1, len(foreign)), 3),
        "false_no_answer_interval": wilson(len(missed), len(questions)),
    }


def main() -> None:
    """Measure what the command line names, print a table, keep a result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--embedder", default=DEFAULT_EMBEDDER)
    parser.add_argument("--judged", type=Path)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--output", default="search_quality")
    arguments = parser.parse_args()
    embedder = load_embedder(arguments.embedder)
    results: dict[str, object] = {"embedder": embedder.name}
    foreign: list[str] = []
    for folder in arguments.sets:
        if (folder / "pairs.tsv").exists():
            results[folder.name] = measure_similarity(folder, embedder)
            continue
        given = read_retrieval_set(folder)
        foreign += list(given.questions.values())[::20]
        results[folder.name] = measure_retrieval(given, embedder)
    if arguments.judged and arguments.corpus:
        results["judged"] = measure_judged(
            arguments.judged, arguments.corpus, foreign, embedder
        )
    print(save(arguments.output, results))


if __name__ == "__main__":
    main()
