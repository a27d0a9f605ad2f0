"""How long a process takes to open indexes and to give its first answer.

Opened as a service does: what it compares with checksums later is not waited for.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

__all__ = ["first_answer"]

_CHILD = """
import sys, time
from pathlib import Path
from search_api.embedders.registry import load_embedder
from search_api.indexer import READ_AT_OPENING, OpenIndexes
embedder = load_embedder(sys.argv[2])
indexes = OpenIndexes(Path(sys.argv[1]), embedder, most_bytes=READ_AT_OPENING)
vector = embedder.embed_queries(["sobriété"])
indexes.words.search(sys.argv[3], 10)
indexes.vectors.search(vector, 10)
print(time.process_time(), flush=True)
"""


def first_answer(
    folder: Path, embedder: str, question: str, *, is_cold: bool = False
) -> dict[str, float]:
    """Return seconds from process start to the first answer, the best of five.

    Args:
        folder: Of the indexes.
        embedder: By its name in the settings.
        question: Of words that the library holds: others are looked for with slips.
        is_cold: Whether the system forgets the files before, as after a restart of
            the machine; what lies below it may still know them.

    Returns:
        ``seconds`` on the clock and ``cpu_seconds`` of the processor.
    """
    times, processor = [], []
    for _ in range(5):
        if is_cold:
            _forget(folder)
        started = time.perf_counter()
        command = [sys.executable, "-c", _CHILD, str(folder), embedder, question]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            # Not until it ended: a service goes on.
            used = child.stdout.readline()
            times.append(time.perf_counter() - started)
        if child.returncode:
            raise RuntimeError(f"the first answer ended with {child.returncode}")
        processor.append(float(used))
    return {
        "seconds": round(min(times), 2),
        "cpu_seconds": round(min(processor), 2),
    }


def _forget(folder: Path) -> None:
    """Have the system drop the files of a folder from its memory."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
                os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
