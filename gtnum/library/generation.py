"""One generation: a folder that is written once and then only read.

generations/0007/
    graph/          statements (Oxigraph)
    vectors/ words/ search indexes
    second_look/    what judges their finds once more
    calibration.json  from where a document answers, if it could be measured
    ledger.jsonl    which source became which document
    history.jsonl   what came, changed and left, in this generation and before
    curation.yaml   what people had decided, if anything
    dumps/          all statements as files to download, unless switched off
    manifest.json   what made it, and the checksum of every file above
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from gtnum.errors import LibraryDamaged
from gtnum.library.durability import checksum
from gtnum.library.file_checks import LOST, FileRecord, difference

__all__ = [
    "DUMPS",
    "MANIFEST",
    "FileRecord",
    "ForeignFormat",
    "Generation",
    "GenerationManifest",
    "IndexFileDamaged",
    "is_index_file",
    "is_side_file",
    "seal",
]

MANIFEST = "manifest.json"
DUMPS = "dumps"
_FORMAT = 1
_CHECKSUM = "sha256"
# RocksDB writes its own diary when a store is opened, even to read it.
_DIARIES = ("LOG", "LOCK")
_MADE_AGAIN = ("vectors", "words", "second_look", "search.json", "calibration.json")


class ForeignFormat(LibraryDamaged):
    """Another version of ours wrote the generation."""


class IndexFileDamaged(LibraryDamaged):
    """A file differs that can be made again from the others."""


@dataclass(frozen=True, slots=True)
class GenerationManifest:
    """What a generation is made of and by.

    Attributes:
        name: Four digits or more, for example ``0007``.
        parent: The generation it grew from, or None.
        created_at: ISO 8601 with time zone.
        base_iri: Base of all IRIs in the graph.
        embedder: ``name``, ``dimension`` and ``fingerprint`` of the model.
        chunking: Parameters that cut the passages.
        versions: Software and vocabulary versions.
        counts: Documents, passages, mentions, triples.
        files: Relative path → size and checksum, for every file but the manifest.
    """

    name: str
    parent: str | None
    created_at: str
    base_iri: str
    embedder: dict[str, Any]
    chunking: dict[str, Any]
    versions: dict[str, str]
    counts: dict[str, int]
    files: dict[str, FileRecord] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the manifest as indented JSON with sorted keys and its checksum."""
        return _json({**self._fields(), _CHECKSUM: self.checksum})

    @property
    def checksum(self) -> str:
        """SHA-256 of all that the manifest says, 64 hexadecimal digits."""
        return hashlib.sha256(_json(self._fields()).encode()).hexdigest()

    def _fields(self) -> dict[str, Any]:
        return {"format": _FORMAT, **asdict(self)}

    @classmethod
    def from_json(cls, text: str, path: Path) -> "GenerationManifest":
        """Read a manifest back.

        Raises:
            LibraryDamaged: If it is not JSON, of another format, lacks a field, or says
                something else than when it was written. Manifests written before they
                had a checksum are taken as they are.
        """
        try:
            fields = json.loads(text)
            recorded = fields.pop(_CHECKSUM, None)
            written = fields.pop("format")
            if written != _FORMAT:
                raise ForeignFormat(
                    f"{path} est au format {written}, cette version de gtnum lit le "
                    f"format {_FORMAT}",
                    remedy="Installez la version qui l’a écrit, ou une plus récente ; "
                    "ou publiez une génération de cette version-ci : "
                    "`gtnum library rollback NOM`.",
                )
            files = {k: FileRecord(**v) for k, v in fields.pop("files").items()}
            manifest = cls(**fields, files=files)
        except (ValueError, KeyError, TypeError, AttributeError) as cause:
            raise LibraryDamaged(
                f"{path} n’est pas un manifeste de génération lisible ({cause})",
                remedy="Revenez à une autre génération : `gtnum library rollback`.",
            ) from cause
        if recorded not in (None, manifest.checksum):
            raise LibraryDamaged(
                f"{path} a changé depuis sa publication",
                remedy="Revenez à une autre génération : `gtnum library rollback`.",
            )
        return manifest


