"""Embed the English side of the mix with the teacher, once, resumably.

Work folder in: ``pairs.tsv``. Out: ``teacher.npy`` ``(m, dim) float16``, rows of
length 1, one for each distinct English text in the order of first appearance, and
``teacher.rows`` (how many rows are done). Because the mix is shuffled, any prefix
is a fair sample: later stages use the pairs whose target exists already. Rows that
an earlier, shorter mix produced are kept.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModel, AutoTokenizer

from training.prepare import read_rows

MAX_TOKENS = 256
TOKENS_PER_BATCH = 4096


class Teacher:
    """A sentence-transformers model with mean pooling, run in bfloat16."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self.model = AutoModel.from_pretrained(folder, local_files_only=True).eval()
        self.dimension = int(self.model.config.hidden_size)

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Return ``(n, dim) float32``, rows of length 1, in the order of the texts."""
        ids = self.tokenizer(texts, truncation=True, max_length=MAX_TOKENS)["input_ids"]
        order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        out = np.zeros((len(texts), self.dimension), np.float32)
        start = 0
        while start < len(order):
            stop = start + 1
            while (
                stop < len(order)
                and (stop - start + 1) * len(ids[order[stop]]) <= TOKENS_PER_BATCH
            ):
                stop += 1
            rows = order[start:stop]
            out[rows] = self._forward([ids[row] for row in rows])
            start = stop
        return out

    def _forward(self, ids: list[list[int]]) -> NDArray[np.float32]:
        width = max(len(row) for row in ids)
        tokens = torch.zeros((len(ids), width), dtype=torch.long)
        mask = torch.zeros_like(tokens)
        for number, row in enumerate(ids):
            tokens[number, : len(row)] = torch.tensor(row)
            mask[number, : len(row)] = 1
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            hidden = self.model(input_ids=tokens, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).float()
        mean = (hidden.float() * weights).sum(1) / weights.sum(1)
        result: NDArray[np.float32] = torch.nn.functional.normalize(mean, dim=1).numpy()
        return result


def distinct(texts: list[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the distinct texts in order, and for each text its row among them."""
    rows: dict[str, int] = {}
    index = np.array([rows.setdefault(text, len(rows)) for text in texts], np.int64)
    return list(rows), index


def targets(
    work: Path, pairs: list[list[str]]
) -> tuple[NDArray[np.float16], NDArray[np.int64]]:
    """Return the teacher's rows, and for each pair its row or -1 while missing."""
    done = int((work / "teacher.rows").read_text())
    _, index = distinct([pair[1] for pair in pairs])
    index[index >= done] = -1
    return np.load(work / "teacher.npy", mmap_mode="r")[:done], index


def open_store(path: Path, done: int, shape: tuple[int, int]) -> NDArray[np.float16]:
    """Open the matrix on disk with this shape, keeping its first ``done`` rows."""
    kept = np.load(path)[:done] if done else np.zeros((0, shape[1]), np.float16)
    store = np.lib.format.open_memmap(path, mode="w+", dtype=np.float16, shape=shape)
    store[: len(kept)] = kept
    return store


def embed(work: Path, folder: Path, chunk: int = 4096) -> int:
    """Fill ``teacher.npy`` from where an earlier run stopped; return its rows."""
    texts, _ = distinct([row[1] for row in read_rows(work / "pairs.tsv")])
    teacher = Teacher(folder)
    matrix, progress = work / "teacher.npy", work / "teacher.rows"
    done = int(progress.read_text()) if progress.exists() and matrix.exists() else 0
    store = open_store(matrix, done, (len(texts), teacher.dimension))
    started, first = time.monotonic(), done
    while done < len(texts):
        part = texts[done : done + chunk]
        store[done : done + len(part)] = teacher.encode(part)
        store.flush()
        done += len(part)
        progress.write_text(str(done))
        rate = (done - first) / (time.monotonic() - started)
        print(
            f"teacher {done:,}/{len(texts):,}  {rate:.0f} texts/s"
            f"  {(len(texts) - done) / rate / 60:.1f} min left",
            flush=True,
        )
    return done


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line of this stage."""
    parser.add_argument("--teacher", type=Path, required=True, help="model folder")


def run(arguments: argparse.Namespace) -> None:
    """Run this stage from its parsed command line."""
    embed(arguments.work, arguments.teacher)
