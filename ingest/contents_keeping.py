"""Keep a file of several documents: the file first, then each of its documents.

new or changed ─▶ written     same fingerprint ─▶ unchanged
in the file no more, or no longer published ─▶ vanished, removed on request
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ingest.file_reading import Reading
from ingest.isolation.pool import PartResult, PartsResult
from ingest.keeper import (
    GIVEN_UP,
    Keeper,
    as_before,
    facts,
    outcome_of,
    with_old_document,
)
from ingest.outcomes import Outcome, State
from ingest.sources.source_files import FoundFile
from ontology.model import Source

__all__ = ["keep_contents"]


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
    outcome = outcome_of(
        record,
        uri,
        part.state,
        part.message,
        size_bytes=part.size_bytes,
        seconds=0.0,
        engines=part.result.engines,
    )
    return replace(outcome, container=found.uri)


def _summary(count: int, left_out: Mapping[str, str]) -> str:
    """Say how many documents a file holds and why others were left out."""
    said = f"{count} document(s)" if count else "aucun document publié"
    counted = Counter(left_out.values()).most_common()
    reasons = ", ".join(f"{reason} : {number}" for reason, number in counted)
    return (
        f"{said} ; {len(left_out)} laissé(s) de côté ({reasons})" if reasons else said
    )
