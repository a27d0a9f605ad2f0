"""Where backups lie: a folder that grows, or one archive; both hold the same names."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Final, Protocol

from gtnum.backups.archive_place import ArchiveWriter, open_archive
from gtnum.backups.folder_place import FolderPlace, FolderWriter
from gtnum.errors import BackupError, BackupForeign
from gtnum.library.generation import FileRecord

__all__ = ["BackupReader", "BackupWriter", "open_backup", "writing_backup"]

_ARCHIVES: Final = (".zip", ".tar")
_OTHER_ARCHIVES = re.compile(r".*\.(t?gz|bz2|xz|zst|7z|rar)", re.IGNORECASE)


class BackupReader(Protocol):
    """A place that holds backups."""

    def numbers(self) -> list[str]:
        """Return the numbers of the snapshots, oldest first."""
        ...

    def snapshot(self, number: str) -> bytes:
        """Return a snapshot as it was written; at most ``LARGEST_SNAPSHOT`` bytes.

        Raises:
            BackupError: If it cannot be read.
        """
        ...

    def content(self, sha256: str) -> AbstractContextManager[BinaryIO]:
        """Open a content.

        Raises:
            BackupError: If it is not there or cannot be read.
        """
        ...


class BackupWriter(Protocol):
    """A place that takes one more backup."""

    number: str
    """Of the snapshot that will be written."""

    def has(self, record: FileRecord) -> bool:
        """Whether a content is there already."""
        ...

    def put(self, record: FileRecord, stream: IO[bytes], what: str) -> None:
        """Take a content, proven on the way.

        Raises:
            BackupDamaged: If the stream is not what the record says.
            OSError: If the disk refuses.
        """
        ...

    def finish(self, snapshot: bytes) -> None:
        """Write the snapshot: from now on there is one more backup.

        Raises:
            OSError: If the disk refuses.
        """
        ...


def is_archive(path: Path) -> bool:
    """Tell by its suffix whether a path is to be one file.

    Raises:
        BackupError: If it is that of an archive that is not written.
    """
    if path.is_dir():
        return False
    if _OTHER_ARCHIVES.fullmatch(path.name):
        raise BackupError(
            f"« {path.name} » : ce genre d’archive n’est pas connu",
            remedy="Choisissez un dossier, ou un fichier en .zip ou en .tar.",
        )
    return path.suffix.lower() in _ARCHIVES


@contextmanager
def writing_backup(path: Path, *, believe: bool = True) -> Iterator[BackupWriter]:
    """Open a place for one more backup; without ``finish`` nothing is added.

    Args:
        path: The place.
        believe: Whether contents of earlier backups are taken for whole, unread.

    Raises:
        BackupError: If it holds something else, or another process writes to it.
        OSError: If the disk refuses.
    """
    if is_archive(path):
        with ArchiveWriter.writing(path) as archive:
            yield archive
    else:
        with FolderWriter.writing(path, believe=believe) as folder:
            yield folder


@contextmanager
def open_backup(path: Path) -> Iterator[BackupReader]:
    """Open a place that holds backups.

    Raises:
        BackupError: If there is none, or it cannot be read.
        BackupForeign: If it holds what no backup of ours holds.
    """
    if not path.exists():
        raise BackupError(
            f"il n’y a pas de sauvegarde à {path}",
            remedy="Vérifiez le chemin ; `gtnum library backup` en fait une.",
        )
    if path.is_dir():
        yield FolderPlace(path)
    elif path.is_file():
        with open_archive(path) as archive:
            yield archive
    else:
        raise BackupForeign(
            f"{path} n’est ni un dossier ni un fichier",
            remedy="Donnez le dossier ou le fichier qu’a fait `gtnum library backup`.",
        )
