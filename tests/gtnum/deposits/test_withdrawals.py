"""This test ensures that what people took out stays out, and is told from unknown."""

from pathlib import Path

import pytest

from gtnum.deposits.withdrawals import Withdrawals
from gtnum.errors import LibraryDamaged


@pytest.fixture
def withdrawals(tmp_path: Path) -> Withdrawals:
    made = Withdrawals(tmp_path / "withdrawn")
    made.add("note", "c/note.md", title="Une note", owner="claire")
    return made


def test_a_withdrawal_says_what_who_and_when(withdrawals):
    found = withdrawals.get("note")
    assert (found.document, found.uri) == ("note", "c/note.md")
    assert (found.title, found.owner) == ("Une note", "claire")
    assert found.withdrawn_at.endswith("+00:00")
    assert withdrawals.all() == [found]
    assert withdrawals.uris() == {"c/note.md"}
    assert withdrawals.has("note")


@pytest.mark.parametrize("name", ["autre", "", "../note", "note.json", "É", "x" * 4000])
def test_any_text_may_be_asked_for(withdrawals, name):
    assert withdrawals.get(name) is None
    assert not withdrawals.has(name)


@pytest.mark.parametrize("name", ["", "..", "a/b", "É", "x" * 81])
def test_what_is_no_identifier_is_not_written(withdrawals, name):
    with pytest.raises(ValueError, match="is no identifier"):
        withdrawals.add(name, "c/a", title=None, owner="claire")


def test_only_the_source_that_is_lifted_comes_back(withdrawals):
    withdrawals.add("autre", "c/autre.md", title=None, owner="paul")
    withdrawals.lift("c/inconnu.md")
    assert withdrawals.uris() == {"c/note.md", "c/autre.md"}
    withdrawals.lift("c/note.md")
    assert withdrawals.uris() == {"c/autre.md"}


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"document": "note"}'])
def test_a_damaged_record_is_named_not_skipped(withdrawals, tmp_path, content):
    (tmp_path / "withdrawn" / "note.json").write_text(content, "utf-8")
    for ask in (withdrawals.all, withdrawals.uris, lambda: withdrawals.get("note")):
        with pytest.raises(LibraryDamaged, match=r"note\.json"):
            ask()


def test_a_name_of_eighty_characters_is_one(withdrawals):
    withdrawals.add("x" * 80, "c/long.md", title=None, owner="claire")
    assert withdrawals.has("x" * 80)
    assert withdrawals.get("x" * 80).uri == "c/long.md"


def test_without_a_folder_nothing_was_withdrawn(tmp_path):
    none = Withdrawals(tmp_path / "none")
    assert none.all() == []
    none.lift("c/note.md")
    assert not (tmp_path / "none").exists()


def test_all_are_told_by_document(withdrawals):
    withdrawals.add("autre", "c/autre.md", title=None, owner="paul")
    assert [each.document for each in withdrawals.all()] == ["autre", "note"]
