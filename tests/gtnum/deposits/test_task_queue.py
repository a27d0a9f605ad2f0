"""This test ensures that tasks survive whatever happens to the processes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from gtnum.deposits import task_queue as queue_module
from gtnum.deposits.task_queue import MOST_WAITING, TaskQueue
from gtnum.deposits.task_records import from_json, read_task, to_json
from search_api.deposit_tasks import (
    DepositsBusy,
    Task,
    TaskDocument,
    TaskFailure,
    TaskKind,
    TaskStage,
    TaskState,
)


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


def test_a_clock_that_is_set_back_changes_no_order(
    queue: TaskQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = queue_module.time.time_ns()
    moments = [now, now - 3_600 * 10**9, now - 7_200 * 10**9]
    given = []
    for moment in moments:
        clock = SimpleNamespace(time_ns=lambda moment=moment: moment)
        monkeypatch.setattr(queue_module, "time", clock)
        given.append(submit(queue, name=f"{moment}.pdf").name)
    assert [task.name for task in queue.waiting()] == given


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


def test_a_finished_task_is_kept_for_thirty_days(queue, monkeypatch) -> None:
    now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    bound = now - timedelta(days=30)
    frozen = SimpleNamespace(now=lambda zone: now.astimezone(zone))
    monkeypatch.setattr(queue_module, "datetime", frozen)
    kept, gone, unknown = (submit(queue) for _ in range(3))
    queue.save(replace(kept, state=TaskState.DONE, finished_at=bound))
    early = bound - timedelta(seconds=1)
    queue.save(replace(gone, state=TaskState.FAILED, finished_at=early))
    queue.save(replace(unknown, state=TaskState.DONE))
    queue.recover()
    names = [task.identifier for task in queue.finished()]
    assert names == [kept.identifier, unknown.identifier]


def test_a_thousand_tasks_may_wait() -> None:
    assert MOST_WAITING == 1_000


def test_room_is_for_fewer_than_the_most(queue, monkeypatch) -> None:
    monkeypatch.setattr(queue_module, "MOST_WAITING", 2)
    submit(queue)
    queue.require_room()
    running = submit(queue)
    with pytest.raises(DepositsBusy, match="2 tâches"):
        queue.require_room()
    # What is under way does not wait any more.
    queue.save(replace(running, state=TaskState.RUNNING))
    assert submit(queue).identifier


def test_recovering_leaves_tasks_that_wait_as_they_are(queue) -> None:
    task = submit(queue, attempts=1)
    queue.recover()
    assert queue.waiting() == [task]
    assert queue.finished() == []


def test_an_interrupted_task_waits_again_from_the_start(queue) -> None:
    task = submit(queue)
    begun = replace(task, state=TaskState.RUNNING, stage=TaskStage.READING, attempts=1)
    queue.save(begun)
    queue.recover()
    assert queue.get(task.identifier) == replace(task, attempts=1)


def test_identifiers_sort_as_tasks_were_given(queue) -> None:
    names = [submit(queue).identifier for _ in range(3)]
    assert names == sorted(names)
    assert all(len(name) == 33 for name in names)


@pytest.mark.parametrize("wrong", ["[]", "{}", '{"format": 1}', "null"])
def test_what_is_no_task_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a task"):
        from_json(wrong)


def test_a_task_of_another_format_is_refused(queue) -> None:
    text = to_json(submit(queue))
    assert from_json(text)
    with pytest.raises(ValueError, match="unknown format"):
        from_json(text.replace('"format": 1', '"format": 2'))


def test_a_task_keeps_all_that_became_of_it(tmp_path: Path) -> None:
    task = new(
        identifier="x",
        started_at=datetime.now(UTC),
        documents=(TaskDocument("a", "Titre", "ok", "", ""),),
        failure=TaskFailure("slug", "détail", {"state": "x"}),
    )
    path = tmp_path / "task.json"
    path.write_text(to_json(task), "utf-8")
    assert read_task(path) == task
    assert read_task(tmp_path / "none.json") is None


def test_a_damaged_task_is_set_aside(queue: TaskQueue) -> None:
    good = submit(queue)
    (queue._open / "0000000000000000-0000000000000000.json").write_text("{")
    assert queue.waiting() == [good]
    assert queue.waiting() == [good]
