"""What a draft names, and what it could name: entities, keywords, definitions."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from graph.entity_ports import EntityCatalogue
from graph.ports import Catalogue, DocumentFilter
from ontology.call_context import checkpoint
from ontology.model import EntityKind
from search_api.glossary import Glossary
from search_api.related_work.close_documents import close_documents
from search_api.related_work.entities_to_mention import entities_to_mention
from search_api.related_work.keywords import defined_terms, keywords
from search_api.related_work.negated_names import is_mention_sound
from search_api.related_work.ranking import Ranking
from search_api.related_work.results import DefinedTerm, Keyword, ToMention
from search_api.related_work.shared_entities import COMMON, SharedEntity

__all__ = ["Named", "Naming"]

_MOST_READ: Final = 10
"""Mentions of one entity in a document that are looked at for a denial."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a draft names or could; fields as in ``RelatedResults``."""

    to_mention: tuple[ToMention, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    definitions: tuple[DefinedTerm, ...] = ()


class Naming:
    """Finds names for drafts in one generation; safe to call from several threads.

    Args:
        catalogue: Knows passages and their roles.
        entities: Knows facts, concepts and mentions.
        glossary: Knows definitions.
    """

    def __init__(
        self, catalogue: Catalogue, entities: EntityCatalogue, glossary: Glossary
    ) -> None:
        self._catalogue = catalogue
        self._entities = entities
        self._glossary = glossary

    def of(self, ranking: Ranking) -> Named:
        """Return what a draft names and could name.

        Args:
            ranking: Of the draft.

        Raises:
            StoreError: If the graph fails.
            CallCancelled: If nobody waits for it any more.
        """
        total = len(self._catalogue.document_identifiers(DocumentFilter()))
        close = close_documents(
            ranking, catalogue=self._catalogue, entities=self._entities
        )
        return Named(
            entities_to_mention(
                close,
                ranking.record.mentions,
                subjects=self._subjects(ranking, total),
                entities=self._entities,
            ),
            keywords(
                ranking.mentions,
                close,
                entities=self._entities,
                glossary=self._glossary,
                total=total,
            ),
            defined_terms(
                ranking.mentions,
                entities=self._entities,
                glossary=self._glossary,
                total=total,
            ),
        )

    def sound_shared(self, ranking: Ranking) -> dict[str, Sequence[SharedEntity]]:
        """Return document → shared entities, without names that it only denies.

        Args:
            ranking: Of the draft; only documents that are shown are looked at.

        Raises:
            StoreError: If the graph fails.
            CallCancelled: If nobody waits for it any more.
        """
        shown = {*ranking.chosen, *chain.from_iterable(ranking.near)}
        sound: dict[str, Sequence[SharedEntity]] = dict(ranking.shared)
        for name in sorted(shown & sound.keys()):
            checkpoint()
            sound[name] = [one for one in sound[name] if self._is_named(one, name)]
        return sound

    def _is_named(self, entity: SharedEntity, document: str) -> bool:
        """Whether a document names an entity, or is linked to it without words."""
        if entity.kind == EntityKind.CONCEPT:
            return True
        kind = EntityKind(entity.kind)
        mentions = self._entities.evidence(kind, entity.identifier, document=document)
        if not mentions:
            return True
        first = mentions[:_MOST_READ]
        passages = self._catalogue.passages(sorted({one.passage for one in first}))
        return any(is_mention_sound(one, passages) for one in first)

    def _subjects(self, ranking: Ranking, total: int) -> frozenset[str]:
        """Return the concepts of the draft that few documents name."""
        named = {m.entity for m in ranking.mentions if m.kind is EntityKind.CONCEPT}
        known = {one: self._entities.describe(EntityKind.CONCEPT, one) for one in named}
        return frozenset(
            name
            for name, concept in known.items()
            if concept is not None and concept.documents <= max(1, COMMON * total)
        )
