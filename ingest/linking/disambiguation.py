"""Chooses between readings: what supports a possible one, and who wins an overlap.

Two rounds over a document. The first keeps what is sure and collects the entities it
names; the second adds the possible readings that something supports: the entity named
surely elsewhere in the document, declared by it, or a known neighbour beside it.
Overlaps go to the longer reading, ties to the kind that the words beside speak for.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ingest.linking.name_evidence import Reading
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
    readings: Iterable[Reading],
    *,
    named: Collection[Reference],
    declared: Collection[Reference],
    neighbours: Mapping[Reference, Collection[Reference]],
) -> list[Reading]:
    """Return the sure readings and the possible ones that something speaks for.

    Args:
        readings: All readings of a passage.
        named: Entities that the document names surely.
        declared: Entities that the document declares.
        neighbours: Entities known to go with an entity.
    """
    kept: list[Reading] = []
    all_readings = list(readings)
    has_company = any(r.is_sure and r.reference[0] in _COMPANY for r in all_readings)
    for reading in all_readings:
        known = reading.reference in named or reading.reference in declared
        if reading.is_sure or known:
            kept.append(reading)
        elif (has_company and reading.accepts_company) or _has_neighbour(
            reading, named, declared, neighbours
        ):
            kept.append(replace(reading, confidence=reading.confidence - 0.05))
    return kept


def _has_neighbour(
    reading: Reading,
    named: Collection[Reference],
    declared: Collection[Reference],
    neighbours: Mapping[Reference, Collection[Reference]],
) -> bool:
    if reading.reference[0] not in {EntityKind.LAB, EntityKind.GROUP}:
        return False
    known = neighbours.get(reading.reference, ())
    return any(other in named or other in declared for other in known)


def settle(words: Words, readings: Sequence[Reading]) -> list[Reading]:
    """Return readings that do not overlap, in order of their start.

    The longest wins; of equal ones the one its surroundings speak for, then a sure
    one, then by kind, then by identifier, so that the outcome never depends on the
    order of the vocabulary.
    """

    def order(reading: Reading) -> tuple[int, int, bool, int, bool, str]:
        return (
            reading.start - reading.end,
            reading.start,
            not _is_cued(words, reading),
            _rank(reading),
            not reading.is_sure,
            reading.reference[1],
        )

    taken: list[Reading] = []
    for reading in sorted(readings, key=order):
        place = bisect_right(taken, reading.start, key=_start)
        is_free_before = place == 0 or taken[place - 1].end <= reading.start
        is_free_behind = place == len(taken) or reading.end <= taken[place].start
        if is_free_before and is_free_behind:
            taken.insert(place, reading)
    return taken


def _start(reading: Reading) -> int:
    return reading.start


def _rank(reading: Reading) -> int:
    """Return the rank of the kind; a long title is a theme's before a concept's."""
    kind = reading.reference[0]
    if reading.method is Method.HASHTAG and kind is EntityKind.GROUP:
        return -1
    if kind is EntityKind.CONCEPT and reading.last - reading.first >= _LONG_TITLE:
        return _RANK[EntityKind.PRODUCTION] + 1
    return _RANK[kind]


def _is_cued(words: Words, reading: Reading) -> bool:
    """Tell whether a word like *groupe* or *thème* stands shortly before."""
    cues = _CUES.get(reading.reference[0])
    if cues is None:
        return False
    before = words.keys[max(0, reading.first - _CUE_DISTANCE) : reading.first]
    return not cues.isdisjoint(before)
