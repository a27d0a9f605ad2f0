"""This test ensures that what no backup of ours holds is refused by name, unread.

Links, paths that lead elsewhere, members twice, bombs and pipes: whoever restores a
backup that somebody sent is told, and nothing is written outside.
"""

import io
import json
import os
import tarfile
import zipfile

import pytest

from gtnum.backups.backup_check import check_backup, read_snapshot
from gtnum.backups.backup_place import open_backup, writing_backup
from gtnum.backups.restoration import restore
from gtnum.errors import BackupDamaged, BackupError, BackupForeign
from tests.gtnum.backups.conftest import signed

SHA = "ab" + "0" * 62
CONTENT = f"content/ab/{SHA}"


def tar(path, *members):
    """Write a tar of ``(name, kind, content)``."""
    with tarfile.open(path, "w") as archive:
        for name, kind, content in members:
            info = tarfile.TarInfo(name)
            info.type, info.size = kind, len(content)
            info.linkname = "/etc/passwd"
            archive.addfile(info, io.BytesIO(content))
    return path


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../outside", tarfile.REGTYPE),
        ("/etc/cron.d/x", tarfile.REGTYPE),
        ("content/ab/../../outside", tarfile.REGTYPE),
        (f"content/cd/{SHA}", tarfile.REGTYPE),
        ("content/ab/short", tarfile.REGTYPE),
        ("snapshots/0001.json/x", tarfile.REGTYPE),
        ("readme.txt", tarfile.REGTYPE),
        (CONTENT, tarfile.SYMTYPE),
        (CONTENT, tarfile.LNKTYPE),
        (CONTENT, tarfile.FIFOTYPE),
        (CONTENT, tarfile.CHRTYPE),
        ("content", tarfile.DIRTYPE),
        (CONTENT, tarfile.GNUTYPE_SPARSE),
    ],
)
def test_members_of_a_tar_that_are_not_ours_are_named(tmp_path, name, kind):
    content = b"x" if kind == tarfile.REGTYPE else b""
    path = tar(tmp_path / "a.tar", (name, kind, content))
    with (
        pytest.raises(BackupForeign, match="qu’aucune sauvegarde") as refusal,
        open_backup(path),
    ):
        pass
    assert repr(name) in str(refusal.value)


def test_a_member_twice_is_refused(tmp_path):
    twice = [(CONTENT, tarfile.REGTYPE, b"one"), (CONTENT, tarfile.REGTYPE, b"two")]
    with pytest.raises(BackupForeign), open_backup(tar(tmp_path / "a.tar", *twice)):
        pass


def test_a_link_in_a_zip_is_refused(tmp_path):
    link = zipfile.ZipInfo(CONTENT)
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(BackupForeign), open_backup(tmp_path / "a.zip"):
        pass


@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04" + b"x" * 600])
def test_what_is_no_archive_is_refused(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BackupForeign, match="sauvegarde entière"):
        open_backup(tmp_path / name).__enter__()


@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
def test_a_cut_archive_is_never_taken_for_a_backup(take, tmp_path, name):
    take(tmp_path / name)
    whole = (tmp_path / name).read_bytes().rstrip(b"\0")  # a tar ends in zeros
    for part in range(1, 10):
        (tmp_path / name).write_bytes(whole[: len(whole) * part // 10])
        with pytest.raises(BackupError), open_backup(tmp_path / name) as reader:
            read_snapshot(reader)


def snapshot(**files):
    """Return a snapshot that promises contents."""
    return signed(
        {
            "created_at": "2026-12-01T12:00:00+00:00",
            "software": "gtnum test",
            "generation": "0001",
            "base_iri": "https://gtnum.example/",
            "embedder": "embedded-fast",
            "damaged": [],
            "files": {f"files/ab/{name}": value for name, value in files.items()},
        }
    )


def test_a_bomb_is_read_no_further_than_it_was_promised(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(CONTENT, bytes(64 << 20))
        archive.writestr("snapshots/0001.json", snapshot(bomb=[1000, SHA]))
    target = tmp_path / "library"
    with (
        open_backup(tmp_path / "a.zip") as reader,
        pytest.raises(BackupDamaged, match="files/ab/bomb"),
    ):
        restore(reader, target)
    assert not list(target.iterdir())


def test_more_than_the_disk_holds_is_refused_before_anything_is_written(tmp_path):
    path = tar(
        tmp_path / "a.tar",
        ("snapshots/0001.json", tarfile.REGTYPE, snapshot(huge=[10**18, SHA])),
    )
    with (
        open_backup(path) as reader,
        pytest.raises(BackupError, match="1000000000000000000 octets"),
    ):
        restore(reader, tmp_path / "library")
    assert not list((tmp_path / "library").iterdir())


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/etc")])
def test_links_and_pipes_in_a_folder_are_not_followed(take, tmp_path, make):
    place = tmp_path / "folder"
    take(place)
    for content in (place / "content").glob("*/*"):
        content.unlink()
        make(content)
    with open_backup(place) as reader:
        report = check_backup(reader)
        assert list(report.unsound) == ["0001"]
        with pytest.raises(BackupDamaged):
            restore(reader, tmp_path / "other")


def test_a_folder_of_something_else_is_neither_read_nor_written(tmp_path):
    (tmp_path / "photo.jpg").touch()
    with pytest.raises(BackupForeign, match="pas un dossier de sauvegardes"):
        open_backup(tmp_path).__enter__()
    with pytest.raises(BackupForeign, match="autre chose"):
        writing_backup(tmp_path).__enter__()
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_other_kinds_of_archive_are_refused_with_those_that_are_known(tmp_path):
    with pytest.raises(BackupError, match=r"b\.tar\.gz") as refusal:
        writing_backup(tmp_path / "b.tar.gz").__enter__()
    assert ".zip" in refusal.value.remedy


def test_a_place_that_is_missing_names_the_command(tmp_path):
    with pytest.raises(BackupError) as refusal:
        open_backup(tmp_path / "none").__enter__()
    assert "gtnum library backup" in refusal.value.remedy


def test_a_number_that_is_none_is_answered_with_those_there_are(take, tmp_path):
    take(tmp_path / "folder")
    for wrong in ("0009", "../0001", "x"):
        with (
            open_backup(tmp_path / "folder") as reader,
            pytest.raises(BackupError, match="numéro") as refusal,
        ):
            read_snapshot(reader, wrong)
        assert "0001" in refusal.value.remedy


@pytest.mark.parametrize("name", ["folder", "one.zip", "one.tar"])
def test_two_backups_into_one_place_wait_for_nobody(tmp_path, name):
    with (
        pytest.raises(BackupError, match="en cours"),
        writing_backup(tmp_path / name),
    ):
        writing_backup(tmp_path / name).__enter__()


@pytest.mark.parametrize("name", ["one.zip", "one.tar"])
def test_what_a_run_that_died_left_is_written_over(take, tmp_path, name):
    left = tmp_path / f".{name}.part"
    left.write_bytes(bytes(1 << 20))
    take(tmp_path / name)
    assert not left.exists()
    with open_backup(tmp_path / name) as reader:
        assert check_backup(reader).sound == ["0001"]


def test_a_snapshot_of_a_later_format_is_refused_by_every_reader(take, tmp_path):
    place = tmp_path / "folder"
    take(place)
    path = place / "snapshots" / "0001.json"
    kept = json.loads(path.read_bytes())
    path.write_text(json.dumps({**kept, "format": 7}))
    with open_backup(place) as reader:
        assert "format 7" in check_backup(reader).unsound["0001"]
        with pytest.raises(BackupForeign, match="format 7"):
            restore(reader, tmp_path / "other")
