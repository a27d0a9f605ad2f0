"""This test ensures that an upgrade says why, and does nothing where it only says."""

from types import SimpleNamespace

import pytest

from gtnum import wiring
from gtnum.library.library_folder import Library
from gtnum.wiring.upgrade_parts import Outdated


@pytest.fixture
def asked(monkeypatch):
    """What the command asks of the wiring, over a generation that is outdated."""
    calls = []
    monkeypatch.setattr(Library, "current", lambda self: SimpleNamespace(name="0007"))

    def renewed(settings, *, with_indexes):
        calls.append(with_indexes)
        return SimpleNamespace(name="0008")

    def found(*reasons, needs_indexes=False, unread=0):
        outdated = Outdated(reasons, needs_indexes, unread)
        monkeypatch.setattr(wiring, "outdated", lambda settings, which: outdated)
        monkeypatch.setattr(wiring, "renewed", renewed)
        return calls

    return found


@pytest.mark.parametrize("needs_indexes", [True, False])
def test_indexes_are_made_again_only_where_they_must_be(gtnum, asked, needs_indexes):
    calls = asked("Elle est vieille.", needs_indexes=needs_indexes)
    code, output, messages = gtnum("library", "upgrade")
    assert (code, messages, calls) == (0, "", [needs_indexes])
    assert output.startswith("Elle est vieille.\nGénération publiée : 0008")
    assert "auparavant 0007" in output


def test_a_dry_run_says_what_and_does_nothing(gtnum, asked):
    calls = asked("Elle est vieille.", needs_indexes=True)
    code, output, _ = gtnum("library", "upgrade", "--dry-run")
    assert (code, calls) == (0, [])
    assert output.startswith("Elle est vieille.\nElle serait refaite")


def test_nothing_is_done_where_nothing_is_outdated(gtnum, asked):
    calls = asked()
    code, output, _ = gtnum("library", "upgrade")
    assert (code, calls) == (0, [])
    assert output == "La génération 0007 est au format de cette version.\n"


def test_what_only_files_can_tell_is_counted(gtnum, asked):
    asked(unread=12)
    _, _, messages = gtnum("library", "upgrade")
    assert messages.startswith("→ 12 documents")
    assert "`gtnum ingest DOSSIER`" in messages
