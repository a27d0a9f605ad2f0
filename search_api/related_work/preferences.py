"""Documents that an editor likes or dislikes: what of them asks, and what it changes.

    liked      their most telling passages ask beside the paragraphs of the draft
    disliked   theirs ask too; who is near them loses by ``lowered``

    telling    of a passage    cosine to the mean of its document
                               − mean cosine to all passages of the corpus
    factor     of a document   1 − against / said, ``LEFT`` at least

``said`` and ``against`` are what the passages say for a document and for few others
(``contrast``), of the draft and of the disliked documents: one is taken from the other.
What is left at least keeps the order of what a disliked document is as near to as the
draft. Both rules are measured by ``benchmarks/related_preferences.py``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from graph.ports import Catalogue
from ontology.call_context import checkpoint
from ontology.model import Passage
from ontology.structure import PassageRole
from search_api.errors import IndexDamaged
from search_api.ports import VectorIndex

__all__ = ["LEFT", "TELLING", "lowered", "numbered_from", "telling_passages"]

TELLING: Final = 8
"""Passages of one document that ask, at most."""

LEFT: Final = 0.05
"""What is left of a score at least."""


def telling_passages(
    documents: Collection[str],
    catalogue: Catalogue,
    vectors: VectorIndex,
    *,
    most: int,
) -> list[Passage]:
    """Return the passages that say most of each document, in reading order.

    Args:
        documents: Known to the catalogue.
        catalogue: Of the generation.
        vectors: Of the same generation.
        most: How many in all; each document has its share, one at least.

    Raises:
        CallCancelled: If nobody waits for the answer any more.
        IndexDamaged: If index and catalogue do not know the same passages.
    """
    found: list[Passage] = []
    for place, name in enumerate(documents):
        checkpoint()
        share = min(TELLING, -(-(most - len(found)) // (len(documents) - place)))
        found += _telling(catalogue.passages_of(name), vectors, max(1, share))
    return found


def _telling(
    passages: Sequence[Passage], vectors: VectorIndex, most: int
) -> list[Passage]:
    searched = [one for one in passages if one.role.is_searched]
    prose = [one for one in searched if one.role is PassageRole.BODY] or searched
    if len(prose) <= most:
        return prose
    try:
        rows = vectors.vectors([one.identifier for one in prose])
    except KeyError as missing:
        raise IndexDamaged(
            f"Le graphe connaît le passage {missing}, l’index ne le connaît pas.",
            remedy="Lancez `gtnum reindex`.",
        ) from missing
    own = rows @ rows.mean(axis=0)
    common = np.array([vectors.background(row) for row in rows])
    best = np.argsort(common - own, kind="stable")[:most]
    return [prose[place] for place in sorted(best)]


def numbered_from(first: int, passages: Sequence[Passage]) -> list[Passage]:
    """Return passages with positions from a number on, as those of one draft."""
    return [replace(one, position=first + n) for n, one in enumerate(passages)]


def lowered(
    factors: Mapping[str, float],
    said: Sequence[Mapping[str, float]],
    against: Sequence[Mapping[str, float]],
    commons: tuple[Sequence[Mapping[str, float]], Sequence[Mapping[str, float]]],
) -> dict[str, float]:
    """Return what scores are multiplied by, less for what is near the disliked.

    >>> said, against = [{"a": 0.5, "b": 0.5}], [{"b": 0.5}]
    >>> lowered({}, said, against, ([{}], [{}]))
    {'b': 0.05}

    Args:
        factors: Document → what its score is multiplied by, where that is not 1.
        said: Of each paragraph of the draft, document → score of its best pair.
        against: The same of the passages of disliked documents.
        commons: Of both, as ``contrast.commons`` gives them.
    """
    spoken = _spoken(said, commons[0])
    found = dict(factors)
    for name, loss in _spoken(against, commons[1]).items():
        if loss > 0:
            own = spoken.get(name, 0.0)
            left = max(LEFT, 1 - loss / own) if own > 0 else LEFT
            found[name] = found.get(name, 1.0) * left
    return found


def _spoken(
    best: Sequence[Mapping[str, float]], common: Sequence[Mapping[str, float]]
) -> dict[str, float]:
    """Return document → what all passages say for it, on average."""
    found: dict[str, float] = {}
    for own, usual in zip(best, common, strict=True):
        for name, score in own.items():
            more = max(0.0, score - usual.get(name, 0.0))
            found[name] = found.get(name, 0.0) + more / len(best)
    return found
