"""A folder of backups: contents once each, snapshots in a row, oldest first."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from gtnum.backups.disk_sync import sync_all
from gtnum.backups.snapshot import LARGEST_SNAPSHOT, Snapshot, is_number
from gtnum.backups.verified_copy import copy_proven
from gtnum.errors import BackupDamaged, BackupError, BackupForeign
from gtnum.library.durability import checksum
from gtnum.library.generation import FileRecord
from ingest.durable_files import write_whole

__all__ = ["FolderPlace", "FolderWriter"]

_CONTENT, _SNAPSHOTS, _LOCK = "content", "snapshots", ".lock"
_OURS = {_CONTENT, _SNAPSHOTS, _LOCK}
_AT_ONCE = 64
"""Contents that are brought to the disk together."""


class FolderPlace:
    """Reads backups of a folder; links are never followed.

    Args:
        root: The folder.

    Raises:
        BackupForeign: If it holds no backups.
    """

    def __init__(self, root: Path) -> None:
        if not (root / _SNAPSHOTS).is_dir():
            raise BackupForeign(
                f"{root} n’est pas un dossier de sauvegardes",
                remedy="Donnez le dossier qu’a fait `gtnum library backup`.",
            )
        self._root = root

    def numbers(self) -> list[str]:
        """Return the numbers of the snapshots, oldest first."""
        names = [path.stem for path in (self._root / _SNAPSHOTS).glob("*.json")]
        return sorted(filter(is_number, names), key=int)

    def snapshot(self, number: str) -> bytes:
        """Return a snapshot as it was written.

        Raises:
            BackupDamaged: If it is not there or too long.
        """
        path = self._root / _SNAPSHOTS / f"{number}.json"
        with _opened(path, f"la sauvegarde {number}") as stream:
            content = stream.read(LARGEST_SNAPSHOT + 1)
        if len(content) > LARGEST_SNAPSHOT:
            raise BackupDamaged(
                f"l’inventaire {path} est trop long",
                remedy="Restaurez une autre sauvegarde du dossier : option --number.",
            )
        return content

    @contextmanager
    def content(self, sha256: str) -> Iterator[BinaryIO]:
        """Open a content.

        Raises:
            BackupDamaged: If it is not there or is a link.
        """
        with _opened(_content(self._root, sha256), f"le contenu {sha256}") as stream:
            yield stream


class FolderWriter:
    """Takes one more backup into a folder that it has for itself.

    Args:
        root: The folder, there and locked.
        believe: Whether a content that is there is taken for whole, unread.
    """

    def __init__(self, root: Path, *, believe: bool = True) -> None:
        self._root = root
        self._believe = believe
        self._place = FolderPlace(root)
        self._waiting: dict[Path, Path] = {}
        last = self._place.numbers()[-1:] or ["0"]
        self.number = f"{int(last[0]) + 1:04d}"

    @classmethod
    @contextmanager
    def writing(cls, root: Path, *, believe: bool = True) -> Iterator["FolderWriter"]:
        """Open a folder, made where it is missing.

        Args:
            root: The folder.
            believe: See the class.

        Raises:
            BackupForeign: If it holds other things than backups.
            BackupError: If another process writes to it.
            OSError: If the disk refuses.
        """
        if root.is_dir() and {path.name for path in root.iterdir()} - _OURS:
            raise BackupForeign(
                f"{root} contient autre chose que des sauvegardes",
                remedy="Choisissez un dossier vide, ou celui des sauvegardes d’avant.",
            )
        for folder in (root / _CONTENT, root / _SNAPSHOTS):
            folder.mkdir(parents=True, exist_ok=True)
        with (root / _LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as cause:
                raise BackupError(
                    f"une autre sauvegarde est en cours dans {root}",
                    remedy="Attendez qu’elle finisse, puis recommencez.",
                ) from cause
            _sweep(root)
            try:
                yield cls(root, believe=believe)
            finally:
                _sweep(root)

    def has(self, record: FileRecord) -> bool:
        """Whether a content is there already, in its size.

        A content bears its name only once it is on the disk: what has it was whole.

        Raises:
            OSError: If it is to be read and cannot be.
        """
        path = _content(self._root, record.sha256)
        if path in self._waiting:
            return True
        with suppress(FileNotFoundError):
            is_there = path.lstat().st_size == record.size_bytes
            return is_there and (self._believe or checksum(path) == record.sha256)
        return False

    def put(self, record: FileRecord, stream: IO[bytes], what: str) -> None:
        """Take a content, proven on the way.

        Raises:
            BackupDamaged: If the stream is not what the record says.
            OSError: If the disk refuses.
        """
        path = _content(self._root, record.sha256)
        path.parent.mkdir(exist_ok=True)
        temporary = path.with_name(f".{path.name}.part")
        try:
            with temporary.open("wb") as target:
                copy_proven(stream, target, record, what)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        self._waiting[path] = temporary
        if len(self._waiting) >= _AT_ONCE:
            self._settle()

    def finish(self, snapshot: bytes) -> None:
        """Write the snapshot: from now on there is one more backup.

        Raises:
            OSError: If the disk refuses.
        """
        self._settle()
        sync_all([*(self._root / _CONTENT).iterdir(), self._root / _CONTENT])
        write_whole(self._root / _SNAPSHOTS / f"{self.number}.json", snapshot)

    def _settle(self) -> None:
        """Bring what was put to the disk, then give it its name."""
        sync_all(self._waiting.values())
        for path, temporary in self._waiting.items():
            temporary.replace(path)
        self._waiting.clear()

    def forget(self, keep: int) -> list[str]:
        """Delete the oldest backups and the contents that no other one needs.

        Args:
            keep: How many of the newest stay, 1 or more.

        Returns:
            The numbers deleted, oldest first.

        Raises:
            BackupError: If one that stays cannot be read: what it needs is not known.
            OSError: If the disk refuses.
        """
        numbers = self._place.numbers()
        doomed, kept = numbers[:-keep], numbers[-keep:]
        if not doomed:
            return []
        needed = {
            record.sha256
            for number in kept
            for record in Snapshot.from_bytes(
                self._place.snapshot(number), f"la sauvegarde {number}"
            ).files.values()
        }
        for number in doomed:
            (self._root / _SNAPSHOTS / f"{number}.json").unlink()
        for path in (self._root / _CONTENT).glob("*/*"):
            if path.name not in needed:
                path.unlink()
        return doomed


def _content(root: Path, sha256: str) -> Path:
    return root / _CONTENT / sha256[:2] / sha256


def _sweep(root: Path) -> None:
    """Remove what has no name yet; safe because we hold the lock."""
    for path in (*root.glob(f"{_CONTENT}/*/.*"), *root.glob(f"{_SNAPSHOTS}/.*")):
        path.unlink()


@contextmanager
def _opened(path: Path, what: str) -> Iterator[BinaryIO]:
    try:
        # A pipe put in its place would hold us up, a link would lead elsewhere.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as cause:
        raise BackupDamaged(
            f"{what} manque ou n’est pas un fichier ({path})",
            remedy="Reprenez-le d’une autre copie de cette sauvegarde, ou "
            "restaurez-en une autre : option --number.",
        ) from cause
    with open(descriptor, "rb") as stream:  # noqa: PTH123 - a descriptor
        yield stream
