"""One worker process, seen from the service: asked, awaited, killed."""

import json
import math
import select
import struct
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph.errors import QueryFailed, QueryTimeout, QueryTooLarge, StoreError

__all__ = ["Reply", "WorkerProcess", "WorkerSettings"]

_PROGRAM = Path(__file__).with_name("worker.py")
_LENGTHS = struct.Struct(">IQ")
_READY_SECONDS = 1.0
_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """What every worker is started with.

    Attributes:
        memory_bytes: Address space on top of what the open store has mapped.
        nice: Lower priority of the process, so that pages stay quick.
        start_seconds: When a process that is not ready has failed.
    """

    memory_bytes: int = 1 << 30
    nice: int = 5
    start_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker answered: ``status`` and its details, and the body."""

    header: dict[str, Any]
    body: bytes

    @property
    def status(self) -> str:
        """Return the outcome, ``ok`` when the body is a whole answer."""
        return str(self.header["status"])


class WorkerProcess:
    """A process that answers one query at a time on one store.

    Starting returns at once; the first query waits until the store is open. While
    ``is_busy`` an answer may still come: such a process cannot be asked again.

    Args:
        store: Folder of a published generation.
        settings: Limits.
    """

    def __init__(self, store: Path, settings: WorkerSettings) -> None:
        self.store = store
        self.answered = 0
        self.is_busy = False
        self._isolation: tuple[str, ...] | None = None
        self._spent_before: float | None = None
        self._hopeless_at = time.monotonic() + settings.start_seconds
        arguments = json.dumps({"store": str(store), **asdict(settings)})
        # -I: neither the environment nor the folder we stand in chooses what runs.
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-I", str(_PROGRAM), arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )

    def wait_until_ready(self, deadline: float = math.inf) -> tuple[str, ...]:
        """Wait for the store to be open; return how the network is shut off.

        Args:
            deadline: Until when, by the monotonic clock.

        Raises:
            StoreError: If the store cannot be opened.
            QueryTimeout: If it is not open in time; it may be for the next query.
            QueryFailed: If the process ends or hangs before it is ready.
        """
        if self._isolation is None:
            if not self._has_something(min(deadline, self._hopeless_at)):
                if time.monotonic() < self._hopeless_at:
                    raise QueryTimeout("délai dépassé", seconds=0)
                self.is_busy = True
                raise QueryFailed(f"l’ouverture du graphe {self.store} n’aboutit pas")
            # It is short and already there; a worker may first be asked hours later,
            # so the moment at which starting is hopeless says nothing here.
            reply = self._read(time.monotonic() + _READY_SECONDS, 1 << 20)
            if reply.status != "ready":
                raise StoreError(
                    f"le graphe {self.store} ne s’ouvre pas : "
                    f"{reply.header.get('message', '')}",
                    remedy="Revenez à une autre génération : `gtnum library rollback`.",
                )
            self._isolation = tuple(reply.header["isolation"])
        return self._isolation

    def ask(
        self, request: dict[str, Any], *, seconds: float, limit_bytes: int
    ) -> Reply:
        """Send a query and wait for the whole answer.

        Raises:
            QueryError: As ``begin`` and ``finish``.
            StoreError: If the store cannot be opened.
        """
        deadline = time.monotonic() + seconds
        self.begin(request, seconds=seconds)
        try:
            return self.finish(deadline, limit_bytes=limit_bytes)
        except QueryTimeout as error:
            raise _late(seconds) from error

    def begin(self, request: dict[str, Any], *, seconds: float) -> None:
        """Send a query; from now on the process is busy.

        Args:
            request: See ``worker.py``.
            seconds: The process ends itself some seconds later.

        Raises:
            QueryTimeout: If the process is not ready in time.
            QueryFailed: If it ended.
            StoreError: If the store cannot be opened.
        """
        deadline = time.monotonic() + seconds
        try:
            self.wait_until_ready(deadline)
        except QueryTimeout as error:
            raise _late(seconds) from error
        left = max(0.0, deadline - time.monotonic())
        payload = json.dumps({**request, "seconds": left}).encode()
        stdin = self._process.stdin
        assert stdin is not None  # noqa: S101 - it was asked for above
        self.is_busy = True
        self._spent_before = self._processor_seconds()
        try:
            stdin.write(_LENGTHS.pack(len(payload), 0) + payload)
        except OSError as error:
            raise _ended() from error

    def has_answer(self, until: float) -> bool:
        """Wait until an answer begins to come, or the process has ended.

        Args:
            until: How long to wait at most, by the monotonic clock.
        """
        return self._has_something(until)

    def spent_seconds(self) -> float | None:
        """Return the processor time given to the query so far.

        None where the system does not tell or the process has ended.
        """
        now = self._processor_seconds()
        return None if now is None else now - (self._spent_before or 0.0)

    def finish(self, deadline: float, *, limit_bytes: int) -> Reply:
        """Read the whole answer to the query that was begun.

        After any of these errors the process must be killed, since it stays busy: its
        answer could come later and be taken for the next one's.

        Args:
            deadline: By the monotonic clock.
            limit_bytes: Cap on the answer.

        Raises:
            QueryTimeout: If no whole answer came in time.
            QueryTooLarge: If the worker announces more than the cap.
            QueryFailed: If the process ended.
        """
        reply = self._read(deadline, limit_bytes)
        self.is_busy = False
        self.answered += 1
        return reply

    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process and wait until what it held is free."""
        self.abandon()
        self._process.wait()

    def stop(self) -> None:
        """Have the process end, without waiting; who waits for its answer sees it end.

        From any thread, while it is asked.
        """
        self._process.kill()

    def abandon(self) -> None:
        """End the process without waiting: freeing a gigabyte takes a moment."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid

    def _processor_seconds(self) -> float | None:
        """Return the processor time of the process; clock_getcpuclockid(3) on Linux."""
        try:
            return time.clock_gettime((~self._process.pid << 3) | 2)
        except OSError:
            return None

    def _has_something(self, deadline: float) -> bool:
        """Wait until there is something to read, or the process has ended."""
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101 - it was asked for above
        poll = select.poll()
        poll.register(stdout, select.POLLIN)
        return bool(poll.poll(max(0.0, deadline - time.monotonic()) * 1000))

    def _read(self, deadline: float, limit_bytes: int) -> Reply:
        lengths = self._read_exactly(_LENGTHS.size, deadline)
        head, body = _LENGTHS.unpack(lengths)
        if body > limit_bytes:
            raise QueryTooLarge(
                f"la réponse dépasse {limit_bytes} octets", limit_bytes=limit_bytes
            )
        header = json.loads(self._read_exactly(head, deadline))
        return Reply(header, bytes(self._read_exactly(body, deadline)))

    def _read_exactly(self, length: int, deadline: float) -> bytearray:
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101 - it was asked for above
        content = bytearray()
        poll = select.poll()
        poll.register(stdout, select.POLLIN)
        while len(content) < length:
            left = deadline - time.monotonic()
            if left <= 0 or not poll.poll(left * 1000):
                raise QueryTimeout("délai dépassé", seconds=0)
            piece = stdout.read(min(_READ_BYTES, length - len(content)))
            if not piece:
                raise _ended()
            content += piece
        return content


def _late(seconds: float) -> QueryTimeout:
    return QueryTimeout(
        f"pas de réponse complète en {seconds:g} s",
        seconds=seconds,
        remedy="Restreignez la requête, ou demandez un délai plus long.",
    )


def _ended() -> QueryFailed:
    return QueryFailed(
        "le processus qui évaluait la requête s’est arrêté, sans doute faute de "
        "mémoire ; le service continue",
        remedy="Restreignez la requête : moins de lignes, moins de regroupements.",
    )
