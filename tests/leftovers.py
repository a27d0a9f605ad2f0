"""What a session of tests started and nobody ended, with the test that did.

Only what belongs to this process is looked at: its children, its threads, and the
folder for temporary files that the session has for itself.
"""

import os
import threading
from contextlib import suppress
from pathlib import Path

__all__ = ["Leftovers"]

LASTING = (
    "MainThread",
    "words",  # a pool of the module, which ends with the process
    "asyncio_",
    "ThreadPoolExecutor-",  # of libraries; Python joins them at the end
    "pytest_timeout",
    "execnet",
    "tqdm_monitor",
)
"""Beginnings of the names of threads that may last as long as the process."""

FOREIGN = (".ses", "torchinductor_")
"""Beginnings of the names of files that libraries make when they are imported:
onnxruntime numbers its session, torch keeps a folder of the user."""


class Leftovers:
    """Notes after each test what is there now, and names what is there at the end.

    Args:
        temporary: The folder for temporary files of this session.
    """

    def __init__(self, temporary: Path) -> None:
        self._temporary = temporary
        self._first_seen: dict[str, str] = {}
        self._before = self._there()

    def note(self, test: str) -> None:
        """Remember that new things first were there after this test."""
        for name in self._there() - self._before:
            self._first_seen.setdefault(name, test)

    def names(self) -> list[str]:
        """Return what is there and was not at the start, and since which test."""
        left = sorted(self._there() - self._before)
        return [f"{name}, since {self._first_seen.get(name, 'now')}" for name in left]

    def _there(self) -> set[str]:
        paths = self._temporary.iterdir()
        names = {path.name for path in paths if not path.name.startswith(FOREIGN)}
        return _children() | _threads() | {f"temporary {name}" for name in names}


def _threads() -> set[str]:
    return {
        f"thread {thread.name} ({thread.ident})"
        for thread in threading.enumerate()
        if thread is not threading.current_thread()
        and not thread.name.startswith(LASTING)
    }


def _children() -> set[str]:
    """Return the children of this process, also those that nobody waited for."""
    found = set()
    for task in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):  # a thread that has just ended
            found.update(task.read_text().split())
    return {f"child {pid} ({_command(pid)})" for pid in found}


def _command(pid: str) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return "gone"
    # A zombie has no command any more; what matters is that it was not waited for.
    return os.fsdecode(b" ".join(words))[:60] or "ended, never waited for"
