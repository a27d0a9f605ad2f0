"""The places an ingest writes to: graph and indexes of one generation.

Opening them costs something (links to the parent's files, a model), so they are opened
at the first change: an ingest that finds nothing new touches nothing.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from graph.ports import GraphWriter
from graph.validation import Violation
from gtnum.library.generation import Generation, GenerationManifest, seal
from gtnum.library.library_folder import Building
from gtnum.library.work_finder import signed, works_among
from ontology.model import DocumentRecord

_CHECKED_AT_ONCE = 50

__all__ = ["Makers", "NextGeneration", "RecordWriter"]


class RecordWriter(Protocol):
    """Writes both search indexes from records."""

    def write(self, record: DocumentRecord) -> None:
        """Index a document, in place of what stood under its identifier."""
        ...

    def remove(self, document: str) -> None:
        """Drop a document; an unknown one is no error."""
        ...

    def commit(self, folder: Path) -> None:
        """Write the indexes below the folder; the writer is then spent."""
        ...


@dataclass(frozen=True, slots=True)
class Makers:
    """How to open the writers of a generation; the wiring fills it in.

    Attributes:
        graph: From the building to a graph writer with up-to-date reference data.
        indexes: From the building to a writer of both indexes.
        check: Holds some records against the shapes.
        describe: Called when the graph is closed: embedder, versions and counts for
            the manifest, see ``GenerationManifest``.
        remember: Called when graph and ledger are written, with the documents that may
            differ: writes the history of the corpus.
        calibrate: Called when graph and indexes are written: measures from where a
            document answers.
    """

    graph: Callable[[Building], GraphWriter]
    indexes: Callable[[Building], RecordWriter]
    check: Callable[[Sequence[DocumentRecord]], list[Violation]]
    describe: Callable[[Building], Mapping[str, Any]]
    remember: Callable[[Building, Collection[str]], None]
    calibrate: Callable[[Building], None]


class NextGeneration:
    """The one sink of an ingest; publishes what it took.

    Args:
        building: The generation being made.
        makers: Open its writers.
    """

    def __init__(self, building: Building, makers: Makers) -> None:
        self._building = building
        self._makers = makers
        self._graph: GraphWriter | None = None
        self._indexes: RecordWriter | None = None
        self._unchecked: list[DocumentRecord] = []
        self._violations: list[Violation] = []
        self._touched: set[str] = set()

    @property
    def is_open(self) -> bool:
        """Whether anything was written."""
        return self._graph is not None

    def write(self, record: DocumentRecord) -> None:
        """Take a document, in place of what stood under its identifier.

        Raises:
            KnowledgeError: If a store refuses.
            OSError: If the disk refuses.
        """
        graph_writer, indexes = self.open()
        self._touched.add(record.document.identifier)
        record = signed(record)
        graph_writer.write(record)
        indexes.write(record)
        self._unchecked.append(record)
        if len(self._unchecked) >= _CHECKED_AT_ONCE:
            self._check()

    def remove(self, document: str) -> None:
        """Drop a document; an unknown one is no error."""
        graph_writer, indexes = self.open()
        graph_writer.remove(document)
        indexes.remove(document)

    def open(self) -> tuple[GraphWriter, RecordWriter]:
        """Open the writers, once."""
        if self._graph is None or self._indexes is None:
            # Indexes first: refused ones must not leave the graph open and locked.
            self._indexes = self._makers.indexes(self._building)
            self._graph = self._makers.graph(self._building)
        return self._graph, self._indexes

    @property
    def violations(self) -> list[Violation]:
        """Statements that break a shape, among all documents taken so far."""
        self._check()
        return list(self._violations)

    def _check(self) -> None:
        if self._unchecked:
            self._violations += self._makers.check(self._unchecked)
            self._unchecked.clear()

    def publish(
        self, save_ledger: Callable[[Path], None], *, created_at: str
    ) -> Generation:
        """Close everything, write the manifest and make this the generation to read.

        Args:
            save_ledger: Writes the ledger to the path it is given.
            created_at: ISO 8601 with time zone.

        Raises:
            KnowledgeError: If a store refuses.
            OSError: If the disk refuses; nothing is published then.
        """
        graph_writer, indexes = self.open()
        graph_writer.group_works(works_among)
        graph_writer.close()
        folder = self._building.folder
        indexes.commit(folder)
        save_ledger(folder / "ledger.jsonl")
        self._makers.remember(self._building, self._touched)
        self._makers.calibrate(self._building)
        parent = self._building.parent
        manifest = GenerationManifest(
            name=self._building.name,
            parent=parent.name if parent else None,
            created_at=created_at,
            files=seal(folder, parent),
            **self._makers.describe(self._building),
        )
        return self._building.publish(manifest)
