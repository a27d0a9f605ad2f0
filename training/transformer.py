"""The transformer student: the teacher's own body with a French-English vocabulary.

`build` keeps the teacher's layers and fills the new token embeddings by
trans-tokenisation (see `training.table.transfer`); `distil` then draws its French
and English vectors to the teacher's. Time is the budget: the rate of learning
falls to zero when the minutes are spent, and a checkpoint is written on the way.

Work folder in: ``pairs.tsv``, ``teacher.npy``. Out: ``transformer.pt``.
"""

import argparse
import copy
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn.functional import normalize

from training.distil import in_batch
from training.prepare import HELD_OUT, read_rows
from training.table import bags, read_alignment, token_counts, transfer
from training.teacher import Teacher, targets

SEED = 13
MAX_TOKENS = 256
TRAIN_TOKENS = 192
PADDING = 0
#: Rates of learning of the new token embeddings and of the teacher's layers. Layers
#: this fast forget how to search; `training.onnx_export.blend` takes them back.
RATES = {"embeddings": 8e-4, "body": 1.2e-4}
CONTRAST, SCALE = 0.1, 20.0

Ids = list[list[int]]


class Student(torch.nn.Module):
    """A BERT body with mean pooling; texts come as token numbers."""

    def __init__(self, body: torch.nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(self, ids: Ids) -> torch.Tensor:
        """Return ``(n, dim) float32``, rows of length 1."""
        width = max(len(row) for row in ids)
        tokens = torch.full((len(ids), width), PADDING)
        mask = torch.zeros((len(ids), width), dtype=torch.long)
        for number, row in enumerate(ids):
            tokens[number, : len(row)] = torch.tensor(row)
            mask[number, : len(row)] = 1
        with torch.autocast("cpu", torch.bfloat16):
            hidden = self.body(input_ids=tokens, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).float()
        return normalize((hidden.float() * weights).sum(1) / weights.sum(1), dim=1)


def tokenise(
    tokenizer: Tokenizer, texts: Sequence[str], limit: int = MAX_TOKENS
) -> Ids:
    """Return token numbers with ``[CLS]`` and ``[SEP]``, at most ``limit`` a text."""
    found: Ids = []
    for start in range(0, len(texts), 10_000):
        for encoding in tokenizer.encode_batch_fast(
            list(texts[start : start + 10_000])
        ):
            ids = encoding.ids
            found.append([*ids[: limit - 1], ids[-1]] if len(ids) > limit else ids)
    return found


def encode(
    student: Student,
    tokenizer: Tokenizer,
    texts: Sequence[str],
    tokens_per_batch: int = 6144,
) -> NDArray[np.float32]:
    """Return ``(n, dim) float32``, rows of length 1, in the order of the texts."""
    student.eval()
    ids = tokenise(tokenizer, texts)
    order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
    parts, start = [], 0
    with torch.no_grad():
        while start < len(order):
            size = max(1, tokens_per_batch // max(1, len(ids[order[start]]) + 8))
            parts.append(
                student([ids[row] for row in order[start : start + size]]).numpy()
            )
            start += size
    result = np.concatenate(parts)
    return result[np.argsort(order)]


def build(
    teacher: Teacher,
    tokenizer: Tokenizer,
    alignment: dict[int, list[tuple[int, float]]],
    counts: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> Student:
    """Return the untrained student: teacher's body, new vocabulary."""
    body = copy.deepcopy(teacher.model)
    old = body.embeddings.word_embeddings.weight.detach().numpy()
    vectors = transfer(old, teacher, tokenizer, alignment, counts)
    vocabulary = teacher.tokenizer.get_vocab()
    for name, new in tokenizer.get_vocab().items():
        if name.startswith("[") and name in vocabulary:
            vectors[new] = old[vocabulary[name]]
    body.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(
        torch.from_numpy(vectors), freeze=False, padding_idx=PADDING
    )
    body.config.vocab_size = len(vectors)
    for module in body.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    return Student(body)


def batches(
    lengths: NDArray[np.int64], rows: NDArray[np.int64], size: int, seed: int
) -> Iterator[NDArray[np.int64]]:
    """Yield batches of rows of like length, without end, another order each time."""
    rng = np.random.default_rng(seed)
    rows = rows.copy()
    while True:
        rng.shuffle(rows)
        for start in range(0, len(rows), size * 50):
            pool = rows[start : start + size * 50]
            pool = pool[np.argsort(lengths[pool], kind="stable")]
            groups: list[NDArray[np.int64]] = []
            begin = 0
            while begin < len(pool):
                width = lengths[pool[min(begin + size, len(pool)) - 1]]
                count = size if width < 48 else max(16, size * 48 // int(width))
                groups.append(pool[begin : begin + count])
                begin += count
            rng.shuffle(groups)
            yield from groups


def optimiser(student: Student, rates: dict[str, float]) -> torch.optim.AdamW:
    """Return AdamW with a rate for the new embeddings and one for the layers.

    Parameters whose rate is 0 are frozen.
    """
    groups = []
    for part, rate in rates.items():
        members = [
            parameter
            for name, parameter in student.named_parameters()
            if ("word_embeddings" in name) == (part == "embeddings")
            and "pooler" not in name
        ]
        for parameter in members:
            parameter.requires_grad_(rate > 0)
        if rate > 0:
            groups.append({"params": members, "lr": rate, "base": rate})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.0)


def set_rate(steps: torch.optim.Optimizer, step: int, elapsed: float) -> None:
    """Warm up for 50 steps, then fall linearly with the share of time elapsed."""
    for group in steps.param_groups:
        group["lr"] = group["base"] * min(1, (step + 1) / 50) * max(0.01, 1 - elapsed)


def distil(
    student: Student,
    texts: tuple[Ids, Ids],
    goals: tuple[NDArray[np.float16], NDArray[np.int64]],
    *,
    minutes: float,
    batch: int,
    rates: dict[str, float],
    checkpoint: Path,
    held_out: int = HELD_OUT,
) -> Student:
    """Train the student in place for some minutes.

    Args:
        student: the model to train.
        texts: English and French token numbers of every pair.
        goals: the teacher's vectors and, for each pair, its row in them or -1.
        minutes: wall-clock budget.
        batch: pairs a step, for texts of up to 48 tokens.
        rates: see `RATES`.
        checkpoint: where the state is saved every five minutes and at the end.
        held_out: the first pairs are only looked at.
    """
    vectors, rows = goals
    usable = np.flatnonzero(rows >= 0)
    lengths = np.array([len(ids) for ids in texts[1]])
    look = usable[usable < held_out][:512]
    steps = optimiser(student, rates)
    started, saved, seen = time.monotonic(), 0.0, 0
    student.train()
    stream = batches(lengths, usable[usable >= held_out], batch, SEED)
    for step, pairs in enumerate(stream):
        seconds = time.monotonic() - started
        if seconds > 60 * minutes:
            break
        set_rate(steps, step, seconds / (60 * minutes))
        goal = torch.from_numpy(vectors[rows[pairs]].astype(np.float32))
        # French every step, English every second one: the body knows English already.
        for ids in (texts[1], texts[0])[: 1 + (step + 1) % 2]:
            found = student([ids[row] for row in pairs])
            loss = (
                1
                - (found * goal).sum(1).mean()
                + CONTRAST * in_batch(found, goal, SCALE)
            )
            loss.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        steps.step()
        steps.zero_grad(set_to_none=True)
        seen += len(pairs)
        if seconds - saved > 120:
            saved = seconds
            _report(student, texts, goals, look, (step, seen, seconds, minutes))
            save(student, checkpoint)
    save(student, checkpoint)
    return student


def _report(
    student: Student,
    texts: tuple[Ids, Ids],
    goals: tuple[NDArray[np.float16], NDArray[np.int64]],
    look: NDArray[np.int64],
    progress: tuple[int, int, float, float],
) -> None:
    step, seen, seconds, minutes = progress
    goal = torch.from_numpy(goals[0][goals[1][look]].astype(np.float32))
    with torch.no_grad():
        english, french = (
            float((student([ids[row] for row in look]) * goal).sum(1).mean())
            for ids in texts
        )
    print(
        f"step {step:,}  pairs {seen:,} ({seen / seconds:.0f}/s)"
        f"  cosine fr {french:.3f} en {english:.3f}"
        f"  {minutes - seconds / 60:.1f} min left",
        flush=True,
    )


def save(student: Student, path: Path) -> None:
    """Write the state in half precision, whole or not at all."""
    partial = path.with_suffix(".partial")
    torch.save(
        {name: tensor.half() for name, tensor in student.state_dict().items()}, partial
    )
    partial.replace(path)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line of this stage."""
    parser.add_argument("--teacher", type=Path, required=True, help="model folder")
    parser.add_argument("--tokenizer", type=Path, required=True, help="tokenizer.json")
    parser.add_argument(
        "--alignment", type=Path, required=True, help="IBM-1 table, gzip"
    )
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--batch", type=int, default=192)
    parser.add_argument("--embedding-rate", type=float, default=RATES["embeddings"])
    parser.add_argument("--body-rate", type=float, default=RATES["body"])
    parser.add_argument(
        "--output", default="transformer.pt", help="name in the work folder"
    )
    parser.add_argument(
        "--resume", action="store_true", help="start from transformer.pt"
    )


def run(arguments: argparse.Namespace) -> None:
    """Run this stage from its parsed command line."""
    torch.manual_seed(SEED)
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer))
    pairs = read_rows(arguments.work / "pairs.tsv")
    english, french = ([pair[column] for pair in pairs] for column in (1, 2))
    size = tokenizer.get_vocab_size()
    counts = (
        token_counts(bags(tokenizer, english), size),
        token_counts(bags(tokenizer, french), size),
    )
    student = build(
        Teacher(arguments.teacher),
        tokenizer,
        read_alignment(arguments.alignment),
        counts,
    )
    checkpoint = arguments.work / arguments.output
    if arguments.resume:
        student.load_state_dict(
            {
                name: t.float()
                for name, t in torch.load(checkpoint, weights_only=True).items()
            }
        )
    else:
        save(student, arguments.work / "transformer-untrained.pt")
    vectors, rows = targets(arguments.work, pairs)
    distil(
        student,
        (
            tokenise(tokenizer, english, TRAIN_TOKENS),
            tokenise(tokenizer, french, TRAIN_TOKENS),
        ),
        (np.array(vectors), rows),
        minutes=arguments.minutes,
        batch=arguments.batch,
        rates={"embeddings": arguments.embedding_rate, "body": arguments.body_rate},
        checkpoint=checkpoint,
    )
