"""Files compared with what was recorded of them: size, then SHA-256.

A file that the disk cannot give back is damaged; one that we may not read, or that a
machine short of descriptors does not open, says nothing: such failures are left to the
caller.
"""

import errno
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gtnum.library.durability import checksum

__all__ = ["LOST", "FileDigests", "FileRecord", "difference"]

LOST: Final = frozenset(
    {
        *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP),
        *(errno.EIO, errno.EBADMSG, errno.EUCLEAN, errno.ENODATA),
    }
)
"""What the system says of a file that is not there any more or not to be read again."""

_REMEMBERED: Final = 1 << 16
"""Files at most; some ten megabytes."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """Size and SHA-256 of one file of a generation."""

    size_bytes: int
    sha256: str


class FileDigests:
    """SHA-256 of files, each read once however many generations share it.

    Safe for several threads: two may read the same file, and find the same.

    Args:
        digest: Reads a file and returns its SHA-256, 64 hexadecimal digits.
    """

    def __init__(self, digest: Callable[[Path], str] = checksum) -> None:
        self._digest = digest
        self._known: dict[tuple[int, int, int, int], str] = {}

    def __call__(self, path: Path) -> str:
        """Return the SHA-256 of a file.

        Raises:
            OSError: If the file cannot be read.
        """
        facts = path.stat()
        key = (facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns)
        found = self._known.get(key)
        if found is None:
            found = self._digest(path)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = found
        return found


def difference(
    path: Path, record: FileRecord, digest: Callable[[Path], str] | None
) -> str:
    """Say in French how a file differs from its record; empty when it does not.

    Args:
        path: The file.
        record: What it was.
        digest: Reads it; None compares sizes alone, which takes microseconds.

    Raises:
        OSError: If the system refuses for a reason that is no damage.
    """
    try:
        if not path.is_file():
            return "manque"
        if path.stat().st_size != record.size_bytes:
            return f"n’a plus sa taille ({record.size_bytes} octets attendus)"
        if digest is not None and digest(path) != record.sha256:
            return "a changé de contenu"
    except OSError as failure:
        if failure.errno not in LOST:
            raise
        return f"ne se lit plus ({failure.strerror})"
    return ""
