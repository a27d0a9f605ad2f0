"""What every ``Deposits`` must do.

Subclass it and give the fixture ``deposits``: one that is open, in which ``CLAIRE`` is
the token of claire and ``PAUL`` that of paul, and where no task is done meanwhile.
"""

import hashlib
from datetime import UTC, datetime

import pytest

from search_api.deposit_tasks import TaskKind, TaskStage, TaskState

CLAIRE = "secret-de-claire"
PAUL = "secret-de-paul"


def arrived(deposits, text=b"bonjour"):
    """A file that has arrived, as the web puts it there, and its SHA-256."""
    file = deposits.arrival() / "arrived"
    file.write_bytes(text)
    return file, hashlib.sha256(text).hexdigest()


def deposit(deposits, text=b"bonjour", owner="claire", collection="notes"):
    file, sha256 = arrived(deposits, text)
    return deposits.deposit(
        owner, file, name="note.txt", sha256=sha256, collection=collection
    )


class DepositsContract:
    """A desk is done when it passes this suite."""

    def test_owners_are_known_by_their_token(self, deposits):
        assert deposits.is_open
        assert deposits.owner_of(CLAIRE) == "claire"
        assert deposits.owner_of(PAUL) == "paul"
        for wrong in ("", "claire", CLAIRE.upper(), f"{CLAIRE} ", "é\udcff"):
            assert deposits.owner_of(wrong) is None

    def test_a_file_is_taken_away_and_waits(self, deposits):
        file, sha256 = arrived(deposits)
        task = deposits.deposit(
            "claire", file, name="note.txt", sha256=sha256, collection="notes"
        )
        assert not file.exists()
        assert (task.owner, task.kind) == ("claire", TaskKind.DEPOSIT)
        assert (task.state, task.stage) == (TaskState.QUEUED, TaskStage.QUEUED)
        assert (task.name, task.sha256) == ("note.txt", sha256)
        # A desk may keep deposits in collections of their own.
        assert task.collection.endswith("notes")
        assert (task.documents, task.failure) == ((), None)
        assert abs(datetime.now(UTC) - task.created_at).total_seconds() < 3600
        assert deposits.task("claire", task.identifier) == task

    def test_an_address_and_a_withdrawal_wait(self, deposits):
        address = deposits.deposit_address(
            "claire", "https://exemple.fr/", collection="notes"
        )
        assert (address.kind, address.url) == (TaskKind.DEPOSIT, "https://exemple.fr/")
        gone = deposits.withdraw("claire", "fiche-aeson", collection="notes")
        assert (gone.kind, gone.document) == (TaskKind.WITHDRAWAL, "fiche-aeson")
        assert gone.state is TaskState.QUEUED

    def test_tasks_come_newest_first(self, deposits):
        made = [deposit(deposits, b"a"), deposit(deposits, b"b")]
        made.append(deposits.withdraw("claire", "fiche", collection="notes"))
        assert deposits.tasks("claire") == made[::-1]

    def test_nobody_sees_the_tasks_of_others(self, deposits):
        task = deposit(deposits)
        assert deposits.task("paul", task.identifier) is None
        assert deposits.tasks("paul") == []

    @pytest.mark.parametrize("identifier", ["", "rien", "../x", "0" * 300, "a\x00b"])
    def test_an_unknown_task_is_none(self, deposits, identifier):
        deposit(deposits)
        assert deposits.task("claire", identifier) is None

    def test_equal_demands_of_one_owner_are_one_task(self, deposits):
        first = deposit(deposits)
        assert deposit(deposits) == first
        assert deposit(deposits, b"bonsoir") != first
        assert deposit(deposits, collection="autre") != first
        assert deposit(deposits, owner="paul").owner == "paul"
        for ask in (
            lambda: deposits.deposit_address("claire", "https://a.b/", collection="n"),
            lambda: deposits.withdraw("claire", "fiche", collection="notes"),
        ):
            assert ask() == ask()
        assert len(deposits.tasks("claire")) == 5

    def test_tasks_that_wait_are_there_after_closing(self, deposits):
        task = deposit(deposits)
        deposits.close()
        deposits.close()
        assert deposits.tasks("claire") == [task]
