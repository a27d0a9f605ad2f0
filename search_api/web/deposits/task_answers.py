"""Tasks as the API shows them."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from search_api.answers import links
from search_api.deposit_tasks import (
    Task,
    TaskDocument,
    TaskFailure,
    TaskStage,
    TaskState,
)
from search_api.web.problems.problem_report import Problem
from search_api.web.problems.problem_types import PROBLEMS

__all__ = [
    "COLLECTION_PATTERN",
    "AddressRequest",
    "TaskAnswer",
    "TaskListAnswer",
    "task_answer",
]

COLLECTION_PATTERN = r"^[\w][\w-]{0,39}$"
_SETTLING = timedelta(seconds=15)

_STAGES = {
    TaskStage.QUEUED: "en attente",
    TaskStage.WAITING: "en attente : une autre lecture écrit dans la bibliothèque",
    TaskStage.FETCHING: "téléchargement",
    TaskStage.READING: "lecture",
    TaskStage.PUBLISHING: "publication",
    TaskStage.FINISHED: "terminé",
}


class AddressRequest(BaseModel):
    """An address to fetch and read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Annotated[
        str, StringConstraints(pattern=r"^https?://[^\s]+$", max_length=2_000)
    ] = Field(
        description="Adresse publique du document",
        examples=["https://exemple.fr/a.pdf"],
    )
    collection: Annotated[
        str, StringConstraints(pattern=rf"^$|{COLLECTION_PATTERN}")
    ] = Field(default="", description="Nom de l’ensemble, facultatif")


class TaskLinksOut(BaseModel):
    """Where the document of a task can be found."""

    self: str = Field(description="Description par l’API")
    page: str = Field(description="Page à lire")


class TaskDocumentOut(BaseModel):
    """A document that a task is about."""

    id: str
    title: str | None
    state: str = Field(description="État de lecture, par exemple ok ou unchanged")
    message: str = Field(description="Détail en français, ou vide")
    remedy: str = Field(description="Que faire s’il est lu en partie, ou vide")
    links: TaskLinksOut


class TaskProgressOut(BaseModel):
    """Steps done, of how many."""

    done: int
    total: int


class TaskSelfOut(BaseModel):
    """Where to ask again."""

    self: str


class TaskAnswer(BaseModel):
    """A task."""

    id: str
    kind: str = Field(description="deposit ou withdrawal")
    state: str = Field(description="queued, running, done ou failed")
    stage: str = Field(
        description="queued, waiting, fetching, reading, publishing ou finished"
    )
    stage_label: str = Field(description="La même étape, en français")
    progress: TaskProgressOut
    collection: str = Field(description="Collection du document dans la bibliothèque")
    name: str | None = Field(description="Nom du fichier, tel qu’il est conservé")
    url: str | None = Field(description="Adresse à télécharger")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    documents: list[TaskDocumentOut]
    generation: str | None = Field(description="Génération où le résultat est publié")
    message: str | None
    problem: Problem | None = Field(description="Pourquoi la tâche a échoué")
    links: TaskSelfOut


class TaskListAnswer(BaseModel):
    """The tasks of whoever asks, newest first."""

    total: int
    tasks: list[TaskAnswer]


def task_answer(task: Task, *, served: str) -> TaskAnswer:
    """Return what a client sees of a task.

    Args:
        task: The task.
        served: The generation that answers now: what is published but not served yet,
            for a second at most, is shown as being published.
    """
    state, stage = task.state, task.stage
    if _is_settling(task, served):
        state, stage = TaskState.RUNNING, TaskStage.PUBLISHING
    address = links.task_api(task.identifier)
    return TaskAnswer(
        id=task.identifier,
        kind=task.kind.value,
        state=state.value,
        stage=stage.value,
        stage_label=_STAGES[stage],
        progress=TaskProgressOut(done=task.done, total=task.total),
        collection=task.collection,
        name=task.name or None,
        url=task.url or None,
        created_at=task.created_at,
        started_at=task.started_at,
        finished_at=task.finished_at if state.is_final else None,
        documents=[_document(document) for document in task.documents],
        generation=task.generation or None,
        message=task.message or None,
        problem=None if task.failure is None else _problem(task.failure, address),
        links=TaskSelfOut(self=address),
    )


def _is_settling(task: Task, served: str) -> bool:
    if task.state is not TaskState.DONE or not task.generation.isdecimal():
        return False
    if not served.isdecimal() or int(task.generation) <= int(served):
        return False
    finished = task.finished_at
    return finished is not None and datetime.now(UTC) - finished < _SETTLING


def _document(document: TaskDocument) -> TaskDocumentOut:
    return TaskDocumentOut(
        id=document.identifier,
        title=document.title,
        state=document.state,
        message=document.message,
        remedy=document.remedy,
        links=TaskLinksOut(
            self=links.document_api(document.identifier),
            page=links.document_page(document.identifier),
        ),
    )


def _problem(failure: TaskFailure, address: str) -> Problem:
    kind = PROBLEMS[failure.slug]
    return Problem(
        type=f"/problems/{kind.slug}",
        title=kind.title,
        status=kind.status,
        detail=failure.detail,
        instance=address,
        **failure.members,
    )
