"""Takes deposits from the web application: checks, keeps the file, queues the task."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from gtnum.deposits.deposit_shelf import DepositShelf, collection_name
from gtnum.deposits.deposit_tokens import Tokens
from gtnum.deposits.task_queue import TaskQueue
from search_api.deposit_tasks import DepositsUnavailable, Task, TaskKind
from search_api.service_condition import Reason, ReasonKey

__all__ = ["DepositDesk"]


class DepositDesk:
    """The ``Deposits`` of a library.

    Args:
        tokens: Who may deposit.
        root: ``deposits`` in the library; made with the first use.
        wake: Called when a task was queued.
        release: Called once by ``close``.
        admit: Called with an address before it is queued; may refuse it. No addresses
            are taken when None.
        trouble: Says why waiting tasks are not done; empty while all is well.
    """

    def __init__(
        self,
        tokens: Tokens,
        root: Path,
        *,
        wake: Callable[[], None],
        release: Callable[[], None],
        admit: Callable[[str], None] | None,
        trouble: Callable[[], str] = str,
    ) -> None:
        self.is_open = bool(tokens)
        self.can_fetch = admit is not None
        self._admit = admit
        self._tokens = tokens
        self._root = root
        self._wake = wake
        self._release = release
        self._trouble = trouble

    def reasons(self) -> tuple[Reason, ...]:
        """Say why deposits are not read, where they are not."""
        found = self._trouble()
        return (Reason(ReasonKey.DEPOSIT_WORKER_GONE, found),) if found else ()

    def owner_of(self, token: str) -> str | None:
        """Return who holds a token, or None."""
        return self._tokens.owner_of(token)

    def arrival(self) -> Path:
        """Return the folder where files that arrive may be kept for a moment."""
        return self._shelf().arrival

    def deposit(
        self, owner: str, file: Path, *, name: str, sha256: str, collection: str
    ) -> Task:
        """Take a whole file and queue it; an equal task that waits is returned.

        Raises:
            DepositsBusy: If too many tasks wait.
            DepositsUnavailable: If the disk refuses.
        """
        target = collection_name(collection)
        self._queue().require_room()
        try:
            placed = self._shelf().place(
                file, name=name, sha256=sha256, collection=target
            )
        except OSError as refusal:
            raise _unavailable(refusal) from refusal
        task = _new(owner, TaskKind.DEPOSIT, target)
        return self._submit(replace(task, name=placed.name, sha256=sha256))

    def deposit_address(self, owner: str, url: str, *, collection: str) -> Task:
        """Queue an address to fetch and read; an equal task that waits is returned.

        Raises:
            DepositAddressRefused: If the address may not be fetched.
            DepositsBusy: If too many tasks wait.
            DepositsUnavailable: If the disk refuses.
        """
        task = _new(owner, TaskKind.DEPOSIT, collection_name(collection))
        if self._admit is not None:
            self._admit(url)
        return self._submit(replace(task, url=url))

    def withdraw(self, owner: str, document: str, *, collection: str) -> Task:
        """Queue the withdrawal of a document; an equal task that waits is returned.

        Raises:
            DepositsBusy: If too many tasks wait.
            DepositsUnavailable: If the disk refuses.
        """
        task = _new(owner, TaskKind.WITHDRAWAL, collection)
        return self._submit(replace(task, document=document))

    def task(self, owner: str, identifier: str) -> Task | None:
        """Return a task of an owner, or None where that owner has no such task."""
        found = self._queue().get(identifier)
        return found if found is not None and found.owner == owner else None

    def tasks(self, owner: str) -> list[Task]:
        """Return the tasks of an owner, newest first."""
        queue = self._queue()
        # Closed ones last, so that one that closes meanwhile is not missed.
        known = {task.identifier: task for task in queue.waiting()}
        known |= {task.identifier: task for task in queue.finished()}
        return [
            known[n] for n in sorted(known, reverse=True) if known[n].owner == owner
        ]

    def close(self) -> None:
        """Stop the worker; tasks that wait stay in the queue."""
        self._release()

    def _submit(self, task: Task) -> Task:
        try:
            queued = self._queue().submit(
                task, lambda other: _asks(other) == _asks(task)
            )
        except OSError as refusal:
            raise _unavailable(refusal) from refusal
        self._wake()
        return queued

    def _shelf(self) -> DepositShelf:
        try:
            return DepositShelf(self._root)
        except OSError as refusal:
            raise _unavailable(refusal) from refusal

    def _queue(self) -> TaskQueue:
        try:
            return TaskQueue(self._root / "tasks")
        except OSError as refusal:
            raise _unavailable(refusal) from refusal


def _new(owner: str, kind: TaskKind, collection: str) -> Task:
    return Task("", owner, kind, collection, datetime.now(UTC))


def _asks(task: Task) -> tuple[str, ...]:
    """Return what makes two tasks the same."""
    return (
        task.owner,
        task.kind,
        task.collection,
        task.sha256,
        task.url,
        task.document,
    )


def _unavailable(refusal: OSError) -> DepositsUnavailable:
    return DepositsUnavailable(f"le dossier des dépôts est inutilisable : {refusal}")
