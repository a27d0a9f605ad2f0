"""Opens what is published: search, SPARQL, drafts, the web service."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI

from graph.ports import DocumentFilter, QueryService
from graph.sparql.service import LocalQueryService, ServiceSettings
from graph.stores.embedded import EmbeddedCatalogue
from graph.stores.entities.catalogue import EmbeddedEntities
from graph.validation import ShapeChecker, Violation
from gtnum.generation import Generation
from gtnum.reference import (
    published_linker,
)
from gtnum.serving import LiveLibrary
from gtnum.settings import Settings
from gtnum.wiring.deposits import deposit_desk
from gtnum.wiring.published import described, downloads, require_base, resources
from gtnum.wiring.shared import (
    library,
    limits,
    public_url,
    reading_options,
    withdrawals,
)
from gtnum.wiring.sparql_search import OpenSearches
from ingest.drafts import read_draft
from ingest.isolation.pool import ReaderPool
from ontology.iris import Iris
from ontology.model import DocumentRecord, Mention, Passage
from search_api.embedders.registry import EMBEDDED_FAST, load_embedder
from search_api.indexer import OpenIndexes
from search_api.passage_search import PassageSearch
from search_api.ports import Embedder
from search_api.related import Related
from search_api.searcher import Searcher
from search_api.understanding.reader import QuestionReader
from search_api.understanding.spelling import Speller
from search_api.understanding.suggestions import Suggester
from search_api.web.application import create_app
from search_api.web.services import Knowledge
from search_api.web.settings import WebSettings

__all__ = [
    "LinkedDocument",
    "application",
    "draft_reader",
    "knowledge",
    "linked_documents",
    "query_service",
    "violations",
]

_MEGABYTE = 1_000_000


@contextmanager
def knowledge(settings: Settings) -> Iterator[Knowledge]:
    """Open the published generation, and release it at the end.

    Raises:
        LibraryMissing: If nothing is published.
        IndexMismatch: If the indexes were made by another model.
    """
    generation = library(settings).current()
    opened = _open(settings, load_embedder(settings.embedder), generation)
    try:
        yield opened
    finally:
        opened.close()


def query_service(settings: Settings) -> QueryService:
    """Return the SPARQL service on the published generation.

    Raises:
        LibraryMissing: If nothing is published.
    """
    searches = OpenSearches(
        Iris(settings.base_iri), lambda store: _search_alone(settings, store)
    )
    return _queries(settings, library(settings).current(), searches)


def _search_alone(settings: Settings, store: Path) -> PassageSearch:
    """Open the search of a generation for as long as the process lasts."""
    generation = Generation.open(store.parent)
    embedder = load_embedder(settings.embedder)
    indexes = OpenIndexes(generation.indexes, embedder)
    return _passage_search(settings, generation, embedder=embedder, indexes=indexes)


def _passage_search(
    settings: Settings,
    generation: Generation,
    *,
    embedder: Embedder,
    indexes: OpenIndexes,
) -> PassageSearch:
    return PassageSearch(
        EmbeddedCatalogue(generation.graph, Iris(settings.base_iri)),
        embedder,
        vectors=indexes.vectors,
        words=indexes.words,
        generation=generation.name,
        sentence_embedder=_sentence_embedder(),
    )


def draft_reader(
    settings: Settings, pool: ReaderPool | None = None
) -> Callable[[bytes, str | None, str | None], DocumentRecord]:
    """Return what reads, cuts and links a draft as the corpus was; nothing is kept.

    Raises:
        LibraryMissing: If nothing is published.
        CurationError: If the published decisions fit these reference data no more.
    """
    link = published_linker(settings, library(settings).current())

    def read(
        content: bytes, name: str | None, media_type: str | None
    ) -> DocumentRecord:
        with nullcontext(pool) if pool else _draft_pool(settings) as readers:
            record = read_draft(content, name=name, media_type=media_type, pool=readers)
        mentions = link(record.document, record.passages)
        return DocumentRecord(record.document, record.passages, mentions)

    return read


def _draft_pool(settings: Settings) -> ReaderPool:
    """Start a reader of drafts with the limits and options of the corpus."""
    return ReaderPool(limits(settings), workers=1, options=reading_options(settings))


@cache
def _sentence_embedder() -> Embedder:
    """Load the quick table once, for every generation that is opened."""
    return load_embedder(EMBEDDED_FAST)


def application(settings: Settings) -> FastAPI:
    """Return the web application over the published generation.

    Raises:
        LibraryMissing: If nothing is published yet.
        LibraryError: If what is published has another base of IRIs.
    """
    shelf = library(settings)
    current = shelf.current()
    # Before any process is started that a refusal would leave behind.
    require_base(settings, current)
    embedder = load_embedder(settings.embedder)
    pool = _draft_pool(settings)
    searches = OpenSearches(Iris(settings.base_iri))
    services = LiveLibrary(
        shelf,
        open_knowledge=lambda generation: _open(
            settings, embedder, generation, searches
        ),
        queries=_queries(settings, current, searches),
        read_draft=draft_reader(settings, pool),
        release=pool.close,
    )
    return create_app(
        services,
        WebSettings(
            base_iri=settings.base_iri,
            public_url=public_url(settings),
            version=version("gtnum"),
            max_draft_bytes=settings.upload_max_mb * _MEGABYTE,
            max_deposit_bytes=settings.reading_max_file_mb * _MEGABYTE,
        ),
        deposit_desk(settings),
    )


def violations(settings: Settings, generation: Generation) -> list[Violation]:
    """Return every statement of a generation that breaks a shape.

    Raises:
        StoreError: If the graph cannot be read.
    """
    checker = ShapeChecker()
    return list(checker.check_store(generation.graph, Iris(settings.base_iri)))


@dataclass(frozen=True, slots=True)
class LinkedDocument:
    """The passages of a published document and what linking found in them."""

    passages: list[Passage]
    mentions: list[Mention]


def linked_documents(settings: Settings) -> Iterator[LinkedDocument]:
    """Yield the published documents with their mentions, in order; once.

    Raises:
        LibraryMissing: If nothing is published.
        StoreError: If the graph cannot be read.
    """
    folder, iris = library(settings).current().graph, Iris(settings.base_iri)
    catalogue, entities = (
        EmbeddedCatalogue(folder, iris),
        EmbeddedEntities(folder, iris),
    )
    for document in sorted(catalogue.document_identifiers(DocumentFilter())):
        yield LinkedDocument(
            catalogue.passages_of(document), entities.mentions(document)
        )


def _open(
    settings: Settings,
    embedder: Embedder,
    generation: Generation,
    searches: OpenSearches | None = None,
) -> Knowledge:
    """Open a generation; queries in SPARQL search it too, where ``searches`` is given.

    Raises:
        LibraryDamaged: If a file is missing or cut.
        IndexMismatch: If the indexes were made by another model.
    """
    require_base(settings, generation)
    generation.verify(with_checksums=False)
    iris = Iris(settings.base_iri)
    catalogue = EmbeddedCatalogue(generation.graph, iris)
    indexes = OpenIndexes(generation.indexes, embedder)
    suggester = Suggester(catalogue, indexes.words)
    if searches is not None:
        searches.add(
            generation.graph,
            _passage_search(settings, generation, embedder=embedder, indexes=indexes),
        )

    def release() -> None:
        if searches is not None:
            searches.remove(generation.graph)
        indexes.close()

    return Knowledge(
        generation=generation.name,
        published_at=datetime.fromisoformat(generation.manifest.created_at),
        searcher=_searcher(
            settings,
            generation,
            embedder=embedder,
            indexes=indexes,
            suggester=suggester,
        ),
        related=_related(catalogue, embedder, generation, indexes),
        catalogue=catalogue,
        embedder_name=embedder.name,
        counts=generation.manifest.counts,
        entities=EmbeddedEntities(generation.graph, iris),
        was_withdrawn=withdrawals(settings).has,
        describe_endpoint=described(settings, generation),
        resources=resources(settings, generation),
        downloads=downloads(generation),
        suggest=suggester.suggest,
        release=release,
    )


def _related(
    catalogue: EmbeddedCatalogue,
    embedder: Embedder,
    generation: Generation,
    indexes: OpenIndexes,
) -> Related:
    return Related(
        catalogue,
        embedder,
        vectors=indexes.vectors,
        words=indexes.words,
        generation=generation.name,
    )


def _searcher(
    settings: Settings,
    generation: Generation,
    *,
    embedder: Embedder,
    indexes: OpenIndexes,
    suggester: Suggester,
) -> Searcher:
    iris = Iris(settings.base_iri)
    catalogue = EmbeddedCatalogue(generation.graph, iris)
    return Searcher(
        catalogue,
        embedder,
        vectors=indexes.vectors,
        words=indexes.words,
        generation=generation.name,
        # Sentences are compared by the hundred for each answer: only the table is
        # quick enough, whatever model ranks the passages.
        sentence_embedder=_sentence_embedder(),
        reader=QuestionReader(
            catalogue,
            EmbeddedEntities(generation.graph, iris),
            link=published_linker(settings, generation),
            iris=iris,
        ),
        speller=Speller(indexes.words, suggester.written),
    )


def _queries(
    settings: Settings, generation: Generation, searches: OpenSearches
) -> QueryService:
    return LocalQueryService(
        generation.graph,
        Iris(settings.base_iri),
        search=searches,
        vectors=searches,
        release=searches.close,
        settings=ServiceSettings(
            workers=settings.sparql_workers,
            timeout_seconds=min(settings.sparql_seconds, settings.sparql_max_seconds),
            maximum_seconds=settings.sparql_max_seconds,
            trusted_seconds=settings.sparql_trusted_seconds,
            memory_bytes=settings.sparql_memory_mb * _MEGABYTE,
            limit_bytes=settings.sparql_max_answer_mb * _MEGABYTE,
        ),
    )
