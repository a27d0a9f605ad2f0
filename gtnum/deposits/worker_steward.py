"""Starts the worker when tasks wait, and starts it again when it stops.

    server ──▶ steward (a thread) ──▶ gtnum deposits work --parent PID (a process)

The worker ends by itself when nothing waits for a minute, or when its parent is gone
and its batch is done: a server that is killed leaves no worker behind for long, and
never a batch half done.
"""

import logging
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence

__all__ = ["WorkerSteward"]

_LOG = logging.getLogger(__name__)
_LONGEST_PAUSE = 60.0
GOODBYE_SECONDS = 2.0
_ENDED = (
    "Le lecteur des dépôts s’est arrêté sur une erreur et sera relancé ; le journal "
    "dit pourquoi."
)
_NOT_STARTED = (
    "Le lecteur des dépôts ne démarre pas ; un nouvel essai suivra. Le journal dit "
    "pourquoi."
)


class WorkerSteward:
    """Keeps one worker running while there is work.

    Args:
        command: Starts the worker.
        environment: Of the worker.
        has_work: Tells whether a task waits; asked once a second.
        poll_seconds: How often.
        goodbye_seconds: How long ``close`` waits for a worker that finishes its batch.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        has_work: Callable[[], bool],
        *,
        poll_seconds: float = 1.0,
        goodbye_seconds: float = GOODBYE_SECONDS,
    ) -> None:
        self._command = list(command)
        self._environment = dict(environment)
        self._has_work = has_work
        self._poll_seconds = poll_seconds
        self._goodbye_seconds = goodbye_seconds
        self._stopped = threading.Event()
        self._awake = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._pause = poll_seconds
        self._not_before = 0.0
        self._trouble = ""
        self._thread = threading.Thread(
            target=self._run, name="deposit-steward", daemon=True
        )

    def start(self) -> None:
        """Begin to look for work, also work left by a server before this one."""
        self._thread.start()

    def wake(self) -> None:
        """Look now."""
        self._awake.set()

    @property
    def trouble(self) -> str:
        """Why waiting tasks are not done, in French; empty while all is well.

        A worker that ends badly is started again, more and more rarely: it is told from
        the first bad end to the next good one.
        """
        was_started = self._thread.ident is not None and not self._stopped.is_set()
        if was_started and not self._thread.is_alive():
            return "Personne ne lance plus le lecteur des dépôts : relancez le service."
        return self._trouble

    def close(self) -> None:
        """Stop starting workers; the one that runs finishes what it has begun."""
        self._stopped.set()
        self._awake.set()
        if self._thread.ident is not None:
            # Until it is gone it could start a worker that nobody would ask to end.
            self._thread.join()
        child, self._child = self._child, None
        if child is None:
            return
        child.terminate()
        try:
            child.wait(self._goodbye_seconds)
        except subprocess.TimeoutExpired:
            _LOG.info("the deposit worker finishes its batch")
            threading.Thread(
                target=child.wait, name="deposit-worker-end", daemon=True
            ).start()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._look(time.monotonic())
            except OSError as failure:
                # Serving goes on; the next look may succeed.
                self._note("no deposit worker: %s", failure)
            except BaseException as failure:  # noqa: BLE001 - the outermost frame: deposits must not wait for ever for a thread that is gone
                self._note("no deposit worker: %r", failure)
            self._awake.wait(self._poll_seconds)
            self._awake.clear()

    def _note(self, what: str, failure: BaseException) -> None:
        """Tell of a failure, and wait longer and longer while it lasts."""
        is_foreign = not isinstance(failure, OSError)
        _LOG.error(what, failure, exc_info=failure if is_foreign else None)
        self._trouble = _NOT_STARTED
        self._wait_longer(time.monotonic())

    def _look(self, now: float) -> None:
        if self._child is not None:
            status = self._child.poll()
            if status is None:
                return
            self._child = None
            self._note_end(status, now)
        has_work = now >= self._not_before and self._has_work()
        if has_work and not self._stopped.is_set():
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )

    def _note_end(self, status: int, now: float) -> None:
        """Wait longer and longer while workers do not end well."""
        if status == 0:
            self._pause, self._not_before = self._poll_seconds, 0.0
            self._trouble = ""
            return
        _LOG.warning("the deposit worker ended with status %s", status)
        self._trouble = _ENDED
        self._wait_longer(now)

    def _wait_longer(self, now: float) -> None:
        self._not_before = now + self._pause
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)
