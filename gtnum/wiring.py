"""The one place that names concrete parts and puts them behind the ports.

settings ──▶ knowledge()       a published generation, opened for reading
         ──▶ query_service()   SPARQL in killable workers
         ──▶ ingestion()       readers, linker, writers
         ──▶ application()     the web service over all of it
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from shutil import copyfile
from typing import Any

from fastapi import FastAPI

from graph.ports import DocumentFilter, GraphWriter, QueryService
from graph.sparql.service import LocalQueryService, ServiceSettings
from graph.stores.embedded import EmbeddedCatalogue
from graph.stores.entity_catalogue import EmbeddedEntities
from graph.stores.writer import GenerationWriter, Provenance
from graph.validation import ShapeChecker, Violation
from gtnum.curation import AppliedCuration, CuratedSink
from gtnum.errors import LibraryError
from gtnum.generation import Generation
from gtnum.ingestion import Ingestion
from gtnum.library import Building, Library
from gtnum.next_generation import Makers, RecordWriter
from gtnum.reference import (
    CURATION_COPY,
    curation,
    linker,
    linking_version,
    published_linker,
    reference_versions,
)
from gtnum.reindexing import IndexMakers
from gtnum.serving import LiveLibrary
from gtnum.settings import Settings
from ingest.chunking import Chunking
from ingest.drafts import read_draft
from ingest.isolation import ReaderPool
from ingest.ledger import Ledger
from ingest.limits import Limits
from ingest.pipeline import Pipeline
from ingest.ports import Sink
from ontology.iris import Iris
from ontology.model import DocumentRecord, Mention, Passage
from search_api.embedders.registry import EMBEDDED_FAST, load_embedder
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.ports import Embedder
from search_api.related import Related
from search_api.searcher import Searcher
from search_api.web.application import create_app
from search_api.web.services import Knowledge
from search_api.web.settings import WebSettings

__all__ = [
    "LinkedDocument",
    "application",
    "draft_reader",
    "index_makers",
    "ingestion",
    "knowledge",
    "library",
    "linked_documents",
    "makers",
    "query_service",
    "violations",
]

_MEGABYTE = 1_000_000


def library(settings: Settings) -> Library:
    """Return the library of the settings."""
    return Library(settings.library)


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
    return _queries(settings, library(settings).current())


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
        record = read_draft(
            content,
            name=name,
            media_type=media_type,
            limits=_limits(settings),
            pool=pool,
        )
        mentions = link(record.document, record.passages)
        return DocumentRecord(record.document, record.passages, mentions)

    return read


def ingestion(settings: Settings) -> Ingestion:
    """Return what reads folders into the library of the settings.

    Raises:
        CurationError: If the curation file cannot be used.
    """
    decided = curation(settings)
    return Ingestion(
        library(settings),
        makers=makers(settings, decided),
        pipeline=lambda sinks, ledger: _pipeline(settings, decided, sinks, ledger),
        needs_renewal=lambda building: _is_outdated(building, decided),
        keep_generations=settings.keep_generations,
    )


def makers(settings: Settings, decided: AppliedCuration) -> Makers:
    """Return how the writers of a generation are opened."""
    embedder = cache(lambda: load_embedder(settings.embedder))
    checker = cache(ShapeChecker)
    return Makers(
        graph=lambda building: _graph_writer(settings, building, decided),
        indexes=lambda building: _index_writer(embedder(), building),
        check=lambda records: checker().check_records(records, Iris(settings.base_iri)),
        describe=lambda building: _description(settings, embedder(), building, decided),
    )


def index_makers(settings: Settings) -> IndexMakers:
    """Return what makes the indexes of the published generation again.

    Raises:
        CurationError: If the curation file cannot be used.
    """
    decided = curation(settings)
    embedder = cache(lambda: load_embedder(settings.embedder))
    return IndexMakers(
        graph=lambda building: _graph_writer(settings, building, decided),
        catalogue=lambda folder: EmbeddedCatalogue(folder, Iris(settings.base_iri)),
        indexes=lambda building: SearchIndexWriter(
            None,
            embedder(),
            chunking=asdict(Chunking()),
            workspace=building.folder,
        ),
        describe=lambda building: _description(settings, embedder(), building, decided),
    )


def application(settings: Settings) -> FastAPI:
    """Return the web application over the published generation.

    Raises:
        LibraryMissing: If nothing is published yet.
    """
    embedder = load_embedder(settings.embedder)
    shelf = library(settings)
    current = shelf.current()
    pool = ReaderPool(_limits(settings), workers=1)
    services = LiveLibrary(
        shelf,
        open_knowledge=lambda generation: _open(settings, embedder, generation),
        queries=_queries(settings, current),
        read_draft=draft_reader(settings, pool),
        release=pool.close,
    )
    address = settings.public_url or f"http://{settings.host}:{settings.port}"
    return create_app(
        services,
        WebSettings(
            base_iri=settings.base_iri,
            public_url=address.rstrip("/"),
            version=version("gtnum"),
            max_draft_bytes=settings.upload_max_mb * _MEGABYTE,
        ),
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


def _open(settings: Settings, embedder: Embedder, generation: Generation) -> Knowledge:
    generation.verify(with_checksums=False)
    catalogue = EmbeddedCatalogue(generation.graph, Iris(settings.base_iri))
    indexes = OpenIndexes(generation.indexes, embedder)
    searcher = Searcher(
        catalogue,
        embedder,
        vectors=indexes.vectors,
        words=indexes.words,
        generation=generation.name,
        # Sentences are compared by the hundred for each answer: only the table is
        # quick enough, whatever model ranks the passages.
        sentence_embedder=load_embedder(EMBEDDED_FAST),
    )
    return Knowledge(
        generation=generation.name,
        published_at=datetime.fromisoformat(generation.manifest.created_at),
        searcher=searcher,
        related=Related(
            catalogue,
            embedder,
            vectors=indexes.vectors,
            words=indexes.words,
            generation=generation.name,
        ),
        catalogue=catalogue,
        embedder_name=embedder.name,
        counts=generation.manifest.counts,
        entities=EmbeddedEntities(generation.graph, Iris(settings.base_iri)),
        release=indexes.close,
    )


def _queries(settings: Settings, generation: Generation) -> QueryService:
    return LocalQueryService(
        generation.graph,
        Iris(settings.base_iri),
        settings=ServiceSettings(
            workers=settings.sparql_workers,
            timeout_seconds=min(settings.sparql_seconds, settings.sparql_max_seconds),
            maximum_seconds=settings.sparql_max_seconds,
            memory_bytes=settings.sparql_memory_mb * _MEGABYTE,
            limit_bytes=settings.sparql_max_answer_mb * _MEGABYTE,
        ),
    )


def _limits(settings: Settings) -> Limits:
    return Limits(
        size_bytes=settings.reading_max_file_mb * _MEGABYTE,
        wall_seconds=settings.reading_seconds,
        memory_bytes=settings.reading_memory_mb * _MEGABYTE,
        pages=settings.reading_max_pages,
    )


def _pipeline(
    settings: Settings,
    decided: AppliedCuration,
    sinks: tuple[Sink, ...],
    ledger: Ledger,
) -> Pipeline:
    return Pipeline(
        _limits(settings),
        Chunking(),
        linker=linker(settings.base_iri, decided.curation),
        linking=linking_version(settings.base_iri, decided),
        sinks=[CuratedSink(sink, decided.curation) for sink in sinks],
        ledger=ledger,
        workers=settings.reading_workers,
    )


def _graph_writer(
    settings: Settings, building: Building, decided: AppliedCuration
) -> GraphWriter:
    parent = building.parent
    if parent is not None and parent.manifest.base_iri != settings.base_iri:
        raise LibraryError(
            f"la bibliothèque a la base {parent.manifest.base_iri}, les réglages "
            f"demandent {settings.base_iri}",
            remedy="Corrigez GTNUM_BASE_IRI, ou commencez une autre bibliothèque.",
        )
    writer = GenerationWriter(
        building.folder / "graph",
        Iris(settings.base_iri),
        base=parent.graph if parent else None,
        provenance=Provenance(
            generation=building.name,
            software=f"gtnum {version('gtnum')}",
            started_at=datetime.now(UTC),
        ),
    )
    if decided.path.is_file():
        copyfile(decided.path, building.folder / CURATION_COPY)
    if parent is None or _is_outdated(building, decided):
        writer.load_reference()
        writer.curate(decided.facts)
    return writer


def _is_outdated(building: Building, decided: AppliedCuration) -> bool:
    """Whether the parent holds other reference data or decisions than there are now."""
    if building.parent is None:
        return False
    manifest = building.parent.manifest
    now = reference_versions(manifest.base_iri, decided)
    return any(manifest.versions.get(name, "") != now[name] for name in now)


def _index_writer(embedder: Embedder, building: Building) -> RecordWriter:
    return SearchIndexWriter(
        building.parent.indexes if building.parent else None,
        embedder,
        chunking=asdict(Chunking()),
        workspace=building.folder,
    )


def _description(
    settings: Settings,
    embedder: Embedder,
    building: Building,
    decided: AppliedCuration,
) -> dict[str, Any]:
    graph_folder: Path = building.folder / "graph"
    catalogue = EmbeddedCatalogue(graph_folder, Iris(settings.base_iri))
    decided.require_documents(catalogue.documents(list(decided.named_documents())))
    return {
        "base_iri": settings.base_iri,
        "embedder": {
            "name": embedder.name,
            "dimension": embedder.dimension,
            "fingerprint": embedder.fingerprint,
        },
        "chunking": asdict(Chunking()),
        "versions": {
            "gtnum": version("gtnum"),
            "python": sys.version.split()[0],
            "pyoxigraph": version("pyoxigraph"),
            "faiss-cpu": version("faiss-cpu"),
            "tantivy": version("tantivy"),
            **reference_versions(settings.base_iri, decided),
        },
        "counts": catalogue.counts(),
    }
