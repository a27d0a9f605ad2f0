"""What the documents close to a draft name, by their own words.

Names count in the body only: « Sources », caveats and the entries of glossaries name
everything. A name that its sentence denies is no name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.entity_ports import EntityCatalogue
from graph.ports import Catalogue
from ontology.call_context import checkpoint
from ontology.model import DocumentSummary, EntityKind, Mention, Passage
from ontology.structure import PassageRole
from search_api.related_work.negated_names import is_mention_sound
from search_api.related_work.ranking import Ranking

__all__ = ["MOST_CLOSE", "CloseDocument", "EntityKey", "close_documents"]

MOST_CLOSE: Final = 10
"""Documents whose names are read, the best."""

_LEAST: Final = 0.1
"""Part of the best score from which a document counts."""

_MOST_MENTIONS: Final = 3_000
"""Of one document, from its beginning."""

_PER_ENTITY: Final = 3
"""Mentions of one entity whose sentences are read."""

_OFTEN: Final = 3
_MANY: Final = 3
"""Entities of one kind beyond which a document lists them."""

EntityKey = tuple[EntityKind, str]


@dataclass(frozen=True, slots=True)
class CloseDocument:
    """A document that is about a part of the draft.

    Attributes:
        summary: Its description.
        named: Entity → its mentions, three at most, those near to the draft first.
        counts: Entity → how often it is named in the body.
        near: Passages that stand beside the draft.
        passages: Passage → its text, of the mentions.
    """

    summary: DocumentSummary
    named: Mapping[EntityKey, Sequence[Mention]]
    counts: Mapping[EntityKey, int]
    near: frozenset[str]
    passages: Mapping[str, Passage]

    def names_often(self, key: EntityKey) -> bool:
        """Whether an entity is named three times: a document is about it."""
        return key in self.named and self.counts[key] >= _OFTEN

    def names_alone(self, key: EntityKey) -> bool:
        """Whether an entity is named near to the draft, and no list of its kind."""
        beside = sum(kind is key[0] for kind, _ in self.named)
        return self.is_near(key) and beside <= _MANY

    def is_near(self, key: EntityKey) -> bool:
        """Whether a passage near to the draft names an entity."""
        return any(one.passage in self.near for one in self.named.get(key, ()))


def close_documents(
    ranking: Ranking, *, catalogue: Catalogue, entities: EntityCatalogue
) -> list[CloseDocument]:
    """Return the documents that are about a part of the draft, with what they name.

    Args:
        ranking: Of the draft; how many documents are shown does not matter.
        catalogue: Knows documents, passages and their roles.
        entities: Knows what is mentioned where.

    Raises:
        StoreError: If the graph fails.
        CallCancelled: If nobody waits for it any more.
    """
    names = _close(ranking)
    roles = catalogue.passage_roles()
    near = _near_passages(ranking)
    found: dict[str, dict[EntityKey, list[Mention]]] = {}
    counts: dict[str, dict[EntityKey, int]] = {}
    for name in names:
        checkpoint()
        own: dict[EntityKey, list[Mention]] = {}
        for mention in entities.mentions(name)[:_MOST_MENTIONS]:
            if roles.get(mention.passage, PassageRole.BODY) is PassageRole.BODY:
                own.setdefault((mention.kind, mention.entity), []).append(mention)
        counts[name] = {key: len(mentions) for key, mentions in own.items()}
        found[name] = {
            key: sorted(mentions, key=lambda m: (m.passage not in near, m.start))[
                :_PER_ENTITY
            ]
            for key, mentions in own.items()
        }
    passages = catalogue.passages(
        sorted(
            {
                mention.passage
                for own in found.values()
                for mentions in own.values()
                for mention in mentions
            }
        )
    )
    summaries = catalogue.documents(names)
    return [
        CloseDocument(
            summaries[name],
            _sound(found[name], passages),
            counts[name],
            near,
            passages,
        )
        for name in names
        if name in summaries
    ]


def _close(ranking: Ranking) -> list[str]:
    """Return the best documents that are about a part of the draft.

    What stands far behind the best, those aside that the draft cites, adds nothing.
    """
    scores = ranking.best
    found = [scores[name] for name in scores if name not in ranking.cited]
    least = _LEAST * max(found or scores.values(), default=0.0)
    names = [n for n in scores if ranking.close_to(n) and scores[n] >= least]
    return names[:MOST_CLOSE]


def _near_passages(ranking: Ranking) -> frozenset[str]:
    """Return the passages by which documents are about a paragraph."""
    return frozenset(
        one.pairs[name].passage
        for one in ranking.asked
        for name in one.close
        if name in one.pairs
    )


def _sound(
    found: Mapping[EntityKey, Sequence[Mention]], passages: Mapping[str, Passage]
) -> dict[EntityKey, Sequence[Mention]]:
    """Return what is left without denied names."""
    kept = {
        key: [mention for mention in mentions if is_mention_sound(mention, passages)]
        for key, mentions in found.items()
    }
    return {key: mentions for key, mentions in kept.items() if mentions}
