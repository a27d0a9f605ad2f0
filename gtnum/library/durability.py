"""Generations on the disk: checksums of files, whole copies, whole trees."""

import hashlib
import os
import shutil
from pathlib import Path

from ingest.durable_files import replacing, sync

__all__ = ["checksum", "copy_whole", "sync_tree"]

_BLOCK = 1 << 20


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, 64 hexadecimal digits.

    Raises:
        OSError: If the file cannot be read.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that the target is whole or absent.

    Raises:
        OSError: If either side refuses; no partial target is left.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as reader, replacing(target) as writer:
        shutil.copyfileobj(reader, writer, _BLOCK)


def sync_tree(folder: Path) -> None:
    """Bring every file and folder below to the disk.

    Raises:
        OSError: If the disk refuses.
    """
    for parent, _, names in os.walk(folder):
        for name in names:
            sync(Path(parent) / name)
        sync(Path(parent))
