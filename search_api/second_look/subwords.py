"""Which subwords each passage holds: a second, closer look at the best passages.

    question    sobr|##iété  numér|##ique …      weight: rarity in this index
                   │ nearest subword of the passage, by the table's vectors
    passage     … frug|##alité  des  écrans …    closeness = Σ weight × cosine

A vector says what a whole passage is about; here every part of the question must find
its own counterpart, the same word or one that means the same in either language. It
serves any embedder: the table of this package is all it needs.

    subwords.npy         (m,) uint16: distinct subwords, passage after passage
    subword_starts.npy   (n + 1,) int64: where each passage begins
    subword_counts.npy   (subwords of the table,) uint32: passages that hold each
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search_api.array_files import write_array
from search_api.ports import SubwordTable

__all__ = ["MOST_SUBWORDS", "Ids", "Subwords", "closeness", "write_subwords"]

MOST_SUBWORDS: Final = 64
"""Longer questions are compared by their rarest subwords."""

Ids = NDArray[np.uint16]

_IDS_FILE: Final = "subwords.npy"
_STARTS_FILE: Final = "subword_starts.npy"
_COUNTS_FILE: Final = "subword_counts.npy"


@dataclass(frozen=True, slots=True)
class Subwords:
    """The distinct subwords of every passage, row by row.

    Attributes:
        ids: ``(m,) uint16``, read from disk where it is needed.
        starts: ``(n + 1,) int64``.
        counts: ``(subwords of the table,) uint32``.
    """

    ids: Ids
    starts: NDArray[np.int64]
    counts: NDArray[np.uint32]

    @classmethod
    def load(cls, folder: Path) -> "Subwords":
        """Read the files back, the long one only where it is needed.

        Raises:
            OSError: If a file is missing.
            ValueError: If one is damaged or they do not fit together.
        """
        ids = np.load(folder / _IDS_FILE, mmap_mode="r", allow_pickle=False)
        starts = np.load(folder / _STARTS_FILE, allow_pickle=False)
        counts = np.load(folder / _COUNTS_FILE, allow_pickle=False)
        kinds = (ids.dtype, starts.dtype, counts.dtype)
        if kinds != (np.uint16, np.int64, np.uint32) or not starts.size:
            raise ValueError("subwords are of another kind")
        if starts[-1] != len(ids) or (np.diff(starts) < 0).any():
            raise ValueError("subwords do not fit together")
        # A plain array over the map: fifty slices a question, each at an eighth.
        return cls(np.asarray(ids), starts, counts)

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self.starts) - 1

    def at(self, row: int) -> Ids:
        """Return the distinct subwords of one passage, in order."""
        return self.ids[self.starts[row] : self.starts[row + 1]]

    def rarity(self, ids: Ids) -> NDArray[np.float32]:
        """Return how much each subword says here, as BM25 weighs words; above 0."""
        held = self.counts[ids].astype(np.float32)
        weights: NDArray[np.float32] = np.log1p(
            (len(self) - held + 0.5) / (held + 0.5)
        ).astype(np.float32)
        return weights


def write_subwords(
    folder: Path, blocks: Iterable[Ids], lengths: NDArray[np.int32], *, size: int
) -> None:
    """Write the files; no more than a block of subwords is in memory.

    Args:
        folder: Where the files go.
        blocks: Distinct subwords of every passage, one passage after the other, cut
            anywhere; taken once.
        lengths: How many each passage has.
        size: Subwords of the table.

    Raises:
        ValueError: If the blocks hold more or less than the lengths say.
        OSError: If the disk refuses.
    """
    counts = np.zeros(size, np.uint32)

    def counted() -> Iterator[Ids]:
        for block in blocks:
            held = np.bincount(block, minlength=size).astype(np.uint32)
            np.add(counts, held, out=counts)
            yield block

    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])
    path = folder / _IDS_FILE
    write_array(path, counted(), dtype=np.uint16, shape=(int(starts[-1]),))
    np.save(folder / _STARTS_FILE, starts)
    np.save(folder / _COUNTS_FILE, counts)


def closeness(
    question: str,
    rows: NDArray[np.int64],
    subwords: Subwords,
    table: SubwordTable,
) -> list[float]:
    """Return for each row how well it answers every part of a question, 0 to 1."""
    asked = table.subwords([question])[0]
    if not len(asked) or not len(rows):
        return [0.0] * len(rows)
    weights = subwords.rarity(asked)
    if len(asked) > MOST_SUBWORDS:
        kept = np.sort(np.argsort(-weights, kind="stable")[:MOST_SUBWORDS])
        asked, weights = asked[kept], weights[kept]
    held = [subwords.at(int(row)) for row in rows]
    lengths = np.array([len(own) for own in held])
    filled = np.flatnonzero(lengths)
    found = np.zeros(len(rows), np.float32)
    if not len(filled):
        return [0.0] * len(rows)
    # A subword stands in many passages: each is compared once.
    distinct, places = np.unique(np.concatenate(held), return_inverse=True)
    cosines = table.cosines(asked, distinct)
    cosines = np.clip(cosines, 0, 1)[:, places]
    starts = np.concatenate([[0], np.cumsum(lengths[filled])[:-1]])
    best = np.maximum.reduceat(cosines, starts, axis=1)
    found[filled] = (weights / weights.sum()) @ best
    values: list[float] = np.minimum(found, 1.0).tolist()
    return values
