"""What people took out of the library, so that gone differs from never known.

    withdrawn/<document>.json    its source, its title, when and by whom

They stand beside the generations, not in one: an older generation may hold the document
still, and reading its folder again must not bring it back.
"""

import json
import logging
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from gtnum.errors import LibraryDamaged
from ingest.durable_files import write_whole

__all__ = ["Withdrawal", "Withdrawals"]

_LOG = logging.getLogger(__name__)
_DOCUMENT = re.compile(r"[a-z0-9-]{1,80}")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One document that was taken out.

    Attributes:
        document: Identifier it had.
        uri: Source it came from, as the ledger names it.
        title: Its title, or None.
        owner: Name of the token that asked, or of the command line.
        withdrawn_at: ISO 8601 with time zone.
    """

    document: str
    uri: str
    title: str | None
    owner: str
    withdrawn_at: str


class Withdrawals:
    """All withdrawals of a library.

    Args:
        folder: ``withdrawn`` in the library; made with the first one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, document: str, uri: str, *, title: str | None, owner: str) -> None:
        """Remember a withdrawal.

        Raises:
            ValueError: If the identifier is no identifier.
            OSError: If the disk refuses.
        """
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        record = Withdrawal(document, uri, title, owner, moment)
        path = self._path(document)
        path.parent.mkdir(exist_ok=True)
        text = json.dumps(asdict(record), ensure_ascii=False, indent=1)
        write_whole(path, text.encode())

    def lift(self, uri: str) -> None:
        """Forget the withdrawal of a source, if there is one.

        Raises:
            LibraryDamaged: If a record cannot be read.
            OSError: If the disk refuses.
        """
        for record in self.all():
            if record.uri == uri:
                self._path(record.document).unlink(missing_ok=True)

    def get(self, document: str) -> Withdrawal | None:
        """Return the withdrawal of a document, or None; any text may be asked for.

        Raises:
            LibraryDamaged: If its record cannot be read.
        """
        if not _DOCUMENT.fullmatch(document) or not self._path(document).is_file():
            return None
        return _read(self._path(document))

    def has(self, document: str) -> bool:
        """Whether a document was taken out; any text may be asked for."""
        return bool(_DOCUMENT.fullmatch(document)) and self._path(document).is_file()

    def all(self) -> list[Withdrawal]:
        """Return all, by document.

        Raises:
            LibraryDamaged: If a record cannot be read: reading on without it might
                bring back what must stay out.
        """
        return [_read(path) for path in sorted(self._folder.glob("*.json"))]

    def uris(self) -> frozenset[str]:
        """Return the sources that are not to be read.

        Raises:
            LibraryDamaged: If a record cannot be read.
        """
        return frozenset(record.uri for record in self.all())

    def _path(self, document: str) -> Path:
        if not _DOCUMENT.fullmatch(document):
            raise ValueError(f"{document!r} is no identifier")
        return self._folder / f"{document}.json"


def _read(path: Path) -> Withdrawal:
    try:
        return Withdrawal(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as cause:
        raise LibraryDamaged(
            f"le retrait {path} ne peut pas être lu",
            remedy="Rétablissez ce fichier d’une sauvegarde, ou supprimez-le si le "
            "document peut revenir.",
        ) from cause
