"""One archive as a backup: the same names as in a folder, in a .zip or .tar file.

It is written in one go, without a copy aside, into a hidden file that takes its name
when all is in it. Reading believes nothing: only regular members with names of ours are
let in, each once, and of each only as many bytes as the snapshot says.
"""

import fcntl
import os
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from gtnum.backups.snapshot import LARGEST_SNAPSHOT
from gtnum.backups.verified_copy import ProvenReader
from gtnum.errors import BackupDamaged, BackupError, BackupForeign
from gtnum.library.generation import FileRecord
from ingest.durable_files import sync

__all__ = ["ArchivePlace", "ArchiveWriter", "open_archive"]

_NUMBER: Final = "0001"
_NAME = re.compile(r"content/([0-9a-f]{2})/(\1[0-9a-f]{62})|snapshots/\d{4,9}\.json")
_BLOCK: Final = 1 << 20
_UNREADABLE: Final = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a method of compression that Python does not have
    RuntimeError,  # a member under a password
)
_OTHER_COPY: Final = "Reprenez une autre copie de ce fichier."
_Open = Callable[[], AbstractContextManager[BinaryIO]]


class ArchivePlace:
    """Reads the backup of an archive.

    Args:
        path: The archive, for messages.
        members: Name and size of each, with what opens it, as the archive lists them.

    Raises:
        BackupForeign: For the first member that no backup of ours has.
    """

    def __init__(self, path: Path, members: Iterable[tuple[str, bool, _Open]]) -> None:
        self._path = path
        self._members: dict[str, _Open] = {}
        for name, is_regular, opening in members:
            if not is_regular or not _NAME.fullmatch(name) or name in self._members:
                raise BackupForeign(
                    f"{path} contient « {name[:200]!r} », qu’aucune sauvegarde ne "
                    "contient",
                    remedy="Ne restaurez pas ce fichier : il ne vient pas de "
                    "`gtnum library backup`.",
                )
            self._members[name] = opening

    def numbers(self) -> list[str]:
        """Return the numbers of the snapshots, oldest first."""
        names = (name for name in self._members if name.startswith("snapshots/"))
        return sorted((Path(name).stem for name in names), key=int)

    def snapshot(self, number: str) -> bytes:
        """Return a snapshot as it was written.

        Raises:
            BackupDamaged: If it is not there, too long or cannot be read.
        """
        with self._opened(f"snapshots/{number}.json") as stream:
            content = stream.read(LARGEST_SNAPSHOT + 1)
        if len(content) > LARGEST_SNAPSHOT:
            raise BackupDamaged(
                f"l’inventaire {number} de {self._path} est trop long",
                remedy=_OTHER_COPY,
            )
        return content

    def content(self, sha256: str) -> AbstractContextManager[BinaryIO]:
        """Open a content.

        Raises:
            BackupDamaged: If it is not there or cannot be read.
        """
        return self._opened(f"content/{sha256[:2]}/{sha256}")

    @contextmanager
    def _opened(self, name: str) -> Iterator[BinaryIO]:
        if name not in self._members:
            raise BackupDamaged(
                f"il manque {name} dans {self._path}", remedy=_OTHER_COPY
            )
        with _told(self._path), self._members[name]() as stream:
            yield stream


@contextmanager
def open_archive(path: Path) -> Iterator[ArchivePlace]:
    """Open an archive, of whichever of the two kinds it is.

    Raises:
        BackupForeign: If it is neither, or holds what no backup of ours holds.
        BackupDamaged: If it is cut or cannot be read.
    """
    is_zip = path.suffix.lower() == ".zip"
    if not (zipfile.is_zipfile(path) if is_zip else tarfile.is_tarfile(path)):
        raise BackupForeign(
            f"{path} n’est pas une sauvegarde entière",
            remedy="Donnez le fichier qu’a fait `gtnum library backup`, ou une autre "
            "copie de celui-ci.",
        )
    with ExitStack() as closing:
        with _told(path):
            members = (
                _zip_members(path, closing) if is_zip else _tar_members(path, closing)
            )
            place = ArchivePlace(path, members)
        yield place


def _zip_members(path: Path, closing: ExitStack) -> Iterator[tuple[str, bool, _Open]]:
    archive = closing.enter_context(zipfile.ZipFile(path))
    for info in archive.infolist():
        kind = stat.S_IFMT(info.external_attr >> 16)
        is_regular = kind in (0, stat.S_IFREG) and not info.is_dir()

        def opened(info: zipfile.ZipInfo = info) -> AbstractContextManager[BinaryIO]:
            return cast("AbstractContextManager[BinaryIO]", archive.open(info))

        yield info.filename, is_regular, opened


