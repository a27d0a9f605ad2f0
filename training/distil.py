"""Distil the teacher into the static table, on both languages of every pair.

The student's French and English vectors of a pair are drawn to the teacher's
vector of the English side (Reimers & Gurevych 2020); within a batch they must also
find it among the other targets (in-batch contrast), which a bag of words learns
retrieval from.

Work folder in: ``pairs.tsv``, ``teacher.npy``. Out: ``table.pt`` ``(tokens, dim)``.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.prepare import HELD_OUT, read_rows
from training.table import Bags, bags, embed, initial_table, read_alignment
from training.teacher import Teacher, targets

SEED = 11


@dataclass(frozen=True, slots=True)
class Lesson:
    """The material of a distillation: two texts and one target a row."""

    english: Bags
    french: Bags
    vectors: NDArray[np.float16]
    rows: NDArray[np.int64]

    def target(self, pairs: NDArray[np.int64]) -> torch.Tensor:
        """Return ``(n, dim) float32`` targets of the pairs."""
        return torch.from_numpy(self.vectors[self.rows[pairs]].astype(np.float32))

    def taught(self, held_out: int) -> NDArray[np.int64]:
        """Return the pairs to train on: not held out, and with a target."""
        usable = np.flatnonzero(self.rows >= 0)
        return usable[usable >= held_out]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast to learn."""

    epochs: int = 6
    batch: int = 2048
    rate: float = 0.01
    #: Weight of the in-batch contrast and its inverse temperature.
    contrast: float = 0.1
    scale: float = 20.0
    #: Share of the teacher's mean vector removed from its targets.
    centring: float = 0.0
    seed: int = SEED


def load_lesson(work: Path, tokenizer: Tokenizer) -> Lesson:
    """Read the mix and the teacher's vectors from the work folder."""
    pairs = read_rows(work / "pairs.tsv")
    vectors, rows = targets(work, pairs)
    return Lesson(
        english=bags(tokenizer, [pair[1] for pair in pairs]),
        french=bags(tokenizer, [pair[2] for pair in pairs]),
        vectors=np.array(vectors),
        rows=rows,
    )


def in_batch(student: torch.Tensor, target: torch.Tensor, scale: float) -> torch.Tensor:
    """Return the loss of finding one's own target among the batch's (InfoNCE)."""
    scores = scale * student @ target.T
    # The same sentence twice in a batch is not a negative of itself.
    same = (target @ target.T) > 0.97
    same.fill_diagonal_(False)
    scores = scores.masked_fill(same, -1e4)
    return torch.nn.functional.cross_entropy(scores, torch.arange(len(scores)))


def agreement(
    table: torch.Tensor, lesson: Lesson, pairs: NDArray[np.int64]
) -> tuple[float, float]:
    """Return the mean cosine of French and of English with the teacher."""
    with torch.no_grad():
        goal = lesson.target(pairs)
        french = (embed(table, *lesson.french.batch(pairs)) * goal).sum(1).mean()
        english = (embed(table, *lesson.english.batch(pairs)) * goal).sum(1).mean()
    return float(french), float(english)


def centred(vectors: NDArray[np.float16], share: float) -> NDArray[np.float16]:
    """Remove a share of the mean vector and scale rows to length 1 again."""
    if share == 0:
        return vectors
    mean = vectors[:50_000].astype(np.float32).mean(0)
    moved = vectors - share * mean
    return (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float16)


def distil(
    table: torch.Tensor, lesson: Lesson, schedule: Schedule, *, held_out: int = HELD_OUT
) -> torch.Tensor:
    """Train a copy of the table and return it."""
    weight = torch.nn.Parameter(table.clone())
    optimiser = torch.optim.Adam([weight], lr=schedule.rate, betas=(0.9, 0.99))
    rng = np.random.default_rng(schedule.seed)
    pairs = lesson.taught(held_out)
    steps = schedule.epochs * -(-len(pairs) // schedule.batch)
    check = np.flatnonzero(lesson.rows[:held_out] >= 0)
    step, started = 0, time.monotonic()
    for epoch in range(schedule.epochs):
        rng.shuffle(pairs)
        for start in range(0, len(pairs), schedule.batch):
            for group in optimiser.param_groups:
                group["lr"] = schedule.rate * max(0.02, 1 - step / steps)
            rows = pairs[start : start + schedule.batch]
            loss = _loss(weight, lesson, rows, schedule)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            step += 1
        seconds = time.monotonic() - started
        french, english = agreement(weight, lesson, check) if len(check) else (0.0, 0.0)
        print(
            f"epoch {epoch + 1}/{schedule.epochs}  loss {float(loss.detach()):.3f}"
            f"  cosine fr {french:.3f} en {english:.3f}"
            f"  {step * schedule.batch / seconds:,.0f} pairs/s"
            f"  {seconds / step * (steps - step) / 60:.1f} min left",
            flush=True,
        )
    return weight.detach()


def _loss(
    weight: torch.Tensor, lesson: Lesson, rows: NDArray[np.int64], schedule: Schedule
) -> torch.Tensor:
    goal = lesson.target(rows)
    loss = torch.zeros(())
    for texts in (lesson.french, lesson.english):
        student = embed(weight, *texts.batch(rows))
        loss = loss + 1 - (student * goal).sum(1).mean()
        if schedule.contrast:
            loss = loss + schedule.contrast * in_batch(student, goal, schedule.scale)
    return loss


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line of this stage."""
    default = Schedule()
    parser.add_argument("--teacher", type=Path, required=True, help="model folder")
    parser.add_argument("--tokenizer", type=Path, required=True, help="tokenizer.json")
    parser.add_argument(
        "--alignment", type=Path, required=True, help="IBM-1 table, gzip"
    )
    parser.add_argument("--epochs", type=int, default=default.epochs)
    parser.add_argument("--rate", type=float, default=default.rate)
    parser.add_argument("--contrast", type=float, default=default.contrast)
    parser.add_argument("--centring", type=float, default=default.centring)
    parser.add_argument("--output", default="table.pt", help="name in the work folder")


def run(arguments: argparse.Namespace) -> None:
    """Run this stage from its parsed command line."""
    torch.manual_seed(SEED)
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer))
    lesson = load_lesson(arguments.work, tokenizer)
    table = initial_table(
        Teacher(arguments.teacher),
        tokenizer,
        read_alignment(arguments.alignment),
        lesson.english,
        lesson.french,
    )
    lesson = Lesson(
        lesson.english,
        lesson.french,
        centred(lesson.vectors, arguments.centring),
        lesson.rows,
    )
    schedule = Schedule(
        epochs=arguments.epochs,
        rate=arguments.rate,
        contrast=arguments.contrast,
        centring=arguments.centring,
    )
    torch.save(distil(table, lesson, schedule), arguments.work / arguments.output)
