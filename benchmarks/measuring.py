"""What every benchmark of search shares: sets, records, metrics, results on disk.

A set is a folder with ``corpus.jsonl`` (``_id``, ``title``, ``text``),
``queries.jsonl`` (``_id``, ``text``) and ``qrels.tsv``; or with ``pairs.tsv``
(sentence, sentence, score).
"""

import hashlib
import itertools
import json
import math
import os
import platform
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np

from ontology.model import Document, DocumentRecord, Page, Passage, Source

RESULTS = Path(__file__).parent / "results"
WORDS_PER_PASSAGE = 120


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Texts, questions and which texts answer them."""

    name: str
    texts: Mapping[str, tuple[str, str]]
    questions: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, int]]


def read_retrieval_set(folder: Path) -> RetrievalSet:
    """Read a set.

    Raises:
        OSError: If a file is missing.
        ValueError: If a line is not what the format says.
    """
    texts = {
        row["_id"]: (row.get("title", ""), row["text"])
        for row in _rows(folder / "corpus.jsonl")
    }
    questions = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl")}
    relevant: dict[str, dict[str, int]] = {}
    lines = (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        question, text, grade = line.split("\t")
        if int(grade) > 0:
            relevant.setdefault(question, {})[text] = int(grade)
    return RetrievalSet(folder.name, texts, questions, relevant)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def as_record(number: int, title: str, text: str, *, language: str) -> DocumentRecord:
    """Return a text as a document named ``d<number>``, cut by words."""
    identifier = f"d{number}"
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    document = Document(
        identifier,
        Source(identifier, "text/plain", len(text), sha256),
        "benchmark",
        title=title,
        text=text,
        pages=(Page(1, 0, len(text)),),
        language=language,
    )
    passages = tuple(
        Passage(f"{identifier}.{n}", identifier, n, 1, a, b, text[a:b], language)
        for n, (a, b) in enumerate(_cuts(text))
    )
    return DocumentRecord(document, passages)


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    starts = [
        i
        for i, s in enumerate(text)
        if not s.isspace() and (not i or text[i - 1].isspace())
    ]
    # Parts of equal length: a tail of five words would be near to anything.
    parts = max(1, math.ceil(len(starts) / WORDS_PER_PASSAGE))
    edges = [len(starts) * n // parts for n in range(parts + 1)]
    for first, last in itertools.pairwise(edges):
        if first < last:
            yield starts[first], starts[last] if last < len(starts) else len(text)


@dataclass(frozen=True, slots=True)
class Scores:
    """Per-question values of each metric, from 0 to 1."""

    ndcg10: list[float]
    recall10: list[float]
    recall100: list[float]
    mrr: list[float]


def score(
    runs: Mapping[str, Sequence[str]], relevant: Mapping[str, Mapping[str, int]]
) -> Scores:
    """Return the metrics of every judged question, in order."""
    scores = Scores([], [], [], [])
    for question, grades in relevant.items():
        found = runs.get(question, ())
        gains = [grades.get(name, 0) for name in found[:10]]
        best = sorted(grades.values(), reverse=True)[:10]
        scores.ndcg10.append(_dcg(gains) / _dcg(best))
        scores.recall10.append(sum(n in grades for n in found[:10]) / len(grades))
        scores.recall100.append(sum(n in grades for n in found[:100]) / len(grades))
        ranks = [i for i, name in enumerate(found, 1) if name in grades]
        scores.mrr.append(1 / ranks[0] if ranks else 0.0)
    return scores


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def interval(values: Sequence[float], *, rounds: int = 1_000) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the mean; the same every time."""
    sample = np.asarray(values)
    draws = np.random.default_rng(7).integers(0, len(sample), (rounds, len(sample)))
    low, high = np.percentile(sample[draws].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def surroundings() -> dict[str, object]:
    """Return machine, versions and commit, for the head of a result file."""
    packages = ("faiss-cpu", "tantivy", "numpy", "tokenizers", "onnxruntime")
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
    )
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in packages},
        "commit": commit.stdout.strip(),
        "load": [round(value, 2) for value in os.getloadavg()],
    }


def save(name: str, content: Mapping[str, object]) -> Path:
    """Write a result under ``benchmarks/results``."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    whole = {**surroundings(), **content}
    path.write_text(
        json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return path
