"""Tasks as JSON, one file each."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from search_api.deposit_tasks import (
    Task,
    TaskDocument,
    TaskFailure,
    TaskKind,
    TaskStage,
    TaskState,
)

__all__ = ["from_json", "read_task", "to_json"]

_FORMAT = 1
_TIMES = ("created_at", "started_at", "finished_at")


def to_json(task: Task) -> str:
    """Return a task as JSON."""
    values = asdict(task)
    for name in _TIMES:
        values[name] = values[name].isoformat() if values[name] else None
    return json.dumps({"format": _FORMAT, **values}, ensure_ascii=False, indent=1)


def from_json(text: str) -> Task:
    """Return the task of JSON that ``to_json`` wrote.

    Raises:
        ValueError: If it is anything else.
    """
    try:
        values: dict[str, Any] = json.loads(text)
        if values.pop("format") != _FORMAT:
            raise ValueError("unknown format")
        for name in _TIMES:
            printed = values[name]
            values[name] = datetime.fromisoformat(printed) if printed else None
        values["kind"] = TaskKind(values["kind"])
        values["state"] = TaskState(values["state"])
        values["stage"] = TaskStage(values["stage"])
        documents = values.pop("documents")
        failure = values.pop("failure")
        return Task(
            **values,
            documents=tuple(TaskDocument(**each) for each in documents),
            failure=TaskFailure(**failure) if failure else None,
        )
    except (KeyError, TypeError, AttributeError) as cause:
        raise ValueError(f"not a task: {cause}") from cause


def read_task(path: Path) -> Task | None:
    """Return the task of a file, or None when there is no such file.

    Raises:
        ValueError: If the file holds something else.
        OSError: If it cannot be read.
    """
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
