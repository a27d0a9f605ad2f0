"""The library folder: a row of generations, one of them published.

    library/
        CURRENT              name of the published generation, replaced atomically
        generations/0007/    written once, then only read (see ``generation``)
        generations/.0008-…  being made; what a crash leaves, the next run sweeps
        files/ab/abcd…       original files by SHA-256, so that a page can be opened
        writer.lock          held by the one process that makes a generation

Readers never wait and never lock: they follow ``CURRENT`` and open what it names.
"""

import errno
import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from gtnum.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryMissing,
    UnknownGeneration,
)
from gtnum.library.durability import checksum, copy_whole, sync_tree
from gtnum.library.generation import MANIFEST, Generation, GenerationManifest
from ingest.durable_files import write_whole
from ingest.errors import SourceError

__all__ = ["Building", "Library"]

_LOCK_POLL_SECONDS = 0.1
_NAME = re.compile(r"\d{4,}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Building:
    """A generation being made: write into ``folder``, then ``publish``."""

    library: "Library"
    name: str
    folder: Path
    parent: Generation | None

    def publish(self, manifest: GenerationManifest) -> Generation:
        """Make this the generation that everybody reads.

        Everything is on disk before ``CURRENT`` changes; a crash at any instant
        leaves the former generation published and whole.

        Raises:
            OSError: If the disk refuses; nothing is published then.
        """
        write_whole(self.folder / MANIFEST, manifest.to_json().encode())
        sync_tree(self.folder)
        target = self.folder.with_name(self.name)
        self.folder.rename(target)
        self.library.point_to(self.name)
        return Generation(target, manifest)


class Library:
    """Opens, makes, publishes, rolls back and prunes generations.

    Args:
        root: The folder; ``building`` creates it.
        patience_seconds: How long to wait for another process that writes.
    """

    def __init__(self, root: Path, *, patience_seconds: float = 0.0) -> None:
        self.root = root
        self._patience_seconds = patience_seconds

    @property
    def pointer(self) -> Path:
        """The file that names the published generation."""
        return self.root / "CURRENT"

    @property
    def _generations(self) -> Path:
        return self.root / "generations"

    def current(self) -> Generation:
        """Return the published generation.

        Raises:
            LibraryMissing: If nothing is published.
            LibraryDamaged: If its manifest cannot be read.
        """
        generation = self.current_or_none()
        if generation is None:
            raise LibraryMissing(
                f"aucune bibliothèque publiée dans {self.root}",
                remedy="Créez-la : `gtnum ingest DOSSIER`.",
            )
        return generation

    def current_or_none(self) -> Generation | None:
        """Return the published generation, or None before the first one.

        Raises:
            LibraryDamaged: If its manifest cannot be read.
        """
        try:
            name = self.pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        return Generation.open(self._generations / name)

    def generations(self) -> list[Generation]:
        """Return all whole generations, oldest first.

        Raises:
            LibraryDamaged: If a manifest cannot be read.
        """
        return [Generation.open(folder) for folder in self._folders()]

    def readable(self) -> list[Generation]:
        """Return the generations whose manifest can be read, oldest first."""
        found = []
        for folder in self._folders():
            with suppress(LibraryDamaged):
                found.append(Generation.open(folder))
        return found

    def point_to(self, name: str) -> None:
        """Publish a generation that is on disk; also the way back.

        Raises:
            UnknownGeneration: If there is none of that name.
            LibraryDamaged: If its manifest cannot be read.
        """
        folder = self._generations / name
        if not _NAME.fullmatch(name) or not folder.is_dir():
            known = ", ".join(f.name for f in self._folders()) or "aucune"
            raise UnknownGeneration(
                f"la génération « {name} » n’existe pas dans {self.root}",
                remedy=f"Générations présentes : {known}.",
            )
        Generation.open(folder)
        write_whole(self.pointer, f"{name}\n".encode("ascii"))

    @contextmanager
    def building(self) -> Iterator[Building]:
        """Make the next generation; what is not published is swept away.

        Raises:
            LibraryBusy: If another process is making one.
            LibraryDamaged: If the published one cannot be read.
            LibraryError: If the folder cannot be written.
        """
        try:
            self._generations.mkdir(parents=True, exist_ok=True)
        except OSError as cause:
            raise LibraryError(
                f"le dossier {self.root} ne peut pas être créé ({cause.strerror})",
                remedy="Choisissez un autre dossier : option --library.",
            ) from cause
        with self._writer_lock():
            self._sweep()
            name = f"{self._last_number() + 1:04d}"
            folder = self._generations / f".{name}-{os.getpid()}"
            folder.mkdir()
            try:
                yield Building(self, name, folder, self.current_or_none())
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def prune(self, keep: int) -> list[str]:
        """Delete old generations; the published one always stays.

        Args:
            keep: How many of the newest to keep, 1 or more.

        Returns:
            The names deleted, oldest first.

        Raises:
            LibraryBusy: If another process is making a generation.
        """
        with self._writer_lock():
            current = self.current_or_none()
            kept = {folder.name for folder in self._folders()[-max(keep, 1) :]}
            kept |= {current.name} if current else set()
            doomed = [f for f in self._folders() if f.name not in kept]
            for folder in doomed:
                # Renamed first: a half-deleted folder must not look like a generation.
                grave = folder.with_name(f".{folder.name}-gone")
                folder.rename(grave)
                shutil.rmtree(grave)
            return [folder.name for folder in doomed]

    def keep_file(self, path: Path, sha256: str) -> None:
        """Store an original under its checksum, once.

        Raises:
            SourceError: If the file is gone or its content is not that of the checksum.
            OSError: If the disk refuses.
        """
        target = self._file(sha256)
        if target.is_file():
            return
        try:
            # A pipe put in place of the file would hold us up.
            if path.is_file():
                copy_whole(path, target)
        except OSError as error:
            if error.filename is None or Path(error.filename) != path:
                raise  # the disk of the library, not the file
        if not target.is_file() or checksum(target) != sha256:
            target.unlink(missing_ok=True)
            raise SourceError(
                f"« {path.name} » a changé ou disparu pendant sa lecture",
                remedy="Relancez la commande quand rien ne modifie plus ce fichier.",
            )

    def file(self, sha256: str) -> Path | None:
        """Return the stored original, or None when there is none."""
        if not _SHA256.fullmatch(sha256):
            return None
        path = self._file(sha256)
        return path if path.is_file() else None

    def _file(self, sha256: str) -> Path:
        return self.root / "files" / sha256[:2] / sha256

    def _folders(self) -> list[Path]:
        if not self._generations.is_dir():
            return []
        found = [f for f in self._generations.iterdir() if _NAME.fullmatch(f.name)]
        return sorted(found, key=lambda folder: int(folder.name))

    def _last_number(self) -> int:
        folders = self._folders()
        return int(folders[-1].name) if folders else 0

    def _sweep(self) -> None:
        """Remove what a crashed run left; safe because we hold the lock."""
        for folder in self._generations.glob(".*"):
            shutil.rmtree(folder)

    @contextmanager
    def _writer_lock(self) -> Iterator[None]:
        # The kernel frees the lock with the process, so a crash leaves none behind.
        with (self.root / "writer.lock").open("w") as stream:
            deadline = time.monotonic() + self._patience_seconds
            while not _try_lock(stream):
                if time.monotonic() >= deadline:
                    raise LibraryBusy(
                        f"un autre processus écrit déjà dans {self.root}",
                        remedy="Attendez qu’il finisse, puis recommencez.",
                    )
                time.sleep(_LOCK_POLL_SECONDS)
            yield


def _try_lock(stream: TextIO) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as cause:
        if cause.errno not in {errno.EAGAIN, errno.EACCES}:
            raise
        return False
    return True
