"""This test ensures that a library comes back whole, or not at all."""

import errno
import io
import itertools
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from gtnum.backups import restoration
from gtnum.backups.backup_check import check_backup
from gtnum.backups.backup_place import open_backup, writing_backup
from gtnum.backups.restoration import restore
from gtnum.backups.verified_copy import measured
from gtnum.errors import BackupDamaged, BackupError, LibraryBusy, LibraryDamaged
from gtnum.library.library_folder import Library
from tests.gtnum.backups.conftest import LEFT_OUT, contents, publish

PLACES = pytest.mark.parametrize("name", ["folder", "one.zip", "one.tar"])


def back(place, target, number=None):
    with open_backup(place) as reader:
        return restore(reader, target, number)


@PLACES
def test_the_library_is_what_it_was(take, library, tmp_path, name):
    take(tmp_path / name, generations=2)
    done = back(tmp_path / name, tmp_path / "other")
    assert done.generation.name == "0002"
    before, after = contents(library.root), contents(tmp_path / "other")
    assert after == {k: v for k, v in before.items() if k not in LEFT_OUT}
    restored = Library(tmp_path / "other")
    restored.current().verify()
    assert [one.name for one in restored.generations()] == ["0001", "0002"]
    # What two generations share, they share again; and life goes on.
    folders = [
        tmp_path / "other" / "generations" / n / "same" for n in ("0001", "0002")
    ]
    assert folders[0].samefile(folders[1])
    assert publish(restored, b"third") == "0003"


def test_an_earlier_backup_is_restored_by_its_number(take, library, tmp_path):
    take(tmp_path / "folder")
    publish(library, b"third")
    take(tmp_path / "folder")
    assert back(tmp_path / "folder", tmp_path / "new").generation.name == "0003"
    assert back(tmp_path / "folder", tmp_path / "old", "0001").generation.name == "0002"


def test_only_an_empty_place_is_taken(take, library, tmp_path):
    take(tmp_path / "folder")
    before = contents(library.root)
    with pytest.raises(BackupError, match="pas vide") as refusal:
        back(tmp_path / "folder", library.root)
    assert "gtnum library restore" in refusal.value.remedy
    assert contents(library.root) == before
    (tmp_path / "empty").mkdir()
    back(tmp_path / "folder", tmp_path / "empty")


@PLACES
def test_one_changed_byte_is_found_and_nothing_is_left(take, tmp_path, name):
    take(tmp_path / name)
    if name == "folder":
        victim = max((tmp_path / name / "content").glob("*/*"), key=os.path.getsize)
    else:
        victim = tmp_path / name
    content = bytearray(victim.read_bytes())
    place = content.find(b"the same") if name == "one.tar" else len(content) // 3
    content[max(place, 40)] ^= 0x20
    victim.write_bytes(content)
    with pytest.raises(BackupError):
        back(tmp_path / name, tmp_path / "other")
    assert not list((tmp_path / "other").glob("*"))
    try:
        with open_backup(tmp_path / name) as reader:
            assert check_backup(reader).unsound
    except BackupError:
        pass  # an archive whose list of members is hit does not even open


class PowerCut(BaseException):
    """The machine stops here: nobody cleans up."""


STEPS = (
    (restoration, "copy_proven"),
    (restoration, "sync_tree_at_once"),
    (Path, "rename"),
    (restoration, "sync"),
)


def cut_at(step, monkeypatch):
    """Stop before the n-th copy, rename or sync; return what counts them."""
    done = itertools.count(1)

    def counting(original):
        def counted(*arguments, **named):
            if next(done) == step:
                raise PowerCut
            return original(*arguments, **named)

        return counted

    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    for where, name in STEPS:
        monkeypatch.setattr(where, name, counting(getattr(where, name)))


