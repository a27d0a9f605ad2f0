"""Tells what a published generation lacks to be what this version would write."""

from dataclasses import dataclass
from importlib.metadata import version

from gtnum.library.generation import Generation
from gtnum.library.history_file import HISTORY
from gtnum.library.index_rebuild import reindex
from gtnum.reference_data import curation, reference_versions
from gtnum.settings import Settings
from gtnum.wiring.ingest_parts import index_makers, ingestion, reader_version
from gtnum.wiring.publication_parts import require_base
from gtnum.wiring.shared_parts import library
from ingest.ledger import Ledger
from search_api.calibration import LEAST_PASSAGES, read_calibration
from search_api.embedders.registry import load_embedder
from search_api.errors import IndexMismatch
from search_api.indexer import OpenIndexes

__all__ = ["Outdated", "outdated", "renewed"]


@dataclass(frozen=True, slots=True)
class Outdated:
    """What of a generation another version wrote, and what it takes to renew it.

    Attributes:
        reasons: For people, in French; none where nothing is outdated.
        needs_indexes: Whether the indexes have to be made again from the graph.
        unread: Documents that an older version read: only their files can tell more.
    """

    reasons: tuple[str, ...]
    needs_indexes: bool
    unread: int


def outdated(settings: Settings, generation: Generation) -> Outdated:
    """Compare a generation with what this version would write.

    Raises:
        LibraryError: If it has another base of IRIs than the settings.
        CurationError: If the curation file cannot be used.
        EmbedderError: If the model of the settings cannot be loaded.
        IngestError: If the ledger is damaged.
    """
    require_base(settings, generation)
    refusal, passages = _searched(settings, generation)
    reasons = [refusal] if refusal else []
    if passages >= LEAST_PASSAGES and read_calibration(generation.folder) is None:
        reasons.append("Cette version n’a pas mesuré à partir d’où elle répond.")
    written = generation.manifest.versions
    wrote = written.get("gtnum", "?")
    if wrote != version("gtnum"):
        reasons.append(f"Elle a été faite par gtnum {wrote}.")
    now = reference_versions(settings.base_iri, curation(settings))
    if any(written.get(name, "") != now[name] for name in now):
        reasons.append("Les données de référence ou de curation ont changé.")
    if not (generation.folder / HISTORY).is_file():
        reasons.append("Elle n’a pas d’historique.")
    reader = reader_version(settings)
    entries = Ledger.load(generation.ledger)
    unread = sum(1 for each in entries if each.document and each.reader != reader)
    return Outdated(tuple(reasons), bool(refusal), unread)


def renewed(settings: Settings, *, with_indexes: bool) -> Generation:
    """Publish a generation of the same documents as this version writes it.

    Args:
        settings: Of this process; theirs is the model of indexes that are made again.
        with_indexes: Whether to make the indexes again, which takes as long as it does.

    Raises:
        LibraryMissing: If nothing is published.
        LibraryBusy: If another process is making a generation.
        KnowledgeError: If a store refuses.
        OSError: If the disk refuses; the published generation is then untouched.
    """
    if with_indexes:
        return reindex(library(settings), index_makers(settings))
    return ingestion(settings).renew()


def _searched(settings: Settings, generation: Generation) -> tuple[str, int]:
    """Return why the indexes cannot be searched, or empty, and what they hold."""
    try:
        opened = OpenIndexes(generation.indexes, load_embedder(settings.embedder))
    except IndexMismatch as mismatch:
        return mismatch.message, 0
    passages = len(opened.words)
    opened.close()
    return "", passages
