"""What a draft is about, without a word of it: a few directions of meaning.

    paragraphs ─▶ vectors ─▶ groups of neighbours ─▶ ``DraftOutline``

A feed that follows a draft keeps nothing else of it. Neighbours that say nearly the
same are put together until few enough are left. Pure functions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from ontology.model import Passage
from search_api.ports import Vectors
from search_api.related_work.pairs import AskedParagraph

__all__ = ["MOST_DIRECTIONS", "DraftOutline", "outline", "outline_of"]

MOST_DIRECTIONS: Final = 8

_MOST_COMPONENTS: Final = 6_000
"""Of all directions: they stand in an address, see ``feeds/draft_token.py``."""


@dataclass(frozen=True, slots=True)
class DraftOutline:
    """Directions of a draft.

    Attributes:
        directions: ``(n, dimension)`` float32, rows of length 1.
        words: Of each, how many words its longest paragraph has: the more one says,
            the more is near it by chance.
    """

    directions: Vectors = field(compare=False)
    words: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.directions) != len(self.words):
            raise ValueError("each direction needs its number of words")


def outline(vectors: Vectors, words: Sequence[int], most: int) -> DraftOutline:
    """Return the directions of a draft.

    >>> rows = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    >>> found = outline(rows, [9, 20, 30], 2)
    >>> found.directions.tolist(), found.words
    ([[1.0, 0.0], [0.0, 1.0]], (20, 30))

    Args:
        vectors: ``(n, dimension)``, one row for each paragraph, of length 1.
        words: Of each paragraph.
        most: How many directions, 1 or more.
    """
    groups = [[place] for place in range(len(vectors))]
    means = np.array(vectors, dtype=np.float32)
    while len(groups) > most:
        alike = (means[:-1] * means[1:]).sum(axis=1)
        place = int(alike.argmax())
        groups[place : place + 2] = [groups[place] + groups[place + 1]]
        joined = _unit(vectors[groups[place]].mean(axis=0, keepdims=True))
        means = np.concatenate([means[:place], joined, means[place + 2 :]])
    return DraftOutline(
        _unit(means), tuple(max(words[place] for place in own) for own in groups)
    )


def outline_of(
    asked: Sequence[AskedParagraph], drafts: Sequence[Passage]
) -> DraftOutline | None:
    """Return the directions of a draft that asked.

    Args:
        asked: What its paragraphs found.
        drafts: The paragraphs.

    Returns:
        None where nothing was asked, or a single vector is too long for an address.
    """
    known = [
        (one.direction, len(draft.text.split()))
        for one, draft in zip(asked, drafts, strict=True)
        if one.direction is not None
    ]
    if not known:
        return None
    vectors = np.concatenate([direction for direction, _ in known])
    most = min(MOST_DIRECTIONS, _MOST_COMPONENTS // vectors.shape[1])
    words = [number for _, number in known]
    return outline(vectors, words, most) if most else None


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit
