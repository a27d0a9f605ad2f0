"""Link and write what was read, and remember how each source ended.

Reading ─▶ linker ─▶ sinks ─▶ ledger ─▶ Outcome
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from ingest.file_reading import Reading
from ingest.identifiers import renamed, unique_identifier
from ingest.isolation.pool import PartResult, PartsResult, ReadResult
from ingest.ledger import Ledger, LedgerEntry, settled_mtime
from ingest.limits import Limits
from ingest.linking.title_links import title_links
from ingest.metadata.deduced_date import with_deduced_date
from ingest.options import ReadingOptions
from ingest.outcomes import Outcome, State
from ingest.ports import Linker, Sink
from ingest.sources.source_files import FoundFile
from ontology.model import Document, DocumentRecord, Source

__all__ = [
    "GIVEN_UP",
    "Keeper",
    "as_before",
    "facts",
    "keep_contents",
    "outcome_of",
    "with_old_document",
]

GIVEN_UP = frozenset({State.TIMEOUT, State.TOO_LARGE})
"""States that a limit decided: another limit may decide otherwise."""
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Keeper:
    """Writes records and keeps the ledger right.

    Args:
        ledger: Changed by every method.
        reader: Version of readers, cleaning, cutting and linking.
        linker: Finds mentions, or None.
        sinks: Written in this order.
        limits: That hold now.
        options: That hold now.
        withdrawn: Uris of sources that people took out.
        periods: When each group worked, as EDTF, by its identifier.
    """

    def __init__(
        self,
        ledger: Ledger,
        reader: str,
        *,
        linker: Linker | None,
        sinks: Sequence[Sink],
        limits: Limits,
        options: ReadingOptions,
        withdrawn: Collection[str] = frozenset(),
        periods: Mapping[str, str] = _NOTHING,
    ) -> None:
        self.ledger = ledger
        self._reader = reader
        self._linker = linker
        self._sinks = tuple(sinks)
        self._limits = limits.fingerprint
        self._options = options.fingerprint
        self._withdrawn = withdrawn
        self._periods = periods

    def is_withdrawn(self, uri: str) -> bool:
        """Whether people took a source out of the library."""
        return uri in self._withdrawn

    @property
    def conditions(self) -> frozenset[str]:
        """Settings that hold now, as entries of the ledger name them."""
        return frozenset({self._limits, self._options})

    def known_parts(self, container: str) -> dict[str, str]:
        """Return the fingerprints of documents that need not be read again.

        One that people took out is as good as read.
        """
        taken_out = {
            uri.rpartition("#")[2]: "settled"
            for uri in self._withdrawn
            if uri.startswith(f"{container}#")
        }
        return taken_out | {
            entry.uri.rpartition("#")[2]: entry.fingerprint
            for entry in self.ledger.parts_of(container)
            if entry.state.is_read
            and entry.reader == self._reader
            and (not entry.conditions or entry.conditions in self.conditions)
        }

    def keep(
        self, found: FoundFile, reading: Reading, *, remove_vanished: bool
    ) -> Iterator[Outcome]:
        """Yield the outcome of a file that is one document, or that failed.

        Args:
            found: The file.
            reading: What came of it.
            remove_vanished: Whether documents leave that stood in it before, when it
                was a file of several.

        Raises:
            Exception: What a sink or the linker raises.
        """
        if reading.result is None:
            yield self._keep_failure(found, reading)
            return
        yield self._keep_document(found, reading, reading.result)
        for entry in self.ledger.parts_of(found.uri):
            yield self.part_with(entry, is_removal=remove_vanished)

    def part_with(
        self, entry: LedgerEntry, *, is_removal: bool, message: str = ""
    ) -> Outcome:
        """Report a source that is gone; take its document away on request.

        Raises:
            Exception: What a sink raises.
        """
        state = State.REMOVED if is_removal else State.VANISHED
        if is_removal:
            if entry.document:
                self.drop(entry.document)
            self.ledger.forget(entry.uri)
        return Outcome(
            entry.uri,
            state,
            message,
            document=entry.document,
            title=entry.title,
            container=entry.container,
        )

    def _keep_document(
        self, found: FoundFile, reading: Reading, result: ReadResult
    ) -> Outcome:
        record = self.write(result.record, found.uri)
        entry = self.entry(found, record.document.source.sha256, reading.state)
        self.ledger.put(
            replace(
                entry,
                message=reading.message,
                conditions=self.condition(reading.state, wants_ocr=result.wants_ocr),
                **facts(record),
            )
        )
        size = record.document.source.size_bytes
        outcome = outcome_of(record, found.uri, result, size_bytes=size)
        return replace(outcome, seconds=reading.seconds)

    def _keep_failure(self, found: FoundFile, reading: Reading) -> Outcome:
        """Remember a failure; documents of an earlier version stay in place."""
        before = self.ledger.get(found.uri)
        message = reading.message
        kept = before.document if before else None
        if kept or self.ledger.parts_of(found.uri):
            message = f"{message} ; la version précédente reste dans la bibliothèque"
        source = reading.source
        if source is not None and reading.state is not State.UNREADABLE:
            entry = replace(
                self.entry(found, source.sha256, reading.state),
                size_bytes=source.size_bytes,
                message=message,
                remedy=reading.remedy,
                conditions=self.condition(reading.state),
            )
            self.ledger.put(with_old_document(entry, before))
        return Outcome(
            uri=found.uri,
            state=reading.state,
            message=message,
            document=kept,
            media_type=source.media_type if source else "",
            size_bytes=found.size_bytes,
            seconds=reading.seconds,
            remedy=reading.remedy,
        )

    def write(self, record: DocumentRecord, uri: str) -> DocumentRecord:
        """Link a record and hand it to the sinks, in place of the one before.

        Raises:
            Exception: What a sink or the linker raises.
        """
        identifier = record.document.identifier
        if self.ledger.owner(identifier) not in (None, uri):
            # An earlier source has this identifier.
            record = renamed(record, unique_identifier(identifier, uri))
        if self._linker is not None:
            document = record.document
            mentions = self._linker(document, record.passages)
            links = (*document.links, *title_links(document, self._linker))
            record = replace(
                record, document=replace(document, links=links), mentions=mentions
            )
        dated = with_deduced_date(record.document, self._periods)
        record = replace(record, document=dated)
        before = self.ledger.get(uri)
        old = before.document if before else None
        for sink in self._sinks:
            if old and old != record.document.identifier:
                sink.remove(old)
            sink.write(record)
        return record

    def drop(self, document: str) -> None:
        """Take a document out of the sinks.

        Raises:
            Exception: What a sink raises.
        """
        for sink in self._sinks:
            sink.remove(document)

    def entry(self, found: FoundFile, sha256: str, state: State) -> LedgerEntry:
        """Return an entry with what is known of every file."""
        return LedgerEntry(
            uri=found.uri,
            collection=found.uri.partition("/")[0],
            sha256=sha256,
            size_bytes=found.size_bytes,
            mtime_ns=settled_mtime(found.mtime_ns),
            state=state,
            reader=self._reader,
            fingerprint=found.fingerprint,
        )

    def condition(self, state: State, *, wants_ocr: bool = False) -> str:
        """Return the setting that a state depends on, or an empty string."""
        if state in GIVEN_UP:
            return self._limits
        depends = wants_ocr or state in (State.NO_TEXT, State.UNSUPPORTED)
        return self._options if depends else ""


def as_before(entry: LedgerEntry) -> Outcome:
    """Return the outcome of an unchanged source; a failure stays a failure."""
    return Outcome(
        uri=entry.uri,
        state=State.UNCHANGED if entry.state.is_read else entry.state,
        message=entry.message,
        document=entry.document,
        title=entry.title,
        size_bytes=entry.size_bytes,
        pages=entry.pages,
        passages=entry.passages,
        container=entry.container,
        remedy="" if entry.state.is_read else entry.remedy,
    )


def facts(record: DocumentRecord) -> dict[str, Any]:
    """Return the fields of a ledger entry that a record gives."""
    return {
        "document": record.document.identifier,
        "title": record.document.title,
        "pages": len(record.document.pages),
        "passages": len(record.passages),
    }


def with_old_document(entry: LedgerEntry, before: LedgerEntry | None) -> LedgerEntry:
    """Return the entry of a failure, which keeps the document of the good version."""
    if before is None or before.document is None:
        return entry
    return replace(
        entry,
        document=before.document,
        title=before.title,
        pages=before.pages,
        passages=before.passages,
    )


def outcome_of(
    record: DocumentRecord, uri: str, result: ReadResult, *, size_bytes: int
) -> Outcome:
    """Return the outcome of a document that was read and written.

    Args:
        record: As it was written.
        uri: Of its source.
        result: As it came from its reader.
        size_bytes: Of its source.
    """
    document: Document = record.document
    return Outcome(
        uri=uri,
        state=result.state,
        message=result.message,
        document=document.identifier,
        title=document.title,
        media_type=document.source.media_type,
        size_bytes=size_bytes,
        pages=len(document.pages),
        passages=len(record.passages),
        mentions=len(record.mentions),
        engines=result.engines,
        losses=document.losses,
        remedy=result.remedy,
    )


def keep_contents(
    keeper: Keeper, found: FoundFile, reading: Reading, *, remove_vanished: bool
) -> Iterator[Outcome]:
    """Yield the outcome of a file, then of each document that is or was in it.

    Args:
        keeper: Writes records and the ledger.
        found: The file.
        reading: What came of it, with ``source`` and ``contents``.
        remove_vanished: Whether documents leave that are in the file no more.

    Raises:
        ValueError: If nothing was read.
        Exception: What a sink or the linker raises.
    """
    source, contents = reading.source, reading.contents
    if source is None or contents is None:
        raise ValueError(f"{found.uri}: nothing was read")
    yield _keep_file(keeper, found, source, contents, reading.seconds)
    known = keeper.ledger.parts_of(found.uri)
    names = {part.name for part in contents.parts} | contents.unchanged
    for part in contents.parts:
        yield _keep_part(keeper, found, source, part)
    for entry in known:
        name = entry.uri.rpartition("#")[2]
        if name in contents.unchanged:
            yield as_before(entry)
        elif name not in names:
            reason = contents.left_out.get(name)
            message = f"laissé de côté à présent : {reason}" if reason else ""
            if not remove_vanished:
                gone = replace(entry, state=State.VANISHED, message=message)
                keeper.ledger.put(gone)
            yield keeper.part_with(entry, is_removal=remove_vanished, message=message)


def _keep_file(
    keeper: Keeper,
    found: FoundFile,
    source: Source,
    contents: PartsResult,
    seconds: float,
) -> Outcome:
    before = keeper.ledger.get(found.uri)
    if before and before.document:
        # The file was one document until now.
        keeper.drop(before.document)
    count = len(contents.parts) + len(contents.unchanged)
    state = State.OK if count else State.NO_TEXT
    given_up = next((p.state for p in contents.parts if p.state in GIVEN_UP), State.OK)
    entry = replace(
        keeper.entry(found, source.sha256, state),
        message=_summary(count, contents.left_out),
        title=contents.title or None,
        conditions=keeper.condition(given_up),
    )
    keeper.ledger.put(entry)
    return Outcome(
        found.uri,
        state,
        entry.message,
        title=entry.title,
        media_type=source.media_type,
        size_bytes=source.size_bytes,
        seconds=seconds,
        contained=count,
    )


def _keep_part(
    keeper: Keeper, found: FoundFile, source: Source, part: PartResult
) -> Outcome:
    uri = f"{found.uri}#{part.name}"
    entry = replace(
        keeper.entry(found, source.sha256, part.state),
        uri=uri,
        message=part.message,
        remedy=part.remedy,
        size_bytes=part.size_bytes,
        container=found.uri,
        fingerprint=part.fingerprint,
        conditions=keeper.condition(part.state),
    )
    if part.result is None:
        entry = with_old_document(entry, keeper.ledger.get(uri))
        keeper.ledger.put(entry)
        return as_before(entry)
    record = keeper.write(part.result.record, uri)
    keeper.ledger.put(replace(entry, **facts(record)))
    outcome = outcome_of(record, uri, part.result, size_bytes=part.size_bytes)
    return replace(outcome, container=found.uri)


def _summary(count: int, left_out: Mapping[str, str]) -> str:
    """Say how many documents a file holds and why others were left out."""
    said = f"{count} document(s)" if count else "aucun document publié"
    counted = Counter(left_out.values()).most_common()
    reasons = ", ".join(f"{reason} : {number}" for reason, number in counted)
    return (
        f"{said} ; {len(left_out)} laissé(s) de côté ({reasons})" if reasons else said
    )
