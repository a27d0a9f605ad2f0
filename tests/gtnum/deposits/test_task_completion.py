"""This test ensures that the owner of a task reads how it ended, and why."""

from datetime import UTC, datetime

import pytest

from gtnum.deposits.task_completion import completed, failed, fetch_failure
from gtnum.library.ingestion import IngestionResult
from ingest.errors import SourceError
from ingest.outcomes import Outcome, State
from ingest.report import Report
from search_api.deposit_tasks import Task, TaskKind, TaskStage, TaskState

URI = "depots/a.pdf"
NOW = datetime(2026, 11, 30, tzinfo=UTC)


def task(kind: TaskKind = TaskKind.DEPOSIT, **fields) -> Task:
    return Task(
        identifier="t",
        kind=kind,
        owner="claire",
        collection="c",
        created_at=NOW,
        **fields,
    )


def end(*outcomes: Outcome, generation="0007", of: Task | None = None) -> Task:
    result = IngestionResult(Report(outcomes), generation)
    return completed(of or task(), URI, result)


def test_a_document_that_was_read_is_named_with_its_generation():
    done = end(Outcome(URI, State.OK, document="a", title="Titre"))
    assert (done.state, done.stage) == (TaskState.DONE, TaskStage.FINISHED)
    assert (done.done, done.total, done.generation) == (1, 1, "0007")
    assert [(d.identifier, d.title) for d in done.documents] == [("a", "Titre")]
    assert done.finished_at is not None


def test_a_library_that_did_not_change_has_no_new_generation():
    assert end(Outcome(URI, State.OK, document="a"), generation=None).generation == ""


@pytest.mark.parametrize("state", [State.MALFORMED, State.UNSUPPORTED])
def test_what_cannot_be_read_says_why_and_what_to_do(state):
    done = end(Outcome(URI, state, "le fichier est abîmé"))
    assert done.state is TaskState.FAILED
    assert done.failure.slug == "unreadable-document"
    assert "Le fichier est abîmé." in done.failure.detail
    assert done.documents == ()


def test_a_file_that_the_report_does_not_name_asks_for_another_deposit():
    done = end(Outcome("depots/autre.pdf", State.OK, document="b"))
    assert done.failure.slug == "deposit-failed"
    assert done.failure.detail.endswith("Déposez-le de nouveau.")


def test_a_file_of_several_documents_counts_them_without_itself():
    parts = [
        Outcome(f"{URI}#{n}", State.OK, document=f"d{n}", container=URI)
        for n in range(3)
    ]
    lost = Outcome(f"{URI}#9", State.MALFORMED, document="d9", container=URI)
    done = end(Outcome(URI, State.OK, contained=4), *parts, lost)
    assert (done.done, done.total) == (4, 4)
    assert [d.identifier for d in done.documents] == ["d0", "d1", "d2"]
    assert end(Outcome(URI, State.OK, contained=1)).total == 1


def test_no_more_than_a_thousand_documents_are_listed():
    parts = [
        Outcome(f"{URI}#{n}", State.OK, document=f"d{n}", container=URI)
        for n in range(1_002)
    ]
    done = end(Outcome(URI, State.OK, contained=1_002), *parts)
    assert len(done.documents) == 1_000
    assert done.message == "2 autres documents non énumérés ici"


def test_a_withdrawal_names_what_left_or_says_that_nothing_did():
    asked = task(TaskKind.WITHDRAWAL, document="a")
    gone = end(Outcome(URI, State.REMOVED, document="a"), of=asked)
    assert (gone.state, gone.message, len(gone.documents)) == (TaskState.DONE, "", 1)
    nothing = end(Outcome(URI, State.REMOVED, document="b"), of=asked)
    assert "déjà plus" in nothing.message
    assert nothing.documents == ()


def test_failures_are_whole_sentences():
    error = SourceError("l’adresse est refusée", remedy="Essayez une autre.")
    assert fetch_failure(task(), error).failure.detail == (
        "L’adresse est refusée. Essayez une autre."
    )
    assert failed(task(), "Panne.").state is TaskState.FAILED


@pytest.mark.parametrize(("number", "message"), [(1_000, ""), (1_001, "1 autres")])
def test_a_thousand_documents_are_listed_whole(number, message):
    parts = [
        Outcome(f"{URI}#{n}", State.OK, document=f"d{n}", container=URI)
        for n in range(number)
    ]
    done = end(Outcome(URI, State.OK, contained=number), *parts)
    assert len(done.documents) == 1_000
    assert done.message.startswith(message)
    assert bool(done.message) == bool(message)


def test_what_is_said_of_the_file_stands_before_what_is_left_out():
    parts = [
        Outcome(f"{URI}#{n}", State.OK, document=f"d{n}", container=URI)
        for n in range(1_001)
    ]
    done = end(Outcome(URI, State.OK, "à moitié", contained=1_001), *parts)
    assert done.message == "à moitié ; 1 autres documents non énumérés ici"
    assert end(Outcome(URI, State.OK, "coupé", document="a")).message == "coupé"


def test_only_what_was_read_says_what_to_do_about_it():
    read = Outcome(URI, State.OK, document="a", remedy="Numérisez mieux.")
    assert end(read).documents[0].remedy == "Numérisez mieux."
    gone = Outcome(URI, State.REMOVED, document="a", remedy="Rien.")
    asked = task(TaskKind.WITHDRAWAL, document="a")
    assert end(gone, of=asked).documents[0].remedy == ""
    assert end(gone, generation=None, of=asked).generation == ""


def test_a_withdrawal_is_one_step():
    asked = task(TaskKind.WITHDRAWAL, document="a", done=0, total=1)
    done = end(Outcome(URI, State.REMOVED, document="a"), of=asked)
    assert (done.done, done.total, done.stage) == (1, 1, TaskStage.FINISHED)


def test_sentences_keep_their_own_end():
    error = SourceError("pourquoi ?", remedy="")
    assert fetch_failure(task(), error).failure.detail == "Pourquoi ?"
    assert fetch_failure(task(), error).failure.slug == "fetch-failed"
    assert fetch_failure(task(), error).state is TaskState.FAILED