@dataclass(frozen=True, slots=True)
class Generation:
    """A published generation on disk."""

    folder: Path
    manifest: GenerationManifest

    @property
    def name(self) -> str:
        """Four digits or more."""
        return self.folder.name

    @property
    def graph(self) -> Path:
        """Folder of the triple store."""
        return self.folder / "graph"

    @property
    def indexes(self) -> Path:
        """Folder that holds ``vectors/``, ``words/`` and ``second_look/``."""
        return self.folder

    @property
    def ledger(self) -> Path:
        """File that remembers what was read."""
        return self.folder / "ledger.jsonl"

    @classmethod
    def open(cls, folder: Path) -> "Generation":
        """Read the manifest of a generation.

        Raises:
            LibraryDamaged: If it has none or it cannot be read.
            OSError: If the system refuses for a reason that is no damage.
        """
        path = folder / MANIFEST
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as cause:
            if isinstance(cause, OSError) and cause.errno not in LOST:
                raise
            raise LibraryDamaged(
                f"la génération {folder.name} n’a pas de manifeste lisible ({path})",
                remedy="Revenez à une autre : `gtnum library rollback`.",
            ) from cause
        return cls(folder, GenerationManifest.from_json(text, path))

    @property
    def seal(self) -> bytes:
        """What only this generation has: 32 bytes, the same in every process.

        Made from the checksums of all files, most of which are never published.
        """
        return bytes.fromhex(self.manifest.checksum)

    def verify(
        self,
        *,
        with_checksums: bool = True,
        digest: Callable[[Path], str] = checksum,
        names: Iterable[str] | None = None,
    ) -> None:
        """Compare recorded files with the disk.

        Args:
            with_checksums: Also read the content; sizes alone take milliseconds.
            digest: Reads it.
            names: Which of the recorded files; all when None.

        Raises:
            LibraryDamaged: Naming the first file that differs.
            OSError: If the system refuses for a reason that is no damage.
        """
        reader = digest if with_checksums else None
        for name, problem in self.differences(reader, names):
            kind = IndexFileDamaged if is_index_file(name) else LibraryDamaged
            raise kind(
                f"génération {self.name} : le fichier {name} {problem}",
                remedy=_remedy(name),
            )

    def differences(
        self, digest: Callable[[Path], str] | None, names: Iterable[str] | None = None
    ) -> Iterator[tuple[str, str]]:
        """Yield the recorded files that differ, and how, in French.

        Args:
            digest: Reads a file; None compares sizes alone.
            names: Which of the recorded files; all when None.

        Raises:
            OSError: If the system refuses for a reason that is no damage.
        """
        files = self.manifest.files
        for name in files if names is None else names:
            problem = difference(self.folder / name, files[name], digest)
            if problem:
                yield name, problem


def _json(fields: dict[str, Any]) -> str:
    return json.dumps(fields, indent=1, sort_keys=True, ensure_ascii=False)


def is_index_file(name: str) -> bool:
    """Whether ``gtnum reindex`` makes a file of a generation again from the others."""
    return name.split("/")[0] in _MADE_AGAIN


def is_side_file(name: str) -> bool:
    """Whether no answer comes from a file: what was read, files to download."""
    return name == "ledger.jsonl" or name.startswith(f"{DUMPS}/")


def _remedy(name: str) -> str:
    back = "Revenez à une génération saine : `gtnum library rollback`."
    if is_index_file(name):
        return f"Refaites les index : `gtnum reindex`. {back}"
    return back


def seal(folder: Path, parent: Generation | None) -> dict[str, FileRecord]:
    """Record every file of a generation that is ready.

    A file hard-linked from the parent keeps its recorded checksum: published files
    never change, so reading gigabytes again would tell nothing.

    Raises:
        OSError: If a file cannot be read.
    """
    return {
        path.relative_to(folder).as_posix(): _record(path, folder, parent)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST and path.name not in _DIARIES
    }


def _record(path: Path, folder: Path, parent: Generation | None) -> FileRecord:
    name = path.relative_to(folder).as_posix()
    if parent is not None and name in parent.manifest.files:
        original = parent.folder / name
        if original.is_file() and original.samefile(path):
            return parent.manifest.files[name]
    return FileRecord(path.stat().st_size, checksum(path))
