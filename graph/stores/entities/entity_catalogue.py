"""The entities of a published generation, from its Oxigraph folder.

Names, facts and the subject scheme are read once, at the first question: they do not
grow with the documents, and a generation never changes. Mentions stay in the store.
"""

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from graph.entity_ports import (
    Concept,
    EntityDescription,
    EntityDocument,
    EntityHit,
    Neighbour,
)
from graph.read_store import ReadStore
from graph.stores.entities.entity_keys import Key
from graph.stores.entities.entity_reference import EntityReference, read_reference
from graph.stores.entities.mention_lookup import MentionLookup
from graph.stores.entities.neighbourhood import FactLink, fact_links, ranked
from ontology.folding import fold_name
from ontology.iris import Iris
from ontology.model import EntityKind, Mention

__all__ = ["EmbeddedEntities"]


class EmbeddedEntities:
    """The ``EntityCatalogue`` of an embedded store; safe to use from several threads.

    Args:
        folder: The store of a published generation.
        iris: With the base that the generation was made with.

    Raises:
        StoreError: If the folder is no store that can be read.
    """

    def __init__(self, folder: Path, iris: Iris) -> None:
        self._iris = iris
        self._store = ReadStore(folder)
        self._mentions = MentionLookup(self._store, iris)
        self._lock = threading.Lock()
        self._reference: EntityReference | None = None

    def kinds(self) -> Mapping[EntityKind, int]:
        """Return how many entities of each kind are known, in the order of kinds.

        Raises:
            StoreError: If the store fails.
        """
        counted = Counter(kind for kind, _ in self._read().labels)
        return {kind: counted[kind] for kind in EntityKind if counted[kind]}

    def search(
        self, question: str, *, kind: EntityKind | None = None, prefix: bool = True
    ) -> list[EntityHit]:
        """Return the entities with a name like this, best first, all of them.

        Exact names come first, then names that begin with the question, then the
        others; within these, entities with more documents.

        Raises:
            StoreError: If the store fails.
        """
        known = self._read()
        if question:
            found = known.names.find(question, prefix=prefix)
        else:
            found = {key: (0, label) for key, label in known.labels.items()}
        hits = [
            (
                rank,
                EntityHit(known.reference(key), name, known.documents.get(key, 0)),
            )
            for key, (rank, name) in found.items()
            if kind in (None, key[0])
        ]
        return [hit for _, hit in sorted(hits, key=_best_first)]

    def describe(self, kind: EntityKind, identifier: str) -> EntityDescription | None:
        """Return names and facts of an entity, or None where it is unknown.

        Raises:
            StoreError: If the store fails.
        """
        known, key = self._read(), (kind, identifier)
        if key not in known.labels:
            return None
        return EntityDescription(
            entity=known.reference(key),
            iri=self._iris.entity(kind, identifier),
            labels=known.shown[key],
            documents=known.documents.get(key, 0),
            facts=known.facts.get(key, ()),
            named_in=known.named_in.get(key, ()),
        )

    def documents(self, kind: EntityKind, identifier: str) -> list[EntityDocument]:
        """Return all documents linked to an entity, most mentions first.

        Raises:
            StoreError: If the store fails.
        """
        return list(self._mentions.documents((kind, identifier)))

    def evidence(
        self, kind: EntityKind, identifier: str, *, document: str
    ) -> list[Mention]:
        """Return the mentions of an entity in one document, in reading order.

        Raises:
            StoreError: If the store fails or a mention lacks a statement.
        """
        return self._mentions.of_entity((kind, identifier), document)

    def mentions(self, document: str) -> list[Mention]:
        """Return all mentions of a document, in reading order.

        Raises:
            StoreError: If the store fails or a mention lacks a statement.
        """
        return self._mentions.of_document(document)

    def neighbours(self, kind: EntityKind, identifier: str) -> list[Neighbour]:
        """Return all neighbours: linked by facts first, then by shared passages.

        Raises:
            StoreError: If the store fails.
        """
        known, key = self._read(), (kind, identifier)
        if key not in known.labels:
            return []
        passages = self._mentions.beside(key)
        links = fact_links(known.facts.get(key, ()), known.named_in.get(key, ()))
        others: set[Key] = {*links, *passages}
        nothing = FactLink()
        return ranked(
            Neighbour(
                entity=known.reference(other),
                relations=links.get(other, nothing).relations,
                certain_facts=links.get(other, nothing).certain,
                uncertain_facts=links.get(other, nothing).uncertain,
                passages=passages.get(other, 0),
            )
            for other in others
            if other != key and other in known.labels
        )

    def concepts(self) -> Mapping[str, Concept]:
        """Return the subject scheme, by identifier, sorted by label.

        Raises:
            StoreError: If the store fails.
        """
        return self._read().concepts

    def labels(
        self, entities: Sequence[tuple[EntityKind, str]]
    ) -> dict[tuple[EntityKind, str], str]:
        """Return the names to show; an unknown entity is called by its identifier.

        Raises:
            StoreError: If the store fails.
        """
        known = self._read().labels
        return {key: known.get(key, key[1]) for key in entities}

    def _read(self) -> EntityReference:
        with self._lock:
            if self._reference is None:
                self._reference = read_reference(self._store, self._iris)
            return self._reference


def _best_first(ranked_hit: tuple[int, EntityHit]) -> tuple[int, int, str, str, str]:
    rank, hit = ranked_hit
    entity = hit.entity
    return rank, -hit.documents, fold_name(entity.label), entity.kind, entity.identifier
