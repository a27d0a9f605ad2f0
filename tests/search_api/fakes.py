"""Small real things in the place of the big ones, under the names of their ports.

``MemoryCatalogue`` keeps records in dictionaries and answers like the graph.
``LetterEmbedder`` counts groups of three letters: no weights, yet texts that share
words are near each other. ``ShiftedTable`` is the table of subwords as another version
might ship it. ``document`` and ``record`` build values of the domain.
"""

import hashlib
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from graph.ports import DocumentFilter, DocumentHeading
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
        return self.records[document].document.origins

    def work_of(self, document: str) -> Work | None:
        return next((w for w in self.works if document in w.manifestations), None)

    def works_by_document(self) -> dict[str, Work]:
        return {name: w for w in self.works for name in w.manifestations}

    def passages(self, identifiers: Sequence[str]) -> dict[str, Passage]:
        return {i: self._passages[i] for i in identifiers if i in self._passages}

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
                made.document.url,
                tuple(
                    number
                    for number in (
                        made.document.doi,
                        made.document.handle,
                        made.document.hal_id,
                    )
                    if number
                ),
            )
            for name, made in sorted(self.records.items())
        ]

    def all_passages(self) -> Iterable[Passage]:
        return iter(self._passages.values())

    def facets(
        self, documents: Collection[str], *, limit: int = 20
    ) -> Mapping[str, list[tuple[str, str, int]]]:
        kinds = Counter(str(self.records[d].document.kind) for d in documents)
        languages = Counter(self.records[d].document.language for d in documents)
        return {
            name: [(value, value, n) for value, n in counts.most_common(limit)]
            for name, counts in (("kind", kinds), ("language", languages))
        }

    def entities(self) -> list[Entity]:
        return self._entities

    def counts(self) -> dict[str, int]:
        return {"documents": len(self.records), "passages": len(self._passages)}


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
        url=whole.url,
    )


def _passes(record: DocumentRecord, restriction: DocumentFilter) -> bool:
    whole = record.document
    linked = {(str(m.kind), m.entity) for m in record.mentions}
    return (
        (not restriction.kinds or str(whole.kind) in restriction.kinds)
        and (not restriction.languages or whole.language in restriction.languages)
        and (not restriction.collections or whole.collection in restriction.collections)
        and (not restriction.date_from or (whole.date or "") >= restriction.date_from)
        and (not restriction.date_to or "" < (whole.date or "") <= restriction.date_to)
        and (not restriction.entities or bool(linked & set(restriction.entities)))
    )
