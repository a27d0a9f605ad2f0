"""Pairs of a paragraph of a draft and a passage of the corpus, put in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ontology.model import Passage
from search_api.fusion import Fused
from search_api.query import ScoreParts

__all__ = [
    "AskedParagraph",
    "Pair",
    "best_scores",
    "by_document",
    "telling",
    "unsupported",
]


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
        is_supported: Whether any document is about it.
    """

    pairs: Mapping[str, Pair]
    is_supported: bool


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
        common: For each paragraph, what it says for many, see ``draft_contrast``.
        most: How many to return, 1 or more.
    """
    ordered = sorted(pairs, key=lambda p: (common[p.draft] - p.fused.score, p.draft))
    found = [pair for pair in ordered if pair.fused.score > common[pair.draft]]
    return (found or ordered[:1])[:most]


def unsupported(
    drafts: Sequence[Passage], asked: Sequence[AskedParagraph]
) -> tuple[Passage, ...]:
    """Return the paragraphs that no document is about; all where none was asked."""
    supported = {number for number, one in enumerate(asked) if one.is_supported}
    return tuple(p for number, p in enumerate(drafts) if number not in supported)
