"""This test ensures that what was read is written once, and its end remembered."""

from pathlib import Path

import pytest

from ingest.file_reading import Reading
from ingest.keeper import Keeper, keep_contents
from ingest.ledger import Ledger, LedgerEntry
from ingest.limits import Limits
from ingest.options import ReadingOptions
from ingest.outcomes import State
from ingest.sources.source_files import FoundFile

FILE = FoundFile(Path("/c/export.xml"), "c/export.xml")


def keeper(ledger: Ledger, *withdrawn: str) -> Keeper:
    return Keeper(
        ledger,
        "reader-1",
        linker=None,
        sinks=(),
        limits=Limits(),
        options=ReadingOptions(ocr=False),
        withdrawn=frozenset(withdrawn),
    )


def entry(uri: str, **fields) -> LedgerEntry:
    values = {
        "collection": "c",
        "sha256": "0" * 64,
        "size_bytes": 9,
        "mtime_ns": 1,
        "fingerprint": "f",
        "reader": "reader-1",
        "state": State.OK,
    }
    return LedgerEntry(uri, **{**values, **fields})


def ledger_of(*entries: LedgerEntry) -> Ledger:
    ledger = Ledger()
    for one in entries:
        ledger.put(one)
    return ledger


def test_a_reading_that_holds_nothing_is_a_bug_and_said():
    reading = Reading(None, None, None, State.MALFORMED, "", 0.0)
    with pytest.raises(ValueError, match="nothing was read"):
        list(keep_contents(keeper(Ledger()), FILE, reading, remove_vanished=False))


def test_a_part_read_as_now_need_not_be_read_again():
    now = entry("c/export.xml#a", container="c/export.xml")
    assert keeper(ledger_of(now)).known_parts("c/export.xml") == {"a": "f"}


@pytest.mark.parametrize(
    "changed",
    [
        {"reader": "reader-0"},
        {"state": State.MALFORMED},
        {"conditions": "ocr=other"},
        {"container": "c/other.xml"},
    ],
)
def test_a_part_that_failed_or_was_read_otherwise_is_read_again(changed):
    values = {"container": "c/export.xml", **changed}
    known = keeper(ledger_of(entry("c/export.xml#a", **values)))
    assert known.known_parts("c/export.xml") == {}


def test_a_part_read_under_the_conditions_of_now_is_known():
    made = keeper(Ledger())
    for conditions in made.conditions:
        part = entry("c/e.xml#a", container="c/e.xml", conditions=conditions)
        assert keeper(ledger_of(part)).known_parts("c/e.xml") == {"a": "f"}


def test_what_people_took_out_is_as_good_as_read():
    made = keeper(Ledger(), "c/export.xml#b", "c/other.xml#c", "c/note.md")
    assert made.known_parts("c/export.xml") == {"b": "settled"}
    assert made.is_withdrawn("c/note.md")
    assert not made.is_withdrawn("c/autre.md")


def test_a_source_that_is_gone_leaves_only_on_request():
    gone = entry("c/a.txt", document="a", title="Titre")
    ledger = ledger_of(gone)
    kept = keeper(ledger).part_with(gone, is_removal=False)
    assert (kept.state, kept.document, kept.title) == (State.VANISHED, "a", "Titre")
    assert len(ledger) == 1
    left = keeper(ledger).part_with(gone, is_removal=True, message="parti")
    assert (left.state, left.message) == (State.REMOVED, "parti")
    assert len(ledger) == 0
