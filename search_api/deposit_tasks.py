"""What the web application needs to take documents from people and to withdraw them.

    POST /documents        ──▶ Deposits.deposit ───▶ Task ◀── GET /tasks/{id}
    DELETE /documents/{id} ──▶ Deposits.withdraw ──▶ Task

The work is done elsewhere, by a process of its own: a request only leaves a task in a
queue that survives every process.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from search_api.errors import SearchError

__all__ = [
    "DepositAddressRefused",
    "Deposits",
    "DepositsBusy",
    "DepositsUnavailable",
    "NoDeposits",
    "Task",
    "TaskDocument",
    "TaskFailure",
    "TaskKind",
    "TaskStage",
    "TaskState",
]


class DepositsBusy(SearchError):  # noqa: N818 - a state, not a fault
    """Too many tasks are waiting."""

    retry_after_seconds = 60


class DepositAddressRefused(SearchError):  # noqa: N818
    """The address of a deposit is not one that may be fetched."""


class DepositsUnavailable(SearchError):  # noqa: N818
    """The disk or the queue cannot be used."""


class TaskKind(StrEnum):
    """What is asked for."""

    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"


class TaskState(StrEnum):
    """How far a task is; ``done`` and ``failed`` are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        """Whether nothing will change any more."""
        return self in {TaskState.DONE, TaskState.FAILED}


class TaskStage(StrEnum):
    """What is going on, for people who wait."""

    QUEUED = "queued"
    WAITING = "waiting"
    FETCHING = "fetching"
    READING = "reading"
    PUBLISHING = "publishing"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class TaskDocument:
    """A document that a task is about: what became of it.

    Attributes:
        identifier: In the library.
        title: As printed, or None.
        state: How reading ended.
        message: Details in French, such as what was lost, or empty.
        remedy: What can be done about it, in French, or empty.
    """

    identifier: str
    title: str | None
    state: str
    message: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class TaskFailure:
    """Why a task failed.

    Attributes:
        slug: Kind of problem, one of ``PROBLEMS``.
        detail: What happened and what to do, in French.
        members: Further members of the problem, for example ``state``.
    """

    slug: str
    detail: str
    members: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """A deposit or a withdrawal on its way.

    Attributes:
        identifier: Grows with time.
        owner: Name of the token that asked.
        kind: What is asked for.
        collection: Of the library, where the document goes.
        created_at: With time zone.
        state: How far it is.
        stage: What is going on.
        name: File name as it is kept, or empty.
        sha256: Of the file, or empty before an address is fetched.
        url: Address to fetch, or empty.
        document: Identifier to withdraw, or empty.
        attempts: How often it was begun.
        done: Steps done.
        total: Steps in all: 1 before it is known better.
        started_at: When it was begun last.
        finished_at: When it became final.
        documents: What came of it.
        generation: The generation that it is published in, or empty.
        message: Details of success, in French, or empty.
        failure: Why it failed, or None.
    """

    identifier: str
    owner: str
    kind: TaskKind
    collection: str
    created_at: datetime
    state: TaskState = TaskState.QUEUED
    stage: TaskStage = TaskStage.QUEUED
    name: str = ""
    sha256: str = ""
    url: str = ""
    document: str = ""
    attempts: int = 0
    done: int = 0
    total: int = 1
    started_at: datetime | None = None
    finished_at: datetime | None = None
    documents: tuple[TaskDocument, ...] = ()
    generation: str = ""
    message: str = ""
    failure: TaskFailure | None = None


class Deposits(Protocol):
    """Takes deposits and tells of tasks; safe to call from several threads.

    Attributes:
        is_open: Whether anybody may deposit: False where no token is configured.
        can_fetch: Whether addresses are taken besides files.
    """

    is_open: bool
    can_fetch: bool

    def owner_of(self, token: str) -> str | None:
        """Return who holds a token, or None; takes equally long for every token."""
        ...

    def arrival(self) -> Path:
        """Return the folder where files that arrive may be kept for a moment."""
        ...

    def deposit(
        self, owner: str, file: Path, *, name: str, sha256: str, collection: str
    ) -> Task:
        """Take a whole file and queue it; an equal task that waits is returned.

        Args:
            owner: Who deposits.
            file: In ``arrival()``; it is moved away.
            name: As the client gave it, any text.
            sha256: Of the file.
            collection: As the client gave it, already a plain name, or empty.

        Raises:
            DepositsBusy: If too many tasks wait.
            DepositsUnavailable: If the disk refuses.
        """
        ...

    def deposit_address(self, owner: str, url: str, *, collection: str) -> Task:
        """Queue an address to fetch and read; an equal task that waits is returned.

        Raises:
            DepositAddressRefused: If the address may not be fetched.
            DepositsBusy: If too many tasks wait.
            DepositsUnavailable: If the disk refuses.
        """
        ...

    def withdraw(self, owner: str, document: str, *, collection: str) -> Task:
        """Queue the withdrawal of a document; an equal task that waits is returned.

        Raises:
            DepositsBusy: If too many tasks wait.
            DepositsUnavailable: If the disk refuses.
        """
        ...

    def task(self, owner: str, identifier: str) -> Task | None:
        """Return a task of an owner, or None where that owner has no such task."""
        ...

    def tasks(self, owner: str) -> list[Task]:
        """Return the tasks of an owner, newest first."""
        ...

    def close(self) -> None:
        """Stop what was started; tasks that wait stay in the queue."""
        ...


class NoDeposits:
    """Where nobody may deposit: every question is answered with nothing."""

    is_open = False
    can_fetch = False

    def owner_of(self, token: str) -> str | None:  # noqa: ARG002 - the port
        """Return None: nobody holds a token."""
        return None

    def arrival(self) -> Path:
        """Refuse: nothing may arrive.

        Raises:
            DepositsUnavailable: Always.
        """
        raise DepositsUnavailable("les dépôts ne sont pas ouverts")

    def deposit(
        self,
        owner: str,  # noqa: ARG002
        file: Path,  # noqa: ARG002
        *,
        name: str,  # noqa: ARG002
        sha256: str,  # noqa: ARG002
        collection: str,  # noqa: ARG002
    ) -> Task:
        """Refuse.

        Raises:
            DepositsUnavailable: Always.
        """
        raise DepositsUnavailable("les dépôts ne sont pas ouverts")

    def deposit_address(
        self,
        owner: str,  # noqa: ARG002
        url: str,  # noqa: ARG002
        *,
        collection: str,  # noqa: ARG002
    ) -> Task:
        """Refuse.

        Raises:
            DepositsUnavailable: Always.
        """
        raise DepositsUnavailable("les dépôts ne sont pas ouverts")

    def withdraw(
        self,
        owner: str,  # noqa: ARG002
        document: str,  # noqa: ARG002
        *,
        collection: str,  # noqa: ARG002
    ) -> Task:
        """Refuse.

        Raises:
            DepositsUnavailable: Always.
        """
        raise DepositsUnavailable("les dépôts ne sont pas ouverts")

    def task(self, owner: str, identifier: str) -> Task | None:  # noqa: ARG002
        """Return None."""
        return None

    def tasks(self, owner: str) -> list[Task]:  # noqa: ARG002
        """Return nothing."""
        return []

    def close(self) -> None:
        """Do nothing."""
