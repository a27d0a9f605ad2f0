"""Pairs of a paragraph of a draft and a passage of the corpus, put in order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from ontology.structure import PassageRole
from search_api.fusion import Fused
from search_api.ports import Vectors
from search_api.query import ScoreParts

__all__ = [
    "DEFINING",
    "AskedParagraph",
    "Pair",
    "best_scores",
    "by_document",
    "nearest",
    "only_defines",
    "telling",
]


DEFINING: Final = 0.1
"""What the score of a document is multiplied by that only defines words of the draft:
its entries are told apart, works come first."""

_BODY: Final[Mapping[str, PassageRole]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph of the draft and a passage of the corpus, with their evidence.

    Attributes:
        draft: Number of the paragraph among those that asked.
        passage: Identifier of the passage.
        fused: Score, comparable over all paragraphs.
        parts: How it came about.
    """

    draft: int
    passage: str
    fused: Fused
    parts: ScoreParts


@dataclass(frozen=True, slots=True)
class AskedParagraph:
    """What one paragraph found.

    Attributes:
        pairs: Document → its best pair.
        close: Documents that are about it; the others are only near.
        direction: ``(1, dimension)``, its vector; None where it asked nothing.
    """

    pairs: Mapping[str, Pair]
    close: frozenset[str] = frozenset()
    direction: Vectors | None = field(default=None, compare=False)


def by_document(asked: Sequence[AskedParagraph]) -> dict[str, list[Pair]]:
    """Return document → pairs, in the order of the paragraphs."""
    found: dict[str, list[Pair]] = {}
    for one in asked:
        for name, pair in one.pairs.items():
            found.setdefault(name, []).append(pair)
    return found


def best_scores(
    pairs: Mapping[str, Sequence[Pair]], paragraphs: int
) -> list[dict[str, float]]:
    """Return for each paragraph document → score of its pair."""
    best: list[dict[str, float]] = [{} for _ in range(paragraphs)]
    for name, own in pairs.items():
        for pair in own:
            best[pair.draft][name] = pair.fused.score
    return best


def telling(pairs: Sequence[Pair], common: Sequence[float], most: int) -> list[Pair]:
    """Return the pairs that say something for a document, the most telling first.

    The best one where none does: what is shown as related shows a pair.

    Args:
        pairs: Of one document, one at least.
        common: For each paragraph, what it says for many like it, see ``contrast``.
        most: How many to return, 1 or more.
    """
    ordered = sorted(pairs, key=lambda p: (common[p.draft] - p.fused.score, p.draft))
    found = [pair for pair in ordered if pair.fused.score > common[pair.draft]]
    return (found or ordered[:1])[:most]


def only_defines(pairs: Sequence[Pair], roles: Mapping[str, PassageRole]) -> bool:
    """Whether a document answers with entries of a glossary alone.

    Args:
        pairs: Of one document.
        roles: Of the passages outside the body.
    """
    return all(roles.get(pair.passage) is PassageRole.ENTRY for pair in pairs)


def nearest(
    asked: AskedParagraph,
    names: Collection[str],
    most: int,
    *,
    roles: Mapping[str, PassageRole] = _BODY,
) -> list[str]:
    """Return the documents nearest to a paragraph, those that are about it first.

    The entry of a glossary defines a word and is no work on the subject: it stands
    behind the others, and in the last place where nothing else is about the paragraph.

    Args:
        asked: What it found.
        names: Which may be returned, for example one of each work.
        most: How many, at most.
        roles: Of the passages outside the body.
    """
    pairs, close = asked.pairs, asked.close
    entries = {
        name
        for name, pair in pairs.items()
        if roles.get(pair.passage) is PassageRole.ENTRY
    }
    known = [name for name in pairs if name in names]
    known.sort(key=lambda n: (n in entries, n not in close, -pairs[n].fused.score, n))
    found = known[:most]
    if found and close.isdisjoint(found):
        found[-1] = next((name for name in known if name in close), found[-1])
    return found
