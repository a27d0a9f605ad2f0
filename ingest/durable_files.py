"""Files that change whole or not at all, whatever happens meanwhile.

The order matters on every POSIX file system: content to the disk, then the rename, then
the folder that holds the name.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

__all__ = ["replacing", "sync", "write_whole"]


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a new file that takes the place of another when the block ends well.

    After a failure, or a crash, the old content still stands; a crash may leave a
    hidden file ``.<name>.<process>.part`` beside it.

    Raises:
        OSError: If the disk refuses.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
        sync(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file by new content.

    Raises:
        OSError: If the disk refuses; the old content then still stands.
    """
    with replacing(path) as stream:
        stream.write(content)


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk.

    Raises:
        OSError: If the disk refuses.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
