"""The ledger remembers what was read and refuses what it cannot trust."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import IngestError
from ingest.ledger import Change, Ledger, LedgerEntry
from ingest.outcomes import State
from ingest.sources.source_files import FoundFile

ENTRY = LedgerEntry(
    uri="c/é\u2028.md",
    collection="c",
    sha256="a" * 64,
    size_bytes=5,
    mtime_ns=7,
    state=State.OK,
    document="doc",
    reader="1",
)
FILE = FoundFile(Path("x"), ENTRY.uri, 5, 7)


def ledger_with(*entries: LedgerEntry) -> Ledger:
    ledger = Ledger()
    for entry in entries:
        ledger.put(entry)
    return ledger


def test_what_was_saved_is_loaded(tmp_path: Path):
    other = replace(ENTRY, uri="c/a", document=None, state=State.ENCRYPTED, message="m")
    ledger_with(ENTRY, other).save(tmp_path / "ledger.jsonl")
    loaded = Ledger.load(tmp_path / "ledger.jsonl")
    assert list(loaded) == [other, ENTRY]
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.jsonl"]


def test_a_missing_file_is_an_empty_ledger(tmp_path: Path):
    assert len(Ledger.load(tmp_path / "none")) == 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"ok"', '"wonderful"'),
        lambda text: text.replace("gtnum-ledger", "other"),
        lambda text: text.replace('"version": 3', '"version": 9'),
        lambda text: text.replace('"sha256"', '"sha1"'),
        lambda text: "",
        lambda text: text.split("\n")[0] + "\n",
    ],
)
def test_a_damaged_file_is_refused_with_a_remedy(tmp_path: Path, damage):
    path = tmp_path / "ledger.jsonl"
    ledger_with(ENTRY).save(path)
    path.write_text(damage(path.read_text()))
    with pytest.raises(IngestError, match="abîmé") as caught:
        Ledger.load(path)
    assert "génération précédente" in caught.value.remedy


def test_a_ledger_of_version_1_is_read(tmp_path: Path):
    path = tmp_path / "ledger.jsonl"
    ledger_with(ENTRY).save(path)
    header, line = path.read_text().strip().split("\n")
    old = json.loads(line)
    for name in ("container", "fingerprint", "conditions", "remedy"):
        del old[name]
    header = header.replace('"version": 3', '"version": 1')
    path.write_text(f"{header}\n{json.dumps(old)}\n")
    assert list(Ledger.load(path)) == [ENTRY]


def test_a_ledger_that_cannot_be_written_is_an_error(tmp_path: Path):
    with pytest.raises(IngestError, match="écrit"):
        ledger_with(ENTRY).save(tmp_path / "none" / "ledger.jsonl")


@pytest.mark.parametrize(
    ("found", "reader", "trust", "change"),
    [
        (FILE, "1", True, Change.SAME),
        (FILE, "1", False, Change.PERHAPS),
        (replace(FILE, mtime_ns=8), "1", True, Change.PERHAPS),
        (replace(FILE, size_bytes=6), "1", True, Change.CHANGED),
        (FILE, "2", True, Change.CHANGED),
        (replace(FILE, uri="c/new"), "1", True, Change.NEW),
    ],
)
def test_changes_are_told_apart(found, reader, trust, change):
    ledger = ledger_with(ENTRY)
    assert ledger.compare(found, reader=reader, trust_mtime=trust) is change


@pytest.mark.parametrize(
    ("conditions", "change"),
    [({"limits=1", "ocr=off"}, Change.SAME), ({"limits=2"}, Change.CHANGED)],
)
def test_a_changed_condition_has_a_source_read_again(conditions, change):
    ledger = ledger_with(replace(ENTRY, conditions="limits=1"))
    found = ledger.compare(FILE, reader="1", trust_mtime=True, conditions=conditions)
    assert found is change


def test_documents_of_a_file_are_found_by_it():
    part = replace(ENTRY, uri="c/x.xml#post-2", container="c/x.xml", document="p")
    ledger = ledger_with(ENTRY, part)
    assert ledger.parts_of("c/x.xml") == (part,)
    ledger.forget(part.uri)
    assert ledger.parts_of("c/x.xml") == ()


def test_owner_of_an_identifier_follows_the_entries():
    ledger = ledger_with(ENTRY)
    assert ledger.owner("doc") == ENTRY.uri
    ledger.put(replace(ENTRY, document="other"))
    assert (ledger.owner("doc"), ledger.owner("other")) == (None, ENTRY.uri)
    ledger.forget(ENTRY.uri)
    assert ledger.owner("other") is None
    assert len(ledger) == 0
