"""Chooses between matches: what supports a possible one, and who wins an overlap.

Two rounds over a document. The first keeps what is sure and collects the entities it
names; the second adds the possible matches that something supports: the entity named
surely elsewhere in the document, declared by it, or a known neighbour beside it.
Overlaps go to the longer match, ties to the kind that the words beside speak for.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ingest.linking.name_evidence import NameMatch
from ingest.linking.name_trie import Method, Reference
from ingest.linking.word_keys import Words
from ontology.model import EntityKind

__all__ = ["settle", "supported"]

_RANK: Final = {
    EntityKind.LAB: 0,
    EntityKind.SERVICE: 1,
    EntityKind.INSTITUTION: 2,
    EntityKind.ACADEMY: 3,
    EntityKind.REGION: 4,
    EntityKind.PERSON: 5,
    EntityKind.WAVE: 6,
    EntityKind.CONCEPT: 7,
    EntityKind.THEME: 8,
    EntityKind.GROUP: 9,
    EntityKind.PRODUCTION: 10,
}
_COMPANY: Final = {EntityKind.LAB, EntityKind.INSTITUTION, EntityKind.GROUP}
_LONG_TITLE: Final = 5
_CUES: Final = {
    EntityKind.GROUP: frozenset({"gtnum", "groupe", "projet", "colloque"}),
    EntityKind.THEME: frozenset({"theme", "thematique", "appel", "chapitre"}),
    EntityKind.PRODUCTION: frozenset({"article", "rapport", "dossier", "billet"}),
}
_CUE_DISTANCE: Final = 3


def supported(
    matches: Iterable[NameMatch],
    *,
    named: Collection[Reference],
    declared: Collection[Reference],
    neighbours: Mapping[Reference, Collection[Reference]],
) -> list[NameMatch]:
    """Return the sure matches and the possible ones that something speaks for.

    Args:
        matches: All matches of a passage.
        named: Entities that the document names surely.
        declared: Entities that the document declares.
        neighbours: Entities known to go with an entity.
    """
    kept: list[NameMatch] = []
    all_matches = list(matches)
    has_company = any(m.is_sure and m.reference[0] in _COMPANY for m in all_matches)
    for match in all_matches:
        known = match.reference in named or match.reference in declared
        if match.is_sure or known:
            kept.append(match)
        elif (has_company and match.accepts_company) or _has_neighbour(
            match, named, declared, neighbours
        ):
            kept.append(replace(match, confidence=match.confidence - 0.05))
    return kept


def _has_neighbour(
    match: NameMatch,
    named: Collection[Reference],
    declared: Collection[Reference],
    neighbours: Mapping[Reference, Collection[Reference]],
) -> bool:
    if match.reference[0] not in {EntityKind.LAB, EntityKind.GROUP}:
        return False
    known = neighbours.get(match.reference, ())
    return any(other in named or other in declared for other in known)


def settle(words: Words, matches: Sequence[NameMatch]) -> list[NameMatch]:
    """Return matches that do not overlap, in order of their start.

    The longest wins; of equal ones the one its surroundings speak for, then a sure
    one, then by kind, then by identifier, so that the outcome never depends on the
    order of the vocabulary.
    """

    def order(match: NameMatch) -> tuple[int, int, bool, int, bool, str]:
        return (
            match.start - match.end,
            match.start,
            not _is_cued(words, match),
            _rank(match),
            not match.is_sure,
            match.reference[1],
        )

    taken: list[NameMatch] = []
    for match in sorted(matches, key=order):
        place = bisect_right(taken, match.start, key=_start)
        is_free_before = place == 0 or taken[place - 1].end <= match.start
        is_free_behind = place == len(taken) or match.end <= taken[place].start
        if is_free_before and is_free_behind:
            taken.insert(place, match)
    return taken


def _start(match: NameMatch) -> int:
    return match.start


def _rank(match: NameMatch) -> int:
    """Return the rank of the kind; a long title is a theme's before a concept's."""
    kind = match.reference[0]
    if match.method is Method.HASHTAG and kind is EntityKind.GROUP:
        return -1
    if kind is EntityKind.CONCEPT and match.last - match.first >= _LONG_TITLE:
        return _RANK[EntityKind.PRODUCTION] + 1
    return _RANK[kind]


def _is_cued(words: Words, match: NameMatch) -> bool:
    """Tell whether a word like *groupe* or *thème* stands shortly before."""
    cues = _CUES.get(match.reference[0])
    if cues is None:
        return False
    before = words.keys[max(0, match.first - _CUE_DISTANCE) : match.first]
    return not cues.isdisjoint(before)
