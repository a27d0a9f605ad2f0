"""Reads what is published: search, SPARQL, the web service."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI

from graph.ports import DocumentFilter, QueryService
from graph.sparql.query_service import LocalQueryService, ServiceSettings
from graph.stores.document_catalogue import EmbeddedCatalogue
from graph.stores.entities.entity_catalogue import EmbeddedEntities
from graph.validation import ShapeChecker, Violation
from gtnum.library.generation import Generation
from gtnum.serving.live_library import LiveLibrary
from gtnum.settings import Settings
from gtnum.wiring.deposit_parts import deposit_desk
from gtnum.wiring.draft_parts import draft_pool
from gtnum.wiring.generation_parts import open_generation, passage_search
from gtnum.wiring.publication_parts import require_base
from gtnum.wiring.shared_parts import (
    embed_ancestors,
    library,
    public_url,
    sound_generation,
    trusted_proxies,
)
from gtnum.wiring.sparql_search_parts import OpenSearches
from ontology.iris import Iris
from ontology.model import Mention, Passage
from search_api.embedders.registry import load_embedder
from search_api.hits import HitSources
from search_api.indexer import OpenIndexes
from search_api.passage_search import PassageSearch
from search_api.web.application import create_app
from search_api.web.services import Knowledge
from search_api.web.settings import WebSettings

__all__ = [
    "LinkedDocument",
    "application",
    "knowledge",
    "linked_documents",
    "query_service",
    "violations",
]

_MEGABYTE = 1_000_000


@contextmanager
def knowledge(settings: Settings) -> Iterator[Knowledge]:
    """Open the published generation, or what stands in for it; release it at the end.

    Raises:
        LibraryMissing: If nothing is published.
        LibraryDamaged: If no generation is sound.
        IndexMismatch: If the indexes were made by another model.
    """
    generation = sound_generation(settings)
    embedder = load_embedder(settings.embedder)
    opened = open_generation(settings, embedder, generation, is_verified=True)
    try:
        yield opened
    finally:
        opened.close()


def query_service(settings: Settings) -> QueryService:
    """Return the SPARQL service on the published generation, or what stands in for it.

    Raises:
        LibraryMissing: If nothing is published.
        LibraryDamaged: If no generation is sound.
    """
    searches = OpenSearches(
        Iris(settings.base_iri), lambda store: _search_alone(settings, store)
    )
    return _queries(settings, sound_generation(settings), searches)


def _search_alone(settings: Settings, store: Path) -> PassageSearch:
    """Open the search of a generation for as long as the process lasts."""
    generation = Generation.open(store.parent)
    embedder = load_embedder(settings.embedder)
    indexes = OpenIndexes(generation.indexes, embedder)
    catalogue = EmbeddedCatalogue(generation.graph, Iris(settings.base_iri))
    sources = HitSources.of(catalogue)
    return passage_search(generation.name, sources, embedder, indexes)


def application(settings: Settings) -> FastAPI:
    """Return the web application over the published generation.

    Raises:
        LibraryMissing: If nothing is published yet.
        LibraryDamaged: If no generation is sound.
        LibraryError: If what is published has another base of IRIs.
    """
    shelf = library(settings)
    # A first look: what opens it will compare contents too.
    current = shelf.choose(_compare_sizes).require(shelf.root)
    if current.name == shelf.published_or_none():
        # Before any process is started that a refusal would leave behind.
        require_base(settings, current)
    embedder = load_embedder(settings.embedder)
    with ExitStack() as failing:
        pool = draft_pool(settings)
        failing.callback(pool.close)
        searches = OpenSearches(Iris(settings.base_iri))
        queries = _queries(settings, current, searches)
        failing.callback(queries.close)
        services = LiveLibrary(
            shelf,
            open_knowledge=lambda generation: open_generation(
                settings, embedder, generation, searches=searches, pool=pool
            ),
            queries=queries,
            release=pool.close,
        )
        failing.pop_all()  # from now on theirs
        failing.callback(services.close)
        made = _application(settings, services)
        failing.pop_all()
    return made


def _compare_sizes(generation: Generation) -> None:
    """Look whether the files of a generation are there.

    Raises:
        LibraryDamaged: Naming the first that is missing or of another size.
    """
    generation.verify(with_checksums=False)


def _application(settings: Settings, services: LiveLibrary) -> FastAPI:
    desk = deposit_desk(settings)
    return create_app(
        services,
        WebSettings(
            base_iri=settings.base_iri,
            public_url=public_url(settings),
            version=version("gtnum"),
            max_draft_bytes=settings.upload_max_mb * _MEGABYTE,
            oai_admin_email=settings.oai_admin_email,
            embed_ancestors=embed_ancestors(settings),
            max_deposit_bytes=settings.reading_max_file_mb * _MEGABYTE,
            waiting_seconds=settings.waiting_seconds,
            request_seconds=settings.request_seconds,
            draft_seconds=6 * settings.request_seconds,
            sparql_seconds=max(
                settings.sparql_max_seconds, settings.sparql_trusted_seconds
            ),
            sparql_places=_query_settings(settings).runner.callers,
            trusted_proxies=trusted_proxies(settings),
            related_addresses=settings.related_addresses,
        ),
        desk,
        reasons=lambda: (*services.reasons(), *desk.reasons()),
        doubt=services.doubt,
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
        LibraryDamaged: If no generation is sound.
        StoreError: If the graph cannot be read.
    """
    folder, iris = sound_generation(settings).graph, Iris(settings.base_iri)
    catalogue, entities = (
        EmbeddedCatalogue(folder, iris),
        EmbeddedEntities(folder, iris),
    )
    for document in sorted(catalogue.document_identifiers(DocumentFilter())):
        yield LinkedDocument(
            catalogue.passages_of(document), entities.mentions(document)
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
        settings=_query_settings(settings),
    )


def _query_settings(settings: Settings) -> ServiceSettings:
    return ServiceSettings(
        workers=settings.sparql_workers,
        slow_workers=max(1, settings.sparql_workers // 2),
        timeout_seconds=min(settings.sparql_seconds, settings.sparql_max_seconds),
        maximum_seconds=settings.sparql_max_seconds,
        trusted_seconds=settings.sparql_trusted_seconds,
        memory_bytes=settings.sparql_memory_mb * _MEGABYTE,
        limit_bytes=settings.sparql_max_answer_mb * _MEGABYTE,
    )
