"""Children that read documents, and the parent that survives them.

A ``ReaderPool`` keeps a few child processes. Each reads many documents, one at a time,
and is replaced after a crash, a timeout, a memory stop, or a number of documents.
Whatever a document does to its child, the caller gets a reply or a typed error.
"""

import json
import logging
import os
import queue
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from ingest.chunking import Chunking
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
from ingest.limits import Limits
from ingest.outcomes import State
from ingest.wire import decode_record, to_bytes
from ingest.worker import FRAME
from ontology.errors import OntologyError
from ontology.model import DocumentRecord

__all__ = ["ReadResult", "ReaderPool", "ReadingJob"]

_LOG = logging.getLogger(__name__)
_START_SECONDS = 60.0
_DOCUMENTS_PER_CHILD = 300
_BOOT = (
    "import sys, json; sys.path[:] = json.loads(sys.argv.pop()); "
    "from ingest.worker import main; main()"
)
_ENVIRONMENT = {
    "PYTHONUTF8": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
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
class ReadingJob:
    """What a child is asked to read.

    Attributes:
        uri: Identity of the source.
        collection: Named set it belongs to.
        name: File name.
        path: Where the bytes are, or None when ``content`` holds them.
        content: The bytes, for drafts.
        media_type: As detected, or empty to detect it in the child.
        sha256: Expected fingerprint, or empty.
        chunking: Lengths of passages.
    """

    uri: str
    collection: str
    name: str
    path: Path | None = None
    content: bytes | None = None
    media_type: str = ""
    sha256: str = ""
    chunking: Chunking = field(default_factory=Chunking)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A record and how it was read."""

    record: DocumentRecord
    state: State
    message: str
    engines: Mapping[str, int]


class _ChildDied(Exception):  # noqa: N818 - caught in this file
    """The child ended while it was reading; holds its exit status."""


class ReaderPool:
    """Reads documents in child processes; safe to call from several threads.

    Args:
        limits: Bounds of one document.
        workers: Number of children, and of documents read at the same time.
    """

    def __init__(self, limits: Limits | None = None, *, workers: int = 2) -> None:
        self._limits = limits or Limits()
        self.workers = max(1, workers)
        self._idle: queue.SimpleQueue[_Child | None] = queue.SimpleQueue()
        self._all: set[_Child] = set()
        self._is_closed = False
        for _ in range(self.workers):
            self._idle.put(None)

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
        """End all children, also those that are reading."""
        self._is_closed = True
        for child in tuple(self._all):
            child.kill()
        self._all.clear()

    def read(self, job: ReadingJob) -> ReadResult:
        """Read one document; waits for a free child.

        Raises:
            ReadingError: The subclass that names the state.
            SourceError: If the file cannot be read or changed meanwhile.
            IngestError: If no child process can be started.
        """
        try:
            reply = self._ask(job, ())
        except _ChildDied as death:
            # pdfium ends its process on some files that pypdf reads or refuses.
            _LOG.info("reader died on %s: %s", job.uri, death)
            try:
                reply = self._ask(job, ("pdfium",))
            except _ChildDied as second:
                raise MalformedContent(
                    f"le lecteur s’est arrêté brutalement ({second})",
                    remedy="Exportez de nouveau le document depuis son logiciel.",
                ) from second
        if "trace" in reply:
            _LOG.warning("%s: %s at %s", job.uri, reply["message"], reply["trace"])
        return _result(reply)

    def _ask(self, job: ReadingJob, avoided: tuple[str, ...]) -> dict[str, Any]:
        child = self._idle.get()
        try:
            self._refuse_when_closed()
            if child is None or not child.is_fresh:
                self._retire(child)
                child = None
                child = _Child(self._limits)
                self._all.add(child)
            return child.ask(job, avoided)
        except BaseException:
            self._retire(child)
            child = None
            raise
        finally:
            self._idle.put(child)

    def _refuse_when_closed(self) -> None:
        if self._is_closed:
            raise IngestError("la lecture a été interrompue")

    def _retire(self, child: "_Child | None") -> None:
        if child is not None:
            child.kill()
            self._all.discard(child)


class _Child:
    """One child process.

    Raises:
        IngestError: If it does not start.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._served = 0
        self._is_spent = False
        command = [sys.executable, "-c", _BOOT, json.dumps(limits.to_json())]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                [*command, json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Nothing of our environment (keys, proxies) is the reader's business.
                env={
                    "PYTHONUTF8": "1",
                    "OMP_NUM_THREADS": "1",
                    "OPENBLAS_NUM_THREADS": "1",
                },
                start_new_session=True,
            )
        except OSError as error:
            raise IngestError(f"aucun processus de lecture : {error}") from error
        try:
            self._receive(time.monotonic() + _START_SECONDS, limits.output_bytes)
        except (_ChildDied, ReadingTimeout) as error:
            self.kill()
            raise IngestError(
                "le processus de lecture ne démarre pas",
                remedy="Vérifiez l’installation et la mémoire libre.",
            ) from error

    @property
    def is_fresh(self) -> bool:
        """Whether it may read another document."""
        return (
            not self._is_spent
            and self._served < _DOCUMENTS_PER_CHILD
            and self._process.poll() is None
        )

    def ask(self, job: ReadingJob, avoided: tuple[str, ...]) -> dict[str, Any]:
        """Send one job and wait for the reply.

        Raises:
            _ChildDied: If the child ended.
            ReadingTimeout: If the wall or processor time ran out.
            TooLarge: If the reply is larger than allowed.
        """
        self._served += 1
        deadline = time.monotonic() + self._limits.wall_seconds
        self._send(job, avoided)
        # Room for the keys around the record; the child checks the exact size.
        reply = self._receive(deadline, self._limits.output_bytes + 65_536)
        peak = int(reply.get("peak_kilobytes", 0)) * 1024
        self._is_spent = (
            bool(reply.get("is_spent")) or peak > self._limits.memory_bytes // 3
        )
        return reply

    def kill(self) -> None:
        """End the process and whatever it started; free the pipes."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _send(self, job: ReadingJob, avoided: tuple[str, ...]) -> None:
        content = job.content if job.content is not None else b""
        header = to_bytes(
            {
                "uri": job.uri,
                "collection": job.collection,
                "name": job.name,
                "path": None if job.path is None else str(job.path),
                "has_content": job.content is not None,
                "media_type": job.media_type,
                "sha256": job.sha256,
                "avoided": list(avoided),
                "chunking": {
                    "target": job.chunking.target,
                    "maximum": job.chunking.maximum,
                },
            }
        )
        pipe = self._process.stdin
        assert pipe is not None  # noqa: S101 - made with PIPE
        try:
            pipe.write(FRAME.pack(len(header), len(content)) + header + content)
            pipe.flush()
        except OSError as error:
            raise _ChildDied(self._death()) from error

    def _receive(self, deadline: float, longest: int) -> dict[str, Any]:
        length, _ = FRAME.unpack(self._take(FRAME.size, deadline))
        if length > longest:
            raise TooLarge(f"la réponse du lecteur pèse {length} octets")
        reply = json.loads(self._take(length, deadline))
        if not isinstance(reply, dict):
            raise _ChildDied("réponse incompréhensible")
        return reply

    def _take(self, size: int, deadline: float) -> bytes:
        pipe = self._process.stdout
        assert pipe is not None  # noqa: S101 - made with PIPE
        parts: list[bytes] = []
        poll = select.poll()
        poll.register(pipe.fileno(), select.POLLIN | select.POLLHUP)
        while size > 0:
            left = deadline - time.monotonic()
            if left <= 0 or not poll.poll(left * 1000):
                raise ReadingTimeout(
                    f"lecture arrêtée après {self._limits.wall_seconds:g} secondes"
                )
            part = os.read(pipe.fileno(), min(size, 1 << 20))
            if not part:
                raise _ChildDied(self._death())
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _death(self) -> str:
        """Return why the process ended.

        Raises:
            ReadingTimeout: If it ran out of processor time.
        """
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        status = self._process.returncode
        if status == -signal.SIGXCPU:
            raise ReadingTimeout(
                f"lecture arrêtée après {self._limits.cpu_seconds} secondes de calcul"
            )
        if status is None or status >= 0:
            return f"code {status}"
        return signal.Signals(-status).name


def _result(reply: dict[str, Any]) -> ReadResult:
    state = State(reply["state"])
    if not state.is_read:
        kind: type[IngestError] = _ERRORS.get(state.value, SourceError)
        raise kind(reply["message"], remedy=reply["remedy"])
    try:
        record = decode_record(reply["record"])
    except (OntologyError, KeyError, ValueError, TypeError) as error:
        raise MalformedContent(f"réponse inattendue du lecteur : {error}") from error
    return ReadResult(record, state, reply["message"], reply["engines"])
