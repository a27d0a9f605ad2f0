"""Does the tasks of the queue: the only process that reads deposits.

    recover ─▶ batch ─▶ fetch ─▶ Ingestion (library lock) ─▶ close the tasks ─┐
                 ▲───────────────────────────────────────────────────────────┘

Tasks that follow one another and want the same go into one generation. A task that was
interrupted before goes alone, so that it harms no other if it does so again. While
another ingest holds the library, tasks wait.
"""

import logging
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from gtnum.deposits.address_fetch import Fetch
from gtnum.deposits.deposit_shelf import DepositShelf
from gtnum.deposits.task_completion import completed, failed, fetch_failure
from gtnum.deposits.task_queue import TaskQueue, after_interruption
from gtnum.deposits.withdrawals import Withdrawals
from gtnum.errors import LibraryBusy
from gtnum.library.ingestion import IngestionResult
from ingest.errors import SourceError
from ingest.ledger import LedgerEntry
from ingest.pipeline import Progress
from ontology.errors import KnowledgeError
from search_api.deposit_tasks import Task, TaskKind, TaskStage, TaskState

__all__ = ["DepositWorker", "Publisher"]

_LOG = logging.getLogger(__name__)
_MOST_AT_ONCE = 50


class Publisher(Protocol):
    """The part of ``Ingestion`` that a worker uses."""

    def run(
        self,
        folder: Path,
        collection: str,
        *,
        remove_vanished: bool,
        progress: Callable[[Progress], None],
        only: Container[str] | None = None,
    ) -> IngestionResult:
        """Read some files of a folder and publish what changed."""
        ...

    def withdraw(
        self,
        documents: Sequence[str],
        *,
        remember: Callable[[str, LedgerEntry], None],
    ) -> IngestionResult:
        """Take documents out and publish what is left."""
        ...


class DepositWorker:
    """Does tasks, one batch after another.

    Args:
        queue: Where tasks wait.
        shelf: Where deposited files are.
        withdrawals: What people took out.
        publisher: Makes an ingestion with the settings of the moment.
        fetch: Fetches an address; addresses fail when None.
    """

    def __init__(
        self,
        queue: TaskQueue,
        shelf: DepositShelf,
        withdrawals: Withdrawals,
        *,
        publisher: Callable[[], Publisher],
        fetch: Fetch | None = None,
    ) -> None:
        self._queue = queue
        self._shelf = shelf
        self._withdrawals = withdrawals
        self._publisher = publisher
        self._fetch = fetch
        self._done: dict[str, Task] = {}

    def recover(self) -> None:
        """Put back what a process that died had begun, and sweep what it left.

        Raises:
            OSError: If the disk refuses.
        """
        self._queue.recover()
        self._shelf.sweep()

    def work(self) -> bool:
        """Do the next batch; return False when there was none, or it has to wait.

        Raises:
            OSError: If the queue cannot be written.
        """
        batch = self._next_batch()
        if not batch:
            return False
        begun = [self._begin(task) for task in batch]
        try:
            self._do(begun)
        except LibraryBusy:
            for task, before in zip(begun, batch, strict=True):
                self._postpone(task, before)
            return False
        except (KnowledgeError, OSError) as failure:
            _LOG.error("a batch of %s tasks failed: %s", len(begun), failure)
            for task in begun:
                self._interrupt(task)
        return True

    def _next_batch(self) -> list[Task]:
        waiting = [t for t in self._queue.waiting() if t.state is TaskState.QUEUED]
        if not waiting:
            return []
        first = waiting[0]
        batch = [first]
        for task in waiting[1:_MOST_AT_ONCE]:
            is_alike = (task.kind, task.collection) == (first.kind, first.collection)
            if first.attempts or task.attempts or first.url or task.url or not is_alike:
                break
            batch.append(task)
        return batch

    def _begin(self, task: Task) -> Task:
        stage = (
            TaskStage.FETCHING if task.url and not task.sha256 else TaskStage.READING
        )
        return self._queue.save(
            replace(
                task,
                state=TaskState.RUNNING,
                stage=stage,
                attempts=task.attempts + 1,
                started_at=datetime.now(UTC),
            )
        )

    def _postpone(self, task: Task, before: Task) -> None:
        """Put a task back that could not begin: that was no attempt."""
        current = self._queue.get(task.identifier) or task
        self._queue.save(
            replace(
                current,
                state=TaskState.QUEUED,
                stage=TaskStage.WAITING,
                attempts=before.attempts,
                started_at=None,
            )
        )

    def _interrupt(self, task: Task) -> None:
        current = self._queue.get(task.identifier)
        if current is not None and not current.state.is_final:
            self._queue.save(after_interruption(current))

    def _do(self, tasks: Sequence[Task]) -> None:
        if tasks[0].kind is TaskKind.WITHDRAWAL:
            self._withdraw(tasks)
        else:
            ready = [task for task in map(self._fetched, tasks) if task is not None]
            if ready:
                self._read(ready)

    def _fetched(self, task: Task) -> Task | None:
        """Return a task whose file is on the shelf, or None where it failed."""
        if not task.url or task.sha256:
            return task
        if self._fetch is None:
            unwanted = SourceError("ce service ne télécharge pas d’adresses")
            self._queue.save(fetch_failure(task, unwanted))
            return None
        try:
            with self._shelf.arriving() as path:
                fetched = self._fetch(path, task.url)
                placed = self._shelf.place(
                    path,
                    name=fetched.name,
                    sha256=fetched.sha256,
                    collection=task.collection,
                )
            self._shelf.remember_address(placed, fetched.address)
        except SourceError as failure:
            self._queue.save(fetch_failure(task, failure))
            return None
        return self._queue.save(
            replace(
                task,
                name=placed.name,
                sha256=fetched.sha256,
                stage=TaskStage.READING,
            )
        )

    def _read(self, tasks: Sequence[Task]) -> None:
        collection = tasks[0].collection
        by_uri = self._by_uri(tasks)
        if not by_uri:
            return
        for uri in by_uri:
            # Whoever deposits it again wants it back.
            self._withdrawals.lift(uri)

        def follow(step: Progress) -> None:
            for task in by_uri.get(step.uri, ()):
                moved = replace(task, stage=TaskStage.PUBLISHING, done=1)
                self._queue.save(moved)

        result = self._publisher().run(
            self._shelf.folder(collection),
            collection,
            remove_vanished=False,
            only=by_uri.keys(),
            progress=follow,
        )
        for uri, alike in by_uri.items():
            for task in alike:
                self._queue.save(completed(task, uri, result))

    def _by_uri(self, tasks: Sequence[Task]) -> dict[str, list[Task]]:
        """Group tasks by their file; a task whose file is gone has failed."""
        by_uri: dict[str, list[Task]] = {}
        for task in tasks:
            path = self._shelf.find(task.sha256, task.collection)
            if path is None:
                self._queue.save(failed(task, "Le fichier déposé n’est plus là."))
            else:
                uri = self._shelf.uri(path, task.collection)
                by_uri.setdefault(uri, []).append(task)
        return by_uri

    def _withdraw(self, tasks: Sequence[Task]) -> None:
        owners = {task.document: task.owner for task in tasks}
        uris: list[str] = []

        def remember(document: str, entry: LedgerEntry) -> None:
            self._withdrawals.add(
                document, entry.uri, title=entry.title, owner=owners[document]
            )
            uris.append(entry.uri)

        result = self._publisher().withdraw(list(owners), remember=remember)
        for uri in uris:
            self._shelf.discard(uri)
        for task in tasks:
            self._queue.save(completed(task, "", result))
