"""Every file of a generation compared with its manifest: some at once, the rest slowly.

    begin(most_bytes)   sizes of all, contents of the smallest: a fraction of a second
    finish()            what is left, at a pace that leaves the disk to those who ask

What no answer comes from (the ledger, files to download) does not make a generation
unfit to answer: it is told apart.
"""

import hashlib
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from gtnum.library.durability import checksum
from gtnum.library.generation import Generation, is_side_file

__all__ = ["GenerationCheck"]

_BLOCK: Final = 1 << 20
_BYTES_PER_SECOND: Final = 64 << 20
"""A tenth of what a slow disk gives; a generation of 10 GB takes three minutes."""


class GenerationCheck:
    """The comparison of one generation; ``finish`` runs in one thread.

    Args:
        generation: The generation.
        bytes_per_second: How quickly ``finish`` reads at most.
    """

    def __init__(
        self, generation: Generation, *, bytes_per_second: int = _BYTES_PER_SECOND
    ) -> None:
        self._generation = generation
        self._bytes_per_second = bytes_per_second
        self._unread: tuple[str, ...] = tuple(generation.manifest.files)
        self._spoiled: dict[str, str] = {}
        self._halted = threading.Event()

    @property
    def is_done(self) -> bool:
        """Whether every file was read."""
        return not self._unread

    @property
    def spoiled(self) -> Mapping[str, str]:
        """Files that no answer comes from and that differ, with how, in French."""
        return dict(self._spoiled)

    def begin(self, most_bytes: int | None) -> None:
        """Compare the sizes of all files and read the smallest.

        The tables of the store come last: their blocks have checksums of their own.

        Args:
            most_bytes: How much to read at most; None reads everything.

        Raises:
            LibraryDamaged: Naming the first file that answers come from and that
                differs.
            OSError: If the system refuses for a reason that is no damage.
        """
        files = self._generation.manifest.files
        for name in files:
            self._compare(name, with_content=False)
        left = sorted(
            (name for name in self._unread if name not in self._spoiled),
            key=lambda name: (name.endswith(".sst"), files[name].size_bytes),
        )
        read, in_time = 0, []
        for name in left:
            read += files[name].size_bytes
            if most_bytes is not None and read > most_bytes:
                break
            in_time.append(name)
        for name in in_time:
            self._compare(name, with_content=True)
        self._unread = tuple(left[len(in_time) :])

    def finish(self) -> None:
        """Read what is left, slowly; return early where ``halt`` is called.

        Raises:
            LibraryDamaged: Naming the first file that answers come from and that
                differs.
            OSError: If the system refuses for a reason that is no damage.
        """
        while self._unread and not self._halted.is_set():
            self._compare(self._unread[0], with_content=True, is_slow=True)
            if not self._halted.is_set():
                self._unread = self._unread[1:]

    def begin_again(self) -> None:
        """Leave everything to ``finish`` once more, unless it is at it."""
        if not self._unread:
            self._unread = tuple(self._generation.manifest.files)

    def halt(self) -> None:
        """Make ``finish`` end within a moment."""
        self._halted.set()

    def _compare(self, name: str, *, with_content: bool, is_slow: bool = False) -> None:
        digest = self._slowly if is_slow else checksum
        if not is_side_file(name):
            self._generation.verify(
                with_checksums=with_content, digest=digest, names=[name]
            )
            return
        found = self._generation.differences(digest if with_content else None, [name])
        self._spoiled.update(found)

    def _slowly(self, path: Path) -> str:
        """Return the SHA-256 of a file; what was recorded where the check is halted."""
        digest, started, read = hashlib.sha256(), time.monotonic(), 0
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                read += len(block)
                ahead = read / self._bytes_per_second - (time.monotonic() - started)
                if self._halted.wait(max(0.0, ahead)):
                    name = path.relative_to(self._generation.folder).as_posix()
                    return self._generation.manifest.files[name].sha256
        return digest.hexdigest()
