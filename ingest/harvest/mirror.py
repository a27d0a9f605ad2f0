"""The local copy of a remote source: files as published, each with a record beside it.

    mirror/.harvest.json                 what is copied, and how far the last run came
    mirror/<host>/<name>-<hash>.<ext>    as published
    mirror/<host>/.<…>.json              address, metadata, version

A file is on disk before its record, and both are replaced whole: what a crash leaves is
swept at the next opening. Only one process works on a mirror at a time.
"""

import fcntl
import hashlib
import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from ingest.durable_files import write_whole
from ingest.harvest.errors import HarvestError, ProtocolError
from ingest.harvest.fetcher import Validators
from ingest.harvest.mirror_paths import ENDINGS_THAT_DECIDE, place
from ingest.harvest.mirror_records import (
    Item,
    Origin,
    read_item,
    read_progress,
    unlink,
    write_record,
    write_state,
)
from ingest.sources.published_origin import Published, record_path

__all__ = ["Mirror", "Put"]

_SCRATCH = ".incoming"
_FEW = 10


class Put(StrEnum):
    """What putting something into the mirror changed."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Mirror:
    """One mirror, opened for writing by ``opened``.

    Attributes:
        folder: Its root.
        items: By key.
        progress: What a run that was interrupted needs to go on, or what the next one
            wants to know; kept by ``save``.
        lost: Items found damaged and dropped at the opening; they have to be asked
            for again.
    """

    def __init__(self, folder: Path, origin: Origin, progress: dict[str, Any]) -> None:
        self.folder = folder
        self.origin = origin
        self.progress = progress
        self.items: dict[str, Item] = {}
        self.lost = 0

    @classmethod
    @contextmanager
    def opened(cls, folder: Path, origin: Origin) -> Iterator["Mirror"]:
        """Open or create a mirror, alone.

        Raises:
            HarvestError: If it copies something else, another process works on it, or
                its state cannot be read.
            OSError: If the folder cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise HarvestError(
                    f"une autre moisson est en cours dans « {folder} »",
                    remedy="Attendez qu’elle finisse.",
                ) from error
            mirror = cls(folder, origin, read_progress(folder, origin))
            shutil.rmtree(folder / _SCRATCH, ignore_errors=True)
            (folder / _SCRATCH).mkdir()
            mirror._load()
            mirror.save()
            try:
                yield mirror
            finally:
                shutil.rmtree(folder / _SCRATCH, ignore_errors=True)

    @property
    def documents(self) -> dict[str, Item]:
        """Items that the source itself lists: all but the files that pages link to."""
        return {key: item for key, item in self.items.items() if not item.parents}

    def scratch(self, name: str = "") -> Path:
        """Return a path for content on its way in.

        Args:
            name: Whose ending tells Markdown from plain text.
        """
        suffix = re.sub(r"[^.a-z0-9]", "", Path(name).suffix.lower())[:10]
        return self.folder / _SCRATCH / f"content{suffix}"

    def save(self) -> None:
        """Keep ``progress``.

        Raises:
            OSError: If the disk refuses.
        """
        write_state(self.folder, self.origin, self.progress)

    def put(
        self,
        key: str,
        content: Path | bytes,
        media_type: str,
        published: Published,
        *,
        version: str = "",
        validators: Validators | None = None,
        parents: tuple[str, ...] = (),
    ) -> Put:
        """Take something in, in place of its earlier version.

        Args:
            key: Its identity at the source.
            content: Bytes, or a file that is moved away.
            media_type: Of the content; one that a reader takes.
            published: Address and metadata.
            version: What the source calls this version.
            validators: For the next conditional request.
            parents: Keys of the pages that link to it.

        Raises:
            OSError: If the disk refuses; the earlier version then still stands.
        """
        if isinstance(content, bytes):
            scratch = self.scratch()
            write_whole(scratch, content)
            content = scratch
        with content.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        before = self.items.get(key)
        path = self._path(before, key, published.address, media_type)
        known = validators or Validators()
        item = Item(key, path, published, version, known, sha256, parents)
        path.parent.mkdir(exist_ok=True)
        if before is not None and before.path == path and before.sha256 == sha256:
            content.unlink()  # the file keeps its time, so nothing is read again
        else:
            content.replace(path)
        self.note(item)
        if before is None:
            return Put.ADDED
        if before.path != path:
            unlink(before.path)
            return Put.CHANGED
        is_same = before.sha256 == sha256 and before.published == published
        return Put.UNCHANGED if is_same else Put.CHANGED

    def _path(
        self, before: Item | None, key: str, address: str, media_type: str
    ) -> Path:
        """Return where something stands: where it always stood, if that can be.

        A place is what the ledger knows a document by. An ending that says another
        type than the content does no harm, except where the ending decides.
        """
        path = self.folder / place(key, address, media_type)
        if before is None or ENDINGS_THAT_DECIDE & {before.path.suffix, path.suffix}:
            return path
        return before.path

    def note(self, item: Item) -> None:
        """Write the record of an item whose file stands.

        Raises:
            OSError: If the disk refuses.
        """
        if self.items.get(item.key) != item:
            write_record(item)
            self.items[item.key] = item

    def remove(self, key: str) -> bool:
        """Drop an item; return whether there was one.

        Raises:
            OSError: If the disk refuses.
        """
        item = self.items.pop(key, None)
        if item is not None:
            unlink(item.path)
        return item is not None

    def check_losses(
        self, keys: Collection[str], *, accept: bool, among: int | None = None
    ) -> None:
        """Refuse to believe that most of a source went away at once.

        Args:
            keys: Of items that would go.
            accept: Whether it is believed all the same.
            among: How many there are of their sort; all items when not given.

        Raises:
            ProtocolError: If more than half of the items, and more than a few, would
                go and ``accept`` is false.
        """
        held = len(self.items) if among is None else among
        if accept or len(keys) <= max(_FEW, held // 2):
            return
        raise ProtocolError(
            f"{len(keys)} documents sur {held} auraient disparu",
            remedy="Vérifiez la source ; si c’est voulu, ajoutez --accept-losses.",
        )

    def _load(self) -> None:
        """Read the records; sweep away what a crash or a hand left half done."""
        for path in sorted(self.folder.glob("*/*")):
            if path.parent.name == _SCRATCH or not path.is_file():
                continue
            if path.name.startswith("."):
                owner = path.with_name(path.name[1 : -len(".json")])
                if not path.name.endswith(".json") or not owner.is_file():
                    self.lost += path.name.endswith(".json")
                    path.unlink()
                continue
            item = read_item(path)
            if item is None or item.key in self.items:
                # Without a record, and amid a run, it is what a crash left: the run
                # comes to it again. Anything else was a document that we had.
                is_left = "run" in self.progress and not record_path(path).exists()
                self.lost += not is_left
                unlink(path)
            else:
                self.items[item.key] = item