@pytest.mark.slow
def test_a_crash_at_any_step_publishes_nothing_and_a_rerun_works(
    take, tmp_path, monkeypatch
):
    take(tmp_path / "folder")
    for step in itertools.count(1):
        target = tmp_path / f"other-{step}"
        try:
            with monkeypatch.context() as patched:
                cut_at(step, patched)
                back(tmp_path / "folder", target)
        except PowerCut:
            assert not Library(target).pointer.exists()
            here = {path.name for path in target.iterdir()}
            assert "generations" not in here or {"files", "withdrawn"} <= here
            back(tmp_path / "folder", target)
        else:
            break
        Library(target).current().verify()
        assert not (target / ".restoring").exists()
    assert step > 18  # thirteen files, five rooms, and what brings them to the disk


def test_a_full_disk_leaves_nothing(take, tmp_path, monkeypatch):
    take(tmp_path / "folder")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(restoration, "copy_proven", full)
    with pytest.raises(OSError, match="No space"):
        back(tmp_path / "folder", tmp_path / "other")
    assert not list((tmp_path / "other").iterdir())


def test_two_restores_to_one_place_do_not_meet(take, tmp_path, monkeypatch):
    take(tmp_path / "folder")
    refusals = []
    copy = restoration.copy_proven

    def meeting(*arguments):
        if not refusals:
            with pytest.raises(LibraryBusy) as refusal:
                back(tmp_path / "folder", tmp_path / "other")
            refusals.append(refusal)
        copy(*arguments)

    monkeypatch.setattr(restoration, "copy_proven", meeting)
    back(tmp_path / "folder", tmp_path / "other")
    assert len(refusals) == 1
    Library(tmp_path / "other").current().verify()


def test_a_generation_of_another_format_is_not_published(take, tmp_path):
    place = tmp_path / "folder"
    name = "generations/0002/manifest.json"
    snapshot = take(place).snapshot
    sha256 = snapshot.files[name].sha256
    with open_backup(place) as reader, reader.content(sha256) as stream:
        foreign = stream.read().replace(b'"format": 1', b'"format": 99')
    record = measured(io.BytesIO(foreign))
    forged = replace(snapshot, files={**snapshot.files, name: record})
    with writing_backup(place) as writer:
        writer.put(record, io.BytesIO(foreign), name)
        writer.finish(forged.to_bytes())
    with pytest.raises(LibraryDamaged, match="format 99"):
        back(place, tmp_path / "other")
    assert not list((tmp_path / "other").iterdir())


def test_a_backup_of_a_generation_that_lacks_a_file_is_not_published(
    library, take, tmp_path
):
    place = tmp_path / "folder"
    take(place)
    for content in (place / "content").glob("*/*"):
        if content.read_bytes() == b"the same in each generation":
            content.unlink()
    with pytest.raises(BackupDamaged, match="manque"):
        back(place, tmp_path / "other")


def test_the_oldest_backups_go_with_what_only_they_need(take, library, tmp_path):
    place = tmp_path / "folder"
    for content in (b"third", b"fourth", b"fifth"):
        take(place)
        publish(library, content)
    with writing_backup(place) as writer:
        assert writer.forget(1) == ["0001", "0002"]
    with open_backup(place) as reader:
        report = check_backup(reader)
    assert (report.sound, report.unsound) == (["0003"], {})
    needed = {r.sha256 for r in back(place, tmp_path / "o").snapshot.files.values()}
    assert {path.name for path in (place / "content").glob("*/*")} == needed


def test_a_content_that_was_damaged_is_copied_anew_where_nothing_is_believed(
    take, library, tmp_path
):
    place = tmp_path / "folder"
    take(place)
    victim = max((place / "content").glob("*/*"), key=os.path.getsize)
    victim.write_bytes(bytes(victim.stat().st_size))
    assert take(place).new_files == 0
    with open_backup(place) as reader:
        assert list(check_backup(reader).unsound) == ["0001", "0002"]
    assert take(place, believe=False).new_files == 1
    with open_backup(place) as reader:
        assert check_backup(reader).sound == ["0001", "0002", "0003"]


def test_nothing_is_deleted_while_a_backup_that_stays_cannot_be_read(
    take, library, tmp_path
):
    place = tmp_path / "folder"
    take(place)
    take(place)
    (place / "snapshots" / "0002.json").write_text("{")
    before = contents(place)
    with writing_backup(place) as writer, pytest.raises(BackupDamaged):
        writer.forget(1)
    assert contents(place) == before
