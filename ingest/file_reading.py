"""One file on its way through a child: what it is, what came back, how long it took."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.errors import NoText, ReadingError, SourceError, TooLarge
from ingest.isolation.pool import PartsResult, ReadingJob, ReadResult
from ingest.limits import Limits
from ingest.outcomes import State
from ingest.readers import is_container, require_supported
from ingest.reading_cache import Readers
from ingest.sources.source_files import FoundFile, describe
from ingest.texts.chunking import Chunking
from ontology.model import Source

__all__ = ["Reading", "read_file"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came back from a child, or why nothing did.

    Attributes:
        source: The file, or None when it could not be opened.
        result: The record of a file that is one document.
        contents: The documents of a file that holds several.
        state: How it ended.
        message: Details in French, or empty.
        seconds: Wall time.
        remedy: What can be done about a failure, in French, or empty.
    """

    source: Source | None
    result: ReadResult | None
    contents: PartsResult | None
    state: State
    message: str
    seconds: float
    remedy: str = ""


def read_file(
    found: FoundFile,
    collection: str,
    pool: Readers,
    *,
    limits: Limits,
    chunking: Chunking,
    known: Mapping[str, str],
) -> Reading:
    """Read one file in a child; safe to call in a thread.

    Args:
        found: The file.
        collection: Named set it belongs to.
        pool: Children, or what asks a cache before it asks them.
        limits: Bounds of one document.
        chunking: Lengths of passages.
        known: Fingerprints of documents inside the file that are not read again.

    Raises:
        IngestError: If no child process can be started.
    """
    started, remedy = time.monotonic(), ""
    source: Source | None = None
    result: ReadResult | None = None
    contents: PartsResult | None = None
    try:
        source = describe(found, limits=limits)
        job = _job(found, source, collection, limits, chunking, known)
        if is_container(source.media_type):
            contents = pool.read_parts(job)
            state, message = State.OK, ""
        else:
            result = pool.read(job)
            state, message = result.state, result.message
    except ReadingError as error:
        state, message, remedy = State(error.state), error.message, error.remedy
    except SourceError as error:
        state, message, remedy = State.UNREADABLE, error.message, error.remedy
    seconds = time.monotonic() - started
    return Reading(source, result, contents, state, message, seconds, remedy)


def _job(
    found: FoundFile,
    source: Source,
    collection: str,
    limits: Limits,
    chunking: Chunking,
    known: Mapping[str, str],
) -> ReadingJob:
    if not is_container(source.media_type):
        require_supported(source.media_type)
    if source.size_bytes == 0:
        raise NoText("le fichier est vide")
    if source.size_bytes > limits.size_bytes:
        raise TooLarge(
            f"le fichier pèse {source.size_bytes >> 20} Mio, "
            f"{limits.size_bytes >> 20} sont permis"
        )
    return ReadingJob(
        uri=found.document_uri,
        collection=collection,
        name=found.path.name,
        path=found.path,
        media_type=source.media_type,
        sha256=source.sha256,
        chunking=chunking,
        known=known,
        stated=found.published.stated if found.published else (),
    )
