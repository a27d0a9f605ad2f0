"""Puts a backup back as a library, into an empty place, all or nothing.

    target/.restoring/    every file, proven while it is written, then verified
    target/<rooms>        moved there, each by one rename
    target/CURRENT        written last: before that, nothing is published

A crash leaves ``.restoring`` behind; the next restore sweeps it and begins again.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gtnum.backups.backup_check import read_snapshot
from gtnum.backups.backup_place import BackupReader
from gtnum.backups.disk_sync import sync_tree_at_once
from gtnum.backups.snapshot import ROOMS, Snapshot
from gtnum.backups.verified_copy import copy_proven
from gtnum.errors import BackupError, LibraryBusy
from gtnum.library.generation import FileRecord, Generation
from gtnum.library.library_folder import Library
from ingest.durable_files import sync

__all__ = ["Restored", "restore"]

_STAGING: Final = ".restoring"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored.

    Attributes:
        number: Of the snapshot.
        snapshot: See there.
        generation: As published now.
    """

    number: str
    snapshot: Snapshot
    generation: Generation


def restore(reader: BackupReader, target: Path, number: str | None = None) -> Restored:
    """Make a library of a backup.

    Args:
        reader: The backup.
        target: Folder of the library: missing, empty, or left by a restore that died.
        number: Of the snapshot; the newest when None.

    Raises:
        BackupError: If there is no such snapshot, something is in the target, or the
            disk has not enough room.
        BackupDamaged: If something in the backup is not what was written there.
        BackupForeign: If it holds what no backup of ours holds.
        LibraryDamaged: If its generation is not whole, or of another format.
        LibraryBusy: If another process restores to the same place.
        OSError: If the disk refuses; nothing is published then, nothing is left.
    """
    chosen, snapshot = read_snapshot(reader, number)
    target.mkdir(parents=True, exist_ok=True)
    with _alone(target):
        _require_empty(target)
        _sweep(target)
        _require_room(target, snapshot)
        staging = target / _STAGING
        staging.mkdir()
        try:
            _write(reader, snapshot, staging)
            folder = staging / "generations" / snapshot.generation
            generation = Generation.open(folder)
            generation.verify()
            sync_tree_at_once(staging)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
        for room in sorted(staging.iterdir(), key=_generations_last):
            room.rename(target / room.name)
        sync(target)
        library = Library(target)
        library.point_to(snapshot.generation)
        staging.rmdir()
    return Restored(chosen, snapshot, library.current())


def _generations_last(room: Path) -> tuple[bool, str]:
    """Order rooms so that a generation is never there without what stands beside it."""
    return room.name == "generations", room.name


def _write(reader: BackupReader, snapshot: Snapshot, staging: Path) -> None:
    written: dict[FileRecord, Path] = {}
    for name, record in sorted(snapshot.files.items()):
        path = staging / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # Files of generations never change: those of several may share one.
        if name.startswith("generations/") and record in written:
            os.link(written[record], path)
            continue
        with reader.content(record.sha256) as content, path.open("xb") as output:
            copy_proven(content, output, record, name)
        if name.startswith("generations/"):
            written[record] = path


def _require_empty(target: Path) -> None:
    found = {path.name for path in target.iterdir()}
    is_ours = _STAGING in found and found <= {_STAGING, *ROOMS}
    if found and not is_ours:
        raise BackupError(
            f"le dossier {target} n’est pas vide",
            remedy="Restaurez dans un dossier vide ou nouveau : "
            "`gtnum library restore SAUVEGARDE --library DOSSIER`.",
        )


def _sweep(target: Path) -> None:
    """Remove what a restore that died left; it had found the folder empty."""
    for path in target.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _require_room(target: Path, snapshot: Snapshot) -> None:
    free = shutil.disk_usage(target).free
    if snapshot.size_bytes > free:
        raise BackupError(
            f"il faut {snapshot.size_bytes} octets pour cette sauvegarde, "
            f"{target} n’en a que {free}",
            remedy="Libérez de la place, ou restaurez sur un autre disque : option "
            "--library.",
        )


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    descriptor = os.open(target, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as cause:
        raise LibraryBusy(
            f"une autre restauration est en cours dans {target}",
            remedy="Attendez qu’elle finisse.",
        ) from cause
    finally:
        os.close(descriptor)
