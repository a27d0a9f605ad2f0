"""What every benchmark of search shares: metrics, and results on disk."""

import json
import math
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np

RESULTS = Path(__file__).parent / "results"


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
