"""The static student: a table of subword vectors, a text is the mean of its rows.

`Bags` holds many tokenised texts in two flat arrays; `initial_table` fills a new
vocabulary from the teacher: each old token is embedded alone by the teacher, and
a new token becomes the average of the old tokens it translates to
(trans-tokenisation, Remy et al. 2024), shrunk when it is frequent (SIF, Arora et
al. 2017).
"""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn.functional import embedding_bag, normalize

from training.teacher import Teacher

MAX_TOKENS = 512
UNKNOWN = 1
SIF = 1e-3


@dataclass(frozen=True, slots=True)
class Bags:
    """Token numbers: text ``i`` is ``tokens[starts[i]:starts[i + 1]]``."""

    tokens: NDArray[np.int64]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def batch(self, rows: NDArray[np.int64]) -> tuple[torch.Tensor, torch.Tensor]:
        """Return tokens and offsets of some texts, as ``embedding_bag`` wants them."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        offsets = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        within = np.arange(lengths.sum()) - np.repeat(offsets, lengths)
        tokens = self.tokens[np.repeat(self.starts[rows], lengths) + within]
        return torch.from_numpy(tokens), torch.from_numpy(offsets)


def bags(tokenizer: Tokenizer, texts: Sequence[str]) -> Bags:
    """Tokenise texts without special tokens; a text without any becomes ``[UNK]``."""
    flat: list[NDArray[np.int64]] = []
    for start in range(0, len(texts), 10_000):
        part = list(texts[start : start + 10_000])
        encodings = tokenizer.encode_batch_fast(part, add_special_tokens=False)
        flat += [np.array(e.ids[:MAX_TOKENS] or [UNKNOWN], np.int64) for e in encodings]
    starts = np.cumsum([0, *[len(ids) for ids in flat]])
    return Bags(np.concatenate(flat), starts.astype(np.int64))


def embed(
    table: torch.Tensor, tokens: torch.Tensor, offsets: torch.Tensor
) -> torch.Tensor:
    """Return ``(n, dim)`` rows of length 1: the normalised mean of each bag."""
    return normalize(embedding_bag(tokens, table, offsets, mode="mean"), dim=1)


def encode(table: torch.Tensor, texts: Bags) -> NDArray[np.float32]:
    """Return ``(n, dim) float32``, rows of length 1, without gradients."""
    parts = []
    with torch.no_grad():
        for start in range(0, len(texts), 4096):
            rows = np.arange(start, min(start + 4096, len(texts)))
            parts.append(embed(table, *texts.batch(rows)).numpy())
    return np.concatenate(parts)


def read_alignment(path: Path) -> dict[int, list[tuple[int, float]]]:
    """Return, for each new token, the old tokens it translates to with P(old | new).

    Each line holds: new token, old token, probability, count.
    """
    found: dict[int, list[tuple[int, float]]] = {}
    with gzip.open(path, "rt", encoding="ascii") as lines:
        for line in lines:
            new, old, probability, _ = line.split()
            found.setdefault(int(new), []).append((int(old), float(probability)))
    return found


def transfer(
    old_vectors: NDArray[np.float32],
    teacher: Teacher,
    tokenizer: Tokenizer,
    alignment: dict[int, list[tuple[int, float]]],
    counts: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> NDArray[np.float32]:
    """Return vectors for the new vocabulary, made of the old vocabulary's.

    A token is the mean of its reading as English (the old token of that name, or
    the old pieces of it) and of its translations, weighted by how often the mix
    holds it in English and in French.

    Args:
        old_vectors: ``(old, dim)``.
        teacher: the owner of the old vocabulary.
        tokenizer: the new vocabulary.
        alignment: from `read_alignment`.
        counts: occurrences of each new token in English and in French.
    """
    vocabulary = teacher.tokenizer.get_vocab()
    result = np.tile(old_vectors.mean(0), (tokenizer.get_vocab_size(), 1))
    for token, new in tokenizer.get_vocab().items():
        if token in vocabulary:
            own = old_vectors[vocabulary[token]]
        else:
            pieces = teacher.tokenizer(
                token.replace("##", ""), add_special_tokens=False
            )
            own = (
                old_vectors[pieces["input_ids"]].mean(0)
                if pieces["input_ids"]
                else result[new]
            )
        english, french = float(counts[0][new]), float(counts[1][new])
        if new not in alignment or french == 0:
            result[new] = own
            continue
        total = sum(probability for _, probability in alignment[new])
        translated = sum(old_vectors[old] * (p / total) for old, p in alignment[new])
        result[new] = (own * english + translated * french) / (english + french)
    return result.astype(np.float32)


def token_counts(texts: Bags, size: int) -> NDArray[np.int64]:
    """Return how often each token occurs."""
    return np.bincount(texts.tokens, minlength=size)


def initial_table(
    teacher: Teacher,
    tokenizer: Tokenizer,
    alignment: dict[int, list[tuple[int, float]]],
    english: Bags,
    french: Bags,
) -> torch.Tensor:
    """Return the untrained table ``(tokens, dim) float32``."""
    size = tokenizer.get_vocab_size()
    counts = token_counts(english, size), token_counts(french, size)
    names = [
        name
        for name, _ in sorted(teacher.tokenizer.get_vocab().items(), key=lambda i: i[1])
    ]
    old = teacher.encode([name.replace("##", "") for name in names])
    # What all texts share says nothing about any: remove the mean.
    table = transfer(old - old.mean(0), teacher, tokenizer, alignment, counts)
    frequency = (counts[0] + counts[1]) / max(1, counts[0].sum() + counts[1].sum())
    return torch.from_numpy(
        table * (SIF / (SIF + frequency))[:, None].astype(np.float32)
    )
