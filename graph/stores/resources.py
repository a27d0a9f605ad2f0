"""Anything that has an IRI of ours, described from the Oxigraph folder of a generation.

A description is what a reader needs to go on: the statements about the thing, names of
what they point to, blank nodes in full, its parts, and the statements that give the
sources of its facts. What only points at it (a million mentions of one concept) is left
to SPARQL: a description never grows with the library.
"""

import io
import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final, cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from graph import term_nodes as w
from graph.descriptions.dataset_description import dataset_iri
from graph.descriptions.description_terms import Namespace
from graph.descriptions.serialization import write_triples
from graph.errors import QueryTooLarge
from graph.read_store import ReadStore
from graph.resource_ports import FactRow, PropertyUse
from graph.stores.vocabulary_use import read_uses
from graph.uncertain_facts import has_statements, uncertain_facts
from ontology.iris import (
    EVERYTHING_GRAPH,
    ONTOLOGY_NAMESPACE,
    UNCERTAIN_GRAPH,
    Iris,
)
from ontology.shipped_files import read_text
from ontology.terms import Reused

__all__ = ["EmbeddedResources"]

_FOAF: Final = Namespace("foaf")
_VOID: Final = Namespace("void")
_NAMES: Final = tuple(
    NamedNode(name)
    for name in (Reused.PREF_LABEL, Reused.LABEL, Reused.TITLE, Reused.NAME)
)
_PARTS: Final = (w.IS_PART_OF, w.HAS_TARGET, NamedNode(Reused.BROADER))
# Some hundred bytes each: more would pass any sensible cap after seconds of work.
MOST_STATEMENTS: Final = 250_000


