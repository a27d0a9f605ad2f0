"""From a folder to records in the sinks, one outcome per source.

    find_files ─▶ ledger ─▶ ReaderPool ─▶ linker ─▶ sinks ─▶ Outcome
                    │ same: unchanged          │ cannot write: the run stops
                    └ vanished ─▶ removed on request

Reading runs ahead in child processes; outcomes come in the order of the files. One bad
file never stops a folder. A sink that fails does: the generation being written is then
not published, and the next run begins from the last published one.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.chunking import Chunking
from ingest.composition import READER_VERSION
from ingest.drafts import read_draft
from ingest.errors import NoText, ReadingError, SourceError, TooLarge
from ingest.identifiers import renamed, unique_identifier
from ingest.isolation import ReaderPool, ReadingJob, ReadResult
from ingest.ledger import Change, Ledger, LedgerEntry
from ingest.limits import Limits
from ingest.outcomes import Outcome, State
from ingest.ports import Linker, Sink
from ingest.readers import require_supported
from ingest.sources import FoundFile, describe, find_files
from ontology.model import DocumentRecord, Source

__all__ = ["Pipeline", "Progress", "read_draft"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: sources done, of how many, and the last one."""

    done: int
    total: int
    uri: str
    state: State


@dataclass(frozen=True, slots=True)
class _Reading:
    """What came back from a child, or why nothing did."""

    source: Source | None
    result: ReadResult | None
    state: State
    message: str
    seconds: float


