"""Score an encoder on evaluation sets: STS Spearman, nDCG@10, recall, MRR.

A set is a folder. With ``pairs.tsv`` (text, text, score) it asks for the
similarity of two texts; with ``corpus.jsonl``, ``queries.jsonl`` and
``qrels.tsv`` it asks for documents by vectors alone: documents are cut into
overlapping runs of `CHUNK_WORDS` words, a document is as near as its best run.

Every measure is in percent, higher is better. Evaluation sets never train.
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from training.loading import Encode, load_encoder

CHUNK_WORDS, CHUNK_OVERLAP = 120, 20
RECALL_DEPTHS = (10, 100)


def chunks(text: str) -> list[str]:
    """Cut a text into overlapping runs of words; a short text stays whole."""
    words = text.split()
    step = CHUNK_WORDS - CHUNK_OVERLAP
    last = max(1, len(words) - CHUNK_OVERLAP)
    return [
        " ".join(words[start : start + CHUNK_WORDS]) for start in range(0, last, step)
    ]


def read_texts(path: Path) -> dict[str, str]:
    """Return the texts of a JSON-lines file by identifier, each after its title."""
    texts = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        texts[row["_id"]] = ". ".join(
            part for part in (row.get("title"), row["text"]) if part
        )
    return texts


def read_judgements(path: Path) -> dict[str, set[str]]:
    """Return the relevant documents of each query."""
    relevant: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, score = line.split("\t")
        if int(score) > 0:
            relevant.setdefault(query, set()).add(document)
    return relevant


def similarity_score(folder: Path, encode: Encode) -> float:
    """Return Spearman's correlation of cosine and judged similarity, in percent."""
    rows = [
        line.split("\t")
        for line in (folder / "pairs.tsv").read_text("utf-8").splitlines()
    ]
    left, right = encode([row[0] for row in rows]), encode([row[1] for row in rows])
    judged = [float(row[2]) for row in rows]
    return 100 * float(spearmanr((left * right).sum(1), judged).statistic)


def rank(
    documents: dict[str, str], queries: list[str], encode: Encode
) -> NDArray[np.int64]:
    """Return ``(q, k)`` positions of the nearest documents, best first."""
    pieces = [chunks(text) for text in documents.values()]
    starts = np.cumsum([0, *[len(piece) for piece in pieces]])[:-1]
    vectors = encode([piece for group in pieces for piece in group])
    asked = encode(queries)
    ranked = []
    for start in range(0, len(queries), 512):
        scores = np.maximum.reduceat(
            asked[start : start + 512] @ vectors.T, starts, axis=1
        )
        ranked.append(
            np.argsort(-scores, axis=1, kind="stable")[:, : max(RECALL_DEPTHS)]
        )
    return np.concatenate(ranked)


def retrieval_scores(folder: Path, encode: Encode) -> dict[str, float]:
    """Return nDCG@10, MRR@10 and recall of a retrieval set, in percent."""
    documents = read_texts(folder / "corpus.jsonl")
    queries = read_texts(folder / "queries.jsonl")
    relevant = read_judgements(folder / "qrels.tsv")
    names = list(documents)
    asked = list(relevant)
    ranked = rank(documents, [queries[query] for query in asked], encode)
    rows = []
    for query, order in zip(asked, ranked, strict=True):
        wanted = relevant[query]
        hits = np.array([names[position] in wanted for position in order], dtype=float)
        gains = 1 / np.log2(np.arange(2, 12))
        first = np.flatnonzero(hits[:10])
        rows.append(
            [
                (hits[:10] * gains[: len(hits[:10])]).sum()
                / gains[: len(wanted)].sum(),
                1 / (first[0] + 1) if len(first) else 0.0,
                *[hits[:depth].sum() / len(wanted) for depth in RECALL_DEPTHS],
            ]
        )
    means = 100 * np.mean(rows, axis=0)
    labels = ["ndcg@10", "mrr@10", *[f"recall@{depth}" for depth in RECALL_DEPTHS]]
    return {label: float(mean) for label, mean in zip(labels, means, strict=True)}


def evaluate(
    encode: Encode, folder: Path, only: Sequence[str] = ()
) -> dict[str, dict[str, float]]:
    """Score the encoder on every set below a folder, or on those named.

    Raises:
        FileNotFoundError: if the folder holds no set of either shape.
    """
    results = {}
    for path in sorted(p for p in folder.iterdir() if p.is_dir()):
        if only and path.name not in only:
            continue
        started = time.monotonic()
        if (path / "pairs.tsv").exists():
            scores = {"spearman": similarity_score(path, encode)}
        elif (path / "qrels.tsv").exists():
            scores = retrieval_scores(path, encode)
        else:
            continue
        scores["seconds"] = time.monotonic() - started
        results[path.name] = {label: round(value, 2) for label, value in scores.items()}
    if not results:
        raise FileNotFoundError(
            f"{folder}: no evaluation set (pairs.tsv or qrels.tsv) found"
        )
    return results


def headline(results: dict[str, dict[str, float]]) -> str:
    """Return one line with the main measure of each set."""
    return "  ".join(
        f"{name} {scores.get('spearman', scores.get('ndcg@10')):.1f}"
        for name, scores in results.items()
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line of this stage."""
    parser.add_argument(
        "--sets", type=Path, required=True, help="folder of evaluation sets"
    )
    parser.add_argument("--only", nargs="*", default=[], help="names of sets")
    parser.add_argument(
        "--model", type=Path, required=True, help="sentence-transformers folder"
    )
    parser.add_argument(
        "--fast", action="store_true", help="use the path without torch"
    )
    parser.add_argument("--output", type=Path, help="JSON file for the scores")


def run(arguments: argparse.Namespace) -> None:
    """Run this stage from its parsed command line."""
    encode = load_encoder(arguments.model, fast=arguments.fast)
    results = evaluate(encode, arguments.sets, arguments.only)
    print(headline(results))
    if arguments.output:
        record = {
            "model": arguments.model.name,
            "command": "python -m training evaluate"
            f" --model {arguments.model} --sets <sets>"
            + (" --fast" if arguments.fast else ""),
            "scores": results,
        }
        arguments.output.write_text(json.dumps(record, indent=2, sort_keys=True) + "\n")
