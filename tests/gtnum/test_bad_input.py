"""This test ensures that hostile folders end in typed states and a bounded report."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gtnum.settings import Settings
from ingest.outcomes import State

Run = Callable[..., tuple[int, str, str]]

NAMES = [
    b"..pdf",
    b"..%2f..%2fetc%2fpasswd",
    b"a\nb\rc.txt",
    b"[/red]markup[bold].txt",
    b":smile:.txt",
    b"\x1b[31mred\x07.txt",
    b"\xff\xfe\xe9.txt",
    b"\xed\xa0\x80.txt",
    "\u202efdp.txt".encode(),
    "\x85 nel.txt".encode(),
    b"-rf",
    b"$(touch x)`touch y`.txt",
    b"a" * 250,
    b"con.txt",
    b" ",
    b"#post-12",
    b"{}%s%n.txt",
]


# A name that begins with a dot is hidden, and hidden files are left alone.
SEEN = sum(not name.startswith(b".") for name in NAMES)


def write_hostile(folder: Path) -> None:
    folder.mkdir(parents=True)
    for number, name in enumerate(NAMES):
        path = os.path.join(os.fsencode(folder), name)  # noqa: PTH118 - bytes
        # « [/red] » closes a markup tag, and is a file in the folder « [ ».
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(path, "wb") as stream:  # noqa: PTH123
            stream.write(f"Note {number} : les élèves lisent et écrivent.".encode())


@pytest.mark.slow
def test_any_name_is_read_reported_and_found_again(gtnum: Run, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    write_hostile(folder)
    report = tmp_path / "report.json"
    code, out, _ = gtnum("ingest", folder, "--report", report)
    states = json.loads(report.read_text("utf-8"))["states"]
    assert sum(states.values()) == SEEN
    assert set(states) <= {state.value for state in State}
    assert states["ok"] >= SEEN - 4
    assert "\x1b" not in out
    code, out, _ = gtnum("ingest", folder, "--json")
    assert code == 0
    sources = json.loads(out)["sources"]
    assert len({source["uri"] for source in sources}) == SEEN
    assert all(source["uri"].isprintable() for source in sources)
    assert {source["state"] for source in sources} <= {"unchanged", "unsupported"}


def test_a_folder_whose_name_is_no_text_is_read(gtnum: Run, tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/[/b]\xff\n"))
    write_hostile(folder)
    code, _, _ = gtnum("ingest", folder, "--collection", "notes", "--dry-run")
    assert code == 0


@pytest.mark.slow
def test_thousands_of_empty_files_are_counted_not_listed(
    gtnum: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "vides"
    folder.mkdir()
    for number in range(2_000):
        (folder / f"f{number:04d}.pdf").touch()
    report = tmp_path / "report.json"
    code, out, _ = gtnum("ingest", folder, "--report", report)
    assert code == 1
    assert len(out) < 20_000
    assert "2000" in out
    assert "50 premières lignes" in out
    whole = json.loads(report.read_text("utf-8"))
    assert whole["states"] == {"no_text": 2_000}
    assert len(whole["sources"]) == 2_000
    assert whole["violations"] == []
    # The second run opens none of them.
    code, out, _ = gtnum("ingest", folder, "--json")
    assert (code, json.loads(out)["generation"]) == (1, None)


def test_a_dry_run_tells_new_from_changed_from_gone(
    gtnum: Run, published: Path
) -> None:
    (published / "nouveau.txt").write_text("Un texte tout à fait nouveau.", "utf-8")
    (published / "forges.md").write_text("Un autre texte que celui d’avant.", "utf-8")
    (published / "billet.html").unlink()
    code, out, _ = gtnum("ingest", published, "--dry-run", "--json")
    assert code == 0
    assert json.loads(out)["states"] == {
        "planned": 1,
        "planned_again": 1,
        "unchanged": 1,
        "vanished": 1,
    }
    _, out, _ = gtnum("ingest", published, "--dry-run", "--remove-vanished")
    assert "serait retiré" in out
    assert "nouveau, à lire" in out


@pytest.mark.slow
def test_a_killed_ingest_leaves_no_temporary_file_and_no_reader(
    tmp_path: Path,
) -> None:
    folder, scratch = tmp_path / "notes", tmp_path / "tmp"
    folder.mkdir()
    scratch.mkdir()
    for number in range(300):
        text = f"Note {number}. " + "Les élèves lisent et écrivent. " * 200
        (folder / f"n{number}.txt").write_text(text, encoding="utf-8")
    settings = Settings(library=tmp_path / "library").environment()
    child = subprocess.Popen(
        [sys.executable, "-m", "gtnum.cli", "ingest", str(folder)],
        env={**settings, "TMPDIR": str(scratch)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    readings = tmp_path / "library" / "readings"
    deadline = time.monotonic() + 500
    while not list(readings.glob("*/*/*")):
        assert time.monotonic() < deadline
        assert child.poll() is None
        time.sleep(0.02)
    readers = _children(child.pid)
    assert readers
    child.send_signal(signal.SIGKILL)
    child.wait(100)
    deadline = time.monotonic() + 500
    # Readers end with the pipe to their parent.
    while any(Path(f"/proc/{reader}").exists() for reader in readers):
        assert time.monotonic() < deadline, "a reader lives on"
        time.sleep(0.05)
    assert not list(scratch.iterdir())


def _children(parent: int) -> list[int]:
    tasks = Path(f"/proc/{parent}/task").glob("*/children")
    return [int(pid) for task in tasks for pid in task.read_text().split()]
