"""Reads a published generation from its Oxigraph folder.

Passages and descriptions of a page of hits are looked up by subject and graph, which is
quicker than any query (3.5 ms for fifty passages out of 10^5, half of it spent making
Python objects); every other question is an ``.rq`` file.
"""

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from graph import term_nodes as w
from graph.mapping import document_graph
from graph.ports import DocumentFilter, DocumentHeading, DocumentStructure
from graph.read_store import ReadStore
from graph.reverse_mapping import (
    Properties,
    blocks_from,
    losses_from,
    origins_from,
    page_from,
    passage_from,
    properties,
    roles_from,
    summary_from,
)
from graph.stores.document_table import DocumentTable
from graph.stores.entities.entity_labels import read_entities
from graph.stores.work_groups import read_works
from ontology.iris import Iris
from ontology.model import DocumentSummary, Entity, FieldOrigin, Passage, Work
from ontology.structure import PassageRole

__all__ = ["EmbeddedCatalogue"]

_PASSAGES: Final = 4_096
_SUMMARIES: Final = 2_048
_STRUCTURES: Final = 8
"""Kept in memory: some ten megabytes together."""

_COUNTED = {w.DOCUMENT: "documents", w.PASSAGE: "passages", w.MENTION: "mentions"}


class EmbeddedCatalogue:
    """The ``Catalogue`` of an embedded store; safe to use from several threads.

    What filters and facets need is read once, at the first question about it: a
    generation never changes.

    Args:
        folder: The store of a published generation.
        iris: With the base that the generation was made with.

    Raises:
        StoreError: If the folder is no store that can be read.
    """

    def __init__(self, folder: Path, iris: Iris) -> None:
        self._iris = iris
        self._store = ReadStore(folder)
        self._lock = threading.Lock()
        self._table: DocumentTable | None = None
        self._entities: list[Entity] | None = None
        self._counts: dict[str, int] | None = None
        self._roles: Mapping[str, PassageRole] | None = None
        # Answers share passages and documents, and a generation never changes.
        self._passages = lru_cache(_PASSAGES)(self._read_passage)
        self._summaries = lru_cache(_SUMMARIES)(self._read_summary)
        # Long documents are read page by page.
        self._structures = lru_cache(_STRUCTURES)(self._read_structure)

    def passages(self, identifiers: Sequence[str]) -> dict[str, Passage]:
        """Return the passages known under these identifiers, in the order asked.

        Raises:
            StoreError: If the store fails or a passage lacks a statement.
        """
        known = {identifier: self._passages(identifier) for identifier in identifiers}
        return {name: found for name, found in known.items() if found is not None}

    def documents(self, identifiers: Sequence[str]) -> dict[str, DocumentSummary]:
        """Return the summaries known under these identifiers, in the order asked.

        Raises:
            StoreError: If the store fails or a document lacks a statement.
        """
        known = {identifier: self._summaries(identifier) for identifier in identifiers}
        return {name: found for name, found in known.items() if found is not None}

    def passages_of(self, document: str, *, page: int | None = None) -> list[Passage]:
        """Return the passages of a document, or of one page, in order of position.

        Raises:
            StoreError: If the store fails or a passage lacks a statement.
        """
        name = document_graph(document, self._iris)
        if page is None:
            quads = self._store.quads(None, w.TYPE, w.PASSAGE, name)
        else:
            wanted = Literal(str(page), datatype=w.XSD_INTEGER)
            quads = self._store.quads(None, w.PAGE, wanted, name)
        nodes = (q.subject for q in quads if isinstance(q.subject, NamedNode))
        found = (self._passage(node, name) for node in nodes)
        known = (passage for passage in found if passage is not None)
        return sorted(known, key=lambda passage: passage.position)

    def passage_roles(self) -> Mapping[str, PassageRole]:
        """Return passage → its role, of every passage outside the body.

        Raises:
            StoreError: If the store fails.
        """
        with self._lock:
            if self._roles is None:
                quads = self._store.quads(None, w.PASSAGE_ROLE, None, None)
                self._roles = roles_from(quads, self._iris)
            return self._roles

    def document_identifiers(self, restriction: DocumentFilter) -> frozenset[str]:
        """Return the identifiers of all documents that pass the filter.

        A document passes when a day of the date of its work can lie in the range; one
        without a date does not.

        Raises:
            StoreError: If the store fails.
        """
        return self._documents().identifiers(restriction)

    def newest_first(self, documents: Collection[str]) -> list[str]:
        """Return documents by the last day of the date of their work, newest first.

        Raises:
            StoreError: If the store fails.
        """
        return self._documents().newest_first(documents)

    def headings(self) -> list[DocumentHeading]:
        """Return title and address of every document, in order of identifier.

        Raises:
            StoreError: If the store fails.
        """
        found: dict[str, DocumentHeading] = {}
        for row in self._store.select("document_headings"):
            name = self._iris.identifier(row["document"].value)[1]
            url, number = row["url"], row["number"]
            known = found.get(name) or DocumentHeading(
                name, row["title"].value, None if url is None else url.value
            )
            if number is not None:
                numbers = sorted({*known.numbers, number.value})
                known = replace(known, numbers=tuple(numbers))
            found[name] = known
        return [found[name] for name in sorted(found)]

    def facets(
        self, documents: Collection[str], *, limit: int = 20
    ) -> Mapping[str, list[tuple[str, str, int]]]:
        """Count works by kind, language, year, group, lab, academy and concept.

        Returns:
            Field → ``(value, French label, number of works)``, most first.

        Raises:
            StoreError: If the store fails.
        """
        return self._documents().facets(documents, limit=limit)

    def origins_of(self, document: str) -> tuple[FieldOrigin, ...]:
        """Return where the fields of a document come from; nothing if unknown.

        Raises:
            StoreError: If the store fails or an origin lacks a statement.
        """
        name = document_graph(document, self._iris)
        return origins_from(self._parts(w.FIELD_ORIGIN, name))

    def structure(self, document: str) -> DocumentStructure:
        """Return blocks, losses and lines taken out; nothing of an unknown document.

        Raises:
            StoreError: If the store fails or a statement is missing.
        """
        return self._structures(document)

    def work_of(self, document: str) -> Work | None:
        """Return the work that a document is a manifestation of, None if alone.

        Raises:
            StoreError: If the store fails.
        """
        return self.works_by_document().get(document)

    def works_by_document(self) -> Mapping[str, Work]:
        """Return document → its work, of every document that has a copy.

        Raises:
            StoreError: If the store fails.
        """
        return self._documents().works

    def entities(self) -> list[Entity]:
        """Return every entity that linking may find, with its labels.

        Raises:
            StoreError: If the store fails.
        """
        with self._lock:
            return list(self._read_entities())

    def counts(self) -> dict[str, int]:
        """Return the numbers of documents, passages, mentions and triples.

        Raises:
            StoreError: If the store fails.
        """
        with self._lock:
            if self._counts is None:
                found = dict.fromkeys(_COUNTED.values(), 0)
                for row in self._store.select("counts"):
                    found[_COUNTED[row["class"]]] = int(row["number"].value)
                self._counts = {**found, "triples": len(self._store)}
            return dict(self._counts)

    def _documents(self) -> DocumentTable:
        with self._lock:
            if self._table is None:
                self._table = DocumentTable.read(
                    self._store.select("document_fields"),
                    self._store.select("document_entities"),
                    labels={
                        (e.kind.value, e.identifier): e for e in self._read_entities()
                    },
                    works=read_works(
                        self._store.select("work_manifestations"),
                        self._store.select("work_matches"),
                        self._iris,
                    ),
                    iris=self._iris,
                )
            return self._table

    def _read_entities(self) -> list[Entity]:
        if self._entities is None:
            self._entities = read_entities(
                self._store.select("entity_labels"), self._iris
            )
        return self._entities

    def _read_structure(self, document: str) -> DocumentStructure:
        name = document_graph(document, self._iris)
        subject = NamedNode(self._iris.document(document))
        whole = [q.object for q in self._store.quads(subject, w.IS_WHOLE, None, name)]
        pages = (
            page_from(properties(self._store.quads(quad.subject, None, None, name)))
            for quad in self._store.quads(None, w.FURNITURE, None, name)
            if isinstance(quad.subject, NamedNode)
        )
        blocks = [blocks_from(node) for node in self._parts(w.STRUCTURE, name)]
        return DocumentStructure(
            blocks=blocks[0] if blocks else (),
            losses=losses_from(self._parts(w.LOSS, name)),
            furniture={page.number: page.furniture for page in pages},
            is_whole=whole == [Literal(True)] if whole else None,
        )

    def _parts(self, kind: NamedNode, name: NamedNode) -> list[Properties]:
        """Return the properties of each node of a class in one graph."""
        quads = list(self._store.quads(None, w.TYPE, kind, name))
        return [
            properties(self._store.quads(quad.subject, None, None, name))
            for quad in quads
            if isinstance(quad.subject, NamedNode)
        ]

    def _read_summary(self, identifier: str) -> DocumentSummary | None:
        name = document_graph(identifier, self._iris)
        subject = NamedNode(self._iris.document(identifier))
        known = properties(self._store.quads(subject, None, None, name))
        if w.DOCUMENT not in known.get(w.TYPE.value, ()):
            return None
        described = [
            (thing, self._objects(thing, w.CREATOR, name))
            for thing in self._objects(known, w.DESCRIBES, name)
        ]
        return summary_from(known, self._objects(known, w.CREATOR, name), described)

    def _objects(
        self, known: Properties, predicate: NamedNode, name: NamedNode
    ) -> list[Properties]:
        """Return the properties of each node that a predicate leads to."""
        return [
            properties(self._store.quads(node, None, None, name))
            for node in known.get(predicate.value, ())
            if isinstance(node, NamedNode)
        ]

    def _read_passage(self, identifier: str) -> Passage | None:
        name = document_graph(identifier.rpartition(".")[0], self._iris)
        return self._passage(NamedNode(self._iris.passage(identifier)), name)

    def _passage(self, subject: NamedNode, name: NamedNode) -> Passage | None:
        """Read one passage; naming the graph saves a third of the time."""
        known = properties(self._store.quads(subject, None, None, name))
        if w.PASSAGE not in known.get(w.TYPE.value, ()):
            return None
        return passage_from(subject.value, known, self._iris)
