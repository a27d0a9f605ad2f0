"""Compares deposits, tasks and withdrawals with what they should be."""

from collections.abc import Iterator
from pathlib import Path

from gtnum.deposits.deposit_shelf import FINGERPRINT_LENGTH
from gtnum.deposits.task_records import read_task
from gtnum.deposits.withdrawals import Withdrawals
from gtnum.errors import LibraryDamaged
from gtnum.library.durability import checksum
from gtnum.library.findings import Area, Finding

__all__ = ["deposited_files", "inspect_deposits", "inspect_withdrawals"]


def deposited_files(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield the deposited files and how the SHA-256 of each begins.

    Args:
        root: ``deposits`` in the library.
    """
    for path in sorted((root / "files").glob("*/*/*")):
        fingerprint = path.parent.name
        is_ours = len(fingerprint) == FINGERPRINT_LENGTH
        if is_ours and not path.name.startswith(".") and path.is_file():
            yield path, fingerprint


def inspect_deposits(root: Path) -> Iterator[Finding]:
    """Yield the deposited files and tasks that are damaged; every file is read.

    Args:
        root: ``deposits`` in the library.

    Raises:
        OSError: If a folder cannot be read.
    """
    for path, fingerprint in deposited_files(root):
        problem = ""
        try:
            if not checksum(path).startswith(fingerprint):
                problem = "a changé de contenu"
        except OSError as failure:
            problem = f"ne se lit plus ({failure.strerror})"
        if problem:
            yield Finding(
                Area.DEPOSIT,
                path.relative_to(root.parent).as_posix(),
                problem,
                "Remettez-le en place depuis l’original conservé : "
                "`gtnum library repair`.",
                is_grave=True,
            )
    yield from _tasks(root)


def _tasks(root: Path) -> Iterator[Finding]:
    for folder, is_open in (("open", True), ("closed", False)):
        for path in sorted((root / "tasks" / folder).glob("*.*")):
            try:
                if path.suffix == ".json":
                    read_task(path)
                    continue
            except (ValueError, OSError):
                pass
            remedy = (
                f"Lisez le dossier de sa collection : `gtnum ingest {root}/files/"
                "COLLECTION --collection COLLECTION`."
                if is_open
                else "Rien n’en dépend : supprimez ce fichier."
            )
            yield Finding(
                Area.DEPOSIT,
                path.relative_to(root.parent).as_posix(),
                "n’est pas une tâche lisible",
                remedy,
                is_grave=is_open,
            )


def inspect_withdrawals(folder: Path) -> Iterator[Finding]:
    """Yield the withdrawals that cannot be read.

    Args:
        folder: ``withdrawn`` in the library.
    """
    withdrawals = Withdrawals(folder)
    for path in sorted(folder.glob("*.json")):
        try:
            withdrawals.get(path.stem)
        except LibraryDamaged as damage:
            yield Finding(
                Area.WITHDRAWAL,
                path.relative_to(folder.parent).as_posix(),
                damage.message,
                damage.remedy,
                is_grave=True,
            )
