"""One ingest: a folder read into the next generation, published if it changed anything.

    lock ─▶ ledger of the parent ─▶ pipeline ─▶ NextGeneration ─▶ publish ─▶ prune

Nothing is published after a failure of a store or a disk, nor when nothing changed.
"""

import logging
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from graph.validation import Violation
from gtnum.errors import LibraryBusy, LibraryMissing
from gtnum.library.generation import Generation
from gtnum.library.generation_choice import Choice, PassedOver
from gtnum.library.library_folder import Building, Library
from gtnum.library.next_generation import Makers, NextGeneration
from ingest.ledger import Ledger, LedgerEntry
from ingest.pipeline import Pipeline, Progress
from ingest.ports import Sink
from ingest.report import Report

__all__ = ["Ingestion", "IngestionResult"]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IngestionResult:
    """What an ingest did.

    Attributes:
        report: The state of every source.
        generation: Name of the generation published, or None when nothing changed.
        violations: Statements of the documents read that break a SHACL shape.
        passed_over: What it would have started from, were it not damaged.
        parent: Name of the generation that it started from, or None for nothing.
    """

    report: Report
    generation: str | None
    violations: tuple[Violation, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    parent: str | None = None


class Ingestion:
    """Reads folders into a library.

    Args:
        library: Where to publish.
        makers: Open the writers of a generation.
        pipeline: From sink and ledger to a pipeline.
        needs_renewal: Whether the parent has to be made anew even where no source
            changed, for example because the reference data did.
        keep_generations: How many to keep after a publication.
    """

    def __init__(
        self,
        library: Library,
        *,
        makers: Makers,
        pipeline: Callable[[tuple[Sink, ...], Ledger], Pipeline],
        needs_renewal: Callable[[Building], bool],
        keep_generations: int,
    ) -> None:
        self._library = library
        self._makers = makers
        self._pipeline = pipeline
        self._needs_renewal = needs_renewal
        self._keep_generations = keep_generations

    def plan(
        self,
        folder: Path,
        collection: str,
        *,
        progress: Callable[[Progress], None],
        remove_vanished: bool = False,
    ) -> Report:
        """Say what ``run`` would do; nothing is read, written or locked.

        Raises:
            KnowledgeError: If the folder or the library cannot be read.
        """
        parent = self._parent()
        ledger = Ledger.load(parent.ledger) if parent else Ledger()
        run = self._pipeline((), ledger).run(
            folder,
            collection=collection,
            remove_vanished=remove_vanished,
            dry_run=True,
            progress=progress,
        )
        return Report(run)

    def run(
        self,
        folder: Path,
        collection: str,
        *,
        remove_vanished: bool,
        progress: Callable[[Progress], None],
        only: Container[str] | None = None,
        created_at: datetime | None = None,
    ) -> IngestionResult:
        """Read a folder and publish what changed.

        Where no generation of the library is sound, what the folder holds is published
        alone; with ``only``, nothing is.

        Args:
            folder: A folder or one file.
            collection: Name of the set of sources.
            remove_vanished: Whether documents leave whose file is gone.
            progress: Called after each source.
            only: Uris of the files to look at, where not all of the folder.
            created_at: Recorded in the manifest; now when None.

        Raises:
            KnowledgeError: If the folder, the library or a store cannot be used.
            OSError: If the disk refuses; the published generation is then untouched.
        """

        def read(pipeline: Pipeline) -> Report:
            outcomes = pipeline.run(
                folder,
                collection=collection,
                remove_vanished=remove_vanished,
                only=only,
                progress=progress,
            )
            return Report(outcomes)

        return self._publish(read, created_at, may_begin_anew=only is None)

    def withdraw(
        self,
        documents: Sequence[str],
        *,
        remember: Callable[[str, LedgerEntry], None],
    ) -> IngestionResult:
        """Take documents out of the library and publish what is left.

        Args:
            documents: Identifiers; one that is not there is no error.
            remember: Called with a document and its entry before anything is published:
                where it is not told, reading the folder again brings the document back.

        Raises:
            KnowledgeError: If the library or a store cannot be used.
            OSError: If the disk refuses; the published generation is then untouched.
        """

        def remove(pipeline: Pipeline) -> Report:
            report = Report()
            for document in documents:
                entry = pipeline.ledger.get(pipeline.ledger.owner(document) or "")
                if entry is not None:
                    remember(document, entry)
                    report.add(pipeline.remove(entry.uri))
            return report

        return self._publish(remove, None, may_begin_anew=False)

    def renew(self) -> Generation:
        """Publish the same documents as this version writes them.

        Raises:
            LibraryMissing: If nothing is published.
            KnowledgeError: If the library or a store cannot be used.
            OSError: If the disk refuses; the published generation is then untouched.
        """
        self._library.current()
        self._publish(lambda _: Report(), None, may_begin_anew=False, is_forced=True)
        return self._library.current()

    def _publish(
        self,
        change: Callable[[Pipeline], Report],
        created_at: datetime | None,
        *,
        may_begin_anew: bool,
        is_forced: bool = False,
    ) -> IngestionResult:
        """Make the next generation by a change; publish it if it must be.

        Raises:
            LibraryDamaged: If no generation is sound, unless it may begin anew.
        """
        moment = created_at or datetime.now(UTC)
        with self._library.building() as building:
            parent = building.parent
            if parent is None and building.passed_over and not may_begin_anew:
                Choice(None, building.passed_over).require(self._library.root)
            ledger = Ledger.load(parent.ledger) if parent else Ledger()
            before = _contents(ledger)
            sink = NextGeneration(building, self._makers)
            report = change(self._pipeline((sink,), ledger))
            changed = sink.is_open or _contents(ledger) != before
            # Else everybody would still be pointed to what is damaged.
            changed = changed or bool(building.passed_over)
            if parent is None and building.passed_over and not len(ledger):
                Choice(None, building.passed_over).require(self._library.root)
            if not (is_forced or changed or self._needs_renewal(building)):
                return IngestionResult(report, None)
            generation = sink.publish(
                ledger.save, created_at=moment.isoformat(timespec="seconds")
            )
        self._prune(generation.name)
        return IngestionResult(
            report,
            generation.name,
            tuple(sink.violations),
            building.passed_over,
            parent.name if parent else None,
        )

    def _parent(self) -> Generation | None:
        """Return what the next generation would start from.

        Raises:
            OSError: If the system refuses to read for a reason that is no damage.
        """
        try:
            return self._library.choose().generation
        except LibraryMissing:
            return None

    def _prune(self, made: str) -> None:
        try:
            self._library.prune(self._keep_generations, known_sound=made)
        except LibraryBusy:
            # Another process has begun the next one, and will prune after it.
            _LOG.info("old generations are left to the next ingest")


def _contents(ledger: Ledger) -> Mapping[str, LedgerEntry]:
    """Return the ledger without the times of files, which alone change nothing."""
    return {entry.uri: replace(entry, mtime_ns=0) for entry in ledger}
