"""Compares everything in a backup with what was written there."""

from dataclasses import dataclass, field

from gtnum.backups.backup_place import BackupReader
from gtnum.backups.snapshot import Snapshot
from gtnum.backups.verified_copy import measured
from gtnum.errors import BackupError
from gtnum.library.generation import FileRecord

__all__ = ["BackupCheck", "check_backup", "read_snapshot"]


@dataclass(slots=True)
class BackupCheck:
    """What a check found.

    Attributes:
        sound: Numbers of the snapshots that can be restored, oldest first.
        unsound: Number → what is wrong, for the others.
        contents: How many contents were compared.
        size_bytes: Their size.
    """

    sound: list[str] = field(default_factory=list)
    unsound: dict[str, str] = field(default_factory=dict)
    contents: int = 0
    size_bytes: int = 0


def read_snapshot(
    reader: BackupReader, number: str | None = None
) -> tuple[str, Snapshot]:
    """Return a snapshot of a backup and its number.

    Args:
        reader: The backup.
        number: Which; the newest when None.

    Raises:
        BackupError: If there is none, or it cannot be read.
        BackupForeign: If no backup of ours can be so.
    """
    numbers = reader.numbers()
    chosen = number or (numbers[-1] if numbers else "")
    if chosen not in numbers:
        known = ", ".join(numbers) or "aucun"
        raise BackupError(
            f"il n’y a pas de sauvegarde entière de numéro « {chosen} »"
            if chosen
            else "aucune sauvegarde n’y a été terminée",
            remedy=f"Numéros présents : {known}.",
        )
    content = reader.snapshot(chosen)
    return chosen, Snapshot.from_bytes(content, f"la sauvegarde {chosen}")


def check_backup(reader: BackupReader) -> BackupCheck:
    """Read every snapshot and every content, each content once.

    What is wrong with one backup is told in the report, whatever it is.

    Raises:
        OSError: If the disk refuses.
    """
    report = BackupCheck()
    compared: dict[FileRecord, str] = {}
    for number in reader.numbers():
        try:
            _, snapshot = read_snapshot(reader, number)
            wrong = _first_difference(reader, snapshot, compared)
        except BackupError as failure:
            wrong = failure.message
        if wrong:
            report.unsound[number] = wrong
        else:
            report.sound.append(number)
    report.contents = len(compared)
    report.size_bytes = sum(record.size_bytes for record in compared)
    return report


def _first_difference(
    reader: BackupReader, snapshot: Snapshot, compared: dict[FileRecord, str]
) -> str:
    """Say what differs, empty where nothing does; all contents are looked at."""
    first = ""
    for name, record in snapshot.files.items():
        if record not in compared:
            compared[record] = _difference(reader, record)
        if compared[record] and not first:
            first = f"{name} : {compared[record]}"
    if f"generations/{snapshot.generation}/manifest.json" not in snapshot.files:
        return first or f"la génération {snapshot.generation} n’y est pas"
    return first


def _difference(reader: BackupReader, record: FileRecord) -> str:
    try:
        with reader.content(record.sha256) as stream:
            found = measured(stream, at_most=record.size_bytes)
    except BackupError as failure:
        return failure.message
    return "" if found == record else "le contenu a changé"
