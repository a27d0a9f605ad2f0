"""What the rest of the house may ask of the graph.

Three small ports, so that a second store can be written from this page:

``Catalogue``   reads documents and passages back, for search and pages
``GraphWriter`` takes what ingest made, for one generation that nobody reads yet
``QueryService`` answers the SPARQL of strangers, in processes that can be killed
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ontology.model import (
    DocumentKind,
    DocumentRecord,
    DocumentSummary,
    Entity,
    FieldOrigin,
    Passage,
    Work,
)
from ontology.structure import Block, Loss, PassageRole

__all__ = [
    "Catalogue",
    "DocumentFilter",
    "DocumentHeading",
    "DocumentStructure",
    "FindWorks",
    "GraphWriter",
    "KnownDocument",
    "QueryAnswer",
    "QueryService",
]


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document as far as finding its copies cares; fields as in ``Document``."""

    identifier: str
    title: str
    kind: DocumentKind
    language: str
    sha256: str
    source_uri: str
    signature: str
    url: str | None = None
    date: str | None = None
    doi: str | None = None
    handle: str | None = None
    hal_id: str | None = None


FindWorks = Callable[[Iterable[KnownDocument], Callable[[str], str]], Iterable[Work]]
"""From all documents, and the text of one by identifier, to the works."""


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents may answer; an empty field does not restrict.

    Values of one field are alternatives, fields are conditions that all must hold.

    Attributes:
        kinds: Values of ``DocumentKind``.
        languages: ISO 639-1.
        collections: Names of collections.
        date_from: Inclusive, ISO 8601 with any precision. Dates of works are meant:
            one passes when a day of its date, or period, may lie in the range.
        date_to: Inclusive, ISO 8601 with any precision: ``2024`` means its last day.
        entities: ``(kind, identifier)`` of entities the document is linked to.
    """

    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    date_from: str | None = None
    date_to: str | None = None
    entities: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether every document passes."""
        return self == DocumentFilter()


@dataclass(frozen=True, slots=True)
class DocumentHeading:
    """What a document is called and found by.

    Attributes:
        identifier: Our own.
        title: As printed.
        url: Its official address, of a record that of the work, or None.
        numbers: DOI, Handle and HAL identifier, as far as known, sorted; of a record
            the DOI of the work as well.
    """

    identifier: str
    title: str
    url: str | None = None
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentStructure:
    """What the text of a document is made of, and what is not in it.

    Attributes:
        blocks: As in ``Document``; offsets in its text, which the passages hold.
        losses: As in ``Document``.
        furniture: Lines taken out of a page, by its number; pages without are absent.
        is_whole: Whether nothing was lost that we know of; None in a generation that
            was made before losses were counted.
    """

    blocks: tuple[Block, ...] = ()
    losses: tuple[Loss, ...] = ()
    furniture: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    is_whole: bool | None = None


class Catalogue(Protocol):
    """Reads a published generation; safe to call from several threads."""

    def passages(self, identifiers: Sequence[str]) -> dict[str, Passage]:
        """Return the passages known under these identifiers, in one query."""
        ...

    def documents(self, identifiers: Sequence[str]) -> dict[str, DocumentSummary]:
        """Return the summaries known under these identifiers, in one query."""
        ...

    def passages_of(self, document: str, *, page: int | None = None) -> list[Passage]:
        """Return the passages of a document, or of one page, in order of position."""
        ...

    def passage_roles(self) -> Mapping[str, PassageRole]:
        """Return passage → its role, of every passage outside the body.

        Not to be changed.
        """
        ...

    def document_identifiers(self, restriction: DocumentFilter) -> frozenset[str]:
        """Return the identifiers of all documents that pass the filter."""
        ...

    def newest_first(self, documents: Collection[str]) -> list[str]:
        """Return documents by the last day of the date of their work.

        The newest first; of one day, and without a date at the end, by identifier.
        """
        ...

    def headings(self) -> list[DocumentHeading]:
        """Return title and address of every document, in order of identifier."""
        ...

    def facets(
        self, documents: Collection[str], *, limit: int = 20
    ) -> Mapping[str, list[tuple[str, str, int]]]:
        """Count works by kind, language, year, group, lab, academy and concept.

        A work counts once for each value that one of these documents gives it; a
        document without a copy is a work.

        Returns:
            Field → ``(value, French label, number of works)``, most first.
        """
        ...

    def origins_of(self, document: str) -> tuple[FieldOrigin, ...]:
        """Return where the fields of a document come from; nothing if unknown."""
        ...

    def structure(self, document: str) -> DocumentStructure:
        """Return blocks, losses and lines taken out; nothing of an unknown document."""
        ...

    def work_of(self, document: str) -> Work | None:
        """Return the work that a document is a manifestation of, None if alone."""
        ...

    def works_by_document(self) -> Mapping[str, Work]:
        """Return document → its work, of every document that has a copy.

        For those who ask about many documents; not to be changed.
        """
        ...

    def entities(self) -> list[Entity]:
        """Return every entity that linking may find, with its labels."""
        ...

    def counts(self) -> dict[str, int]:
        """Return the numbers of documents, passages, mentions and triples."""
        ...


class GraphWriter(Protocol):
    """Writes one generation; one writer at a time."""

    def write(self, record: DocumentRecord) -> None:
        """Put a document in its named graph, replacing what stood there.

        Raises:
            StoreError: If the store refuses; nothing of the document is then kept.
        """
        ...

    def remove(self, document: str) -> None:
        """Delete the named graph of a document; an unknown one is no error."""
        ...

    def group_works(self, find: FindWorks) -> None:
        """State which documents are copies of one work, in place of what was stated.

        Args:
            find: Given all documents of the generation, and the text of one by
                identifier, returns the works.

        Raises:
            StoreError: If the store refuses.
        """
        ...

    def close(self) -> None:
        """Flush to disk and release the store; the writer is then spent."""
        ...


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """A whole answer, never a part of one.

    Attributes:
        media_type: Of the body.
        body: The answer.
        elapsed_seconds: What it took.
        uncertain: Uncertain facts that the query did not ask for: property → how many
            there are in all; ``*`` for any property, where the query names nothing.
        has_uncertain: Whether the query asked for uncertain facts too.
    """

    media_type: str
    body: bytes
    elapsed_seconds: float
    uncertain: Mapping[str, int] = field(default_factory=dict)
    has_uncertain: bool = False


class QueryService(Protocol):
    """Answers queries of strangers on a published generation."""

    def execute(
        self,
        query: str,
        *,
        accept: str = "*/*",
        timeout_seconds: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        is_trusted: bool = False,
    ) -> QueryAnswer:
        """Evaluate a query in a worker process and return the whole answer.

        Args:
            query: SPARQL 1.1 Query.
            accept: The ``Accept`` header, with q-values.
            timeout_seconds: Deadline; cut to the maximum of the service.
            default_graphs: Graphs that form the default graph, all when empty.
            named_graphs: Graphs that ``GRAPH`` may name, all when empty.
            is_trusted: Whether the service knows who asks: a longer deadline is
                then allowed.

        Raises:
            QueryError: One of its kinds, see ``graph.errors``.
        """
        ...

    def switch(self, store: Path) -> None:
        """Serve another generation from the next query on."""
        ...

    def close(self) -> None:
        """Stop all workers."""
        ...
