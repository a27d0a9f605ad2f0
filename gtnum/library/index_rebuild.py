"""Makes the indexes of a library again: another model, or damaged files.

The graph of the published generation is linked unchanged; its passages are embedded
and indexed anew into the next generation.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph.ports import Catalogue, DocumentFilter, GraphWriter
from gtnum.library.generation import Generation, GenerationManifest, seal
from gtnum.library.library_folder import Building, Library
from search_api.ports import IndexWriter

__all__ = ["IndexMakers", "reindex"]


@dataclass(frozen=True, slots=True)
class IndexMakers:
    """How to open what reindexing needs; the wiring fills it in.

    Attributes:
        graph: From the building to a writer that starts as the parent's graph.
        catalogue: Opens a graph folder for reading.
        indexes: From the building to a writer of empty indexes.
        describe: Embedder, versions and counts for the manifest.
        remember: Called when graph and ledger are written, with the documents that may
            differ, which are none: writes the history of the corpus.
        calibrate: Called when the indexes are written: measures from where a document
            answers.
    """

    graph: Callable[[Building], GraphWriter]
    catalogue: Callable[[Path], Catalogue]
    indexes: Callable[[Building], IndexWriter]
    describe: Callable[[Building], dict[str, Any]]
    remember: Callable[[Building, Collection[str]], None]
    calibrate: Callable[[Building], None]


def reindex(
    library: Library,
    makers: IndexMakers,
    *,
    follow: Callable[[Sequence[str]], Iterable[str]] = lambda documents: documents,
    tell: Callable[[Building], object] = lambda _: None,
) -> Generation:
    """Publish a generation with the same statements and new indexes.

    Args:
        library: The library.
        makers: Open its parts.
        follow: Shows progress while it passes the document identifiers on.
        tell: Called first, with what it starts from and what it passed over: indexes
            may be damaged, the graph and the ledger may not.

    Raises:
        LibraryMissing: If nothing is published.
        LibraryDamaged: If no generation has a sound graph.
        KnowledgeError: If a store refuses or the model cannot be loaded.
        OSError: If the disk refuses; the published generation is then untouched.
    """
    with library.building(_verify_statements) as building:
        parent = building.require_parent()
        tell(building)
        makers.graph(building).close()
        _index_again(makers, building, follow)
        (building.folder / "ledger.jsonl").write_bytes(parent.ledger.read_bytes())
        makers.remember(building, ())
        makers.calibrate(building)
        manifest = GenerationManifest(
            name=building.name,
            parent=parent.name,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            files=seal(building.folder, parent),
            **makers.describe(building),
        )
        return building.publish(manifest)


def _verify_statements(generation: Generation) -> None:
    """Compare what indexes are made from.

    Raises:
        LibraryDamaged: Naming the first file that differs.
    """
    files = generation.manifest.files
    needed = [n for n in files if n.startswith("graph/") or n == "ledger.jsonl"]
    generation.verify(names=needed)


def _index_again(
    makers: IndexMakers,
    building: Building,
    follow: Callable[[Sequence[str]], Iterable[str]],
) -> None:
    catalogue = makers.catalogue(building.folder / "graph")
    names = sorted(catalogue.document_identifiers(DocumentFilter()))
    indexes = makers.indexes(building)
    try:
        for identifier in follow(names):
            summary = catalogue.documents([identifier])[identifier]
            indexes.add(summary, catalogue.passages_of(identifier))
        indexes.commit(building.folder)
    except BaseException:
        # Before its folder goes: the engine still writes in threads of its own.
        indexes.discard()
        raise
