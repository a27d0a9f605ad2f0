"""Files that mirror something published elsewhere, and what was said of them there.

A folder with the marker file is a mirror. Beside each of its files, hidden, stands a
record of the address where people find it and of the metadata that came with it:

    mirror/.harvest.json
    mirror/exemple.fr/billet-1f2e3d4c.html
    mirror/exemple.fr/.billet-1f2e3d4c.html.json      address, title, authors, DOI …

The reader sees only the bytes; the record is handed along, so that a document says its
public address and never that of the mirror.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import SourceError
from ingest.read_text import Found

__all__ = ["MARKER", "Published", "is_mirror", "record_path"]

MARKER = ".harvest.json"
"""Name of the file that makes a folder a mirror."""

_LARGEST = 64 * 2**20
_MOST = 500
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Published:
    """Where a file is published, and what is said of it there.

    Attributes:
        address: Public address, http or https.
        stated: Metadata that came with it, best origin first; it goes before what the
            reader finds in the file. At most 500 values of 20,000 characters, as much
            as a document keeps.
    """

    address: str
    stated: tuple[Found, ...] = ()

    def __post_init__(self) -> None:
        # A repository may say as much as it likes; a record stays small.
        short = (
            Found(item.name, item.value[:_LONGEST], item.origin)
            for item in self.stated[:_MOST]
        )
        object.__setattr__(self, "stated", tuple(short))

    @property
    def fingerprint(self) -> str:
        """Changes whenever anything said changes."""
        return hashlib.sha256(
            json.dumps(self.to_json(), sort_keys=True).encode()
        ).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Return the values as a JSON object."""
        return {
            "address": self.address,
            "stated": [[item.name, item.value, item.origin] for item in self.stated],
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Published":
        """Return what ``to_json`` wrote.

        Raises:
            KeyError: If a value is missing.
            TypeError: If a value has another shape.
        """
        stated = tuple(
            Found(str(name), str(value), str(origin))
            for name, value, origin in values["stated"]
        )
        return cls(str(values["address"]), stated)

    @classmethod
    def beside(cls, path: Path) -> "Published | None":
        """Return the record of a mirrored file, or None where there is none.

        Raises:
            SourceError: If it cannot be read.
        """
        record = record_path(path)
        try:
            if record.stat().st_size > _LARGEST:
                raise _damaged(path)
            return cls.from_json(json.loads(record.read_bytes()))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _damaged(path) from error


def is_mirror(folder: Path) -> bool:
    """Return whether a folder is the root of a mirror."""
    return (folder / MARKER).is_file()


def record_path(path: Path) -> Path:
    """Return where the record of a mirrored file stands."""
    return path.with_name(f".{path.name}.json")


def _damaged(path: Path) -> SourceError:
    return SourceError(
        f"la fiche d’origine de « {path.name} » est illisible",
        remedy="Supprimez ce fichier de la copie locale, puis relancez la moisson.",
    )
