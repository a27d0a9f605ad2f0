"""One child process that reads documents, seen from its parent.

The parent waits for each message only so long, and learns from the exit status why a
child ended.
"""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ingest.errors import IngestError, ReadingTimeout, ReadingUnavailable, TooLarge
from ingest.isolation.wire import to_bytes
from ingest.isolation.worker import FRAME
from ingest.limits import Limits
from ingest.options import ReadingOptions
from ingest.read_text import Found
from ingest.readers.office.libreoffice import remove_left_behind
from ingest.texts.chunking import Chunking

__all__ = [
    "DOCUMENTS_PER_CHILD",
    "READER_PROGRAM",
    "ChildDied",
    "ReadingChild",
    "ReadingJob",
]

_START_SECONDS = 60.0
DOCUMENTS_PER_CHILD: Final = 300
"""A child is replaced after as many: what libraries leak ends with it."""
READER_PROGRAM: Final = (
    "import sys, json; sys.path[:] = json.loads(sys.argv.pop()); "
    "from ingest.isolation.worker import main; main()"
)
"""What the interpreter of a child runs; its arguments hold settings and path."""

_ENVIRONMENT = {
    "PYTHONUTF8": "1",
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
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
        wants_parts: Whether the documents of a file that holds several are wanted;
            else such a file is unsupported.
        known: Fingerprints of its documents that need not be read again, by name;
            ``settled`` stands for any.
        stated: Metadata that came with the file; it goes before that in the file.
    """

    uri: str
    collection: str
    name: str
    path: Path | None = None
    content: bytes | None = None
    media_type: str = ""
    sha256: str = ""
    chunking: Chunking = field(default_factory=Chunking)
    wants_parts: bool = False
    known: Mapping[str, str] = field(default_factory=dict)
    stated: tuple[Found, ...] = ()

    @property
    def told(self) -> str:
        """What the log says of it: of a draft not even its name."""
        return self.uri if self.content is None else "a draft"


class ChildDied(Exception):  # noqa: N818 - caught by the pool
    """The child ended while it was reading; holds its exit status."""


class ReadingChild:
    """One child process, which reads one document after another.

    Making one only starts the process; the first document waits until it is ready.
    Whoever makes one calls ``end``, on every path.

    Args:
        limits: Bounds of one document.
        options: What its readers may use.

    Raises:
        ReadingUnavailable: If there can be no process.
    """

    def __init__(self, limits: Limits, options: ReadingOptions) -> None:
        self._limits = limits
        self._served = 0
        self._is_spent = False
        self._is_ready = False
        settings = {"limits": limits.to_json(), "options": options.to_json()}
        command = [sys.executable, "-c", READER_PROGRAM, json.dumps(settings)]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                [*command, json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Nothing of our environment (keys, proxies) is the reader's business.
                env=_ENVIRONMENT | {"TMPDIR": tempfile.gettempdir()},
                start_new_session=True,
            )
        except OSError as error:
            raise ReadingUnavailable(
                f"aucun processus de lecture ne peut démarrer : {error}",
                remedy="Relevez les limites du compte (ulimit -n, -u), ou libérez de "
                "la mémoire, puis recommencez.",
            ) from error

    @property
    def is_fresh(self) -> bool:
        """Whether it may read another document."""
        return (
            not self._is_spent
            and self._served < DOCUMENTS_PER_CHILD
            and self._process.poll() is None
        )

    def ask(
        self, job: ReadingJob, avoided: tuple[str, ...], before: list[dict[str, Any]]
    ) -> dict[str, Any]:
        """Send one job and wait for the last message about it.

        Args:
            job: What to read.
            avoided: Engines that crashed on this file before.
            before: Takes the messages that come before the last one; they stay when
                an error follows.

        Raises:
            ChildDied: If the child ended.
            ReadingTimeout: If the wall or processor time ran out.
            TooLarge: If the reply is larger than allowed.
            IngestError: If the child does not start.
        """
        self._wait_until_ready()
        self._served += 1
        self._send(job, avoided)
        reply = self._next_message()
        while reply.get("more"):
            before.append(reply)
            reply = self._next_message()
        peak = int(reply.get("peak_kilobytes", 0)) * 1024
        self._is_spent = (
            bool(reply.get("is_spent")) or peak > self._limits.memory_bytes // 3
        )
        return reply

    def _wait_until_ready(self) -> None:
        if self._is_ready:
            return
        deadline = time.monotonic() + _START_SECONDS
        try:
            self._receive(deadline, self._limits.output_bytes)
        except (ChildDied, ReadingTimeout, TooLarge) as error:
            raise IngestError(
                "le processus de lecture ne démarre pas",
                remedy="Vérifiez l’installation et la mémoire libre.",
            ) from error
        self._is_ready = True

    def _next_message(self) -> dict[str, Any]:
        deadline = time.monotonic() + self._limits.wall_seconds
        # Room for the keys around the record; the child checks the exact size.
        return self._receive(deadline, self._limits.output_bytes + 65_536)

    def kill(self) -> None:
        """Stop the process and whatever it started; from any thread, while it is lent.

        The pipes stay open: the thread that reads from them sees the end.
        """
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Stop the process, wait until it is gone and close the pipes; only once."""
        try:
            self.kill()
            self._process.wait()
            remove_left_behind(self._process.pid)
        finally:
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
                "wants_parts": job.wants_parts,
                "known": dict(job.known),
                "stated": [[s.name, s.value, s.origin] for s in job.stated],
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
            raise ChildDied(self._death()) from error

    def _receive(self, deadline: float, longest: int) -> dict[str, Any]:
        length, _ = FRAME.unpack(self._take(FRAME.size, deadline))
        if length > longest:
            raise TooLarge(f"la réponse du lecteur pèse {length} octets")
        content = self._take(length, deadline)
        try:
            reply = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise ChildDied("réponse incompréhensible") from error
        if not isinstance(reply, dict):
            raise ChildDied("réponse incompréhensible")
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
                raise ChildDied(self._death())
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
