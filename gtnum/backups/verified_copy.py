"""Copies whose content is proven on the way: never more bytes than were promised."""

import hashlib
from typing import IO

from gtnum.errors import BackupDamaged
from gtnum.library.generation import FileRecord

__all__ = ["ProvenReader", "copy_proven", "measured"]

_BLOCK = 1 << 20


class ProvenReader:
    """Passes a stream on and, at its end, tells whether it was the expected one.

    Args:
        stream: Read once, from where it stands.
        record: What it should hold; not one byte more is read than it says, but one,
            to notice that there is more.
    """

    def __init__(self, stream: IO[bytes], record: FileRecord) -> None:
        self._stream = stream
        self._record = record
        self._left = record.size_bytes
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes, all that are left for a negative one."""
        wanted = self._left if size < 0 else min(size, self._left)
        block = self._stream.read(wanted) if wanted else b""
        self._left -= len(block)
        self._digest.update(block)
        return block

    def require_end(self, what: str) -> None:
        """Make sure that all was read and was what the record says.

        Args:
            what: Names the content in the message.

        Raises:
            BackupDamaged: If it was shorter, longer or other.
        """
        is_whole = not self._left and not self._stream.read(1)
        if not is_whole or self._digest.hexdigest() != self._record.sha256:
            raise BackupDamaged(
                f"{what} n’est pas ce qui a été sauvegardé",
                remedy="Reprenez-le d’une autre copie de cette sauvegarde, ou "
                "restaurez-en une autre : option --number.",
            )


def copy_proven(
    stream: IO[bytes], target: IO[bytes], record: FileRecord, what: str
) -> None:
    """Copy a stream and prove it; where this fails, the target is not to be kept.

    Raises:
        BackupDamaged: If it is not what the record says.
        OSError: If the disk refuses.
    """
    reader = ProvenReader(stream, record)
    while block := reader.read(_BLOCK):
        target.write(block)
    reader.require_end(what)


def measured(
    stream: IO[bytes], target: IO[bytes] | None = None, *, at_most: int | None = None
) -> FileRecord:
    """Return size and checksum of a stream, copied on the way if there is a target.

    Args:
        stream: Read to its end.
        target: Takes what was read.
        at_most: Stop a block after so many bytes: it is longer, by how much is all one.

    Raises:
        OSError: If the disk refuses.
    """
    digest, size = hashlib.sha256(), 0
    while block := stream.read(_BLOCK):
        digest.update(block)
        size += len(block)
        if target is not None:
            target.write(block)
        if at_most is not None and size > at_most:
            break
    return FileRecord(size, digest.hexdigest())
