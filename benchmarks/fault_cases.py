"""Faults of a library: which file, what happens to it, and a library to damage.

flip      one byte changes, in all generations that share the file
cut       the second half is gone
delete    the file is gone
foreign   another version wrote it, or something that is no such file at all
"""

import itertools
import json
import random
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MODES = ("flip", "cut", "delete", "foreign")
ACTIONS = ("serve", "list", "verify", "rollback", "ingest", "export", "prune", "search")
_UNRECORDED = re.compile(r"LOG|LOCK|.*\.lock|\..*\.new")
_NOTES = (
    ("forges.md", "Les forges", "Les forges partagent des ressources libres."),
    ("aeson.md", "La sobriété", "Le groupe ÆSON étudie la sobriété numérique."),
    ("billet.md", "Les émotions", "Les adolescents partagent leurs émotions en ligne."),
    ("mica.md", "Le MICA", "Le laboratoire MICA étudie les usages du numérique."),
    ("techne.md", "Techné", "Techné forme les enseignants à Poitiers."),
)
_DECISIONS = """decisions:
  - decision: add-label
    entity: lab:mica
    label: ZORGLUB
    by: moi
    date: 2026-11-24
    why: essai
"""
Ingest = Callable[[Path, Path], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault and one action on the library that has it.

    Attributes:
        kind: Of the file, for the table.
        name: Path below the library.
        mode: One of ``MODES``.
        action: One of ``ACTIONS``.
    """

    kind: str
    name: str
    mode: str
    action: str

    @property
    def is_in_generation(self) -> bool:
        """Whether a manifest, or ``CURRENT``, is or records the file."""
        return self.name == "CURRENT" or self.name.startswith("generations/")


def make_library(home: Path, ingest: Ingest) -> Path:
    """Make three generations, with originals, decisions, a deposit and a withdrawal.

    Args:
        home: Where ``notes`` and ``library`` go.
        ingest: Publishes a folder in a library.
    """
    notes, library = home / "notes", home / "library"
    notes.mkdir(parents=True)
    for number, (name, title, text) in enumerate(_NOTES):
        (notes / name).write_text(f"# {title}\n\n{text}\n", encoding="utf-8")
        if number == 3:
            (library / "curation.yaml").write_text(_DECISIONS, encoding="utf-8")
        if number >= 2:
            ingest(notes, library)
    original = min(library.glob("files/*/*"))
    shelf = library / "deposits" / "files" / "depots" / original.name[:32]
    shelf.mkdir(parents=True)
    shutil.copy(original, shelf / "note.md")
    record = {
        "document": "parti",
        "uri": "notes/parti.md",
        "title": "Parti",
        "owner": "moi",
        "withdrawn_at": "2026-11-24T08:30:59+00:00",
    }
    (library / "withdrawn").mkdir()
    (library / "withdrawn" / "parti.json").write_text(json.dumps(record))
    return library


def kinds(library: Path) -> dict[str, str]:
    """Return one file of each kind: kind → path below the library.

    Of tables and logs of the store there are several, the largest first.
    """
    published = (library / "CURRENT").read_text().strip()
    found: dict[str, str] = {}
    seen: dict[str, int] = {}
    for path in sorted(library.rglob("*"), key=lambda p: (-_size(p), str(p))):
        name = path.relative_to(library).as_posix()
        if not path.is_file() or _UNRECORDED.fullmatch(path.name) or not _size(path):
            continue
        parts = name.split("/")
        if parts[0] == "generations" and parts[1] != published:
            continue
        kind = _kind(parts)
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] <= (4 if kind.endswith(".sst") else 1):
            found[kind if seen[kind] == 1 else f"{kind} {seen[kind]}"] = name
    return dict(sorted(found.items()))


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _kind(parts: Sequence[str]) -> str:
    if parts[0] in ("files", "readings", "deposits", "withdrawn", "harvests"):
        return parts[0]
    if parts[0] != "generations":
        return parts[-1]
    folder = parts[2] if len(parts) > 3 else ""
    last = parts[-1]
    if folder == "graph":
        last = Path(last).suffix or last.split("-")[0]
    elif folder == "words" and not last.endswith(".json"):
        last = Path(last).suffix
    return f"{folder}/{last}" if folder else last


def every_fault(
    library: Path, *, sample: int | None, seed: int, actions: Sequence[str] = ACTIONS
) -> list[Fault]:
    """Return all faults, or a sample of them drawn with a seed, in the same order."""
    faults = [
        Fault(kind, name, mode, action)
        for (kind, name), mode, action in itertools.product(
            kinds(library).items(), MODES, actions
        )
    ]
    if sample is None or sample >= len(faults):
        return faults
    drawn = set(random.Random(seed).sample(range(len(faults)), sample))  # noqa: S311
    return [fault for number, fault in enumerate(faults) if number in drawn]


def damage(path: Path, mode: str, seed: int) -> None:
    """Do to a file what a mode says."""
    content = bytearray(path.read_bytes())
    if mode == "delete":
        path.unlink()
    elif mode == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif mode == "flip":
        content[random.Random(seed).randrange(len(content))] ^= 0x5A  # noqa: S311
        path.write_bytes(content)
    else:
        path.unlink()  # another version wrote this file, not the one it was linked to
        path.write_bytes(_foreign(bytes(content), seed))


def _foreign(content: bytes, seed: int) -> bytes:
    """Return the content as another version could have written it."""
    changed = re.sub(rb'("(?:format|version)": ?)(\d+)', rb"\g<1>99", content, count=1)
    if changed != content:
        return changed
    if len(content) < 16:
        return b"9999\n"
    return random.Random(seed).randbytes(len(content))  # noqa: S311


def copies(library: Path, home: Path) -> Iterator[Path]:
    """Yield fresh copies of a library, one at a time, links between files included."""
    while True:
        scratch = Path(tempfile.mkdtemp(dir=home))
        try:
            target = scratch / "library"
            shutil.copytree(library, target, copy_function=_Linker())
            yield target
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


class _Linker:
    """Copies files; what shares its bytes with another file goes on doing so."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, int], str] = {}

    def __call__(self, source: str, target: str) -> str:
        facts = Path(source).stat()
        known = self._made.setdefault((facts.st_dev, facts.st_ino), target)
        if known == target:
            return str(shutil.copy2(source, target))
        Path(target).hardlink_to(known)
        return target
