"""Children that read documents, and the parent that survives them.

A ``ReaderPool`` keeps a few child processes. Each reads many documents, one at a time,
and is replaced after a crash, a timeout, a memory stop, or a number of documents.
Whatever a document does to its child, the caller gets a reply or a typed error.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any

from ingest.errors import (
    EncryptedContent,
    IngestError,
    MalformedContent,
    NoText,
    ReadingError,
    ReadingTimeout,
    SourceError,
    TooLarge,
    UnsupportedContent,
)
from ingest.isolation.child import ChildDied, ReadingChild, ReadingJob
from ingest.isolation.lending import Children
from ingest.isolation.wire import decode_record
from ingest.limits import Limits
from ingest.options import ReadingOptions
from ingest.outcomes import State
from ontology.call_context import current_call
from ontology.errors import OntologyError
from ontology.model import DocumentRecord

__all__ = [
    "PartResult",
    "PartsResult",
    "ReadResult",
    "ReaderPool",
    "ReadingJob",
    "require_read",
]

_LOG = logging.getLogger(__name__)
_MOST_STOPS = 5
"""Parts of one file that may stop their reader before the file is given up."""

_ERRORS: Mapping[str, type[ReadingError]] = {
    kind.state: kind
    for kind in (
        EncryptedContent,
        NoText,
        MalformedContent,
        TooLarge,
        ReadingTimeout,
        UnsupportedContent,
    )
}


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A record and how it was read.

    Attributes:
        record: The document and its passages.
        state: One of the states of what was read.
        message: Details in French, or empty.
        engines: Pages by the engine that read them.
        wants_ocr: Whether recognition of images would give more text.
        remedy: What can be done about what was lost, in French, or empty.
    """

    record: DocumentRecord
    state: State
    message: str
    engines: Mapping[str, int]
    wants_ocr: bool = False
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class PartResult:
    """What became of one document of a file that holds several.

    Attributes:
        name: Its name in the file.
        fingerprint: Of what it is made of, or empty when its reader stopped.
        size_bytes: Of its own text.
        result: The record, or None.
        state: How it ended.
        message: Details in French, or empty.
        remedy: What can be done, in French, or empty.
    """

    name: str
    fingerprint: str
    size_bytes: int
    result: ReadResult | None
    state: State
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class PartsResult:
    """What a file of several documents gave.

    Attributes:
        title: Of the whole.
        parts: Documents that were read or failed now.
        unchanged: Names of those that were known.
        left_out: Why a part is no document, by its name.
    """

    title: str
    parts: tuple[PartResult, ...]
    unchanged: frozenset[str] = frozenset()
    left_out: Mapping[str, str] = field(default_factory=dict)


class ReaderPool:
    """Reads documents in child processes; safe to call from several threads.

    Whoever makes one closes it. One that is dropped open ends its children and warns.

    Args:
        limits: Bounds of one document.
        workers: Number of children, and of documents read at the same time.
        options: What readers may use; tesseract where it is found when None.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        workers: int = 2,
        options: ReadingOptions | None = None,
    ) -> None:
        bounds, found = limits or Limits(), options or ReadingOptions.found()
        self.workers = max(1, workers)
        self._children = Children(self.workers, lambda: ReadingChild(bounds, found))

    def __enter__(self) -> "ReaderPool":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all children, also those that are reading, and wait until they are gone.

        Who reads or waits to read is told that reading was interrupted.
        """
        self._children.close()

    def read(self, job: ReadingJob) -> ReadResult:
        """Read one document; waits for a free child.

        Raises:
            ReadingError: The subclass that names the state.
            SourceError: If the file cannot be read or changed meanwhile.
            IngestError: If no child process can be started.
            CallCancelled: If nobody waits for it any more; its child was killed.
        """
        try:
            reply = self._ask(job, (), [])
        except ChildDied as death:
            # pdfium ends its process on some files that pypdf reads or refuses.
            _LOG.info("reader died on %s: %s", job.told, death)
            try:
                reply = self._ask(job, ("pdfium",), [])
            except ChildDied as second:
                raise _stopped(second) from second
        _log_trace(job.told, reply)
        return _result(reply)

    def read_parts(self, job: ReadingJob) -> PartsResult:
        """Read the documents of a file that holds several; waits for a free child.

        A document that kills its reader or takes too long is a failed part; the
        others are read by another child.

        Raises:
            ReadingError: The subclass that names the state, of the file as a whole.
            SourceError: If the file cannot be read or changed meanwhile.
            IngestError: If no child process can be started.
        """
        job = replace(job, wants_parts=True)
        parts: list[PartResult] = []
        for attempt in range(_MOST_STOPS + 1):
            messages: list[dict[str, Any]] = []
            try:
                reply = self._ask(job, (), messages)
            except (ChildDied, ReadingTimeout, TooLarge) as error:
                stop = _stopped(error) if isinstance(error, ChildDied) else error
                parts += _parts(job.uri, messages)
                culprit = _begun(messages)
                if culprit is None or attempt == _MOST_STOPS:
                    raise stop from error
                parts.append(_failed_part(culprit, stop))
            else:
                _log_trace(job.uri, reply)
                require_read(reply)
                parts += _parts(job.uri, messages)
                if not reply.get("is_cut"):
                    return _whole(reply, parts)
            settled = {part.name: "settled" for part in parts}
            job = replace(job, known={**job.known, **settled})
        raise TooLarge(f"{_MOST_STOPS + 1} documents de ce fichier sont trop gros")

    def _ask(
        self,
        job: ReadingJob,
        avoided: tuple[str, ...],
        before: list[dict[str, Any]],
    ) -> dict[str, Any]:
        call = current_call()
        with self._children.lent() as child:
            try:
                with call.on_cancel(child.kill):
                    return child.ask(job, avoided, before)
            except (ChildDied, IngestError):
                # The child that we killed did not die of its document.
                call.check()
                raise


