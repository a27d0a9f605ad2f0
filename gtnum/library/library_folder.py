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
from collections.abc import Callable, Collection, Iterator
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
from gtnum.library.durability import sync_tree
from gtnum.library.file_checks import LOST
from gtnum.library.generation import MANIFEST, Generation, GenerationManifest
from gtnum.library.generation_choice import Choice, PassedOver, choose, in_order
from gtnum.library.originals import Originals
from ingest.durable_files import write_whole

__all__ = ["Building", "Library"]

_LOCK_POLL_SECONDS = 0.1
_NAME = re.compile(r"\d{4,}")


@dataclass(frozen=True, slots=True)
class Building:
    """A generation being made: write into ``folder``, then ``publish``.

    Attributes:
        library: Where it will be published.
        name: That it will have.
        folder: Where its files go.
        parent: A sound generation to start from, or None.
        passed_over: What would have been the parent, were it not damaged.
    """

    library: "Library"
    name: str
    folder: Path
    parent: Generation | None
    passed_over: tuple[PassedOver, ...] = ()

    def require_parent(self) -> Generation:
        """Return the parent.

        Raises:
            LibraryMissing: If nothing was ever published.
            LibraryDamaged: If no generation is sound.
        """
        if self.parent is None and not self.passed_over:
            raise _missing(self.library.root)
        return Choice(self.parent, self.passed_over).require(self.library.root)

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
        self._originals = Originals(root / "files")

    @property
    def pointer(self) -> Path:
        """The file that names the published generation."""
        return self.root / "CURRENT"

    @property
    def _generations(self) -> Path:
        return self.root / "generations"

    def published(self) -> str:
        """Return the name of the published generation, which is there.

        Raises:
            LibraryMissing: If nothing was ever published.
            LibraryDamaged: If ``CURRENT`` is missing, or names no generation.
        """
        folders = self._folders()
        try:
            name = self.pointer.read_text(encoding="utf-8", errors="replace").strip()
        except OSError as failure:
            if failure.errno not in LOST:
                raise
            if not folders and isinstance(failure, FileNotFoundError):
                raise _missing(self.root) from failure
            raise self._unpointed(f"ne se lit pas ({failure.strerror})") from failure
        if name not in {folder.name for folder in folders}:
            raise self._unpointed(f"ne nomme aucune génération présente (« {name} »)")
        return name

    def published_or_none(self) -> str | None:
        """Return the name of the published generation; None where none can be told."""
        try:
            return self.published()
        except (LibraryMissing, LibraryDamaged):
            return None

    def _unpointed(self, problem: str) -> LibraryDamaged:
        return LibraryDamaged(
            f"{self.pointer} {problem[:200]}",
            remedy="Publiez la plus récente génération saine : "
            "`gtnum library rollback`.",
        )

    def current(self) -> Generation:
        """Return the published generation; see ``choose`` for one that is sound.

        Raises:
            LibraryMissing: If nothing was ever published.
            LibraryDamaged: If its manifest, or what names it, cannot be read.
        """
        return Generation.open(self._generations / self.published())

    def current_or_none(self) -> Generation | None:
        """Return the published generation, or None where nothing names one.

        Raises:
            LibraryDamaged: If its manifest, or what names it, cannot be read.
        """
        return self.current() if self.pointer.exists() else None

    def pointer_state(self) -> object:
        """Return something that differs whenever somebody has published since."""
        try:
            facts = self.pointer.stat()
        except OSError:
            return None
        return facts.st_ino, facts.st_mtime_ns

    def generation_folder(self, name: str) -> Path:
        """Return where a generation stands, or would."""
        return self._generations / name

    def in_order(self, *, skip: Collection[str] = ()) -> Iterator[Path]:
        """Yield the folders of all generations, those to be taken first before.

        Args:
            skip: Names of generations that are not wanted.
        """
        found = in_order(self._folders(), self.published_or_none())
        return (folder for folder in found if folder.name not in skip)

    def choose(
        self,
        verify: Callable[[Generation], None] = Generation.verify,
        *,
        skip: Collection[str] = (),
    ) -> Choice:
        """Return the published generation or, where it is damaged, what stands in.

        Args:
            verify: Raises ``LibraryDamaged`` where a generation is not sound; by
                default every file of it is read.
            skip: Names of generations that are not wanted.

        Raises:
            LibraryMissing: If nothing was ever published.
            OSError: If the system refuses for a reason that is no damage.
        """
        unpointed: tuple[PassedOver, ...] = ()
        try:
            self.published()
        except LibraryDamaged as damage:
            unpointed = (PassedOver(self.pointer.name, damage),)
        found = choose(self.in_order(skip=skip), verify)
        return Choice(found.generation, unpointed + found.passed_over)

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
        Generation.open(self.require_known(name))
        if self.pointer.is_dir():
            self.pointer.rmdir()  # nobody but damage puts a folder there
        write_whole(self.pointer, f"{name}\n".encode("ascii"))

    def require_known(self, name: str) -> Path:
        """Return the folder of a generation.

        Raises:
            UnknownGeneration: If there is none of that name.
        """
        folder = self._generations / name
        if not _NAME.fullmatch(name) or not folder.is_dir():
            known = ", ".join(f.name for f in self._folders()) or "aucune"
            raise UnknownGeneration(
                f"la génération « {name} » n’existe pas dans {self.root}",
                remedy=f"Générations présentes : {known}.",
            )
        return folder

    @contextmanager
    def building(
        self, verify: Callable[[Generation], None] = Generation.verify
    ) -> Iterator[Building]:
        """Make the next generation; what is not published is swept away.

        It starts from the published generation or, where that is damaged, from the one
        that stands in for it; from nothing where none is sound.

        Args:
            verify: As in ``choose``, for what is needed of the parent.

        Raises:
            LibraryBusy: If another process is making one.
            LibraryError: If the folder cannot be written.
            OSError: If the system refuses to read for a reason that is no damage.
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
            choice = self._choose_parent(verify)
            name = f"{self._last_number() + 1:04d}"
            folder = self._generations / f".{name}-{os.getpid()}"
            folder.mkdir()
            try:
                yield Building(
                    self, name, folder, choice.generation, choice.passed_over
                )
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def _choose_parent(self, verify: Callable[[Generation], None]) -> Choice:
        try:
            return self.choose(verify)
        except LibraryMissing:
            return Choice(None)

    def prune(self, keep: int, *, known_sound: str | None = None) -> list[str]:
        """Delete old generations; the published one and a sound one always stay.

        Args:
            keep: How many of the newest to keep, 1 or more.
            known_sound: Name of a generation that need not be read to know it sound.

        Returns:
            The names deleted, oldest first.

        Raises:
            LibraryBusy: If another process is making a generation.
            LibraryDamaged: If no generation is sound: nothing is deleted then.
            OSError: If the disk refuses.
        """
        with self._writer_lock():
            folders = self._folders()
            kept = {folder.name for folder in folders[-max(keep, 1) :]}
            kept |= {self.published_or_none() or ""}
            doomed = [f for f in folders if f.name not in kept]
            if doomed and known_sound not in kept:
                sound = self.choose().require(self.root)
                doomed = [f for f in doomed if f.name != sound.name]
            for folder in doomed:
                # Renamed first: a half-deleted folder must not look like a generation.
                grave = folder.with_name(f".{folder.name}-gone")
                folder.rename(grave)
                shutil.rmtree(grave)
            return [folder.name for folder in doomed]

    @property
    def originals(self) -> Originals:
        """The original files."""
        return self._originals

    def keep_file(self, path: Path, sha256: str) -> None:
        """Store an original under its checksum, see ``Originals.keep``.

        Raises:
            SourceError: If the file is gone or its content is not that of the checksum.
            OSError: If the disk refuses.
        """
        self._originals.keep(path, sha256)

    def file(self, sha256: str) -> Path | None:
        """Return the stored original, or None when there is none."""
        return self._originals.find(sha256)

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


def _missing(root: Path) -> LibraryMissing:
    return LibraryMissing(
        f"aucune bibliothèque publiée dans {root}",
        remedy="Créez-la : `gtnum ingest DOSSIER`.",
    )


def _try_lock(stream: TextIO) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as cause:
        if cause.errno not in {errno.EAGAIN, errno.EACCES}:
            raise
        return False
    return True
