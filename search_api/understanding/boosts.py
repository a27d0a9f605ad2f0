"""What was understood lets documents rise or sink; it never makes one disappear.

    strength   of a document: weighted part of what the question named and it is about
    score      (1 − weight) × fused + weight × strength                        0 … 1
    sunk       score × (1 − SINK × how much it is about what is not wanted)

A name that few documents are about counts more than one that half of them share.
Alternatives (the two groups that « GTnum 5 » may name) count once. A document whose
identifier was typed comes first whatever else is found. Pure functions.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Final

from search_api.fusion import Evidence, Fused
from search_api.identifiers import documents_of, passage_identifier
from search_api.understanding.strength_rules import strongest
from search_api.understood import Effect, Understood

__all__ = ["BOOST", "FIRST", "Preference", "about", "apply", "joined", "prefer"]

BOOST: Final = 0.25
"""Weight of what was understood; see ``benchmarks/understanding.py``."""

FIRST: Final = 0.6
"""Above one half, so that nothing else can outweigh an identifier."""

_OF_DATES: Final = frozenset({"period", "newest"})
_DATES_WEIGH: Final = math.log(3)
"""Half of the documents may be from a period; who names one means it all the same."""

SINK: Final = 0.8
"""What a document loses that is about nothing but what the question does not want."""

_NOTHING: Final = Evidence({}, {})

# Whatever kinds of evidence there are, all are merged alike.
_BY_PASSAGE: Final = tuple(
    f.name for f in fields(Evidence) if isinstance(getattr(_NOTHING, f.name), Mapping)
)


@dataclass(frozen=True, slots=True)
class Preference:
    """Which documents rise, and which sink.

    Attributes:
        strengths: Document → 0 to 1; others have 0.
        weight: Part of the score that strength decides; 0 changes nothing.
        sunk: Document → 0 to 1, how much it is about what is not wanted.
    """

    strengths: Mapping[str, float] = field(default_factory=dict)
    weight: float = 0.0
    sunk: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether no document rises or sinks."""
        return not (self.weight or self.sunk)

    @property
    def first(self) -> frozenset[str]:
        """Documents whose identifier was typed."""
        return frozenset(self.strengths) if self.weight == FIRST else frozenset()

    def share(self, document: str) -> float:
        """Return what every passage of a document owes to its strength."""
        strength = self.weight * self.strengths.get(document, 0.0)
        return self._left(document) * strength

    def kept(self, document: str) -> float:
        """Return the part of its own score that a passage of a document keeps."""
        return self._left(document) * (1 - self.weight)

    def _left(self, document: str) -> float:
        return 1 - SINK * self.sunk.get(document, 0.0)


def prefer(understood: Sequence[Understood], total: int) -> Preference:
    """Return the preference that follows from what was understood.

    Args:
        understood: Of one question.
        total: Documents of the generation.
    """
    sunk = strongest(one.strengths for one in understood if one.effect is Effect.AVOID)
    first = [one for one in understood if one.effect is Effect.FIRST]
    if first:
        named = {document: 1.0 for one in first for document in one.strengths}
        return Preference(named, FIRST, sunk)
    by_place: dict[tuple[int, int], list[Understood]] = {}
    for one in understood:
        if one.effect is not Effect.AVOID and one.strengths:
            by_place.setdefault((one.found.start, one.found.end), []).append(one)
    wishes = {
        span: strongest(one.strengths for one in named)
        for span, named in by_place.items()
    }
    weights = {
        span: max(_rarity(len(wishes[span]), total), _least(named[0]))
        for span, named in by_place.items()
    }
    whole = sum(weights.values())
    if whole <= 0:
        return Preference(sunk=sunk)
    strengths: dict[str, float] = {}
    for span, meant in wishes.items():
        for document, strength in meant.items():
            own = strength * weights[span] / whole
            strengths[document] = strengths.get(document, 0.0) + own
    return Preference(strengths, BOOST, sunk)


def apply(scores: Mapping[str, Fused], preference: Preference) -> dict[str, Fused]:
    """Return the scores with the preference in them; order is kept where none holds."""
    if preference.is_empty:
        return dict(scores)
    documents = documents_of(scores)
    owed = {
        document: (preference.kept(document), preference.share(document))
        for document in set(documents)
    }
    weighed: dict[str, Fused] = {}
    for document, (passage, fused) in zip(documents, scores.items(), strict=True):
        kept, share = owed[document]
        score, words, vectors, closeness = fused
        parts = (kept * score + share, kept * words, kept * vectors, kept * closeness)
        # ``Fused`` is a function of Python; this stays in C.
        weighed[passage] = tuple.__new__(Fused, parts)
    return weighed


def joined(
    evidence: Evidence, further: Evidence, *, first: Collection[str]
) -> Evidence:
    """Return the evidence about all documents with that about preferred ones.

    Args:
        evidence: About all documents.
        further: About preferred documents only, of the same question.
        first: Documents that answer even where no word of them was typed, because
            their identifier was: their first passage then stands for them.
    """
    merged: dict[str, dict[str, float]] = {
        name: {**getattr(further, name), **getattr(evidence, name)}
        for name in _BY_PASSAGE
    }
    held = set(documents_of((*merged["words"], *merged["vectors"])))
    for document in sorted(set(first) - held):
        merged["words"][passage_identifier(document, 0)] = 0.0
    return replace(evidence, **merged)  # type: ignore[arg-type]


def about(documents: Collection[str], evidence: Evidence) -> Evidence:
    """Return the evidence about the passages of some documents.

    Args:
        documents: Testing for membership should be quick.
        evidence: About more documents.
    """
    kept: dict[str, dict[str, float]] = {}
    for name in _BY_PASSAGE:
        values = getattr(evidence, name)
        owners = documents_of(values)
        kept[name] = {
            passage: value
            for (passage, value), owner in zip(values.items(), owners, strict=True)
            if owner in documents
        }
    return replace(evidence, **kept)  # type: ignore[arg-type]


def _least(one: Understood) -> float:
    return _DATES_WEIGH if one.found.kind in _OF_DATES else 0.0


def _rarity(documents: int, total: int) -> float:
    """Return how much a wish says: 0 where every document fulfils it."""
    return math.log((1 + total) / (1 + min(documents, total)))