def _tar_members(path: Path, closing: ExitStack) -> Iterator[tuple[str, bool, _Open]]:
    archive = closing.enter_context(tarfile.TarFile(path))
    for info in archive:
        is_regular = info.type in tarfile.REGULAR_TYPES and not info.issparse()

        def opened(info: tarfile.TarInfo = info) -> AbstractContextManager[BinaryIO]:
            return cast("AbstractContextManager[BinaryIO]", archive.extractfile(info))

        yield info.name, is_regular, opened


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except _UNREADABLE as cause:
        raise BackupDamaged(
            f"{path} est abîmé ({cause})", remedy=_OTHER_COPY
        ) from cause


class ArchiveWriter:
    """Writes the one backup of an archive.

    Args:
        add: Takes a name, its size and a stream.
    """

    number = _NUMBER

    def __init__(self, add: Callable[[str, int, IO[bytes]], None]) -> None:
        self._add = add
        self._held: set[str] = set()
        self.is_finished = False

    @classmethod
    @contextmanager
    def writing(cls, path: Path) -> Iterator["ArchiveWriter"]:
        """Open an archive that takes the place of another when it is finished.

        Raises:
            BackupError: If another process writes to the same place.
            BackupDamaged: If the block ends without ``finish``.
            OSError: If the disk refuses.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        is_zip = path.suffix.lower() == ".zip"
        with _replacing(path) as stream:
            with _zip(stream) if is_zip else _tar(stream) as add:
                writer = cls(add)
                yield writer
            if not writer.is_finished:
                raise BackupDamaged(
                    f"{path} n’a pas été terminé", remedy="Recommencez la sauvegarde."
                )

    def has(self, record: FileRecord) -> bool:
        """Whether a content is in the archive already."""
        return record.sha256 in self._held

    def put(self, record: FileRecord, stream: IO[bytes], what: str) -> None:
        """Take a content, proven on the way.

        Raises:
            BackupDamaged: If the stream is not what the record says.
            OSError: If the disk refuses.
        """
        reader = ProvenReader(stream, record)
        name = f"content/{record.sha256[:2]}/{record.sha256}"
        self._add(name, record.size_bytes, cast("IO[bytes]", reader))
        reader.require_end(what)
        self._held.add(record.sha256)

    def finish(self, snapshot: bytes) -> None:
        """Write the snapshot, last: an archive without one is no backup.

        Raises:
            OSError: If the disk refuses.
        """
        self._add(f"snapshots/{_NUMBER}.json", len(snapshot), BytesIO(snapshot))
        self.is_finished = True


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """Open the file that takes the place of another when the block ends well.

    Its name is always the same, so that what a run that died left, gigabytes perhaps,
    is what the next one writes over.
    """
    temporary = path.with_name(f".{path.name}.part")
    descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT, 0o666)
    with open(descriptor, "r+b") as stream:  # noqa: PTH123 - a descriptor
        if not _is_ours(stream, temporary):
            raise BackupError(
                f"une autre sauvegarde est en cours vers {path}",
                remedy="Attendez qu’elle finisse, puis recommencez.",
            )
        try:
            stream.truncate(0)
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            temporary.replace(path)
            sync(path.parent)
        finally:
            temporary.unlink(missing_ok=True)


def _is_ours(stream: BinaryIO, temporary: Path) -> bool:
    """Tell whether nobody else writes to a file, nor has just given it its name."""
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(stream.fileno()), temporary.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


@contextmanager
def _zip(stream: BinaryIO) -> Iterator[Callable[[str, int, IO[bytes]], None]]:
    # Stores and PDF files are compressed already: a quick level is nearly as small.
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:

        def add(name: str, size: int, content: IO[bytes]) -> None:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.file_size = size
            with archive.open(info, "w") as member:
                while block := content.read(_BLOCK):
                    member.write(block)

        yield add


@contextmanager
def _tar(stream: BinaryIO) -> Iterator[Callable[[str, int, IO[bytes]], None]]:
    with tarfile.open(fileobj=stream, mode="w") as archive:

        def add(name: str, size: int, content: IO[bytes]) -> None:
            info = tarfile.TarInfo(name)
            info.size = size
            archive.addfile(info, content)

        yield add
