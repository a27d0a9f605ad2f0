"""Measures an ingest that is killed and begun again, and one of very many empty files.

    python -m benchmarks.ingest_at_scale FOLDER [--empty 100000] [--json FILE]

Each row is one run of the real ``gtnum ingest`` with its own library: wall seconds,
processor seconds of all its processes, and the most memory that one of them held.
*killed* stops with SIGKILL when three quarters of the
documents were read; *resumed* is the same command again; *all read* finds every reading
kept and nothing published: what remains is linking, indexing and writing.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring import RESULTS, surroundings
from gtnum.settings import Settings

Row = dict[str, float | int | str]
_SHARE = 0.75


class Runs:
    """Runs ingests of one folder and writes down what they cost."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.rows: list[Row] = []

    def start(self, library: Path, **more: object) -> "subprocess.Popen[bytes]":
        """Start an ingest with the settings of the environment and some others."""
        settings = Settings(library=library, **more)
        command = [sys.executable, "-m", "gtnum.cli", "ingest", str(self._folder)]
        return subprocess.Popen(
            [*command, "--collection", "bench"],
            env=settings.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def run(self, name: str, library: Path, **more: object) -> None:
        """Run an ingest to its end; 1 means that some files failed."""
        started = time.perf_counter()
        child = self.start(library, **more)
        _, status, used = os.wait4(child.pid, 0)
        assert os.waitstatus_to_exitcode(status) in (0, 1)
        child.returncode = 0
        self.rows.append(
            {
                "run": name,
                "seconds": round(time.perf_counter() - started, 1),
                "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
                "peak_mb": round(used.ru_maxrss / 1024),
                "readings": readings(library),
            }
        )

    def kill(self, library: Path, entries: int) -> None:
        """Run an ingest until enough was read, then kill it."""
        started = time.perf_counter()
        child = self.start(library)
        while readings(library) < entries and child.poll() is None:
            time.sleep(0.05)
        child.send_signal(signal.SIGKILL)
        child.wait()
        seconds = round(time.perf_counter() - started, 1)
        self.rows.append(
            {"run": "killed", "seconds": seconds, "readings": readings(library)}
        )


def readings(library: Path) -> int:
    """Return how many readings a library keeps."""
    return len(list((library / "readings").glob("*/*/*")))


def interrupted(folder: Path, root: Path) -> list[Row]:
    """Measure whole, killed, resumed and all-read runs of a folder."""
    runs = Runs(folder)
    runs.run("whole, nothing kept", root / "a", reading_cache_mb=0)
    runs.run("whole", root / "b")
    runs.kill(root / "c", int(readings(root / "b") * _SHARE))
    runs.run("resumed", root / "c")
    shutil.rmtree(root / "b" / "generations")
    (root / "b" / "CURRENT").unlink()
    runs.run("all read", root / "b")
    return runs.rows


def empty(number: int, root: Path) -> list[Row]:
    """Measure a first and a second run over empty files."""
    folder = root / "empty"
    for index in range(number):
        if index % 1000 == 0:
            (folder / f"d{index // 1000:04d}").mkdir(parents=True)
        (folder / f"d{index // 1000:04d}" / f"f{index:06d}.pdf").touch()
    runs = Runs(folder)
    runs.run(f"{number} empty files", root / "d")
    runs.run(f"{number} empty files, again", root / "d")
    return runs.rows


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--empty", type=int, default=100_000)
    parser.add_argument("--json", type=Path, default=RESULTS / "ingest_at_scale.json")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        rows = empty(options.empty, root) if options.empty else []
        rows = [*interrupted(options.folder.resolve(), root), *rows]
    for row in rows:
        print("  ".join(f"{name}={value}" for name, value in row.items()))
    content = {**surroundings(), "data": options.folder.name, "rows": rows}
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
