"""Small real things in the place of the big ones, under the names of their ports.

``MemoryCatalogue`` keeps records in dictionaries and answers like the graph.
``LetterEmbedder`` counts groups of three letters: no weights, yet texts that share
words are near each other. ``ShiftedTable`` is the table of subwords as another version
might ship it. ``document`` and ``record`` build values of the domain.
"""

import hashlib
import re
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from graph.ports import DocumentFilter, DocumentHeading, DocumentStructure
from ontology.described import WorkDate
from ontology.model import (
    Document,
    DocumentKind,
    DocumentRecord,
    DocumentSummary,
    Entity,
    FieldOrigin,
    Mention,
    Page,
    Passage,
    Source,
    Work,
)
from ontology.structure import PassageRole, is_whole
from search_api.ports import SubwordTable, Vectors


def document(identifier: str, text: str, **fields) -> Document:
    """A document of one page."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    source = Source(f"test/{identifier}.md", "text/markdown", len(text), sha256)
    fields.setdefault("title", identifier)
    fields.setdefault("language", "fr")
    return Document(
        identifier, source, "test", text=text, pages=(Page(1, 0, len(text)),), **fields
    )


def record(
    identifier: str,
    *texts: str,
    mentions: Sequence[Mention] = (),
    section: tuple[str, ...] = (),
    **fields,
) -> DocumentRecord:
    """A document with one passage per text."""
    whole = document(identifier, "\n".join(texts), **fields)
    passages, start = [], 0
    for position, text in enumerate(texts):
        passages.append(
            Passage(
                f"{identifier}.{position}",
                identifier,
                position,
                1,
                start,
                start + len(text),
                text,
                whole.language,
                section,
            )
        )
        start += len(text) + 1
    return DocumentRecord(whole, tuple(passages), tuple(mentions))


class LetterEmbedder:
    """An embedder of 64 dimensions; ``batches`` records the size of each call."""

    name = "letters"
    dimension = 64
    fingerprint = "letters-1"

    def __init__(self, fingerprint: str = "letters-1") -> None:
        self.fingerprint = fingerprint
        self.batches: list[int] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.batches.append(len(texts))
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                for start in range(max(1, len(word) - 2)):
                    place = zlib.crc32(word[start : start + 3].encode())
                    vectors[row, place % self.dimension] += 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self.embed_passages(texts)


class ShiftedTable:
    """A ``SubwordTable`` of the same subwords under other numbers."""

    subword_fingerprint = "5h1f7ed0-of-another-version"

    def __init__(self, table: SubwordTable) -> None:
        self._table = table

    def __len__(self) -> int:
        return len(self._table)

    def subwords(self, texts: Sequence[str]) -> list[np.ndarray]:
        return [np.sort(self._moved(ids, 777)) for ids in self._table.subwords(texts)]

    def cosines(self, left: np.ndarray, right: np.ndarray) -> Vectors:
        return self._table.cosines(self._moved(left, -777), self._moved(right, -777))

    def _moved(self, ids: np.ndarray, by: int) -> np.ndarray:
        return ((ids.astype(int) + by) % len(self)).astype(np.uint16)


class MemoryCatalogue:
    """A ``Catalogue`` over records; ``filters`` records every restriction asked."""

    def __init__(
        self, records: Iterable[DocumentRecord], entities: Sequence[Entity] = ()
    ) -> None:
        self.records = {r.document.identifier: r for r in records}
        self._passages = {
            p.identifier: p for r in self.records.values() for p in r.passages
        }
        self._entities = list(entities)
        self.filters: list[DocumentFilter] = []
        self.works: list[Work] = []

    def origins_of(self, document: str) -> tuple[FieldOrigin, ...]:
        known = self.records.get(document)
        return known.document.origins if known else ()

    def structure(self, document: str) -> DocumentStructure:
        if document not in self.records:
            return DocumentStructure()
        whole = self.records[document].document
        return DocumentStructure(
            whole.blocks,
            whole.losses,
            {p.number: p.furniture for p in whole.pages if p.furniture},
            is_whole(whole.losses, len(whole.text)),
        )

    def work_of(self, document: str) -> Work | None:
        return next((w for w in self.works if document in w.manifestations), None)

    def works_by_document(self) -> dict[str, Work]:
        return {name: w for w in self.works for name in w.manifestations}

    def passages(self, identifiers: Sequence[str]) -> dict[str, Passage]:
        return {i: self._passages[i] for i in identifiers if i in self._passages}

    def passage_roles(self) -> dict[str, PassageRole]:
        return {
            name: passage.role
            for name, passage in self._passages.items()
            if passage.role is not PassageRole.BODY
        }

    def documents(self, identifiers: Sequence[str]) -> dict[str, DocumentSummary]:
        return {i: summary(self.records[i]) for i in identifiers if i in self.records}

    def passages_of(self, document: str, *, page: int | None = None) -> list[Passage]:
        own = self.records[document].passages if document in self.records else ()
        return [p for p in own if page is None or p.page == page]

    def document_identifiers(self, restriction: DocumentFilter) -> frozenset[str]:
        self.filters.append(restriction)
        return frozenset(
            name
            for name, record in self.records.items()
            if _passes(record, restriction)
        )

    def headings(self) -> list[DocumentHeading]:
        return [
            DocumentHeading(
                name,
                made.document.title,
                made.document.url
                or next((t.url for t in made.document.describes if t.url), None),
                tuple(
                    number
                    for number in (
                        made.document.doi,
                        made.document.handle,
                        made.document.hal_id,
                        *(thing.doi for thing in made.document.describes),
                    )
                    if number
                ),
            )
            for name, made in sorted(self.records.items())
        ]

    def newest_first(self, documents: Collection[str]) -> list[str]:
        def last_day(name: str) -> str:
            counts = self.records[name].document.work_date
            return counts.span[1].isoformat() if counts else ""

        known = sorted(name for name in documents if name in self.records)
        return sorted(known, key=last_day, reverse=True)

    def facets(
        self, documents: Collection[str], *, limit: int = 20
    ) -> Mapping[str, list[tuple[str, str, int]]]:
        work_by_document = self.works_by_document()
        named = {(str(e.kind), e.identifier): e.labels for e in self._entities}
        works: dict[tuple[str, str], set[str]] = {}
        for name in documents:
            if name not in self.records:
                continue
            work = work_by_document.get(name)
            for value in _values(self.records[name]):
                counted = works.setdefault(value, set())
                counted.add(work.identifier if work else name)
        found: dict[str, list[tuple[str, str, int]]] = {name: [] for name in _FACETS}
        for (name, value), own in sorted(works.items(), key=lambda item: -len(item[1])):
            label = _FRENCH.get(value, value)
            if name in _ENTITY_FACETS:
                if (name, value) not in named:
                    continue
                labels = [x for x in named[name, value] if x.language == "fr"]
                label = labels[0].text if labels else value
            found[name].append((value, label, len(own)))
        return {name: values[:limit] for name, values in found.items()}

    def entities(self) -> list[Entity]:
        return self._entities

    def counts(self) -> dict[str, int]:
        made = self.records.values()
        documents, passages = len(self.records), len(self._passages)
        return {
            "documents": documents,
            "passages": passages,
            "mentions": sum(len(record.mentions) for record in made),
            # As many as a store of statements might make of them.
            "triples": 15 * (documents + passages),
        }


_ENTITY_FACETS = ("group", "lab", "academy", "concept")
_FACETS = ("kind", "language", "year", *_ENTITY_FACETS)
_FRENCH = {"report": "rapport", "fr": "français", "en": "anglais"}


def summary(record: DocumentRecord) -> DocumentSummary:
    """The summary of a record, as the graph gives it."""
    whole = record.document
    return DocumentSummary(
        whole.identifier,
        whole.title,
        DocumentKind(whole.kind),
        whole.language,
        whole.collection,
        whole.source.media_type,
        whole.source.sha256,
        whole.source.size_bytes,
        len(whole.pages),
        len(record.passages),
        whole.is_paged,
        date=whole.date,
        authors=whole.authors,
        publisher=whole.publisher,
        url=whole.url,
        licence=whole.licence,
        abstracts=whole.abstracts,
        describes=whole.describes,
        deduced_date=whole.deduced_date,
    )


def _values(record: DocumentRecord) -> set[tuple[str, str]]:
    """Every facet and value of a document."""
    whole = record.document
    values = {("kind", str(whole.kind)), ("language", whole.language)}
    if counts := whole.work_date:
        first, last = counts.span
        values |= {("year", str(year)) for year in range(first.year, last.year + 1)}
    return values | _linked(record)


def _linked(record: DocumentRecord) -> set[tuple[str, str]]:
    """Kind and identifier of what a document names or says it belongs to."""
    links = {(str(link.kind), link.target) for link in record.document.links}
    return links | {(str(m.kind), m.entity) for m in record.mentions}


def _span(date: str | None) -> tuple[str, str] | None:
    """The first and the last day that a date of any precision may mean."""
    if not date or not re.fullmatch(r"\d{4}(-\d\d){0,2}", date):
        return None
    return date + "0000-01-01"[len(date) :], date + "0000-12-31"[len(date) :]


def _passes(record: DocumentRecord, restriction: DocumentFilter) -> bool:
    whole = record.document
    linked = _linked(record)
    return (
        (not restriction.kinds or str(whole.kind) in restriction.kinds)
        and (not restriction.languages or whole.language in restriction.languages)
        and (not restriction.collections or whole.collection in restriction.collections)
        and _is_between(whole.work_date, restriction.date_from, restriction.date_to)
        and (not restriction.entities or bool(linked & set(restriction.entities)))
    )


def _is_between(counts: WorkDate | None, first: str | None, last: str | None) -> bool:
    if first is None and last is None:
        return True
    if counts is None:
        return False
    starts, ends = (day.isoformat() for day in counts.span)
    from_day = (_span(first) or ("", ""))[0]
    to_day = (_span(last) or ("", "9999"))[1]
    return ends >= from_day and starts <= to_day
