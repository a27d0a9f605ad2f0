"""Which documents are about what a question names, and how much.

From 0 (not at all) to 1:

    1      the document declares it
    0.8    it declares a group that the lab, person, académie … certainly belongs to, or
           that a lab of the place does; it has the language asked for
    < 0.6  its text names it: once 0.25, twice 0.35, three times 0.4 …
    0.9    it is from the period asked for
    0.8    its group or theme certainly has the concept as its subject, or it declares
           six subjects or fewer, the concept among them; 3/4 of it for narrower ones
    0.6    it has the year asked for, 0.4 the kind: people say « billet » loosely
    ≤ 1    the newest third of the works, the newest 1, where they are asked for

What a text merely names of a concept counts nothing here: its words are found already.
Glossaries and calls declare every subject there is, and are about none of them.

What was counted is remembered, because a generation never changes.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Final

from graph.entity_ports import EntityCatalogue, EntityDescription
from graph.ports import Catalogue, DocumentFilter
from ontology.model import EntityKind
from search_api.understanding.strength_rules import of_mentions, strongest
from search_api.understood import Found

__all__ = ["Strengths"]

_REMEMBERED: Final = 256
_BY_GROUP: Final = 0.8
_MENTIONED: Final = 0.6
_NEWEST: Final = 1 / 3
_FEW_SUBJECTS: Final = 6
_NARROWER: Final = 0.75
_DEEPEST: Final = 2
_PLAIN: Final = {"kind": 0.4, "year": 0.6, "period": 0.9, "language": 0.8}
_LEADS_TO_GROUPS: Final = frozenset(EntityKind) - {
    EntityKind.GROUP,
    EntityKind.WAVE,
    EntityKind.CONCEPT,
}
_PLACES: Final = frozenset({EntityKind.ACADEMY, EntityKind.REGION})
_OF_PLACES: Final = frozenset({EntityKind.LAB, EntityKind.SERVICE})
_GROUPS: Final = frozenset({EntityKind.GROUP})
_ABOUT: Final = frozenset({EntityKind.GROUP, EntityKind.THEME})


class Strengths:
    """Knows the documents of one generation; safe to call from several threads.

    Args:
        catalogue: Knows kinds, dates and languages of documents.
        entities: Knows what documents declare and mention, and the facts.
    """

    def __init__(self, catalogue: Catalogue, entities: EntityCatalogue) -> None:
        self._catalogue = catalogue
        self._entities = entities
        # A generation never changes: what was counted once stays true.
        self._remembered = lru_cache(_REMEMBERED)(self._count)

    def of(self, found: Found) -> Mapping[str, float]:
        """Return the documents meant: document → above 0 and up to 1.

        Raises:
            StoreError: If the graph fails.
        """
        return self._remembered(found.kind, found.identifier)

    def _count(self, kind: str, identifier: str) -> Mapping[str, float]:
        if kind in _PLAIN:
            restriction = Found(kind, identifier, 0, 0).restriction
            found = self._catalogue.document_identifiers(restriction)
            return MappingProxyType(dict.fromkeys(found, _PLAIN[kind]))
        if kind == "newest":
            return MappingProxyType(self._by_age())
        return MappingProxyType(self._of_entity(EntityKind(kind), identifier))

    def _of_entity(self, kind: EntityKind, identifier: str) -> dict[str, float]:
        if kind is EntityKind.CONCEPT:
            return self._of_concept(identifier, _DEEPEST)
        strengths = [self._linked(kind, identifier)]
        if kind in _LEADS_TO_GROUPS:
            own = self._certain(kind, identifier, _GROUPS)
            strengths.append(dict.fromkeys(own, _BY_GROUP))
        if kind in _PLACES:
            bodies = self._neighbours(kind, identifier, _OF_PLACES)
            strengths += [self._of_entity(*body) for body in bodies]
        return strongest(strengths)

    def _of_concept(self, identifier: str, deep: int) -> dict[str, float]:
        """Return documents about a concept, and about those so many steps below it."""
        own = [
            name
            for name, strength in self._linked(EntityKind.CONCEPT, identifier).items()
            if strength == 1.0 and self._subjects[name] <= _FEW_SUBJECTS
        ]
        own += self._certain(EntityKind.CONCEPT, identifier, _ABOUT)
        strengths = [dict.fromkeys(own, _BY_GROUP)]
        known = self._entities.concepts().get(identifier) if deep else None
        for narrower in known.narrower if known else ():
            below = self._of_concept(narrower.identifier, deep - 1)
            strengths.append({name: _NARROWER * s for name, s in below.items()})
        return strongest(strengths)

    def _certain(
        self, kind: EntityKind, identifier: str, wanted: Collection[EntityKind]
    ) -> list[str]:
        """Return the documents that declare what certain facts link to an entity."""
        return [
            document
            for other in self._neighbours(kind, identifier, wanted)
            for document, strength in self._linked(*other).items()
            if strength == 1.0
        ]

    def _neighbours(
        self, kind: EntityKind, identifier: str, wanted: Collection[EntityKind]
    ) -> set[tuple[EntityKind, str]]:
        described = self._entities.describe(kind, identifier)
        return set() if described is None else _certainly_linked(described, wanted)

    @cached_property
    def _subjects(self) -> Counter[str]:
        """Number of concepts that each document declares."""
        return Counter(
            linked.document
            for concept in self._entities.concepts()
            for linked in self._entities.documents(EntityKind.CONCEPT, concept)
            if linked.is_declared
        )

    def _by_age(self) -> dict[str, float]:
        """Return the newest third of the documents with a date, the newest at 1."""
        dated = self._catalogue.document_identifiers(DocumentFilter(date_from="0001"))
        most = math.ceil(_NEWEST * len(dated))
        newest = self._catalogue.newest_first(dated)[:most]
        return {name: 1 - n / most for n, name in enumerate(newest)}

    def _linked(self, kind: EntityKind, identifier: str) -> dict[str, float]:
        return {
            linked.document: 1.0
            if linked.is_declared
            else _MENTIONED * of_mentions(linked.mentions)
            for linked in self._entities.documents(kind, identifier)
        }


def _certainly_linked(
    described: EntityDescription, kinds: Collection[EntityKind]
) -> set[tuple[EntityKind, str]]:
    """Return the entities of some kinds that certain facts link, either way."""
    targets = (fact.target for fact in described.facts if fact.is_certain)
    subjects = (fact.subject for fact in described.named_in if fact.is_certain)
    return {
        (other.kind, other.identifier)
        for other in (*targets, *subjects)
        if other is not None and other.kind in kinds
    }
