"""A file changes whole or not at all."""

import os
from pathlib import Path

import pytest

from ingest.durable_files import replacing, write_whole


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "etat.json"
    write_whole(path, b"un")
    return path


def test_new_content_takes_the_place_of_the_old(path):
    write_whole(path, b"deux")
    assert path.read_bytes() == b"deux"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("failure", [OSError("disk"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_content_and_nothing_else(path, failure):
    def fail():
        with replacing(path) as stream:
            stream.write(b"la moiti")
            raise failure

    with pytest.raises(type(failure)):
        fail()
    assert path.read_bytes() == b"un"
    assert list(path.parent.iterdir()) == [path]


def test_content_is_on_the_disk_before_its_name(path, monkeypatch):
    done, sync, rename = [], os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (done.append("sync"), sync(fd)))
    monkeypatch.setattr(
        Path, "replace", lambda a, b: (done.append("rename"), rename(a, b))
    )
    write_whole(path, b"deux")
    assert done == ["sync", "rename", "sync"]
