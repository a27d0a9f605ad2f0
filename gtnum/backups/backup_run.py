"""Makes one backup of a library, while it is served and while an ingest may publish.

    tasks of deposits ─▶ generation pinned ─▶ what stands beside it ─▶ snapshot, last

In this order, because what is done twice is harmless and what is lost is not: a task
that ends meanwhile is found undone and done again, a withdrawal is never newer than the
generation that lacks the document.
"""

import fnmatch
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from gtnum.backups.backup_place import BackupWriter
from gtnum.backups.pinned_generation import PinnedGeneration, pinned, pinned_current
from gtnum.backups.snapshot import CURATION, Snapshot
from gtnum.backups.verified_copy import measured
from gtnum.errors import BackupDamaged, LibraryDamaged
from gtnum.library.durability import checksum
from gtnum.library.generation import FileRecord
from gtnum.library.library_folder import Library

__all__ = ["BackupSummary", "back_up"]

_TASKS: Final = ("deposits/tasks/open", "deposits/tasks/closed")
_BESIDE: Final = ("deposits/files", "harvests", "withdrawn")
_PASSING: Final = (".lock", ".*.part", ".incoming", ".probe")
"""Names of what belongs to a process that runs: locks, files half written."""

_IN_MEMORY: Final = 8 << 20


@dataclass(frozen=True, slots=True)
class BackupSummary:
    """What a backup holds.

    Attributes:
        number: Of its snapshot.
        snapshot: See there.
        new_files: Contents that were copied, the others being there already.
        new_bytes: Their size.
    """

    number: str
    snapshot: Snapshot
    new_files: int
    new_bytes: int


def back_up(
    library: Library,
    writer: BackupWriter,
    *,
    curation: Path,
    software: str,
    generations: int = 1,
) -> BackupSummary:
    """Write a backup of a library.

    Args:
        library: The library; nothing in it is changed.
        writer: Where to.
        curation: File of the decisions; it need not exist.
        software: Kept in the snapshot.
        generations: How many: the published one and the newest others that are whole.

    Raises:
        LibraryMissing: If nothing is published.
        LibraryDamaged: If the published generation is not what was published.
        BackupError: If the process may not open so many files.
        OSError: If one of the two disks refuses.
    """
    run = _Run(writer)
    for room in _TASKS:
        run.keep_room(library.root, room)
    with pinned_current(library) as current:
        run.keep_generation(current)
        manifest, published = current.manifest, current.name
    for older in _others(library, published, generations - 1):
        run.keep_generation(older)
    run.keep_originals(library.root)
    for room in _BESIDE:
        run.keep_room(library.root, room)
    run.keep_live(CURATION, curation)
    snapshot = Snapshot(
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        software=software,
        generation=published,
        base_iri=manifest.base_iri,
        embedder=str(manifest.embedder.get("name", "")),
        damaged=tuple(run.damaged),
        files=run.files,
    )
    writer.finish(snapshot.to_bytes())
    return BackupSummary(writer.number, snapshot, run.new_files, run.new_bytes)


class _Run:
    """What was put so far, by path in the library."""

    def __init__(self, writer: BackupWriter) -> None:
        self.files: dict[str, FileRecord] = {}
        self.damaged: list[str] = []
        self.new_files = 0
        self.new_bytes = 0
        self._writer = writer

    def keep_generation(self, generation: PinnedGeneration) -> None:
        """Keep every file of a generation; each is proven by its manifest."""
        for name in generation.names():
            stream = generation.stream(name)
            record = generation.manifest.files.get(name) or measured(stream)
            path = f"generations/{generation.name}/{name}"
            try:
                self._put(path, record, generation.stream(name))
            except BackupDamaged as cause:
                raise LibraryDamaged(
                    f"génération {generation.name} : le fichier {name} a changé de "
                    "contenu",
                    remedy="Revenez à une génération saine (`gtnum library rollback`) "
                    "ou refaites les index (`gtnum reindex`), puis sauvegardez.",
                ) from cause

    def keep_originals(self, root: Path) -> None:
        """Keep the original files; one that is not what its name says is told."""
        for path in _files(root, "files"):
            name = path.relative_to(root).as_posix()
            record = FileRecord(path.stat().st_size, path.name)
            if not self._writer.has(record) and checksum(path) != path.name:
                self.damaged.append(name)
                continue
            with path.open("rb") as stream:
                self._put(name, record, stream)

    def keep_room(self, root: Path, room: str) -> None:
        """Keep the files of a room that may change while it is read."""
        for path in _files(root, room):
            self.keep_live(path.relative_to(root).as_posix(), path)

    def keep_live(self, name: str, path: Path) -> None:
        """Keep a file as it is at one moment; one that is gone is no error.

        It is replaced whole where it is replaced, but may be at any time: what was
        read is measured, set aside and then put, so that both are the same.
        """
        try:
            stream = path.open("rb")
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return
        with stream, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as aside:
            record = measured(stream, aside)
            aside.seek(0)
            self._put(name, record, aside)

    def _put(self, name: str, record: FileRecord, stream: IO[bytes]) -> None:
        if not self._writer.has(record):
            self._writer.put(record, stream, name)
            self.new_files += 1
            self.new_bytes += record.size_bytes
        self.files[name] = record


def _others(library: Library, published: str, count: int) -> Iterator[PinnedGeneration]:
    """Yield the newest other generations that are whole, each pinned meanwhile."""
    for generation in reversed(library.readable()):
        if count < 1:
            return
        if generation.name == published:
            continue
        try:
            with pinned(generation) as held:
                generation.verify()
                yield held
        except (FileNotFoundError, LibraryDamaged):
            continue  # pruned meanwhile, or not worth keeping
        count -= 1


def _files(root: Path, room: str) -> Iterator[Path]:
    """Yield the files of a room in order, without what is only passing."""
    for parent, folders, names in os.walk(root / room):
        folders[:] = sorted(name for name in folders if not _is_passing(name))
        for name in sorted(names):
            path = Path(parent, name)
            if not _is_passing(name) and path.is_file() and not path.is_symlink():
                yield path


def _is_passing(name: str) -> bool:
    return any(fnmatch.fnmatch(name, pattern) for pattern in _PASSING)
