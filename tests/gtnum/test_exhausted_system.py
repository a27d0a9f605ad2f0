"""This test ensures that a full disk, or a lack of files and memory, loses nothing.

The disk is a small one of its own, full but for what a case leaves, in a user
namespace; where a machine allows none, that test is skipped. Whatever is refused ends
with exit code 3 and a remedy, and the generation published before is whole.
"""

import errno
import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from gtnum import cli
from gtnum.errors import system_remedy
from gtnum.library.library_folder import Library
from gtnum.settings import Settings
from tests.gtnum.conftest import Run

IN_A_NAMESPACE = ["unshare", "--user", "--map-root-user", "--mount"]

ON_A_FULL_DISK = """
import io, json, os, shutil, subprocess, sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from gtnum.cli import main
from gtnum.library.library_folder import Library

made, disk = Path(sys.argv[1]), Path(sys.argv[2])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "x", disk], check=True)
library = Library(disk / "library")
shutil.copytree(made / "library", library.root)
told = []
for free, command in json.loads(sys.argv[3]):
    state = os.statvfs(disk)
    room = state.f_bavail * state.f_frsize - (free << 10)
    (disk / "ballast").write_bytes(bytes(room))
    messages = io.StringIO()
    try:
        with redirect_stderr(messages), redirect_stdout(io.StringIO()):
            main([*command, "--library", str(library.root)])
    except SystemExit as end:
        code = end.code
    (disk / "ballast").unlink()
    library.current().verify()
    left = [p.name for p in (library.root / "generations").iterdir()]
    left += [p.name for p in disk.iterdir() if p.name != "library"]
    told.append([code, messages.getvalue(), left])
print(json.dumps(told))
"""


@pytest.mark.slow
def test_a_full_disk_is_told_and_loses_nothing(made_once: Path, tmp_path: Path) -> None:
    tried = subprocess.run([*IN_A_NAMESPACE, "true"], capture_output=True)
    if tried.returncode:
        pytest.skip("no user namespaces here")
    disk = tmp_path / "disk"
    disk.mkdir()
    (tmp_path / "note.txt").write_text("Un quasar pulse dans le ciel.", "utf-8")
    cases = [
        [400, ["reindex"]],
        [0, ["ingest", str(tmp_path / "note.txt")]],
        [300, ["ingest", str(tmp_path / "note.txt")]],
        [100, ["export", str(disk / "graph.nq")]],
        [100, ["library", "backup", str(disk / "backup.zip")]],
        [100, ["library", "backup", str(disk / "backup.tar")]],
    ]
    done = subprocess.run(
        [
            *(*IN_A_NAMESPACE, sys.executable, "-c", ON_A_FULL_DISK),
            *(str(made_once), str(disk), json.dumps(cases)),
        ],
        env=Settings(reading_cache_mb=0).environment(),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    for (free, command), (code, messages, left) in zip(
        cases, json.loads(done.stdout), strict=True
    ):
        case = f"{command} with {free} kB: {messages}"
        assert code == 3, case
        assert "Libérez de la place" in messages, case
        assert "No space left" in messages, case
        assert left == ["0001"], case


def limited(library: Path, limit: int, value: int, *command: str) -> tuple[int, str]:
    """Run a command in a child that may use no more of something than told."""
    done = subprocess.run(
        [sys.executable, "-m", "gtnum.cli", *command, "--library", str(library)],
        preexec_fn=lambda: resource.setrlimit(limit, (value, value)),
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr


@pytest.mark.slow
def test_too_few_descriptors_are_told_with_the_limit(
    published: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    place = str(tmp_path / "backup")
    for command in (("search", "école"), ("library", "backup", place)):
        code, messages = limited(library, resource.RLIMIT_NOFILE, 40, *command)
        assert code == 3, messages
        assert "ulimit -n" in messages
    Library(library).current().verify()


@pytest.mark.slow
def test_without_memory_what_is_published_stays(
    published: Path, tmp_path: Path, gtnum: Run
) -> None:
    (published / "quasar.txt").write_text("Un quasar pulse dans le ciel.", "utf-8")
    code, _ = limited(
        tmp_path / "library", resource.RLIMIT_AS, 400 << 20, "ingest", str(published)
    )
    assert code != 0
    Library(tmp_path / "library").current().verify()
    assert Library(tmp_path / "library").current().name == "0001"
    assert gtnum("library", "verify")[0] == 0


@pytest.mark.parametrize(
    ("failure", "code", "told"),
    [
        (MemoryError(), 3, "mémoire"),
        (OSError(errno.EMFILE, "Too many open files"), 3, "ulimit -n"),
        (OSError(errno.ENOSPC, "No space left on device", "x"), 3, "Libérez"),
        (OSError(errno.EIO, "Input/output error"), 3, "library verify"),
        (OSError("480 requested and 0 written"), 3, "0 written"),
    ],
    ids=str,
)
def test_what_the_system_refuses_is_told_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    failure: Exception,
    code: int,
    told: str,
) -> None:
    def refuse(**_: object) -> None:
        raise failure

    monkeypatch.setattr(cli, "app", refuse)
    with pytest.raises(SystemExit) as stop:
        cli.main([])
    assert stop.value.code == code
    messages = capsys.readouterr().err
    assert told in messages
    assert "→ " in messages


def test_what_nobody_can_mend_is_no_message_but_a_bug() -> None:
    assert system_remedy(OSError(errno.EBADF, "Bad file descriptor")) == ""
