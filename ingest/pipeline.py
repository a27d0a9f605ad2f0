"""From a folder to records in the sinks, one outcome per source.

    find_files ─▶ ledger ─▶ ReaderPool ─▶ original ─▶ linker ─▶ sinks ─▶ Outcome
                    │ same: unchanged       │ changed      │ cannot write:
                    │                       │ meanwhile:   │ the run stops
                    └ vanished ─▶ removed   └ unreadable   ┘
                                  on request

Reading runs ahead in child processes; outcomes come in the order of the files. One bad
file never stops a folder. A sink that fails does: the generation being written is then
not published, and the next run begins from the last published one.
"""

from collections import deque
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from ingest.composition import READER_VERSION
from ingest.drafts import read_draft
from ingest.errors import SourceError
from ingest.file_reading import Reading, read_file
from ingest.isolation.pool import ReaderPool
from ingest.keeper import Keeper, as_before, keep_contents
from ingest.ledger import UNSETTLED, Change, Ledger, LedgerEntry, settled_mtime
from ingest.limits import Limits
from ingest.options import ReadingOptions
from ingest.outcomes import Outcome, State
from ingest.ports import Linker, Sink
from ingest.reading_cache import CachedReaders, Readers, ReadingCache
from ingest.sources.source_files import FoundFile, describe, find_files
from ingest.texts.chunking import Chunking

