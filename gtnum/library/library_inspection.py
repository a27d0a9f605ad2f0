"""Compares pointer, generations and originals of a library with what they should be."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from gtnum.errors import LibraryDamaged
from gtnum.library.file_checks import FileDigests
from gtnum.library.findings import Area, Finding
from gtnum.library.generation import MANIFEST, Generation, is_index_file
from gtnum.library.library_folder import Library
from ingest.errors import IngestError
from ingest.ledger import Ledger

__all__ = ["GenerationInspection", "inspect_generations", "inspect_originals"]

_ROLLBACK = "Publiez la plus récente génération saine : `gtnum library rollback`."
_REPAIR = "Remettez-le en place depuis sa source : `gtnum library repair DOSSIER`."


@dataclass(frozen=True, slots=True)
class GenerationInspection:
    """One generation, compared.

    Attributes:
        name: Of the generation.
        is_published: Whether ``CURRENT`` names it.
        file_count: How many files its manifest records; 0 where that is damaged.
        findings: What is wrong with it.
    """

    name: str
    is_published: bool
    file_count: int
    findings: tuple[Finding, ...]


def inspect_generations(
    library: Library, *, is_whole: bool
) -> Iterator[GenerationInspection | Finding]:
    """Yield what is wrong with the pointer, and each generation compared.

    Args:
        library: The library.
        is_whole: Whether all generations are read; else the published one and, where
            there is none, the newest.

    Raises:
        LibraryMissing: If nothing was ever published.
        OSError: If the system refuses for a reason that is no damage.
    """
    published: str | None = None
    try:
        published = library.published()
    except LibraryDamaged as damage:
        yield Finding(
            Area.POINTER, library.pointer.name, damage.message, damage.remedy, True
        )
    digests = FileDigests()
    for folder in library.in_order():
        is_published = folder.name == published
        findings, count = [], 0
        try:
            generation = Generation.open(folder)
        except LibraryDamaged as damage:
            name = f"generations/{folder.name}/{MANIFEST}"
            findings.append(_of_generation(name, damage.message, is_published))
        else:
            count = len(generation.manifest.files)
            for name, problem in generation.differences(digests):
                where = f"generations/{folder.name}/{name}"
                findings.append(_of_generation(where, problem, is_published, name))
        yield GenerationInspection(folder.name, is_published, count, tuple(findings))
        if not is_whole:
            return


def _of_generation(
    where: str, problem: str, is_published: bool, name: str = MANIFEST
) -> Finding:
    if not is_published:
        remedy = (
            "Elle n’est pas publiée : rien n’en dépend, et "
            "`gtnum library prune` la supprime à son tour."
        )
    elif is_index_file(name):
        remedy = f"Refaites les index : `gtnum reindex`. Ou : {_ROLLBACK}"
    else:
        remedy = _ROLLBACK
    return Finding(Area.GENERATION, where, problem, remedy, is_published)


def inspect_originals(library: Library) -> Iterator[Finding]:
    """Yield the originals that are damaged or missing; every one is read.

    Raises:
        OSError: If the system refuses for a reason that is no damage.
    """
    documents = _documents_by_original(library)
    kept = set()
    for sha256 in library.originals.all():
        kept.add(sha256)
        problem = library.originals.problem(sha256)
        if problem:
            yield _of_original(sha256, problem, documents[sha256])
    for sha256 in sorted(documents.keys() - kept):
        yield _of_original(sha256, "manque", documents[sha256])


def _of_original(sha256: str, problem: str, documents: list[str]) -> Finding:
    return Finding(
        Area.ORIGINAL,
        f"files/{sha256[:2]}/{sha256}",
        problem,
        _REPAIR,
        bool(documents),
        tuple(documents),
    )


def _verify_ledger(generation: Generation) -> None:
    """Compare what tells which originals there must be.

    Raises:
        LibraryDamaged: If it differs.
    """
    name = generation.ledger.name
    generation.verify(names=[name] if name in generation.manifest.files else [])


def _documents_by_original(library: Library) -> dict[str, list[str]]:
    """Return the checksum of each original that must be there, with its documents."""
    found: dict[str, list[str]] = defaultdict(list)
    choice = library.choose(_verify_ledger)
    if choice.generation is None:
        return found
    try:
        for entry in Ledger.load(choice.generation.ledger):
            if entry.document and entry.state.is_read and not entry.container:
                found[entry.sha256].append(entry.document)
    except IngestError:
        return defaultdict(list)  # told as a file of the generation
    return found