class Pipeline:
    """Reads folders into sinks.

    Args:
        limits: Bounds of one document and of a folder.
        chunking: Lengths of passages.
        linker: Finds mentions; without one there are none.
        linking: Version of the linker and its names; a new one reads everything again.
        sinks: Written in this order for each document.
        ledger: What was read before; changed by ``run``, saved by the caller together
            with what the sinks wrote.
        workers: Documents read at the same time.
        trust_mtime: Whether the same size and time mean the same content.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        chunking: Chunking | None = None,
        *,
        linker: Linker | None = None,
        linking: str = "",
        sinks: Sequence[Sink] = (),
        ledger: Ledger | None = None,
        workers: int = 2,
        trust_mtime: bool = True,
    ) -> None:
        self.limits = limits or Limits()
        self.chunking = chunking or Chunking()
        self.ledger = ledger if ledger is not None else Ledger()
        self._linker = linker
        self._sinks = tuple(sinks)
        self._workers = workers
        self._trust_mtime = trust_mtime
        cutting = f"{self.chunking.target}/{self.chunking.maximum}"
        self.reader_version = f"{READER_VERSION}:{cutting}:{linking}"

    def run(
        self,
        folder: Path,
        *,
        collection: str,
        remove_vanished: bool = False,
        dry_run: bool = False,
        progress: Callable[[Progress], None] | None = None,
    ) -> Iterator[Outcome]:
        """Yield what became of each source of a folder (or of a single file).

        Args:
            folder: A folder or one file.
            collection: Name of the set; vanished sources are looked for in it, unless
                ``folder`` is a single file.
            remove_vanished: Whether documents whose file is gone leave the sinks.
            dry_run: Say what would be done; read and write nothing.
            progress: Called after each source.

        Raises:
            SourceError: If the folder itself cannot be read.
            IngestError: If no child process can be started.
            Exception: What a sink or the linker raises.
        """
        files = list(find_files(folder, collection, limits=self.limits))
        gone = self._vanished(files, collection) if folder.is_dir() else ()
        total = len(files) + len(gone)
        for done, outcome in enumerate(self._outcomes(files, collection, dry_run), 1):
            yield outcome
            if progress:
                progress(Progress(done, total, outcome.uri, outcome.state))
        for done, entry in enumerate(gone, len(files) + 1):
            outcome = self._part_with(entry, is_removal=remove_vanished and not dry_run)
            yield outcome
            if progress:
                progress(Progress(done, total, outcome.uri, outcome.state))

    def remove(self, uri: str) -> Outcome:
        """Take the document of one source out of the sinks and the ledger.

        Raises:
            SourceError: If the source is unknown.
        """
        entry = self.ledger.get(uri)
        if entry is None:
            raise SourceError(
                f"« {uri} » n’est pas dans la bibliothèque",
                remedy="Vérifiez l’adresse dans le rapport de lecture.",
            )
        return self._part_with(entry, is_removal=True)

    def _outcomes(
        self, files: Sequence[FoundFile], collection: str, dry_run: bool
    ) -> Iterator[Outcome]:
        if dry_run:
            for found in files:
                yield self._settled(found) or Outcome(
                    found.uri, State.PLANNED, size_bytes=found.size_bytes
                )
            return
        with (
            ReaderPool(self.limits, workers=self._workers) as pool,
            ThreadPoolExecutor(pool.workers) as threads,
        ):
            try:
                for found, done in self._read_ahead(files, collection, pool, threads):
                    yield done if isinstance(done, Outcome) else self._keep(found, done)
            finally:
                # Before the threads are joined: they wait for their children.
                pool.close()
                threads.shutdown(wait=False, cancel_futures=True)

    def _read_ahead(
        self,
        files: Sequence[FoundFile],
        collection: str,
        pool: ReaderPool,
        threads: ThreadPoolExecutor,
    ) -> Iterator[tuple[FoundFile, Outcome | _Reading]]:
        """Keep a few readings under way; give them back in the order of the files."""
        under_way: deque[tuple[FoundFile, Outcome | Future[_Reading]]] = deque()
        for found in files:
            settled = self._settled(found)
            under_way.append(
                (found, settled or threads.submit(self._read, found, collection, pool))
            )
            while len(under_way) > 2 * pool.workers:
                yield _wait(*under_way.popleft())
        while under_way:
            yield _wait(*under_way.popleft())

    def _settled(self, found: FoundFile) -> Outcome | None:
        """Return the outcome of a source that need not be opened, or None."""
        if found.problem:
            return Outcome(found.uri, State.UNREADABLE, found.problem)
        change = self.ledger.compare(
            found, reader=self.reader_version, trust_mtime=self._trust_mtime
        )
        if change is Change.SAME:
            return _as_before(self.ledger.get(found.uri))
        if change is Change.PERHAPS:
            return self._same_content(found)
        return None

    def _same_content(self, found: FoundFile) -> Outcome | None:
        entry = self.ledger.get(found.uri)
        try:
            source = describe(found, limits=self.limits)
        except SourceError as error:
            return Outcome(found.uri, State.UNREADABLE, error.message)
        if entry is None or source.sha256 != entry.sha256:
            return None
        self.ledger.put(replace(entry, mtime_ns=found.mtime_ns))
        return _as_before(entry)

    def _read(self, found: FoundFile, collection: str, pool: ReaderPool) -> _Reading:
        """Read one file in a child; runs in a thread."""
        started = time.monotonic()
        source: Source | None = None
        result: ReadResult | None = None
        try:
            source = describe(found, limits=self.limits)
            result = self._ask(found, source, collection, pool)
            state, message = result.state, result.message
        except ReadingError as error:
            state, message = State(error.state), error.message
        except SourceError as error:
            state, message = State.UNREADABLE, error.message
        return _Reading(source, result, state, message, time.monotonic() - started)

    def _ask(
        self, found: FoundFile, source: Source, collection: str, pool: ReaderPool
    ) -> ReadResult:
        require_supported(source.media_type)
        if source.size_bytes == 0:
            raise NoText("le fichier est vide")
        if source.size_bytes > self.limits.size_bytes:
            raise TooLarge(
                f"le fichier pèse {source.size_bytes >> 20} Mio, "
                f"{self.limits.size_bytes >> 20} sont permis"
            )
        return pool.read(
            ReadingJob(
                uri=found.uri,
                collection=collection,
                name=found.path.name,
                path=found.path,
                media_type=source.media_type,
                sha256=source.sha256,
                chunking=self.chunking,
            )
        )

    def _keep(self, found: FoundFile, reading: _Reading) -> Outcome:
        """Link and write what was read; remember how it ended."""
        before = self.ledger.get(found.uri)
        if reading.result is None:
            return self._keep_failure(found, reading, before)
        record = self._own_identifier(reading.result.record, found.uri)
        if self._linker is not None:
            mentions = self._linker(record.document, record.passages)
            record = replace(record, mentions=mentions)
        document = record.document
        for sink in self._sinks:
            if before and before.document and before.document != document.identifier:
                sink.remove(before.document)
            sink.write(record)
        self._remember(found, reading, record)
        return Outcome(
            uri=found.uri,
            state=reading.state,
            message=reading.message,
            document=document.identifier,
            title=document.title,
            media_type=document.source.media_type,
            size_bytes=document.source.size_bytes,
            pages=len(document.pages),
            passages=len(record.passages),
            mentions=len(record.mentions),
            seconds=reading.seconds,
            engines=reading.result.engines,
        )

    def _remember(
        self, found: FoundFile, reading: _Reading, record: DocumentRecord
    ) -> None:
        source = record.document.source
        self.ledger.put(
            LedgerEntry(
                uri=found.uri,
                collection=record.document.collection,
                sha256=source.sha256,
                size_bytes=source.size_bytes,
                mtime_ns=found.mtime_ns,
                state=reading.state,
                message=reading.message,
                document=record.document.identifier,
                reader=self.reader_version,
                title=record.document.title,
                pages=len(record.document.pages),
                passages=len(record.passages),
            )
        )

    def _keep_failure(
        self, found: FoundFile, reading: _Reading, before: LedgerEntry | None
    ) -> Outcome:
        """Remember a failure; a document of an earlier version stays in place."""
        message = reading.message
        kept = before.document if before else None
        if kept:
            message = f"{message} ; la version précédente reste dans la bibliothèque"
        source = reading.source
        if source is not None and reading.state is not State.UNREADABLE:
            self.ledger.put(
                LedgerEntry(
                    uri=found.uri,
                    collection=found.uri.partition("/")[0],
                    sha256=source.sha256,
                    size_bytes=source.size_bytes,
                    mtime_ns=found.mtime_ns,
                    state=reading.state,
                    message=message,
                    document=kept,
                    reader=self.reader_version,
                    title=before.title if before else None,
                    pages=before.pages if before and kept else 0,
                    passages=before.passages if before and kept else 0,
                )
            )
        return Outcome(
            uri=found.uri,
            state=reading.state,
            message=message,
            document=kept,
            media_type=source.media_type if source else "",
            size_bytes=found.size_bytes,
            seconds=reading.seconds,
        )

    def _own_identifier(self, record: DocumentRecord, uri: str) -> DocumentRecord:
        """Give a document another identifier when an earlier source has its own."""
        identifier = record.document.identifier
        if self.ledger.owner(identifier) in (None, uri):
            return record
        return renamed(record, unique_identifier(identifier, uri))

    def _vanished(
        self, files: Sequence[FoundFile], collection: str
    ) -> tuple[LedgerEntry, ...]:
        seen = {found.uri for found in files}
        closed = tuple(f"{found.uri}/" for found in files if found.is_folder)
        return tuple(
            entry
            for entry in self.ledger.of_collection(collection)
            if entry.uri not in seen and not entry.uri.startswith(closed or ("\0",))
        )

    def _part_with(self, entry: LedgerEntry, *, is_removal: bool) -> Outcome:
        state = State.VANISHED
        if is_removal:
            state = State.REMOVED
            for sink in self._sinks:
                if entry.document:
                    sink.remove(entry.document)
            self.ledger.forget(entry.uri)
        return Outcome(entry.uri, state, document=entry.document, title=entry.title)


def _wait(
    found: FoundFile, result: "Outcome | Future[_Reading]"
) -> tuple[FoundFile, Outcome | _Reading]:
    return found, result if isinstance(result, Outcome) else result.result()


def _as_before(entry: LedgerEntry | None) -> Outcome | None:
    """Return the outcome of an unchanged source; a failure stays a failure."""
    if entry is None:
        return None
    is_failed = not entry.state.is_read
    return Outcome(
        uri=entry.uri,
        state=entry.state if is_failed else State.UNCHANGED,
        message=entry.message,
        document=entry.document,
        title=entry.title,
        size_bytes=entry.size_bytes,
        pages=entry.pages,
        passages=entry.passages,
    )
