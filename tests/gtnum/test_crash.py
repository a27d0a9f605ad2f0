"""This test ensures that killing an ingest at any instant harms nothing published."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gtnum.library.library_folder import Library

pytestmark = pytest.mark.slow


def ingest(folder: Path, library: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "gtnum.cli", "ingest", str(folder)]
    return subprocess.Popen(
        [*command, "--library", str(library)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def write_notes(folder: Path, numbers: range) -> None:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        text = f"Note {number}. " + "Les élèves lisent, écrivent et discutent. " * 40
        (folder / f"note-{number:03d}.txt").write_text(text, encoding="utf-8")


def test_ten_kills_leave_the_published_generation_whole(tmp_path: Path) -> None:
    folder, root = tmp_path / "notes", tmp_path / "library"
    write_notes(folder, range(5))
    assert ingest(folder, root).wait(500) == 0
    library = Library(root)
    write_notes(folder, range(5, 45))
    instants = random.Random(20261124)
    for _ in range(10):
        published = library.current().name
        child = ingest(folder, root)
        # From before the first import to after the last rename.
        time.sleep(instants.uniform(0.05, 2.5))
        os.killpg(child.pid, signal.SIGKILL)
        child.wait(200)
        library.current().verify()
        assert int(library.current().name) >= int(published)
        write_notes(folder, range(45, 45 + instants.randrange(1, 9)))
    assert ingest(folder, root).wait(500) == 0
    current = library.current()
    current.verify()
    expected = len(list(folder.iterdir()))
    assert current.manifest.counts["documents"] == expected
    assert not list((root / "generations").glob(".*"))