def _result(reply: dict[str, Any]) -> ReadResult:
    require_read(reply)
    try:
        record = decode_record(reply["record"])
    except (OntologyError, KeyError, ValueError, TypeError) as error:
        raise MalformedContent(f"réponse inattendue du lecteur : {error}") from error
    return ReadResult(
        record,
        State(reply["state"]),
        reply["message"],
        reply["engines"],
        bool(reply["wants_ocr"]),
        reply["remedy"],
    )


def require_read(reply: Mapping[str, Any]) -> None:
    """Raise the error that a reply tells of; return where a document was read.

    Raises:
        ReadingError: The subclass that names the state.
        SourceError: If the file could not be read.
    """
    state = State(reply["state"])
    if not state.is_read:
        kind: type[IngestError] = _ERRORS.get(state.value, SourceError)
        raise kind(reply["message"], remedy=reply["remedy"])


def _whole(reply: dict[str, Any], parts: list[PartResult]) -> PartsResult:
    return PartsResult(
        title=reply["title"],
        parts=tuple(parts),
        unchanged=frozenset(reply["unchanged"]) - {part.name for part in parts},
        left_out=reply["left_out"],
    )


def _parts(uri: str, messages: list[dict[str, Any]]) -> list[PartResult]:
    return [_part(uri, message) for message in messages if "part" in message]


def _part(uri: str, message: dict[str, Any]) -> PartResult:
    _log_trace(f"{uri}#{message['part']}", message)
    result: ReadResult | None = None
    state, words, remedy = State(message["state"]), message["message"], ""
    try:
        result = _result(message)
    except ReadingError as error:
        state, words, remedy = State(error.state), error.message, error.remedy
    return PartResult(
        name=message["part"],
        fingerprint=message["fingerprint"],
        size_bytes=message["size_bytes"],
        result=result,
        state=state,
        message=words,
        remedy=remedy,
    )


def _begun(messages: list[dict[str, Any]]) -> str | None:
    """Return the part that was being read when the messages ended, or None."""
    begun: str | None = None
    for message in messages:
        begun = message.get("begins", begun)
        if message.get("part") == begun:
            begun = None
    return begun


def _failed_part(name: str, error: ReadingError) -> PartResult:
    state = State(error.state)
    return PartResult(name, "", 0, None, state, error.message, error.remedy)


def _stopped(death: ChildDied) -> MalformedContent:
    return MalformedContent(
        f"le lecteur s’est arrêté brutalement ({death})",
        remedy="Exportez de nouveau le document depuis son logiciel.",
    )


def _log_trace(uri: str, reply: dict[str, Any]) -> None:
    if "trace" in reply:
        _LOG.warning("%s: %s at %s", uri, reply["message"], reply["trace"])
