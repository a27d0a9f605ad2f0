"""Many files brought to the disk at once.

A disk that is asked for one file at a time writes its journal for each; asked for
several, it writes it for all of them: thousands of originals in half the time.
"""

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ingest.durable_files import sync

__all__ = ["sync_all", "sync_tree_at_once"]

_AT_ONCE = 16


def sync_all(paths: Iterable[Path]) -> None:
    """Bring files, or the names in folders, to the disk.

    Raises:
        OSError: If the disk refuses one of them.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(sync, paths):
            pass  # what a thread raised is raised here


def sync_tree_at_once(folder: Path) -> None:
    """Bring every file and folder below to the disk, the folders last.

    Raises:
        OSError: If the disk refuses.
    """
    files: list[Path] = []
    folders: list[Path] = []
    for parent, _, names in os.walk(folder):
        files += [Path(parent, name) for name in names]
        folders.append(Path(parent))
    sync_all(files)
    sync_all(folders)
