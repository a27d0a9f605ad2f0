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
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from gtnum.errors import LibraryDamaged
from gtnum.library.durability import checksum

__all__ = [
    "DUMPS",
    "MANIFEST",
    "FileRecord",
    "Generation",
    "GenerationManifest",
    "seal",
]

MANIFEST = "manifest.json"
DUMPS = "dumps"
_FORMAT = 1
# RocksDB writes its own diary when a store is opened, even to read it.
_DIARIES = ("LOG", "LOCK")


@dataclass(frozen=True, slots=True)
class FileRecord:
    """Size and SHA-256 of one file of a generation."""

    size_bytes: int
    sha256: str


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
        """Return the manifest as indented JSON with sorted keys."""
        return json.dumps(
            {"format": _FORMAT, **asdict(self)},
            indent=1,
            sort_keys=True,
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str, path: Path) -> "GenerationManifest":
        """Read a manifest back.

        Raises:
            LibraryDamaged: If it is not JSON, of another format, or lacks a field.
        """
        try:
            fields = json.loads(text)
            written = fields.pop("format")
            if written != _FORMAT:
                raise LibraryDamaged(
                    f"{path} est au format {written}, cette version de gtnum lit le "
                    f"format {_FORMAT}",
                    remedy="Installez la version qui l’a écrit, ou une plus récente ; "
                    "ou publiez une génération de cette version-ci : "
                    "`gtnum library rollback NOM`.",
                )
            files = {k: FileRecord(**v) for k, v in fields.pop("files").items()}
            return cls(**fields, files=files)
        except (ValueError, KeyError, TypeError, AttributeError) as cause:
            raise LibraryDamaged(
                f"{path} n’est pas un manifeste de génération lisible ({cause})",
                remedy="Revenez à une autre génération : `gtnum library rollback`.",
            ) from cause


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
        """
        path = folder / MANIFEST
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as cause:
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
        return hashlib.sha256(self.manifest.to_json().encode()).digest()

    def verify(self, *, with_checksums: bool = True) -> None:
        """Compare every recorded file with the disk.

        Args:
            with_checksums: Also read the content; sizes alone take milliseconds.

        Raises:
            LibraryDamaged: Naming the first file that differs.
        """
        for name, record in self.manifest.files.items():
            path = self.folder / name
            problem = _difference(path, record, with_checksums)
            if problem:
                raise LibraryDamaged(
                    f"génération {self.name} : le fichier {name} {problem}",
                    remedy=(
                        "Revenez à une génération saine (`gtnum library rollback`) "
                        "ou refaites les index (`gtnum reindex`)."
                    ),
                )


def _difference(path: Path, record: FileRecord, with_checksums: bool) -> str:
    """Say how a file differs from its record; empty when it does not."""
    if not path.is_file():
        return "manque"
    if path.stat().st_size != record.size_bytes:
        return f"n’a plus sa taille ({record.size_bytes} octets attendus)"
    if with_checksums and checksum(path) != record.sha256:
        return "a changé de contenu"
    return ""


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
