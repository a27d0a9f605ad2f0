"""One row per document, in memory, for filters and facets.

A search asks both for every page of results. From the store an aggregate over 10^5
documents takes seconds; from this table milliseconds. It is read once per generation.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from pyoxigraph import QuerySolution

from graph.ports import DocumentFilter
from graph.reverse_mapping import kind_from
from graph.stores.entities.entity_labels import preferred_label
from graph.stores.facets import count_facets
from graph.stores.work_dates import (
    Span,
    is_in_range,
    latest_year,
    span_of,
    years_of,
)
from ontology.errors import OntologyError
from ontology.iris import Iris
from ontology.kinds import kind_label
from ontology.model import DocumentKind, Entity, Work

__all__ = ["DocumentRow", "DocumentTable"]

_FILTERS: Final = 16
"""Filters remembered: a set of identifiers for each."""

_LANGUAGES: Final = {
    "fr": "français",
    "en": "anglais",
    "de": "allemand",
    "es": "espagnol",
    "it": "italien",
    "pt": "portugais",
    "und": "indéterminée",
}


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What a document is filtered and counted by.

    Attributes:
        kind: Value of ``DocumentKind``.
        language: ISO 639-1, or ``und``.
        collection: Name.
        span: Days that the date of the work may mean, None without a date.
        years: The years of these days, as the facet counts them.
        entities: ``(kind, identifier)`` of what it mentions or declares.
    """

    kind: str
    language: str
    collection: str
    entities: frozenset[tuple[str, str]] = frozenset()
    span: Span | None = None
    years: tuple[str, ...] = ()


class DocumentTable:
    """The documents of a generation.

    Attributes:
        rows: By identifier; never changed.
        labels: Entities by kind and identifier.
        works: Of every document that has a copy.
        identifiers: Filter → documents that pass all its conditions. The last answers
            are kept: pages, facets and neighbours ask with the same again and again.
    """

    def __init__(
        self,
        rows: Mapping[str, DocumentRow],
        labels: Mapping[tuple[str, str], Entity],
        works: Mapping[str, Work],
    ) -> None:
        self.rows = rows
        self.labels = labels
        self.works = works
        self.identifiers = lru_cache(_FILTERS)(self._passing)

    @classmethod
    def read(
        cls,
        fields: Iterable[QuerySolution],
        links: Iterable[QuerySolution],
        *,
        labels: Mapping[tuple[str, str], Entity],
        works: Mapping[str, Work],
        iris: Iris,
    ) -> "DocumentTable":
        """Build the table from ``document_fields.rq`` and ``document_entities.rq``.

        Raises:
            StoreError: If a document has a kind that is not ours.
        """
        # Each pair is kept once, however many documents name the entity.
        known: dict[str, tuple[str, str] | None] = {}
        linked: dict[str, set[tuple[str, str]]] = {}
        for row in links:
            entity = row["entity"].value
            if entity not in known:
                known[entity] = _pair(entity, iris)
            pair = known[entity]
            if pair is not None:
                linked.setdefault(row["document"].value, set()).add(pair)
        rows = {}
        for row in fields:
            document = row["document"].value
            rows[iris.identifier(document)[1]] = DocumentRow(
                kind=kind_from(row["kind"].value).value,
                language=row["language"].value,
                collection=row["collection"].value,
                entities=frozenset(linked.get(document, ())),
                span=_span(row),
            )
        horizon = latest_year(row.span for row in rows.values())
        dated = {
            name: replace(row, years=years_of(row.span, horizon))
            for name, row in rows.items()
        }
        return cls(dated, labels, works)

    def _passing(self, restriction: DocumentFilter) -> frozenset[str]:
        """Return the documents that pass all conditions of the filter."""
        if restriction.is_empty:
            return frozenset(self.rows)
        return frozenset(
            identifier
            for identifier, row in self.rows.items()
            if _passes(row, restriction)
        )

    def newest_first(self, documents: Collection[str]) -> list[str]:
        """Return known documents by the last day of their date, newest first."""
        known = sorted(name for name in documents if name in self.rows)
        # Sorting keeps the order of the identifiers among equals.
        return sorted(known, key=self._last_day, reverse=True)

    def _last_day(self, document: str) -> str:
        span = self.rows[document].span
        return "" if span is None else span[1]

    def facets(
        self, documents: Collection[str], *, limit: int
    ) -> dict[str, list[tuple[str, str, int]]]:
        """Count works by value; unknown identifiers count nothing."""
        counted = count_facets(documents, self.rows, self.works, limit=limit)
        return {
            name: [(value, self._label(name, value), number) for value, number in found]
            for name, found in counted.items()
        }

    def _label(self, name: str, value: str) -> str:
        if name == "kind":
            return kind_label(DocumentKind(value))
        if name == "language":
            return _LANGUAGES.get(value, value)
        entity = self.labels.get((name, value))
        return value if entity is None else preferred_label(entity)


def _span(row: QuerySolution) -> Span | None:
    """Return the days of a document: as stated, or read where an end is unknown."""
    date, earliest, latest = row["date"], row["earliest"], row["latest"]
    if earliest is not None and latest is not None:
        return earliest.value, latest.value
    return None if date is None else span_of(date.value)


def _pair(iri: str, iris: Iris) -> tuple[str, str] | None:
    try:
        return iris.identifier(iri)
    except OntologyError:
        return None


def _passes(row: DocumentRow, wanted: DocumentFilter) -> bool:
    return (
        (not wanted.kinds or row.kind in wanted.kinds)
        and (not wanted.languages or row.language in wanted.languages)
        and (not wanted.collections or row.collection in wanted.collections)
        and (not wanted.entities or not row.entities.isdisjoint(wanted.entities))
        and is_in_range(row.span, wanted.date_from, wanted.date_to)
    )