__all__ = ["Pipeline", "Progress", "read_draft"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        done: Sources done.
        total: Of how many.
        uri: The last one.
        state: How it ended.
        pages: Pages read so far.
    """

    done: int
    total: int
    uri: str
    state: State
    pages: int = 0


_Settled = tuple[Outcome, ...]
"""Outcomes of a file that need not be read, and of the documents in it."""


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
        options: What readers may use; tesseract where it is found when None.
        trust_mtime: Whether the same size and time mean the same content.
        withdrawn: Uris of sources that people took out: they are not read, and leave
            where they still are.
        cache: Keeps what readers made of files, also of a run that is interrupted.
        keep_original: Stores a file whose text is about to be written, by its checksum;
            raises ``SourceError`` where the file is no longer what was read.
        periods: When each group worked, as EDTF, by its identifier: a date for
            documents that print none.
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
        options: ReadingOptions | None = None,
        trust_mtime: bool = True,
        withdrawn: Collection[str] = frozenset(),
        cache: ReadingCache | None = None,
        keep_original: Callable[[Path, str], None] | None = None,
        periods: Mapping[str, str] | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.chunking = chunking or Chunking()
        self.ledger = ledger if ledger is not None else Ledger()
        self._options = options or ReadingOptions.found()
        self._workers = workers
        self._trust_mtime = trust_mtime
        self._cache = cache
        self._keep_original = keep_original
        cutting = f"{self.chunking.target}/{self.chunking.maximum}"
        self.reader_version = f"{READER_VERSION}:{cutting}:{linking}"
        self._keeper = Keeper(
            self.ledger,
            self.reader_version,
            linker=linker,
            sinks=sinks,
            limits=self.limits,
            options=self._options,
            withdrawn=withdrawn,
            periods=periods or {},
        )

    def run(
        self,
        folder: Path,
        *,
        collection: str,
        remove_vanished: bool = False,
        dry_run: bool = False,
        only: Container[str] | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Iterator[Outcome]:
        """Yield what became of each source of a folder (or of a single file).

        Args:
            folder: A folder or one file.
            collection: Name of the set; vanished sources are looked for in it, unless
                ``folder`` is a single file.
            remove_vanished: Whether documents whose file is gone leave the sinks.
            dry_run: Say what would be done; read and write nothing.
            only: Uris of the files to look at, where not all; nothing then vanishes.
            progress: Called after each source.

        Raises:
            SourceError: If the folder itself cannot be read.
            IngestError: If no child process can be started.
            Exception: What a sink or the linker raises.
        """
        files = list(find_files(folder, collection, limits=self.limits))
        gone = self._vanished(files, collection) if folder.is_dir() else ()
        if only is not None:
            files, gone = [found for found in files if found.uri in only], ()
        total, done, pages = len(files) + len(gone), 0, 0
        is_removal = remove_vanished and not dry_run
        fate = "serait retiré" if remove_vanished and dry_run else ""
        outcomes = chain(
            self._planned(files)
            if dry_run
            else self._outcomes(files, collection, remove_vanished=is_removal),
            (
                self._keeper.part_with(entry, is_removal=is_removal, message=fate)
                for entry in gone
            ),
        )
        gone_uris = {entry.uri for entry in gone}
        for outcome in outcomes:
            # Documents inside a file belong to the step of their file.
            done += not outcome.container or outcome.uri in gone_uris
            pages += outcome.pages if outcome.state.is_read else 0
            yield outcome
            if progress:
                progress(Progress(done, total, outcome.uri, outcome.state, pages))

    def remove(self, uri: str) -> Outcome:
        """Take a source out of the sinks and the ledger, with the documents in it.

        Raises:
            SourceError: If the source is unknown.
        """
        entry = self.ledger.get(uri)
        if entry is None:
            raise SourceError(
                f"« {uri} » n’est pas dans la bibliothèque",
                remedy="Vérifiez l’adresse dans le rapport de lecture.",
            )
        for part in self.ledger.parts_of(uri):
            self._keeper.part_with(part, is_removal=True)
        container = self.ledger.get(entry.container)
        if container is not None:
            # The next run looks into the file again, as it would for a file.
            self.ledger.put(replace(container, sha256="", mtime_ns=UNSETTLED))
        return self._keeper.part_with(entry, is_removal=True)

    def _planned(self, files: Sequence[FoundFile]) -> Iterator[Outcome]:
        for found in files:
            is_new = self.ledger.get(found.uri) is None
            state = State.PLANNED if is_new else State.PLANNED_AGAIN
            yield from self._settled(found) or (
                Outcome(found.uri, state, size_bytes=found.size_bytes),
            )

    def _outcomes(
        self, files: Sequence[FoundFile], collection: str, *, remove_vanished: bool
    ) -> Iterator[Outcome]:
        with (
            ReaderPool(
                self.limits, workers=self._workers, options=self._options
            ) as pool,
            ThreadPoolExecutor(pool.workers) as threads,
        ):
            try:
                ahead = self._read_ahead(
                    files, collection, self._readers(pool), threads
                )
                for found, done in ahead:
                    if isinstance(done, tuple):
                        yield from self._repeat(done, remove_vanished=remove_vanished)
                    else:
                        yield from self._keep(
                            found, done, remove_vanished=remove_vanished
                        )
            finally:
                # Before the threads are joined: they wait for their children.
                threads.shutdown(wait=False, cancel_futures=True)
                pool.close()

    def _read_ahead(
        self,
        files: Sequence[FoundFile],
        collection: str,
        readers: Readers,
        threads: ThreadPoolExecutor,
    ) -> Iterator[tuple[FoundFile, _Settled | Reading]]:
        """Keep a few readings under way; give them back in the order of the files."""
        under_way: deque[tuple[FoundFile, _Settled | Future[Reading]]] = deque()
        for found in files:
            settled = self._settled(found)
            under_way.append(
                (
                    found,
                    settled or threads.submit(self._read, found, collection, readers),
                )
            )
            while len(under_way) > 2 * self._workers:
                yield _wait(*under_way.popleft())
        while under_way:
            yield _wait(*under_way.popleft())

    def _settled(self, found: FoundFile) -> _Settled | None:
        """Return the outcomes of a file that need not be read, or None."""
        if found.problem:
            return (Outcome(found.uri, State.UNREADABLE, found.problem),)
        if self._keeper.is_withdrawn(found.uri):
            return (Outcome(found.uri, State.WITHDRAWN),)
        change = self.ledger.compare(
            found,
            reader=self.reader_version,
            trust_mtime=self._trust_mtime,
            conditions=self._keeper.conditions,
        )
        entry = self.ledger.get(found.uri)
        if change is Change.PERHAPS and entry is not None:
            return self._same_content(found, entry)
        if change is not Change.SAME or entry is None:
            return None
        return self._before(entry)

    def _same_content(self, found: FoundFile, entry: LedgerEntry) -> _Settled | None:
        try:
            source = describe(found, limits=self.limits)
        except SourceError as error:
            return (Outcome(found.uri, State.UNREADABLE, error.message),)
        if source.sha256 != entry.sha256:
            return None
        self.ledger.put(replace(entry, mtime_ns=settled_mtime(found.mtime_ns)))
        return self._before(entry)

    def _before(self, entry: LedgerEntry) -> _Settled:
        parts = self.ledger.parts_of(entry.uri)
        contained = sum(1 for part in parts if part.state is not State.VANISHED)
        own = replace(as_before(entry), contained=contained)
        return (own, *map(as_before, parts))

    def _repeat(
        self, outcomes: _Settled, *, remove_vanished: bool
    ) -> Iterator[Outcome]:
        """Yield outcomes as they were; a document that is unwanted may now leave."""
        for outcome in outcomes:
            entry = self.ledger.get(outcome.uri)
            is_gone = outcome.state is State.VANISHED
            if outcome.state is State.WITHDRAWN and entry is not None:
                self.remove(outcome.uri)
                yield outcome
            elif is_gone and remove_vanished and entry is not None:
                yield self._keeper.part_with(entry, is_removal=True)
            else:
                yield outcome

    def _readers(self, pool: ReaderPool) -> Readers:
        if self._cache is None:
            return pool
        return CachedReaders(
            pool, self._cache, limits=self.limits, options=self._options
        )

    def _read(self, found: FoundFile, collection: str, pool: Readers) -> Reading:
        """Read one file in a child; runs in a thread."""
        return read_file(
            found,
            collection,
            pool,
            limits=self.limits,
            chunking=self.chunking,
            known=self._keeper.known_parts(found.uri),
        )

    def _keep(
        self, found: FoundFile, reading: Reading, *, remove_vanished: bool
    ) -> Iterator[Outcome]:
        reading = self._with_original(found, reading)
        keep = keep_contents if reading.contents is not None else Keeper.keep
        yield from keep(self._keeper, found, reading, remove_vanished=remove_vanished)

    def _with_original(self, found: FoundFile, reading: Reading) -> Reading:
        """Return the reading, or the failure that its file is another one by now.

        Nothing is remembered of such a file, so that the next run reads it.
        """
        is_written = reading.result is not None or (
            reading.contents is not None and reading.contents.parts
        )
        if self._keep_original is None or reading.source is None or not is_written:
            return reading
        try:
            self._keep_original(found.path, reading.source.sha256)
        except SourceError as error:
            return replace(
                reading,
                result=None,
                contents=None,
                state=State.UNREADABLE,
                message=error.message,
            )
        return reading

    def _vanished(
        self, files: Sequence[FoundFile], collection: str
    ) -> tuple[LedgerEntry, ...]:
        seen = {found.uri for found in files}
        # What is inside a file vanishes with it, or when the file is read.
        closed = tuple(f"{found.uri}/" for found in files if found.is_folder)
        return tuple(
            entry
            for entry in self.ledger.of_collection(collection)
            if seen.isdisjoint((entry.uri, entry.container))
            and not entry.uri.startswith(closed or ("\0",))
        )


def _wait(
    found: FoundFile, result: "_Settled | Future[Reading]"
) -> "tuple[FoundFile, _Settled | Reading]":
    return found, result if isinstance(result, tuple) else result.result()
