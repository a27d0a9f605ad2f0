"""Writing files so that a crash leaves the old content or the new, never a mixture.

The order matters on every POSIX file system: content to disk, then the rename, then
the folder that holds the name.
"""

import hashlib
import os
import shutil
from pathlib import Path

__all__ = ["checksum", "copy_atomically", "sync_tree", "write_atomically"]

_BLOCK = 1 << 20


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, 64 hexadecimal digits.

    Raises:
        OSError: If the file cannot be read.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file by new content, durably.

    Raises:
        OSError: If the disk refuses; the old content then still stands.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def copy_atomically(source: Path, target: Path) -> None:
    """Copy a file so that the target is whole or absent.

    Raises:
        OSError: If either side refuses; no partial target is left.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with source.open("rb") as reader, temporary.open("wb") as writer:
            shutil.copyfileobj(reader, writer, _BLOCK)
            writer.flush()
            os.fsync(writer.fileno())
        temporary.replace(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def sync_tree(folder: Path) -> None:
    """Bring every file and folder below to the disk.

    Raises:
        OSError: If the disk refuses.
    """
    for parent, _, names in os.walk(folder):
        for name in names:
            _sync(Path(parent) / name)
        _sync(Path(parent))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
