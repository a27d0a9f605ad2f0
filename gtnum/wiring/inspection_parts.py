"""Looks at every part of a library that can be damaged, and mends what can be."""

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path

from gtnum.curation import curation_path
from gtnum.deposits.deposit_inspection import (
    deposited_files,
    inspect_deposits,
    inspect_withdrawals,
)
from gtnum.deposits.deposit_shelf import FINGERPRINT_LENGTH
from gtnum.library.durability import checksum, copy_whole
from gtnum.library.findings import Area, Finding
from gtnum.library.library_inspection import inspect_originals
from gtnum.library.original_repair import OriginalRepair
from gtnum.reference_data import CURATION_COPY, curation
from gtnum.settings import Settings
from gtnum.wiring.deposit_parts import deposit_folder
from gtnum.wiring.shared_parts import library
from ingest.harvest.mirror_check import harvest_command, mirror_problems
from ingest.harvest.mirror_records import read_item
from ontology.errors import KnowledgeError

__all__ = ["inspect_sources", "repair"]


def inspect_sources(settings: Settings) -> Iterator[Finding]:
    """Yield what is wrong outside the generations; every file is read.

    Raises:
        OSError: If the system refuses for a reason that is no damage.
    """
    yield from inspect_originals(library(settings))
    yield from inspect_deposits(deposit_folder(settings))
    yield from inspect_withdrawals(settings.library / "withdrawn")
    yield from _mirrors(settings)
    yield from _decisions(settings)
    for path, problem in _damaged_readings(settings):
        yield Finding(
            Area.READING,
            path.relative_to(settings.library).as_posix(),
            problem,
            "Sans gravité, elle est refaite au besoin : `gtnum library repair` "
            "la supprime.",
            is_grave=False,
        )


def repair(settings: Settings, folders: list[Path]) -> Iterator[tuple[str, str]]:
    """Mend what can be: originals, deposited files, readings that are kept.

    Args:
        settings: Of this process.
        folders: Where sources of originals may be, besides deposits and harvests.

    Yields:
        What was mended, by its path below the library, and from what.

    Raises:
        OSError: If the disk refuses.
    """
    shelf = library(settings)
    sources = [
        *folders,
        deposit_folder(settings) / "files",
        settings.library / "harvests",
    ]
    mending = OriginalRepair(shelf.originals)
    wanted = [
        Path(one.name).name
        for one in inspect_originals(shelf)
        if one.area is Area.ORIGINAL
    ]
    for sha256, source in mending.run(wanted, sources):
        yield f"files/{sha256[:2]}/{sha256}", str(source)
    for path, sha256 in _copies(settings):
        if checksum(path) != sha256 and not shelf.originals.problem(sha256):
            copy_whole(shelf.originals.path(sha256), path)
            yield (
                path.relative_to(settings.library).as_posix(),
                f"files/{sha256[:2]}/{sha256}",
            )
    for path, _ in list(_damaged_readings(settings)):
        path.unlink(missing_ok=True)
        yield path.relative_to(settings.library).as_posix(), "supprimée"


def _copies(settings: Settings) -> Iterator[tuple[Path, str]]:
    """Yield the deposited and the mirrored files with what their SHA-256 must be."""
    kept = {sha256[:FINGERPRINT_LENGTH]: sha256 for sha256 in _originals(settings)}
    for path, fingerprint in deposited_files(deposit_folder(settings)):
        if fingerprint in kept:
            yield path, kept[fingerprint]
    for path in sorted((settings.library / "harvests").glob("*/*/*")):
        item = None if path.name.startswith(".") else read_item(path)
        if item is not None:
            yield path, item.sha256


def _originals(settings: Settings) -> Iterator[str]:
    return library(settings).originals.all()


def _mirrors(settings: Settings) -> Iterator[Finding]:
    for folder in sorted((settings.library / "harvests").glob("*/")):
        for path, problem in mirror_problems(folder):
            yield Finding(
                Area.HARVEST,
                path.relative_to(settings.library).as_posix(),
                problem,
                "Remettez-le en place depuis l’original conservé : "
                "`gtnum library repair` ; sinon supprimez-le et redemandez-le : "
                f"`{harvest_command(folder)}`.",
                is_grave=False,
            )


def _decisions(settings: Settings) -> Iterator[Finding]:
    path = curation_path(settings)
    try:
        curation(settings)
    except KnowledgeError as damage:
        remedy = damage.remedy
        choice = library(settings).choose(skip=())
        copy = choice.generation and choice.generation.folder / CURATION_COPY
        if copy and copy.is_file():
            remedy += f" Ou reprenez les décisions publiées : `cp {copy} {path}`."
        yield Finding(
            Area.CURATION, str(path), damage.message, remedy.strip(), is_grave=True
        )


def _damaged_readings(settings: Settings) -> Iterator[tuple[Path, str]]:
    for path in sorted((settings.library / "readings").glob("v*/*/*")):
        if path.name.startswith(".") or not path.is_file():
            continue
        try:
            json.loads(gzip.decompress(path.read_bytes()))
        except (OSError, EOFError, ValueError, zlib.error) as damage:
            yield path, f"est illisible ({damage})"
