"""A task is told with its state; what is not served yet is still being published."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from search_api.deposit_tasks import Task, TaskDocument, TaskKind, TaskStage, TaskState
from search_api.web.deposits.task_answers import AddressRequest, task_answer

NOW = datetime.now(UTC)
QUEUED = Task("t1", "claire", TaskKind.DEPOSIT, "carnet", NOW)
DONE = replace(
    QUEUED,
    state=TaskState.DONE,
    stage=TaskStage.FINISHED,
    generation="0008",
    finished_at=NOW + timedelta(days=1),  # however long the tests take
)


def told(task, served="0007"):
    return task_answer(task, served=served)


def test_a_task_that_waits_says_little():
    answer = told(QUEUED)
    assert (answer.id, answer.kind, answer.state) == ("t1", "deposit", "queued")
    assert (answer.stage, answer.stage_label) == ("queued", "en attente")
    assert (answer.name, answer.url, answer.message) == (None, None, None)
    assert (answer.generation, answer.problem, answer.finished_at) == (None,) * 3
    assert answer.links.self == "/tasks/t1"


@pytest.mark.parametrize("stage", TaskStage)
def test_every_stage_has_words(stage):
    assert told(replace(QUEUED, stage=stage)).stage_label


def test_what_is_known_of_a_task_is_told():
    known = replace(
        QUEUED,
        name="a.pdf",
        url="https://a.example/",
        message="Lu.",
        documents=(TaskDocument("d", "Titre", "ok"),),
    )
    answer = told(known)
    assert (answer.name, answer.url, answer.message) == (
        *("a.pdf", "https://a.example/", "Lu."),
    )
    (document,) = answer.documents
    assert (document.id, document.title, document.state) == ("d", "Titre", "ok")
    assert document.links.page == "/document/d"


@pytest.mark.parametrize(
    ("changes", "served", "state"),
    [
        ({}, "0007", "running"),
        ({}, "0008", "done"),
        ({}, "0009", "done"),
        ({}, "essai", "done"),
        ({"generation": ""}, "0007", "done"),
        ({"generation": "essai"}, "0007", "done"),
        ({"finished_at": None}, "0007", "done"),
        ({"finished_at": NOW - timedelta(seconds=16)}, "0007", "done"),
        ({"state": TaskState.FAILED}, "0007", "failed"),
    ],
)
def test_done_is_said_once_the_generation_is_served(changes, served, state):
    answer = told(replace(DONE, **changes), served)
    assert answer.state == state
    assert answer.stage == ("publishing" if state == "running" else "finished")
    assert (answer.finished_at is None) == (
        state == "running" or changes.get("finished_at", NOW) is None
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "https://a.example/" + "x" * 1_983},
        {"url": "https://"},
        {"url": "https://a", "collection": "x" * 41},
        {"url": "https://a", "collection": "-x"},
        {"url": "https://a", "other": 1},
    ],
)
def test_an_address_has_its_form(wrong):
    with pytest.raises(ValidationError):
        AddressRequest(**wrong)


def test_an_address_may_be_long_and_in_no_collection():
    asked = AddressRequest(url="https://a.example/" + "x" * 1_982)
    assert (len(asked.url), asked.collection) == (2_000, "")
    assert AddressRequest(url="http://a", collection="é-" + "x" * 38).collection
