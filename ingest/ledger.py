"""What was read, file by file: the memory that makes a second run quick.

One JSON object a line behind a header; written whole to a new file that then takes the
place of the old one. The ledger of a generation belongs to it: it says which version of
which file each of its documents came from.
"""

import json
import time
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from itertools import chain
from pathlib import Path

from ingest.durable_files import replacing
from ingest.errors import IngestError
from ingest.outcomes import State
from ingest.sources.source_files import FoundFile

__all__ = ["UNSETTLED", "Change", "Ledger", "LedgerEntry", "settled_mtime"]

_FORMAT = "gtnum-ledger"
_VERSION = 3
_READABLE = (1, 2, 3)

UNSETTLED = -1
"""In place of a time of change that says nothing: the content is compared."""

_SETTLING_NS = 2 * 10**9
"""As coarse as file systems tell the time of a change."""


def settled_mtime(mtime_ns: int) -> int:
    """Return a time of change that may be trusted, else ``UNSETTLED``.

    A file changed right now may change again within the same tick, and one whose time
    lies ahead, because a clock was wrong, may be given that very time once more.
    """
    is_settled = mtime_ns <= time.time_ns() - _SETTLING_NS
    return mtime_ns if is_settled else UNSETTLED


class Change(StrEnum):
    """What happened to a source since it was last read."""

    NEW = "new"
    SAME = "same"
    PERHAPS = "perhaps"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What is remembered of one source.

    Attributes:
        uri: ``<collection>/<relative path>``, with ``#<part>`` for a document inside a
            file that holds several.
        collection: The set of sources it belongs to.
        sha256: Of the file that was read or that failed.
        size_bytes: Of that content.
        mtime_ns: Time of the last change that the file had then, or ``UNSETTLED``.
        state: How reading ended.
        message: Details of that state.
        document: Identifier in the library, or None. A source that failed may keep the
            document of its last good version.
        reader: Version of readers, cleaning, cutting and linking.
        title: Of the document, for messages.
        pages: Of the document.
        passages: Of the document.
        container: Uri of the file that the document is a part of, or empty.
        fingerprint: Of the part, or of what is said of a mirrored file, or empty.
        conditions: Setting that the state depends on (a limit that was passed, whether
            images are recognised), or empty; another one has the source read again.
        remedy: What can be done about a failure, or empty.
    """

    uri: str
    collection: str
    sha256: str
    size_bytes: int
    mtime_ns: int
    state: State
    message: str = ""
    document: str | None = None
    reader: str = ""
    title: str | None = None
    pages: int = 0
    passages: int = 0
    container: str = ""
    fingerprint: str = ""
    conditions: str = ""
    remedy: str = ""


class Ledger:
    """Entries by uri."""

    def __init__(self) -> None:
        self._entries: dict[str, LedgerEntry] = {}
        self._owners: dict[str, str] = {}
        self._parts: dict[str, set[str]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[LedgerEntry]:
        """Iterate over the entries in the order of their uri."""
        return iter([self._entries[uri] for uri in sorted(self._entries)])

    def get(self, uri: str) -> LedgerEntry | None:
        """Return the entry of a source, or None."""
        return self._entries.get(uri)

    def put(self, entry: LedgerEntry) -> None:
        """Remember an entry in place of the one of the same uri."""
        self.forget(entry.uri)
        self._entries[entry.uri] = entry
        if entry.document:
            self._owners[entry.document] = entry.uri
        if entry.container:
            self._parts.setdefault(entry.container, set()).add(entry.uri)

    def forget(self, uri: str) -> None:
        """Drop the entry of a source; nothing happens when there is none."""
        entry = self._entries.pop(uri, None)
        if entry and entry.document and self._owners.get(entry.document) == uri:
            del self._owners[entry.document]
        if entry and entry.container:
            self._parts[entry.container].discard(uri)

    def owner(self, document: str) -> str | None:
        """Return the uri that a document identifier belongs to, or None."""
        return self._owners.get(document)

    def of_collection(self, collection: str) -> tuple[LedgerEntry, ...]:
        """Return the entries of a collection in the order of their uri."""
        return tuple(entry for entry in self if entry.collection == collection)

    def parts_of(self, container: str) -> tuple[LedgerEntry, ...]:
        """Return the entries of the documents in a file, in the order of their uri."""
        uris = sorted(self._parts.get(container, ()))
        return tuple(self._entries[uri] for uri in uris)

    def compare(
        self,
        found: FoundFile,
        *,
        reader: str,
        trust_mtime: bool,
        conditions: Collection[str] = (),
    ) -> Change:
        """Tell whether a file has to be read, as far as that is known unopened.

        Args:
            found: The file now.
            reader: Version that would read it now.
            trust_mtime: Whether the same size and time mean the same content.
            conditions: Settings that hold now, as entries name them.

        Returns:
            ``PERHAPS`` when only the fingerprint can tell.
        """
        entry = self._entries.get(found.uri)
        if entry is None:
            return Change.NEW
        if entry.reader != reader:
            return Change.CHANGED
        if entry.conditions and entry.conditions not in conditions:
            return Change.CHANGED
        if entry.fingerprint != found.fingerprint:
            return Change.CHANGED
        if entry.size_bytes != found.size_bytes:
            return Change.CHANGED
        if trust_mtime and entry.mtime_ns == found.mtime_ns:
            return Change.SAME
        return Change.PERHAPS

    def save(self, path: Path) -> None:
        """Write the ledger; the file changes whole or not at all.

        Raises:
            IngestError: If it cannot be written; the old file is then untouched.
        """
        header = {"format": _FORMAT, "version": _VERSION, "entries": len(self)}
        try:
            with replacing(path) as file:
                for line in chain([header], map(asdict, self)):
                    text = json.dumps(line, ensure_ascii=False)
                    file.write(f"{text}\n".encode())
        except OSError as error:
            raise IngestError(
                f"le registre « {path} » ne peut pas être écrit : {error.strerror}",
                remedy="Libérez de la place ou vérifiez les droits du dossier.",
            ) from error

    @classmethod
    def load(cls, path: Path) -> "Ledger":
        """Read a ledger; a file that does not exist is an empty one.

        Raises:
            IngestError: If the file is damaged, cut short or of another version.
        """
        ledger = cls()
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except FileNotFoundError:
            return ledger
        except (OSError, UnicodeDecodeError) as error:
            raise _damaged(path, 0, str(error)) from error
        if lines and not lines[-1]:
            lines.pop()
        expected = _header(path, lines)
        for number, line in enumerate(lines[1:], start=2):
            ledger.put(_entry(path, number, line))
        if len(ledger) != expected or len(lines) - 1 != expected:
            raise _damaged(path, len(lines), f"{expected} lignes attendues")
        return ledger


def _header(path: Path, lines: list[str]) -> int:
    try:
        header = json.loads(lines[0])
        known = header["format"] == _FORMAT and header["version"] in _READABLE
        count = int(header["entries"])
    except (IndexError, ValueError, KeyError, TypeError) as error:
        raise _damaged(path, 1, "en-tête illisible") from error
    if not known:
        raise _damaged(path, 1, f"version {header['version']} inconnue")
    return count


def _entry(path: Path, number: int, line: str) -> LedgerEntry:
    try:
        values = json.loads(line)
        # What was added since has a default; TypeError names what is missing.
        if not set(values) <= {field.name for field in fields(LedgerEntry)}:
            raise _damaged(path, number, "champs inattendus")
        values["state"] = State(values["state"])
        return LedgerEntry(**values)
    except (KeyError, ValueError, TypeError) as error:
        raise _damaged(path, number, "ligne illisible") from error


def _damaged(path: Path, line: int, why: str) -> IngestError:
    return IngestError(
        f"le registre « {path} » est abîmé, ligne {line} : {why}",
        remedy="Revenez à la génération précédente : `gtnum library rollback`.",
    )
