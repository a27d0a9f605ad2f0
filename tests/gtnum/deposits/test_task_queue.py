"""This test ensures that tasks survive whatever happens to the processes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gtnum.deposits import task_queue as queue_module
from gtnum.deposits.task_queue import TaskQueue
from search_api.deposit_tasks import DepositsBusy, Task, TaskKind, TaskState


@pytest.fixture
def queue(tmp_path: Path) -> TaskQueue:
    return TaskQueue(tmp_path / "tasks")


def new(**fields: object) -> Task:
    task = Task("", "claire", TaskKind.DEPOSIT, "depots", datetime.now(UTC))
    return replace(task, **fields)  # type: ignore[arg-type]


def submit(queue: TaskQueue, **fields: object) -> Task:
    return queue.submit(new(**fields), lambda other: False)


def test_tasks_come_back_as_they_were_given_oldest_first(queue: TaskQueue) -> None:
    given = [submit(queue, name=f"{n}.pdf") for n in range(5)]
    assert TaskQueue(queue._root).waiting() == given
    assert queue.get(given[3].identifier) == given[3]


def test_an_equal_task_is_returned_only_while_it_waits(queue: TaskQueue) -> None:
    def again() -> Task:
        return queue.submit(new(sha256="ab"), lambda other: other.sha256 == "ab")

    first = again()
    assert again() == first
    queue.save(replace(first, state=TaskState.RUNNING))
    assert again() != first


@pytest.mark.parametrize("name", ["", "..", "../open/x", "é", "x" * 4000, "a\0b"])
def test_any_text_may_be_asked_for(queue: TaskQueue, name: str) -> None:
    assert queue.get(name) is None


def test_a_full_queue_refuses(
    queue: TaskQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_module, "MOST_WAITING", 2)
    submit(queue)
    submit(queue)
    with pytest.raises(DepositsBusy):
        submit(queue)


def test_an_interrupted_task_is_begun_once_more_then_has_failed(
    queue: TaskQueue,
) -> None:
    task = submit(queue)
    queue.save(replace(task, state=TaskState.RUNNING, attempts=1))
    queue.recover()
    assert queue.waiting()[0].state is TaskState.QUEUED
    queue.save(replace(task, state=TaskState.RUNNING, attempts=2))
    queue.recover()
    assert queue.waiting() == []
    failed = queue.get(task.identifier)
    assert failed is not None
    assert failed.state is TaskState.FAILED
    assert failed.failure is not None
    assert failed.failure.slug == "deposit-failed"


def test_a_crash_between_closing_and_removing_does_not_open_again(
    queue: TaskQueue,
) -> None:
    task = submit(queue)
    stale = (queue._open / f"{task.identifier}.json").read_text()
    queue.save(replace(task, state=TaskState.DONE, finished_at=datetime.now(UTC)))
    (queue._open / f"{task.identifier}.json").write_text(stale)
    found = queue.get(task.identifier)
    assert found is not None
    assert found.state is TaskState.DONE
    queue.recover()
    assert not queue.has_work()


def test_old_tasks_are_forgotten(queue: TaskQueue) -> None:
    now = datetime.now(UTC)
    for age in (1, 31):
        queue.save(
            replace(
                submit(queue),
                state=TaskState.DONE,
                finished_at=now - timedelta(days=age),
            )
        )
    queue.recover()
    assert len(queue.finished()) == 1


def test_a_damaged_task_is_set_aside(queue: TaskQueue) -> None:
    good = submit(queue)
    (queue._open / "0000000000000000-0000000000000000.json").write_text("{")
    assert queue.waiting() == [good]
    assert queue.waiting() == [good]
