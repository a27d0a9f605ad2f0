"""The files that were deposited: an ordinary folder for each collection.

    deposits/files/depots-carnet/3f2a…/rapport.pdf

The folder in the middle is the fingerprint of the content: the same bytes land in the
same place, whatever name they come under.
"""

import fcntl
import json
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.durable_files import sync, write_whole
from ingest.sources.published_origin import MARKER, Published, record_path
from ingest.sources.source_files import printable_path

__all__ = ["FINGERPRINT_LENGTH", "DepositShelf", "collection_name", "plain_name"]

_PREFIX = "depots"
FINGERPRINT_LENGTH = 32
_LONGEST_STEM = 80
_LONGEST_SUFFIX = 12
_UNSAFE = re.compile(r"[^\w .()+,;=@’'-]+")
_STALE_SECONDS = 60.0
_NAME = ".name"


def collection_name(asked: str) -> str:
    """Return the collection of the library for what a client asked.

    Deposits have collections of their own: reading a folder into ``carnet`` must not
    take them for files that vanished from it.

    >>> collection_name("carnet"), collection_name("")
    ('depots-carnet', 'depots')
    """
    return f"{_PREFIX}-{asked}" if asked else _PREFIX


def plain_name(sent: str) -> str:
    r"""Return a file name that is safe everywhere, from any text of a client.

    >>> plain_name("../../etc/passwd"), plain_name("C:\\a\\Rapport 1.PDF")
    ('passwd', 'Rapport 1.PDF')
    >>> plain_name("..") , plain_name("\n\x00.pdf")
    ('document', 'document.pdf')
    """
    text = sent.encode("utf-8", "replace").decode()
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", text))[-1]
    stem, dot, suffix = base.rpartition(".")
    if not dot or not suffix.isalnum() or len(suffix) > _LONGEST_SUFFIX:
        stem, suffix = base, ""
    # A leading dot would hide the file; blanks at the ends trouble some systems.
    stem = " ".join(_UNSAFE.sub(" ", stem).split()).strip(". -")[:_LONGEST_STEM]
    stem = stem.strip() or "document"
    return f"{stem}.{suffix}" if suffix else stem


class DepositShelf:
    """Keeps deposited files below a folder.

    Args:
        root: ``deposits`` in the library; made when it is missing.

    Raises:
        OSError: If it cannot be made.
    """

    def __init__(self, root: Path) -> None:
        self._files = root / "files"
        self.arrival = root / "arriving"
        for folder in (self._files, self.arrival):
            folder.mkdir(parents=True, exist_ok=True)

    def folder(self, collection: str) -> Path:
        """Return the folder of a collection of the library."""
        return self._files / collection

    def place(self, file: Path, *, name: str, sha256: str, collection: str) -> Path:
        """Move a file that arrived to its place; the same bytes keep their first name.

        Args:
            file: In ``arrival``.
            name: As the client gave it, any text.
            sha256: Of the file.
            collection: Of the library.

        Raises:
            OSError: If the disk refuses.
        """
        with (self._files / ".lock").open("w") as lock:
            # Two names for the same bytes at the same instant: one wins.
            fcntl.flock(lock, fcntl.LOCK_EX)
            known = self.find(sha256, collection)
            return known or self._move(file, name, sha256, collection)

    def _move(self, file: Path, name: str, sha256: str, collection: str) -> Path:
        home = self.folder(collection) / sha256[:FINGERPRINT_LENGTH]
        home.mkdir(parents=True, exist_ok=True)
        target = home / (_former_name(home) or plain_name(name))
        with file.open("rb") as stream:
            os.fsync(stream.fileno())
        file.chmod(0o644)
        file.replace(target)
        for folder in (home, home.parent):
            sync(folder)
        return target

    def find(self, sha256: str, collection: str) -> Path | None:
        """Return the file of some bytes in a collection, or None."""
        home = self.folder(collection) / sha256[:FINGERPRINT_LENGTH]
        if not sha256 or not home.is_dir():
            return None
        visible = (path for path in home.iterdir() if not path.name.startswith("."))
        return next(iter(sorted(visible)), None)

    def remember_address(self, path: Path, address: str) -> None:
        """Note where a file is published, so that its document says so.

        Raises:
            OSError: If the disk refuses.
        """
        marker = path.parent.parent / MARKER
        if not marker.is_file():
            write_whole(marker, b"{}\n")
        record = json.dumps(Published(address).to_json(), ensure_ascii=False)
        write_whole(record_path(path), record.encode())

    def uri(self, path: Path, collection: str) -> str:
        """Return how an ingest of the collection names a file."""
        relative = path.relative_to(self.folder(collection))
        return f"{collection}/{printable_path(relative)}"

    def discard(self, uri: str) -> None:
        """Delete the file behind a uri, where it is one of ours; its name stays.

        Raises:
            OSError: If the disk refuses.
        """
        collection, _, relative = uri.partition("/")
        home = self._files / collection / relative.partition("/")[0]
        path = self._files / collection / relative
        is_ours = path.parent == home and home.parent.parent == self._files
        if not is_ours or ".." in uri.split("/"):
            return
        if path.is_file():
            # The same bytes shall come back as the same document.
            write_whole(home / _NAME, path.name.encode())
            path.unlink()
        record_path(path).unlink(missing_ok=True)

    @contextmanager
    def arriving(self) -> Iterator[Path]:
        """Give a file in ``arrival`` that is gone after the block, if still there.

        Raises:
            OSError: If the disk refuses.
        """
        descriptor, name = tempfile.mkstemp(dir=self.arrival)
        path = Path(name)
        try:
            with open(descriptor, "wb") as stream:  # noqa: PTH123 - a descriptor
                fcntl.flock(stream, fcntl.LOCK_EX)
                yield path
        finally:
            path.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Delete what processes that died left in ``arrival``.

        A file that is being written is locked or young.
        """
        for path in self.arrival.iterdir():
            try:
                if time.time() - path.stat().st_mtime < _STALE_SECONDS:
                    continue
                with path.open("rb") as stream:
                    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    path.unlink(missing_ok=True)
            except (FileNotFoundError, BlockingIOError):
                continue


def _former_name(home: Path) -> str:
    """Return the name that a discarded file had, or an empty string."""
    try:
        return plain_name((home / _NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ""
