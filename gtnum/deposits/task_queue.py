"""The queue of tasks: durable files, one writer for each task at a time.

    tasks/open/<id>.json      waiting or under way; the worker changes it
    tasks/closed/<id>.json    done or failed; kept for 30 days

Identifiers grow with time, so that names sort as tasks were given. A task is closed by
writing the closed file and then removing the open one: a crash between the two leaves
both, and the closed one counts.
"""

import fcntl
import logging
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gtnum.deposits.task_records import read_task, to_json
from ingest.durable_files import write_whole
from search_api.deposit_tasks import (
    DepositsBusy,
    Task,
    TaskFailure,
    TaskStage,
    TaskState,
)

__all__ = ["MOST_ATTEMPTS", "MOST_WAITING", "TaskQueue"]

_LOG = logging.getLogger(__name__)
_IDENTIFIER = re.compile(r"[0-9a-f]{16}-[0-9a-f]{16}")
MOST_WAITING = 1_000
_KEPT = timedelta(days=30)
MOST_ATTEMPTS = 2
"""A task whose process died is begun once more."""


class TaskQueue:
    """Tasks below a folder; safe for several processes, one of them the worker.

    Args:
        root: Folder of the tasks; made when it is missing.

    Raises:
        OSError: If the folder cannot be made.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._open = root / "open"
        self._closed = root / "closed"
        for folder in (self._open, self._closed):
            folder.mkdir(parents=True, exist_ok=True)

    def submit(self, task: Task, is_same: Callable[[Task], bool]) -> Task:
        """Queue a task, unless one like it waits already: that one is returned.

        Args:
            task: With an empty identifier.
            is_same: Tells a waiting task that asks for the same.

        Raises:
            DepositsBusy: If too many wait.
            OSError: If the disk refuses.
        """
        with self._locked():
            waiting = [t for t in self.waiting() if t.state is TaskState.QUEUED]
            for other in waiting:
                if is_same(other):
                    return other
            _require_room(len(waiting))
            name = f"{self._moment():016x}-{secrets.token_hex(8)}"
            queued = replace(task, identifier=name)
            self.save(queued)
            return queued

    def _moment(self) -> int:
        """Return now, but never before a task that waits: the clock may be set back.

        A document that is deposited and then withdrawn has to be gone in the end.
        """
        names = (path.stem for path in self._open.glob("*.json"))
        last = max(filter(_IDENTIFIER.fullmatch, names), default="0-")
        return max(time.time_ns(), int(last.partition("-")[0], 16) + 1)

    def require_room(self) -> None:
        """Refuse early, before a file is kept for a task that would be refused.

        Raises:
            DepositsBusy: If too many tasks wait.
        """
        _require_room(sum(1 for _ in self._open.glob("*.json")))

    def get(self, identifier: str) -> Task | None:
        """Return a task, or None; any text may be asked for."""
        if not _IDENTIFIER.fullmatch(identifier):
            return None
        # Closed last: a task is always in one of the two, and the closed one counts.
        closed, still_open = self._closed_path(identifier), self._path(identifier)
        return self._read(closed) or self._read(still_open) or self._read(closed)

    def waiting(self) -> list[Task]:
        """Return the tasks that are not final, oldest first."""
        found = (self._read(path) for path in sorted(self._open.glob("*.json")))
        return [task for task in found if task is not None]

    def finished(self) -> list[Task]:
        """Return the tasks that are final, oldest first."""
        found = (self._read(path) for path in sorted(self._closed.glob("*.json")))
        return [task for task in found if task is not None]

    def has_work(self) -> bool:
        """Whether a task waits or is under way."""
        return any(self._open.glob("*.json"))

    def save(self, task: Task) -> Task:
        """Write a task as it is now and return it.

        Raises:
            OSError: If the disk refuses; what was written before still stands.
        """
        content = to_json(task).encode()
        if task.state.is_final:
            write_whole(self._closed_path(task.identifier), content)
            self._path(task.identifier).unlink(missing_ok=True)
        else:
            write_whole(self._path(task.identifier), content)
        return task

    def recover(self) -> None:
        """Put back what a process that died had begun; the worker does it first.

        Raises:
            OSError: If the disk refuses.
        """
        for task in self.waiting():
            if self._closed_path(task.identifier).is_file():
                self._path(task.identifier).unlink(missing_ok=True)
            elif task.state is TaskState.RUNNING:
                self.save(after_interruption(task))
        limit = datetime.now(UTC) - _KEPT
        for task in self.finished():
            if task.finished_at is not None and task.finished_at < limit:
                self._closed_path(task.identifier).unlink(missing_ok=True)

    def _read(self, path: Path) -> Task | None:
        try:
            return read_task(path)
        except ValueError:
            # Never ours: set aside, so that one bad file does not stop the queue.
            _LOG.error("%s holds no task; it is set aside", path)
            path.rename(path.with_suffix(".unreadable"))
            return None

    def _path(self, identifier: str) -> Path:
        return self._open / f"{identifier}.json"

    def _closed_path(self, identifier: str) -> Path:
        return self._closed / f"{identifier}.json"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self._root / "queue.lock").open("w") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield


def _require_room(waiting: int) -> None:
    if waiting >= MOST_WAITING:
        raise DepositsBusy(
            f"{waiting} tâches attendent déjà",
            remedy="Revenez quand elles seront faites.",
        )


def after_interruption(task: Task) -> Task:
    """Return a task whose process died: to be begun again, or failed."""
    if task.attempts < MOST_ATTEMPTS:
        return replace(task, state=TaskState.QUEUED, stage=TaskStage.QUEUED)
    return replace(
        task,
        state=TaskState.FAILED,
        stage=TaskStage.FINISHED,
        finished_at=datetime.now(UTC),
        failure=TaskFailure(
            "deposit-failed",
            "Le traitement s’est interrompu deux fois. Le fichier est gardé ; "
            "signalez-le à l’administrateur du service.",
        ),
    )
