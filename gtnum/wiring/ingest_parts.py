"""Opens what makes a generation: readers, linker, graph and index writers."""

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from shutil import copyfile
from typing import Any

from graph.descriptions.dataset_description import Release
from graph.ports import GraphWriter
from graph.stores.document_catalogue import EmbeddedCatalogue
from graph.stores.generation_writer import GenerationWriter, Provenance
from graph.stores.shipped_reference import shipped_periods
from graph.validation import ShapeChecker
from gtnum.curation import AppliedCuration, CuratedSink
from gtnum.errors import LibraryError
from gtnum.library.generation import DUMPS, Generation
from gtnum.library.index_rebuild import IndexMakers
from gtnum.library.ingestion import Ingestion
from gtnum.library.library_folder import Building
from gtnum.library.next_generation import Makers
from gtnum.reference_data import (
    CURATION_COPY,
    curation,
    known_persons,
    linker,
    linking_version,
    reference_versions,
)
from gtnum.settings import Settings
from gtnum.wiring.calibration_parts import calibrated
from gtnum.wiring.history_parts import remember
from gtnum.wiring.shared_parts import (
    library,
    limits,
    reading_cache,
    reading_options,
    reading_workers,
    withdrawals,
)
from ingest.ledger import Ledger
from ingest.pipeline import Pipeline
from ingest.ports import Sink
from ingest.texts.chunking import Chunking
from ontology.iris import Iris
from search_api.embedders.registry import load_embedder
from search_api.indexer import SearchIndexWriter
from search_api.ports import Embedder

__all__ = ["index_makers", "ingestion", "makers", "reader_version"]

_PATIENCE_SECONDS = 30.0


def ingestion(
    settings: Settings, *, patience_seconds: float = _PATIENCE_SECONDS
) -> Ingestion:
    """Return what reads folders into the library of the settings.

    Args:
        settings: Of this process.
        patience_seconds: How long to wait for another process that writes; deposits
            are published within seconds.

    Raises:
        CurationError: If the curation file cannot be used.
    """
    decided = curation(settings)
    return Ingestion(
        library(settings, patience_seconds=patience_seconds),
        makers=makers(settings, decided),
        pipeline=lambda sinks, ledger: _pipeline(settings, decided, sinks, ledger),
        needs_renewal=lambda building: _is_outdated(building, decided),
        keep_generations=settings.keep_generations,
    )


def reader_version(settings: Settings) -> str:
    """Return what the ledger remembers of documents that are read now.

    Raises:
        CurationError: If the curation file cannot be used.
    """
    return _pipeline(settings, curation(settings), (), Ledger()).reader_version


def makers(settings: Settings, decided: AppliedCuration) -> Makers:
    """Return how the writers of a generation are opened."""
    embedder = cache(lambda: load_embedder(settings.embedder))
    checker = cache(ShapeChecker)
    return Makers(
        graph=lambda building: _graph_writer(settings, building, decided),
        indexes=lambda building: _index_writer(
            settings, embedder(), building, building.parent
        ),
        check=lambda records: checker().check_records(records, Iris(settings.base_iri)),
        describe=lambda building: _description(settings, embedder(), building, decided),
        remember=partial(remember, settings),
        calibrate=lambda building: calibrated(settings, embedder(), building),
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
        indexes=lambda building: _index_writer(settings, embedder(), building, None),
        describe=lambda building: _description(settings, embedder(), building, decided),
        remember=partial(remember, settings),
        calibrate=lambda building: calibrated(settings, embedder(), building),
    )


def _pipeline(
    settings: Settings,
    decided: AppliedCuration,
    sinks: tuple[Sink, ...],
    ledger: Ledger,
) -> Pipeline:
    readings = reading_cache(settings)
    if readings is not None and sinks:
        readings.prune()
    return Pipeline(
        limits(settings),
        Chunking(),
        options=reading_options(settings),
        linker=linker(settings.base_iri, decided.curation),
        linking=linking_version(settings.base_iri, decided),
        sinks=[CuratedSink(sink, decided.curation) for sink in sinks],
        ledger=ledger,
        workers=reading_workers(settings),
        withdrawn=withdrawals(settings).uris(),
        cache=readings,
        keep_original=library(settings).keep_file,
        periods=shipped_periods(Iris(settings.base_iri)),
    )


def _graph_writer(
    settings: Settings, building: Building, decided: AppliedCuration
) -> GraphWriter:
    parent = building.parent
    if parent is not None and parent.manifest.base_iri != settings.base_iri:
        raise LibraryError(
            f"la bibliothèque a la base {parent.manifest.base_iri}, les réglages "
            f"demandent {settings.base_iri}",
            remedy=f"Réglez GTNUM_BASE_IRI={parent.manifest.base_iri}, ou déplacez les "
            f"données : `gtnum rebase {settings.base_iri}`",
        )
    now = datetime.now(UTC)
    writer = GenerationWriter(
        building.folder / "graph",
        Iris(settings.base_iri),
        base=parent.graph if parent else None,
        provenance=Provenance(
            generation=building.name,
            software=f"gtnum {version('gtnum')}",
            started_at=now,
        ),
        release=Release(building.name, now, dumps=_dumps_folder(settings, building)),
        persons=known_persons(settings.base_iri, decided.curation),
    )
    if decided.path.is_file():
        copyfile(decided.path, building.folder / CURATION_COPY)
    if parent is None or _is_outdated(building, decided):
        writer.load_reference()
        writer.curate(decided.facts)
    return writer


def _dumps_folder(settings: Settings, building: Building) -> Path | None:
    """Return where the files to download of a generation go, None for none."""
    return building.folder / DUMPS if settings.dumps else None


def _is_outdated(building: Building, decided: AppliedCuration) -> bool:
    """Whether the parent holds other reference data or decisions than there are now."""
    if building.parent is None:
        return False
    manifest = building.parent.manifest
    now = reference_versions(manifest.base_iri, decided)
    return any(manifest.versions.get(name, "") != now[name] for name in now)


def _index_writer(
    settings: Settings,
    embedder: Embedder,
    building: Building,
    previous: Generation | None,
) -> SearchIndexWriter:
    return SearchIndexWriter(
        previous.indexes if previous else None,
        embedder,
        chunking=asdict(Chunking()),
        kind=settings.vector_index,
        lexical_kind=settings.lexical_index,
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
