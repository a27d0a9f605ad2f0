"""Which documents are about what a question names, and how much.

From 0 (not at all) to 1:

    1      the document declares it
    0.8    it declares a group that the lab, person, académie … certainly belongs to;
           it has the language asked for
    < 0.6  its text names it: once 0.25, twice 0.35, three times 0.4 …
    0.6    it has the year asked for, 0.4 the kind: people say « billet » loosely

What was counted is remembered, because a generation never changes.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from graph.entity_ports import EntityCatalogue, EntityDescription
from graph.ports import Catalogue
from ontology.model import EntityKind
from search_api.understood import Found

__all__ = ["Strengths"]

_REMEMBERED: Final = 256
_BY_GROUP: Final = 0.8
_MENTIONED: Final = 0.6
_HALFWAY: Final = 1.4
_PLAIN: Final = {"kind": 0.4, "year": 0.6, "language": 0.8}
_LEADS_TO_GROUPS: Final = frozenset(EntityKind) - {
    EntityKind.GROUP,
    EntityKind.WAVE,
    EntityKind.CONCEPT,
}


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
            wanted = Found(kind, identifier, 0, 0).restriction
            found = self._catalogue.document_identifiers(wanted)
            return MappingProxyType(dict.fromkeys(found, _PLAIN[kind]))
        entity = EntityKind(kind)
        strengths = self._linked(entity, identifier)
        if entity in _LEADS_TO_GROUPS:
            for group in self._groups(entity, identifier):
                for document, strength in self._linked(EntityKind.GROUP, group).items():
                    if strength == 1.0:
                        strengths[document] = max(
                            _BY_GROUP, strengths.get(document, 0.0)
                        )
        return MappingProxyType(strengths)

    def _linked(self, kind: EntityKind, identifier: str) -> dict[str, float]:
        return {
            linked.document: 1.0
            if linked.is_declared
            else _MENTIONED * linked.mentions / (linked.mentions + _HALFWAY)
            for linked in self._entities.documents(kind, identifier)
        }

    def _groups(self, kind: EntityKind, identifier: str) -> set[str]:
        described = self._entities.describe(kind, identifier)
        return set() if described is None else _certain_groups(described)


def _certain_groups(described: EntityDescription) -> set[str]:
    """Return the groups that certain facts link to an entity, in either direction."""
    targets = (fact.target for fact in described.facts if fact.is_certain)
    subjects = (fact.subject for fact in described.named_in if fact.is_certain)
    return {
        other.identifier
        for other in (*targets, *subjects)
        if other is not None and other.kind is EntityKind.GROUP
    }
