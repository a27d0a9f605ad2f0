"""This test ensures that a snapshot is read back, and a forged one is refused."""

import json

import pytest

from gtnum.backups.snapshot import FORMAT, Snapshot
from gtnum.errors import BackupDamaged, BackupForeign
from gtnum.library.generation import FileRecord
from tests.gtnum.backups.conftest import signed

SHA = "0" * 64
GOOD = Snapshot(
    created_at="2026-12-01T12:00:00+00:00",
    software="gtnum test",
    generation="0002",
    base_iri="https://gtnum.example/",
    embedder="embedded-fast",
    damaged=("files/ab/abc",),
    files={"harvests/a/caf\udce9.html": FileRecord(3, SHA)},
)


def said(**changes):
    """Return what a good snapshot says, with changes."""
    return {**json.loads(GOOD.to_bytes())["snapshot"], **changes}


def test_it_is_read_back_with_names_that_are_no_text():
    assert Snapshot.from_bytes(GOOD.to_bytes(), "x") == GOOD


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/etc/passwd",
        "files/../../outside",
        "files//double",
        "files/./dot",
        "files",
        "CURRENT",
        ".env",
        "readings/x",
        "curation.yaml/inside",
        "files/a\0b",
        "files/" + "a" * 5000,
        "",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused_by_name(name):
    forged = signed(said(files={name: [1, SHA]}))
    with pytest.raises(BackupForeign, match="qu’aucune bibliothèque ne contient"):
        Snapshot.from_bytes(forged, "la sauvegarde")


def test_a_file_that_is_also_a_folder_is_refused():
    forged = signed(said(files={"files/a": [1, SHA], "files/a/b": [1, SHA]}))
    with pytest.raises(BackupForeign, match="files/a"):
        Snapshot.from_bytes(forged, "la sauvegarde")


def test_a_negative_size_is_refused():
    with pytest.raises(BackupForeign):
        Snapshot.from_bytes(signed(said(files={"files/a": [-1, SHA]})), "x")


def test_a_generation_that_is_a_path_is_refused():
    with pytest.raises(BackupForeign, match=r"\.\./0001"):
        Snapshot.from_bytes(signed(said(generation="../0001")), "x")


def test_another_format_is_refused_with_both_numbers():
    with pytest.raises(BackupForeign, match=f"format 2.*format {FORMAT}") as refusal:
        Snapshot.from_bytes(signed(said(), format=2), "la sauvegarde")
    assert "la version de gtnum qui l’a faite" in refusal.value.remedy


def test_one_changed_byte_is_damage():
    changed = GOOD.to_bytes().replace(b"0002", b"0003")
    with pytest.raises(BackupDamaged, match="a changé"):
        Snapshot.from_bytes(changed, "x")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        signed({}),
        signed(said(files={"files/a": [1, "../x"]})),
        signed(said(files={"files/a": ["x", SHA]})),
        signed(said(created_at=7)),
        signed(said(unknown="field")),
    ],
)
def test_what_is_no_snapshot_is_damage(content):
    with pytest.raises(BackupDamaged, match="inventaire lisible"):
        Snapshot.from_bytes(content, "x")
