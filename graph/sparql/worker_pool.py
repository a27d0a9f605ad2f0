"""A pool of workers: who waits, who is replaced, what survives.

A query takes a worker and gives it back. One that overran, crashed or grew old is
killed at once and replaced by a thread of the pool, so that no answer waits for it.
When a generation is published, idle workers move over immediately and busy ones after
their query.
"""

import logging
import queue
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from graph.errors import QueriesBusy, QueryError
from graph.sparql.query_slots import WAITING_PER_SLOT
from graph.sparql.worker_process import WorkerProcess, WorkerSettings

__all__ = ["WorkerPool"]

_QUERIES_PER_LIFE = 500
_LOG = logging.getLogger(__name__)


class WorkerPool:
    """Lends worker processes; safe to use from several threads.

    Args:
        store: Folder of the published generation.
        size: How many queries run at once.
        ready: How many workers are started at once; the others when they are needed.
            All when None.
        settings: Limits of each worker.
        wait_seconds: How long a query waits for a free worker.
    """

    def __init__(
        self,
        store: Path,
        size: int,
        *,
        ready: int | None = None,
        settings: WorkerSettings | None = None,
        wait_seconds: float = 2.0,
    ) -> None:
        self._settings = settings or WorkerSettings()
        self._wait_seconds = wait_seconds
        self._store = store
        self._lock = threading.Lock()
        self._is_closed = False
        self._waiting = 0
        self._most_waiting = size * WAITING_PER_SLOT
        self._dying: set[WorkerProcess] = set()
        self._renewals = ThreadPoolExecutor(1, thread_name_prefix="sparql-workers")
        # Places without a worker lie below: those that run are taken first.
        self._idle: queue.LifoQueue[WorkerProcess | None] = queue.LifoQueue()
        started = size if ready is None else min(ready, size)
        for _ in range(size - started):
            self._idle.put(None)
        try:
            for _ in range(started):
                self._idle.put(self._start())
        except BaseException:
            self.close()
            raise

    @contextmanager
    def worker(self, wait_seconds: float | None = None) -> Iterator[WorkerProcess]:
        """Lend a worker for one query.

        Args:
            wait_seconds: How long to wait for one at most; less than the pool's
                own ``wait_seconds``, or it is not used.

        A worker is killed and replaced when it is left without its answer, when it is
        old, and when another generation has been published meanwhile.

        Raises:
            QueriesBusy: If none gets free in time, too many wait already, or the pool
                is closed.
        """
        most = self._wait_seconds
        process = self._take(most if wait_seconds is None else min(most, wait_seconds))
        try:
            yield process
        finally:
            self._give_back(process)

    def switch(self, store: Path) -> None:
        """Serve another generation from the next query on."""
        with self._lock:
            self._store = store
        for process in self._drain():
            if process is None:
                self._put(None)
            else:
                self._give_back(process)

    def close(self) -> None:
        """Kill all workers; those that are lent, when they come back."""
        with self._lock:
            self._is_closed = True
        self._renewals.shutdown(wait=True)
        self._kill_idle()
        with self._lock:
            dying, self._dying = self._dying, set()
        for process in dying:
            process.kill()

    def _kill_idle(self) -> None:
        for process in self._drain():
            if process is not None:
                process.kill()

    def _drain(self) -> list[WorkerProcess | None]:
        taken: list[WorkerProcess | None] = []
        while True:
            try:
                taken.append(self._idle.get_nowait())
            except queue.Empty:
                return taken[::-1]  # so that what is put back lies as it lay

    def _take(self, wait_seconds: float) -> WorkerProcess:
        started = time.monotonic()
        try:
            process = self._idle_process(wait_seconds)
        except queue.Empty:
            raise QueriesBusy(
                "toutes les places sont prises : d’autres requêtes sont en cours",
                retry_after_seconds=max(1, round(time.monotonic() - started)),
                remedy="Réessayez dans un instant.",
            ) from None
        if process is not None and process.is_alive():
            return process
        # Never started; or killed from outside, or by its own clock, while it was idle.
        try:
            return self._start() if process is None else self._replace(process)
        except BaseException:
            self._put(process)  # whoever takes it next tries again
            raise

    def _idle_process(self, wait_seconds: float) -> WorkerProcess | None:
        """Return an idle process, or None for a place without one.

        Raises:
            queue.Empty: If there is none in time, too many wait, or all is closed.
        """
        with self._lock:
            if self._is_closed:
                raise queue.Empty
            if self._waiting >= self._most_waiting:
                return self._idle.get_nowait()
            self._waiting += 1
        try:
            return self._idle.get(timeout=wait_seconds)
        finally:
            with self._lock:
                self._waiting -= 1

    def _give_back(self, process: WorkerProcess) -> None:
        is_young = process.answered < _QUERIES_PER_LIFE
        is_fit = is_young and not process.is_busy and process.is_alive()
        with self._lock:
            if not self._is_closed and not (is_fit and process.store == self._store):
                process.abandon()
                self._renewals.submit(self._renew, process)
                return
        self._put(process)

    def _renew(self, process: WorkerProcess) -> None:
        kept = process  # dead: whoever takes it tries again
        try:
            kept = self._replace(process)
        except QueryError as error:
            _LOG.error("no worker could be started: %s", error)
        finally:
            self._put(kept)

    def _put(self, process: WorkerProcess | None) -> None:
        self._idle.put(process)
        if self._is_closed:
            self._kill_idle()

    def _replace(self, process: WorkerProcess) -> WorkerProcess:
        """Start another process, without waiting for the end of this one."""
        process.abandon()
        with self._lock:
            known = {*self._dying, process}
            # Once all is closed nobody would wait for those that take their time.
            self._dying = {p for p in known if not self._is_closed and p.is_alive()}
        for other in known - self._dying:
            other.kill()
        return self._start()

    def _start(self) -> WorkerProcess:
        with self._lock:
            store = self._store
        try:
            return WorkerProcess(store, self._settings)
        except OSError as error:
            raise QueryError(
                f"aucun processus ne peut être lancé : {error}",
                remedy="Libérez de la mémoire ou des processus sur la machine.",
            ) from error
