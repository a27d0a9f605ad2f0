"""This test ensures that all files reach the disk, and that a refusal is raised."""

import pytest

from gtnum.backups import disk_sync
from gtnum.backups.disk_sync import sync_all, sync_tree_at_once


def test_every_file_and_then_every_folder_is_brought_to_the_disk(tmp_path, monkeypatch):
    for name in ("a", "b/c", "b/d/e"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    synced = []
    monkeypatch.setattr(disk_sync, "sync", synced.append)
    sync_tree_at_once(tmp_path)
    assert {path.name for path in synced[:3]} == {"a", "c", "e"}
    assert set(synced[3:]) == {tmp_path, tmp_path / "b", tmp_path / "b" / "d"}


def test_a_file_that_cannot_be_synced_is_an_error(tmp_path):
    (tmp_path / "there").touch()
    with pytest.raises(FileNotFoundError):
        sync_all([tmp_path / "there", tmp_path / "gone"])
