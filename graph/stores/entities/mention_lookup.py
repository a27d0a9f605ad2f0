"""Where entities are mentioned: looked up by pattern, an entity or document at a time.

What concerns one entity is counted by a scan of its mentions, and remembered: a page
and its continuation ask for the same counts.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from pyoxigraph import NamedNode, Quad

from graph import term_nodes as w
from graph.entity_ports import EntityDocument
from graph.mapping import document_graph
from graph.read_store import ReadStore
from graph.reverse_mapping import mention_from, properties
from graph.stores.entities.entity_keys import Key, entity_key
from ontology.iris import Iris
from ontology.model import Mention

__all__ = ["MentionLookup"]

_REMEMBERED: Final = 256


class MentionLookup:
    """The mentions of a generation.

    Args:
        store: Of the generation.
        iris: With the base that it was made with.
    """

    def __init__(self, store: ReadStore, iris: Iris) -> None:
        self._store = store
        self._iris = iris
        self._documents = lru_cache(_REMEMBERED)(self._count_documents)
        self._beside = lru_cache(_REMEMBERED)(self._count_passages)

    def documents(self, key: Key) -> tuple[EntityDocument, ...]:
        """Return all documents linked to an entity, most mentions first.

        Raises:
            StoreError: If the store fails.
        """
        return self._documents(key)

    def beside(self, key: Key) -> Mapping[Key, int]:
        """Count the passages that mention the entity and each other one.

        Raises:
            StoreError: If the store fails.
        """
        return self._beside(key)

    def of_entity(self, key: Key, document: str) -> list[Mention]:
        """Return the mentions of an entity in one document, in reading order.

        Raises:
            StoreError: If the store fails or a mention lacks a statement.
        """
        name = document_graph(document, self._iris)
        return self._read(self._store.quads(None, w.HAS_BODY, self._node(key), name))

    def of_document(self, document: str) -> list[Mention]:
        """Return all mentions of a document, in reading order.

        Raises:
            StoreError: If the store fails or a mention lacks a statement.
        """
        name = document_graph(document, self._iris)
        return self._read(self._store.quads(None, w.TYPE, w.MENTION, name))

    def _node(self, key: Key) -> NamedNode:
        return NamedNode(self._iris.entity(*key))

    def _read(self, quads: Iterator[Quad]) -> list[Mention]:
        found = [
            mention_from(
                properties(
                    self._store.quads(quad.subject, None, None, quad.graph_name)
                ),
                self._iris,
            )
            for quad in quads
        ]
        return sorted(found, key=lambda each: (each.start, each.end, each.entity))

    def _count_documents(self, key: Key) -> tuple[EntityDocument, ...]:
        node = self._node(key)
        quads = self._store.quads
        mentioned = Counter(_graph(q) for q in quads(None, w.HAS_BODY, node, None))
        declared = {_graph(quad) for quad in quads(None, w.ABOUT, node, None)}
        found = [
            EntityDocument(
                # The name of a graph ends like the IRI of its document.
                document=name.removeprefix(self._iris.document_graph("")),
                mentions=mentioned[name],
                is_declared=name in declared,
            )
            for name in {*mentioned, *declared}
        ]
        return tuple(sorted(found, key=lambda each: (-each.mentions, each.document)))

    def _count_passages(self, key: Key) -> Mapping[Key, int]:
        """Count document by document: one scan of each, however many mentions."""
        entity = self._node(key).value
        counted: Counter[str] = Counter()
        for found in self._documents(key):
            if found.mentions:
                for named in self._named_by_passage(found.document).values():
                    if entity in named:
                        counted.update(named)
        del counted[entity]
        keys = ((entity_key(iri, self._iris), n) for iri, n in counted.items())
        return {other: number for other, number in keys if other is not None}

    def _named_by_passage(self, document: str) -> dict[str, set[str]]:
        """Return passage → entities that it names, as IRIs."""
        name = document_graph(document, self._iris)
        named: dict[str, set[str]] = {}
        for quad in self._store.quads(None, w.HAS_BODY, None, name):
            if isinstance(quad.object, NamedNode) and isinstance(
                quad.subject, NamedNode
            ):
                # A mention is called <passage>/<start>-<end>, see ``ontology.iris``:
                # reading the name spares a second scan of every document.
                passage = quad.subject.value.rpartition("/")[0]
                named.setdefault(passage, set()).add(quad.object.value)
        return named


def _graph(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
