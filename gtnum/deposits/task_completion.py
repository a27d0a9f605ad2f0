"""How a task ends: from the report of an ingest to what its owner reads."""

from dataclasses import replace
from datetime import UTC, datetime

from gtnum.library.ingestion import IngestionResult
from ingest.errors import SourceError
from ingest.outcomes import Outcome, State
from search_api.deposit_tasks import (
    Task,
    TaskDocument,
    TaskFailure,
    TaskKind,
    TaskStage,
    TaskState,
)

__all__ = ["completed", "failed", "fetch_failure"]

_MOST_LISTED = 1_000


def completed(task: Task, uri: str, result: IngestionResult) -> Task:
    """Return a task at its end.

    Args:
        task: Begun.
        uri: Of its file; unused for a withdrawal.
        result: Of the ingest.
    """
    if task.kind is TaskKind.WITHDRAWAL:
        return _withdrawn(task, result)
    outcomes = [o for o in result.report.outcomes if uri in (o.uri, o.container)]
    own = next((o for o in outcomes if o.uri == uri), None)
    if own is None or own.state.is_failure or own.state is State.UNSUPPORTED:
        return _unreadable(task, own)
    documents = [o for o in outcomes if o.document and not o.state.is_failure]
    listed = documents[:_MOST_LISTED]
    return replace(
        _final(task, TaskState.DONE),
        done=max(1, len(outcomes) - 1) if own.contained else 1,
        total=max(1, len(outcomes) - 1) if own.contained else 1,
        documents=tuple(_document(outcome) for outcome in listed),
        generation=result.generation or "",
        message=_message(own, len(documents) - len(listed)),
    )


def failed(task: Task, detail: str) -> Task:
    """Return a task that failed by no fault of its content."""
    failure = TaskFailure("deposit-failed", f"{detail} Déposez-le de nouveau.")
    return replace(_final(task, TaskState.FAILED), failure=failure)


def fetch_failure(task: Task, error: SourceError) -> Task:
    """Return a task whose address gave nothing."""
    words = _sentences(error.message, error.remedy)
    failure = TaskFailure("fetch-failed", words)
    return replace(_final(task, TaskState.FAILED), failure=failure)


def _withdrawn(task: Task, result: IngestionResult) -> Task:
    gone = [o for o in result.report.outcomes if o.document == task.document]
    return replace(
        _final(task, TaskState.DONE),
        done=1,
        documents=tuple(_document(outcome) for outcome in gone),
        generation=result.generation or "",
        message="" if gone else "Le document n’était déjà plus dans la bibliothèque.",
    )


def _unreadable(task: Task, own: Outcome | None) -> Task:
    if own is None:
        return failed(task, "Le fichier n’a pas été retrouvé dans le rapport.")
    words = _sentences(own.state.label, own.message, own.what_to_do)
    failure = TaskFailure("unreadable-document", words, {"state": own.state.value})
    return replace(_final(task, TaskState.FAILED), failure=failure)


def _final(task: Task, state: TaskState) -> Task:
    return replace(
        task, state=state, stage=TaskStage.FINISHED, finished_at=datetime.now(UTC)
    )


def _document(outcome: Outcome) -> TaskDocument:
    return TaskDocument(
        outcome.document or "",
        outcome.title,
        outcome.state.value,
        outcome.message,
        outcome.what_to_do if outcome.state.is_read else "",
    )


def _message(own: Outcome, left_out: int) -> str:
    if left_out:
        return f"{own.message} ; {left_out} autres documents non énumérés ici".strip(
            " ;"
        )
    return own.message


def _sentences(*parts: str) -> str:
    return " ".join(
        f"{part[0].upper()}{part[1:]}{'' if part[-1] in '.!?' else '.'}"
        for part in parts
        if part
    )
