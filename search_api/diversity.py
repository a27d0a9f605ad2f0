"""Keeps near-identical answers from filling a page; nothing is left out.

A document whose best passage says almost the same as those of ``most`` documents before
it stands behind the others of the head of the list. The order depends on the question
alone, so that pages never overlap.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from search_api.matrix_products import product
from search_api.ports import VectorIndex

__all__ = ["DEPTH", "SAME", "spread"]

DEPTH: Final = 50
"""Documents looked at: some five pages."""

SAME: Final = 0.95
"""Cosine from which two passages say almost the same."""


def spread(
    documents: Sequence[str],
    passages: Mapping[str, Sequence[str]],
    vectors: VectorIndex,
    *,
    most: int,
) -> list[str]:
    """Return all documents, repetitions beyond ``most`` behind the head.

    Args:
        documents: Best first.
        passages: Document → its passages, best first.
        vectors: Knows the vectors of all passages.
        most: How many near-identical documents may stand together; 0 leaves the
            order as it is.

    Raises:
        KeyError: If a passage is not in the index.
    """
    head, tail = list(documents[:DEPTH]), list(documents[DEPTH:])
    if most < 1 or len(head) <= most:
        return [*head, *tail]
    found = vectors.vectors([passages[document][0] for document in head])
    alike = product(found, found) >= SAME
    if int(alike.sum(axis=1).max()) <= most:  # each is like itself
        return [*head, *tail]
    kept: list[int] = []
    repeated: list[int] = []
    for place in range(len(head)):
        is_repeated = int(np.count_nonzero(alike[place, kept])) >= most
        (repeated if is_repeated else kept).append(place)
    return [head[place] for place in (*kept, *repeated)] + tail
