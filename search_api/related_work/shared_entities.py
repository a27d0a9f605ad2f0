"""Entities that a draft and documents both name, each by its rarity.

An entity that a good part of the documents name is no reason for any of them.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from graph.ports import Catalogue, DocumentFilter
from ontology.call_context import checkpoint
from ontology.model import DocumentRecord, EntityKind
from search_api.understanding.entity_cards import preferred_label

__all__ = [
    "BOOST",
    "COMMON",
    "SharedEntity",
    "boost",
    "rarity_of",
    "shared_entities",
]

BOOST: Final = 0.04
"""What an entity adds to a score, relatively, if no other document has it."""

_MOST: Final = 5
COMMON: Final = 0.25
"""An entity that more of the documents name says nothing."""


@dataclass(frozen=True, slots=True)
class SharedEntity:
    """An entity that draft and documents name.

    Attributes:
        kind: As in the graph.
        identifier: Within its kind.
        label: To show.
        rarity: 1 for what one document names, 0 for what all do.
    """

    kind: str
    identifier: str
    label: str
    rarity: float

    @property
    def told(self) -> tuple[str, str, str]:
        """Kind, identifier and label, as results tell it."""
        return self.kind, self.identifier, self.label


def shared_entities(
    catalogue: Catalogue, record: DocumentRecord, found: Collection[str]
) -> dict[str, list[SharedEntity]]:
    """Return document → entities that it shares with the draft, rarest first.

    Args:
        catalogue: Of the generation.
        record: The draft, linked like the corpus.
        found: Documents that are asked about.

    Raises:
        StoreError: If the graph fails.
        CallCancelled: If nobody waits for it any more.
    """
    asked = {(m.kind, m.entity) for m in record.mentions}
    named = sorted(asked)
    if not named or not found:
        return {}
    checkpoint()
    total = len(catalogue.document_identifiers(DocumentFilter()))
    labels = {
        key: preferred_label(entity)
        for entity in catalogue.entities()
        if (key := (entity.kind, entity.identifier)) in asked
    }
    shared: dict[str, list[SharedEntity]] = {}
    for kind, identifier in named:
        checkpoint()
        restriction = DocumentFilter(entities=((str(kind), identifier),))
        naming = catalogue.document_identifiers(restriction)
        if len(naming) > max(1, COMMON * total):
            continue
        label = labels.get((EntityKind(kind), identifier), identifier)
        rarity = rarity_of(len(naming), total)
        entity = SharedEntity(str(kind), identifier, label, rarity)
        for name in naming.intersection(found):
            shared.setdefault(name, []).append(entity)
    for own in shared.values():
        own.sort(key=lambda entity: (-entity.rarity, entity.kind, entity.identifier))
    return shared


def boost(shared: Sequence[SharedEntity]) -> float:
    """Return what shared entities add to a score, relatively."""
    rarest = sorted((entity.rarity for entity in shared), reverse=True)
    return BOOST * sum(rarest[:_MOST])


def rarity_of(naming: int, total: int) -> float:
    """Return 1 for what one of the documents names, 0 for what all do."""
    return 1 - math.log(max(1, naming)) / math.log(max(2, total))
