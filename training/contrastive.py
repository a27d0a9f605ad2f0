"""Teach the table to search: a short text must find the passage it belongs to.

Each passage of ``passages.tsv`` is asked for by its lead (title, first sentence)
or by a few words cut out of it, in French or English, and answered in French or
English: the other passages of the batch are the negatives, and with
``--hard`` also the passage of the same source that shares most rare words
(BM25's weights) without being the right one. The lesson of `training.distil` goes
on beside it, so that what the teacher said is not forgotten.

Work folder in: ``table.pt``, ``passages.tsv``, ``pairs.tsv``, ``teacher.npy``.
Out: another table.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy

from training.distil import Lesson, in_batch, load_lesson
from training.prepare import HELD_OUT, read_rows
from training.table import Bags, bags, embed

SEED = 17
WINDOW = (3, 12)
SAME = 0.9


@dataclass(frozen=True, slots=True)
class Material:
    """Passages to search: leads and bodies by language (0 English, 1 French)."""

    leads: tuple[Bags, Bags]
    bodies: tuple[Bags, Bags]
    #: For each passage a like but wrong one, or -1.
    hard: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.hard)


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, how fast and how strongly to learn."""

    epochs: int = 4
    batch: int = 512
    rate: float = 2e-3
    #: Weight of the search lesson beside the teacher's.
    search: float = 0.3
    scale: float = 20.0
    #: Weight of finding the translation among the batch's.
    translation: float = 0.1
    #: Share of batches whose questions are words cut out of the passage.
    windows: float = 0.5
    seed: int = SEED


def load_material(work: Path, tokenizer: Tokenizer, *, hard: bool) -> Material:
    """Read the passages from the work folder; mine hard negatives on request."""
    rows = read_rows(work / "passages.tsv")
    columns = [bags(tokenizer, [row[number] for row in rows]) for number in range(1, 5)]
    french, leads = columns[3], columns[2]
    return Material(
        leads=(columns[0], columns[2]),
        bodies=(columns[1], columns[3]),
        hard=mine(leads, french, tokenizer.get_vocab_size())
        if hard
        else np.full(len(rows), -1),
    )


def mine(leads: Bags, bodies: Bags, size: int) -> NDArray[np.int64]:
    """Return, for each lead, the body that BM25 ranks first among the wrong ones."""
    counts = _counts(bodies, size)
    lengths = np.diff(bodies.starts)
    found = np.bincount(counts.indices, minlength=size)
    rarity = np.log1p((len(bodies) - found + 0.5) / (found + 0.5))
    frequency = counts.data.astype(np.float64)
    norm = 1.2 * (
        0.25 + 0.75 * np.repeat(lengths / lengths.mean(), np.diff(counts.indptr))
    )
    counts.data = (
        frequency * 2.2 / (frequency + norm) * rarity[counts.indices]
    ).astype(np.float32)
    asked = _counts(leads, size)
    best = np.full(len(leads), -1, np.int64)
    for start in range(0, len(leads), 512):
        scores = (asked[start : start + 512] @ counts.T).toarray()
        rows = np.arange(len(scores))
        scores[rows, start + rows] = 0
        best[start : start + 512] = np.where(scores.max(1) > 0, scores.argmax(1), -1)
    return best


def _counts(texts: Bags, size: int) -> csr_matrix:
    ones = np.ones(len(texts.tokens), np.float32)
    matrix = csr_matrix((ones, texts.tokens, texts.starts), shape=(len(texts), size))
    matrix.sum_duplicates()
    return matrix


