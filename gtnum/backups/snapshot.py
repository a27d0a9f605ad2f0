"""A snapshot: which files a library consisted of, with a format and its own digest.

Whatever a snapshot says is foreign input until it was checked: a path leads nowhere but
into the rooms of a library, and no content is longer than it says.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from gtnum.errors import BackupDamaged, BackupForeign
from gtnum.library.generation import FileRecord

__all__ = ["CURATION", "FORMAT", "LARGEST_SNAPSHOT", "ROOMS", "Snapshot", "is_number"]

FORMAT: Final = 1
"""Of the backup: its layout and this file. A higher one is refused by name."""

LARGEST_SNAPSHOT: Final = 512 << 20
"""Bytes of a snapshot that are read at most: about two million files."""

CURATION: Final = "curation.yaml"
ROOMS: Final = (CURATION, "deposits", "files", "generations", "harvests", "withdrawn")
"""What of a library is kept. The reading cache is not: it can be made again."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"\d{4,9}")
_LONGEST_PATH = 4096


def is_number(text: str) -> bool:
    """Tell whether a text names a snapshot.

    >>> is_number("0003"), is_number("../3")
    (True, False)
    """
    return _NUMBER.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a library consisted of when it was backed up.

    Attributes:
        created_at: ISO 8601 with time zone.
        software: What made it, for example ``gtnum 0.4.0``.
        generation: The published one, which a restored library publishes.
        base_iri: Of its graph.
        embedder: Name of the model of its indexes.
        damaged: Files left out because they were not what they should be.
        files: Path below the library → size and checksum.
    """

    created_at: str
    software: str
    generation: str
    base_iri: str
    embedder: str
    damaged: tuple[str, ...]
    files: Mapping[str, FileRecord]

    @property
    def size_bytes(self) -> int:
        """Size of all files, each content as often as it stands in the library."""
        return sum(record.size_bytes for record in self.files.values())

    def to_bytes(self) -> bytes:
        """Return the snapshot as it is kept, with format and digest."""
        said = {
            "created_at": self.created_at,
            "software": self.software,
            "generation": self.generation,
            "base_iri": self.base_iri,
            "embedder": self.embedder,
            "damaged": list(self.damaged),
            "files": {
                name: [record.size_bytes, record.sha256]
                for name, record in self.files.items()
            },
        }
        kept = {"format": FORMAT, "sha256": _digest(said), "snapshot": said}
        # Names of files may hold bytes that are no text: only escapes keep them.
        return json.dumps(kept, indent=1, sort_keys=True).encode("ascii")

    @classmethod
    def from_bytes(cls, content: bytes, where: str) -> "Snapshot":
        """Read a snapshot that anybody may have written.

        Args:
            content: As ``to_bytes`` returned it.
            where: Names it in messages.

        Raises:
            BackupForeign: If it is of another format, or names a path that no
                library has.
            BackupDamaged: If it is not what was written.
        """
        try:
            kept = json.loads(content)
            _require_format(kept["format"], where)
            said: dict[str, Any] = kept["snapshot"]
            if kept["sha256"] != _digest(said):
                raise BackupDamaged(
                    f"{where} a changé depuis la sauvegarde",
                    remedy=_OTHER_NUMBER,
                )
            files = {
                name: FileRecord(int(size), _checked(sha256))
                for name, (size, sha256) in said.pop("files").items()
            }
            damaged = tuple(str(name) for name in said.pop("damaged"))
            texts = {name: _text(value) for name, value in said.items()}
            found = cls(**texts, damaged=damaged, files=files)
        except (
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            RecursionError,
        ) as cause:
            raise BackupDamaged(
                f"{where} n’est pas un inventaire lisible ({cause})",
                remedy=_OTHER_NUMBER,
            ) from cause
        if not is_number(found.generation):
            raise BackupForeign(
                f"{where} nomme une génération « {found.generation[:40]} »",
                remedy=_NOT_OURS,
            )
        found._require_paths(where)
        return found

    def _require_paths(self, where: str) -> None:
        folders = {
            parent
            for name in self.files
            for parent in map(str, PurePosixPath(name).parents)
        }
        for name, record in self.files.items():
            if not _is_inside(name) or name in folders or record.size_bytes < 0:
                raise BackupForeign(
                    f"{where} nomme « {name[:200]!r} », qu’aucune bibliothèque ne "
                    "contient",
                    remedy=_NOT_OURS,
                )


_OTHER_NUMBER: Final = (
    "Restaurez une autre sauvegarde du même dossier (option --number), ou une copie "
    "de ce fichier."
)


_NOT_OURS: Final = (
    "Ne restaurez pas cette sauvegarde : elle ne vient pas de `gtnum library backup`."
)


def _require_format(found: object, where: str) -> None:
    if found != FORMAT:
        raise BackupForeign(
            f"{where} est au format {str(found)[:20]}, cette version lit le format "
            f"{FORMAT}",
            remedy="Restaurez-la avec la version de gtnum qui l’a faite, ou une plus "
            "récente.",
        )


def _digest(said: Mapping[str, Any]) -> str:
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _checked(sha256: object) -> str:
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise ValueError("une empreinte n’est pas un SHA-256")
    return sha256


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("un champ n’est pas un texte")
    return value


def _is_inside(name: str) -> bool:
    """Tell whether a path leads to a file in one of the rooms, and nowhere else."""
    parts = name.split("/")
    is_plain = all(part not in ("", ".", "..") for part in parts)
    is_short = "\0" not in name and len(name) <= _LONGEST_PATH
    is_file = (len(parts) > 1) is not (parts[0] == CURATION)
    return is_plain and is_short and is_file and parts[0] in ROOMS