class EmbeddedResources:
    """The ``Resources`` of an embedded store; safe to use from several threads.

    Args:
        folder: The store of a published generation.
        iris: With the base that the generation was made with.
        limit_bytes: Largest answer.

    Raises:
        StoreError: If the folder is no store that can be read.
    """

    def __init__(
        self, folder: Path, iris: Iris, *, limit_bytes: int = 32_000_000
    ) -> None:
        self._store = ReadStore(folder)
        self._iris = iris
        self._uncertain = iris.named_graph(UNCERTAIN_GRAPH)
        self._everything = iris.named_graph(EVERYTHING_GRAPH)
        self._limit = limit_bytes
        self._counting = threading.Lock()
        self._uses: Sequence[PropertyUse] | None = None

    def knows(self, iri: str) -> bool:
        """Say whether any statement is about this; False for what is no IRI.

        Raises:
            StoreError: If the store fails.
        """
        node = _node(iri)
        return node is not None and any(self._about(node))

    def label(self, iri: str) -> str:
        """Return the name to show, French where there is one, else the IRI.

        Raises:
            StoreError: If the store fails.
        """
        node = _node(iri)
        return iri if node is None else self._label(node) or iri

    def describe(self, iri: str, *, media_type: str) -> bytes | None:
        """Return the description of a thing, None where nothing is said about it.

        Raises:
            StoreError: If the store fails.
            QueryTooLarge: If the whole passes the cap.
        """
        node = _node(iri)
        if node is None or not any(self._about(node)):
            return None
        triples = dict.fromkeys((*self._document(node), *self._description(node)))
        return write_triples(triples, media_type, limit_bytes=self._limit)

    def facts(self, iri: str) -> list[FactRow]:
        """Return what is said about a thing, for people; empty for an unknown one.

        Raises:
            StoreError: If the store fails.
        """
        node = _node(iri)
        if node is None:
            return []
        rows = {self._row(t.predicate, t.object): None for t in self._about(node)}
        for predicate in _PARTS:
            for quad in self._store.quads(None, predicate, node, None):
                rows[self._row(predicate, quad.subject, is_inverse=True)] = None
        return sorted(rows, key=lambda row: (row.is_inverse, row.label, row.value))

    def has_graph(self, name: str) -> bool:
        """Say whether there is a named graph of this IRI, or one can be made.

        Raises:
            StoreError: If the store fails.
        """
        if name in (self._uncertain, self._everything):
            return has_statements(self._store.quads)
        node = _node(name)
        return node is not None and any(self._store.quads(None, None, None, node))

    def graph(self, name: str | None, *, media_type: str) -> bytes:
        """Return a named graph, or all together; no statement for an unknown one.

        Raises:
            StoreError: If the store fails.
            QueryTooLarge: If the whole passes the cap.
        """
        is_all = name in (None, self._everything)
        if is_all and len(self._store) > MOST_STATEMENTS:
            raise QueryTooLarge(
                f"les {len(self._store)} énoncés du graphe ne se donnent pas d’un coup",
                remedy="Prenez les fichiers à télécharger : « /dumps ».",
                limit_bytes=self._limit,
            )
        node = None if is_all or name is None else NamedNode(name)
        quads = self._store.quads(None, None, None, node)
        found: Iterable[Triple] = (quad.triple for quad in quads)
        if name in (self._uncertain, self._everything):
            found = chain(found, uncertain_facts(self._store.quads))
        # Two graphs may state the same: together they are a set.
        triples = dict.fromkeys(found) if is_all else found
        return write_triples(triples, media_type, limit_bytes=self._limit)

    def vocabulary(self, *, media_type: str) -> bytes:
        """Return the vocabulary and the shapes.

        Raises:
            StoreError: If the store fails.
            QueryTooLarge: If the whole passes the cap.
        """
        name = NamedNode(self._iris.named_graph("ontology"))
        triples = [quad.triple for quad in self._store.quads(None, None, None, name)]
        return write_triples(
            (*triples, *_shapes()), media_type, limit_bytes=self._limit
        )

    def uses(self) -> Sequence[PropertyUse]:
        """Return every property of the graph, in order of its IRI; counted once.

        Raises:
            StoreError: If the store fails.
        """
        with self._counting:
            if self._uses is None:
                self._uses = read_uses(self._store)
            return self._uses

    def _about(self, node: NamedNode) -> Iterator[Triple]:
        for quad in self._store.quads(node, None, None, None):
            yield quad.triple

    def _document(self, node: NamedNode) -> Iterator[Triple]:
        """Yield what makes the description itself citable."""
        if not node.value.startswith(f"{self._iris.base}id/"):
            return
        path = node.value.removeprefix(f"{self._iris.base}id/")
        page = NamedNode(f"{self._iris.base}data/{path}")
        dataset = dataset_iri(self._iris)
        yield Triple(page, _FOAF["primaryTopic"], node)
        yield Triple(page, _VOID["inDataset"], dataset)
        for quad in self._store.quads(dataset, w.LICENSE, None, None):
            yield Triple(page, w.LICENSE, quad.object)

    def _description(self, node: NamedNode) -> Iterator[Triple]:
        described = list(self._about(node))
        for predicate in _PARTS:
            for quad in self._store.quads(None, predicate, node, None):
                yield quad.triple
        for quad in self._store.quads(None, w.STATED_SUBJECT, node, None):
            described += [q.triple for q in self._statements_of(quad)]
        yield from described
        yield from self._closure(described)

    def _statements_of(self, quad: Quad) -> Iterator[Quad]:
        return self._store.quads(
            cast("NamedNode | BlankNode", quad.subject), None, None, None
        )

    def _closure(self, described: list[Triple]) -> Iterator[Triple]:
        """Yield names of what is pointed to, and blank nodes in full."""
        seen: set[object] = {triple.subject for triple in described}
        waiting = [triple.object for triple in described]
        while waiting:
            node = waiting.pop()
            if node in seen or not isinstance(node, NamedNode | BlankNode):
                continue
            seen.add(node)
            if isinstance(node, BlankNode):
                for quad in self._store.quads(node, None, None, None):
                    yield quad.triple
                    waiting.append(quad.object)
                continue
            for name in _NAMES:
                for quad in self._store.quads(node, name, None, None):
                    yield quad.triple

    def _row(
        self, predicate: NamedNode, value: object, *, is_inverse: bool = False
    ) -> FactRow:
        label = self._label(predicate) or _local_name(predicate.value)
        if isinstance(value, Literal):
            return FactRow(
                predicate.value, label, value.value, language=value.language or ""
            )
        if not isinstance(value, NamedNode):
            return FactRow(predicate.value, label, "(détails)", is_inverse=is_inverse)
        return FactRow(
            predicate.value,
            label,
            self._label(value) or value.value,
            iri=value.value,
            is_inverse=is_inverse,
        )

    def _label(self, node: NamedNode) -> str:
        """Return the French name, or any; empty where there is none."""
        for name in _NAMES:
            found = [
                quad.object
                for quad in self._store.quads(node, name, None, None)
                if isinstance(quad.object, Literal)
            ]
            if found:
                return min(found, key=lambda x: (x.language != "fr", x.value)).value
        return ""


def _node(iri: str) -> NamedNode | None:
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def _local_name(iri: str) -> str:
    return iri.removeprefix(ONTOLOGY_NAMESPACE).rpartition("#")[2].rpartition("/")[2]


def _shapes() -> Iterator[Triple]:
    text = io.BytesIO(read_text("shapes.ttl").encode())
    for found in parse(text, RdfFormat.TURTLE):
        yield found.triple