def windows(
    texts: Bags, rows: NDArray[np.int64], rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Cut a few consecutive tokens out of each text, as a question about it."""
    lengths = texts.starts[rows + 1] - texts.starts[rows]
    sizes = np.minimum(rng.integers(*WINDOW, size=len(rows), endpoint=True), lengths)
    begins = texts.starts[rows] + (
        rng.random(len(rows)) * (lengths - sizes + 1)
    ).astype(int)
    offsets = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    within = np.arange(sizes.sum()) - np.repeat(offsets, sizes)
    return (
        torch.from_numpy(texts.tokens[np.repeat(begins, sizes) + within]),
        torch.from_numpy(offsets),
    )


def search_loss(
    weight: torch.Tensor,
    material: Material,
    rows: NDArray[np.int64],
    plan: Plan,
    rng: np.random.Generator,
) -> torch.Tensor:
    """Return the loss of finding each question's passage among the batch's."""
    asked, answered = rng.integers(2), rng.integers(2)
    if rng.random() < plan.windows:
        question = embed(weight, *windows(material.bodies[asked], rows, rng))
    else:
        question = embed(weight, *material.leads[asked].batch(rows))
    negatives = material.hard[rows]
    wrong = negatives[(negatives >= 0) & ~np.isin(negatives, rows)]
    answers = embed(
        weight, *material.bodies[answered].batch(np.concatenate((rows, wrong)))
    )
    scores = plan.scale * question @ answers.T
    with torch.no_grad():
        # A passage that says nearly the same is not wrong.
        same = (answers[: len(rows)] @ answers.T) > SAME
        same.fill_diagonal_(False)
    return cross_entropy(scores.masked_fill(same, -1e4), torch.arange(len(rows)))


def lesson_loss(
    weight: torch.Tensor, lesson: Lesson, rows: NDArray[np.int64], plan: Plan
) -> torch.Tensor:
    """Return the loss of agreeing with the teacher and with the translation."""
    goal = lesson.target(rows)
    french = embed(weight, *lesson.french.batch(rows))
    english = embed(weight, *lesson.english.batch(rows))
    loss = 2 - ((french + english) * goal).sum(1).mean()
    if plan.translation:
        loss = loss + plan.translation * in_batch(french, english, plan.scale)
    return loss


def teach(
    table: torch.Tensor, lesson: Lesson, material: Material, plan: Plan
) -> torch.Tensor:
    """Train a copy of the table and return it; an epoch is every passage once."""
    weight = torch.nn.Parameter(table.clone())
    optimiser = torch.optim.Adam([weight], lr=plan.rate, betas=(0.9, 0.99))
    rng = np.random.default_rng(plan.seed)
    pairs, order = (
        lesson.taught(min(HELD_OUT, len(lesson.rows) // 10)),
        np.arange(len(material)),
    )
    steps = plan.epochs * -(-len(order) // plan.batch)
    step, started = 0, time.monotonic()
    for epoch in range(plan.epochs):
        rng.shuffle(order)
        for start in range(0, len(order), plan.batch):
            for group in optimiser.param_groups:
                group["lr"] = plan.rate * max(0.02, 1 - step / steps)
            sample = rng.choice(
                pairs, size=min(4 * plan.batch, len(pairs)), replace=False
            )
            search = search_loss(
                weight, material, order[start : start + plan.batch], plan, rng
            )
            taught = lesson_loss(weight, lesson, sample, plan)
            optimiser.zero_grad(set_to_none=True)
            (taught + plan.search * search).backward()
            optimiser.step()
            step += 1
        seconds = time.monotonic() - started
        print(
            f"epoch {epoch + 1}/{plan.epochs}  search {float(search.detach()):.3f}"
            f"  teacher {float(taught.detach()):.3f}  {step / seconds:.1f} steps/s"
            f"  {seconds / step * (steps - step) / 60:.1f} min left",
            flush=True,
        )
    return weight.detach()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line of this stage."""
    plan = Plan()
    parser.add_argument("--tokenizer", type=Path, required=True, help="tokenizer.json")
    parser.add_argument("--table", default="table.pt", help="name in the work folder")
    parser.add_argument("--output", default="search.pt", help="name in the work folder")
    parser.add_argument("--epochs", type=int, default=plan.epochs)
    parser.add_argument("--rate", type=float, default=plan.rate)
    parser.add_argument("--search", type=float, default=plan.search)
    parser.add_argument("--windows", type=float, default=plan.windows)
    parser.add_argument(
        "--hard", action="store_true", help="mine hard negatives by BM25"
    )


def run(arguments: argparse.Namespace) -> None:
    """Run this stage from its parsed command line."""
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer))
    table = torch.load(arguments.work / arguments.table, weights_only=True).float()
    plan = Plan(
        epochs=arguments.epochs,
        rate=arguments.rate,
        search=arguments.search,
        windows=arguments.windows,
    )
    material = load_material(arguments.work, tokenizer, hard=arguments.hard)
    lesson = load_lesson(arguments.work, tokenizer)
    torch.save(teach(table, lesson, material, plan), arguments.work / arguments.output)
