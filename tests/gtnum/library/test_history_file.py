"""This test ensures that a generation keeps what came, changed and left before it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from gtnum.errors import LibraryDamaged
from gtnum.library.durability import checksum
from gtnum.library.file_checks import FileRecord
from gtnum.library.generation import Generation
from gtnum.library.history_file import (
    HISTORY,
    DocumentState,
    continued,
    from_ledgers,
    read_history,
    write_history,
)
from ingest.ledger import Ledger, LedgerEntry
from ingest.outcomes import State
from search_api.corpus_history import Change, CorpusEvent, CorpusHistory

START = datetime(2026, 3, 1, tzinfo=UTC)


def step(history, corpus, *, touched=None, day=1):
    """Go on with a corpus: identifier → what is told of it."""
    return continued(
        history,
        present=set(corpus),
        touched=set(corpus) if touched is None else touched,
        states=lambda names: {
            name: DocumentState(f"« {name} »", ("kind:report",), corpus[name])
            for name in names
        },
        generation=f"{day:04d}",
        at=START + timedelta(day, microseconds=5),
    )


def told(history):
    return [(e.document, e.change.value, e.generation) for e in history.events]


def test_only_what_a_reader_can_see_is_a_change():
    first = step(CorpusHistory(), {"a": "1", "b": "1"})
    second = step(first, {"a": "1", "b": "2", "c": "1"}, day=2)
    third = step(second, {"a": "1", "c": "1"}, day=3)
    assert told(third) == [
        ("a", "came", "0001"),
        ("b", "came", "0001"),
        ("b", "changed", "0002"),
        ("c", "came", "0002"),
        ("b", "left", "0003"),
    ]
    gone = third.lives["b"].last
    assert (gone.title, gone.sets) == ("« b »", ("kind:report",))
    assert step(third, {"a": "1", "c": "1"}, day=4).events == third.events


def test_what_was_not_touched_is_not_looked_at():
    asked = []
    before = step(CorpusHistory(), {"a": "1", "b": "1"})
    continued(
        before,
        present={"a", "b"},
        touched={"b", "gone"},
        states=lambda names: asked.append(list(names)) or {},
        generation="0002",
        at=START,
    )
    assert asked == [["b"]]


def test_no_event_is_older_than_the_one_before_whatever_the_clock_says():
    late = step(CorpusHistory(), {"a": "1"}, day=9)
    assert step(late, {"a": "2"}, day=3).ended == START + timedelta(9)


def test_a_history_is_read_as_it_was_written(tmp_path, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: None)
    title = "Ligne\u2028 et « \n\x85 » 😀 { } & <b>"
    event = CorpusEvent("a", Change.CAME, START, "0001", title, ("wave:2020",), "f")
    write_history(tmp_path, CorpusHistory([event]))
    generation = Generation(tmp_path, SimpleNamespace(files={}))
    assert read_history(generation).events == (event,)
    (tmp_path / HISTORY).write_text('{"document": "a"}\n', "utf-8")
    with pytest.raises(LibraryDamaged, match=HISTORY):
        read_history(generation)
    (tmp_path / HISTORY).unlink()
    assert read_history(generation) is None


def test_a_history_that_changed_is_not_taken_over(tmp_path, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: None)
    event = CorpusEvent("a", Change.CAME, START, "0001", "Titre", (), "f")
    write_history(tmp_path, CorpusHistory([event]))
    path = tmp_path / HISTORY
    files = {HISTORY: FileRecord(path.stat().st_size, checksum(path))}
    generation = Generation(tmp_path, SimpleNamespace(files=files))
    assert read_history(generation).events == (event,)
    path.write_text(path.read_text().replace("Titre", "Tatre"))
    with pytest.raises(LibraryDamaged, match=HISTORY):
        read_history(generation)


def generation(folder, day, documents):
    """A generation of before there were histories."""
    folder.mkdir()
    ledger = Ledger()
    for name, sha256 in documents.items():
        entry = LedgerEntry(f"c/{name}", "c", sha256, 0, 0, State.OK, document=name)
        ledger.put(entry)
    ledger.put(LedgerEntry("c/bad", "c", "", 0, 0, State.UNREADABLE))
    ledger.save(folder / "ledger.jsonl")
    created = (START + timedelta(day)).isoformat()
    return Generation(folder, SimpleNamespace(created_at=created))


def test_ledgers_tell_the_history_of_older_libraries(tmp_path, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: None)
    made = [
        generation(tmp_path / "0003", 3, {"a": "1", "b": "1"}),
        generation(tmp_path / "0004", 4, {"a": "2", "c": "1"}),
    ]
    history = from_ledgers(made)
    assert told(history) == [
        ("a", "came", "0003"),
        ("b", "came", "0003"),
        ("a", "changed", "0004"),
        ("b", "left", "0004"),
        ("c", "came", "0004"),
    ]
    # What ledgers do not know is filled in; nothing has changed for that.
    filled = step(history, {"a": "x", "c": "y"}, touched=(), day=5)
    assert told(filled) == told(history)
    assert filled.lives["a"].last.fingerprint == "x"
    assert filled.lives["a"].last.title == "« a »"
