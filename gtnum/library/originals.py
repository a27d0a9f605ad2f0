"""Original files by SHA-256: the one part of a library that nothing can make again.

    files/ab/abcd…    byte for byte as it was read

The name of a file is what its content must be: whatever is read from here can be, and
is, compared with it.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from gtnum.errors import LibraryDamaged
from gtnum.library.durability import checksum, copy_whole
from gtnum.library.file_checks import LOST, FileDigests
from ingest.durable_files import sync
from ingest.errors import SourceError

__all__ = ["OriginalDamaged", "Originals"]

_SHA256 = re.compile(r"[0-9a-f]{64}")


class OriginalDamaged(LibraryDamaged):
    """A stored original is not what it was.

    Attributes:
        sha256: What it was.
    """

    def __init__(self, sha256: str, problem: str) -> None:
        super().__init__(
            f"le fichier original conservé {sha256[:12]}… {problem}",
            remedy="Remettez-le en place depuis sa source : "
            "`gtnum library repair DOSSIER`.",
        )
        self.sha256 = sha256


class Originals:
    """Keeps originals below a folder; safe for several threads.

    Args:
        folder: ``files`` in the library; made with the first one.
        digest: Reads a file and returns its SHA-256; a file that did not change since
            is not read again.
    """

    def __init__(
        self, folder: Path, *, digest: Callable[[Path], str] | None = None
    ) -> None:
        self._folder = folder
        self._digest = digest or FileDigests()

    def keep(self, path: Path, sha256: str) -> None:
        """Store an original under its checksum, once; mend one that is damaged.

        Raises:
            SourceError: If the file is gone or its content is not that of the checksum.
            OSError: If the disk refuses.
        """
        if not self.problem(sha256):
            return
        target = self.path(sha256)
        fresh = target.with_name(f".{sha256}.new")
        try:
            # A pipe put in place of the file would hold us up.
            if path.is_file():
                copy_whole(path, fresh)
            if fresh.is_file() and checksum(fresh) == sha256:
                fresh.replace(target)
                sync(target.parent)
                return
        except OSError as error:
            if error.filename is None or Path(error.filename) != path:
                raise  # the disk of the library, not the file
        finally:
            fresh.unlink(missing_ok=True)
        raise SourceError(
            f"« {path.name} » a changé ou disparu pendant sa lecture",
            remedy="Relancez la commande quand rien ne modifie plus ce fichier.",
        )

    def find(self, sha256: str) -> Path | None:
        """Return the stored original, unread, or None when there is none."""
        if not _SHA256.fullmatch(sha256):
            return None
        path = self.path(sha256)
        return path if path.is_file() else None

    def sound(self, sha256: str) -> Path | None:
        """Return the stored original after comparing it, or None when there is none.

        Raises:
            OriginalDamaged: If it is not what it was.
            OSError: If the system refuses for a reason that is no damage.
        """
        path = self.find(sha256)
        if path is None:
            return None
        problem = self.problem(sha256)
        if problem:
            raise OriginalDamaged(sha256, problem)
        return path

    def problem(self, sha256: str) -> str:
        """Say in French what is wrong with an original; empty where nothing is.

        Raises:
            OSError: If the system refuses for a reason that is no damage.
        """
        path = self.path(sha256)
        try:
            if not path.is_file():
                return "manque"
            return "" if self._digest(path) == sha256 else "a changé de contenu"
        except OSError as failure:
            if failure.errno not in LOST:
                raise
            return f"ne se lit plus ({failure.strerror})"

    def path(self, sha256: str) -> Path:
        """Return where an original stands, or would."""
        return self._folder / sha256[:2] / sha256

    def all(self) -> Iterator[str]:
        """Yield the checksums of all that are kept, in order."""
        for path in sorted(self._folder.glob("??/*")):
            if _SHA256.fullmatch(path.name):
                yield path.name
