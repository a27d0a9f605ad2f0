"""What readers made of files, kept so that no file is read twice in vain.

A reading depends on the bytes, on what is known besides them (name, collection,
address) and on how it is read (version of the readers, cutting, limits, options). All
of it goes into the key: an entry is right for ever or never found.

An ingest that was interrupted finds its readings here, published or not; so does one
that only links anew. The entries are derived: deleting them costs time, nothing else.
"""

import gzip
import hashlib
import json
import logging
import os
import shutil
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from ingest.composition import READER_VERSION
from ingest.errors import ReadingError
from ingest.isolation.pool import PartsResult, ReadingJob, ReadResult, require_read
from ingest.isolation.wire import decode_record, encode_record, to_bytes
from ingest.limits import Limits
from ingest.options import ReadingOptions
from ingest.outcomes import State
from ontology.errors import OntologyError

__all__ = ["CachedReaders", "Readers", "ReadingCache"]

_LOG = logging.getLogger(__name__)
_QUICK = 3
"""Level of compression: text shrinks to a quarter in a millisecond."""


class Readers(Protocol):
    """Reads documents; ``ReaderPool`` is one."""

    def read(self, job: ReadingJob) -> ReadResult:
        """Read one document, see ``ReaderPool.read``."""
        ...

    def read_parts(self, job: ReadingJob) -> PartsResult:
        """Read the documents of a file, see ``ReaderPool.read_parts``."""
        ...


class ReadingCache:
    """Readings in a folder; safe for several threads and processes.

    Args:
        folder: Made with the first entry.
        most_bytes: ``prune`` keeps about as many.
    """

    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    @property
    def _own(self) -> Path:
        return self._folder / f"v{READER_VERSION}"

    def get(self, key: str) -> dict[str, Any] | None:
        """Return the reply under a key; None where it is missing or damaged."""
        path = self._path(key)
        try:
            reply = json.loads(gzip.decompress(path.read_bytes()))
        except FileNotFoundError:
            return None
        except (OSError, EOFError, ValueError, zlib.error) as damage:
            _LOG.warning("%s is left aside: %s", path, damage)
            return None
        with suppress(OSError):
            os.utime(path)  # the least recently used go first
        return reply if isinstance(reply, dict) else None

    def put(self, key: str, reply: Mapping[str, Any]) -> None:
        """Keep a reply; a disk that refuses is logged, since nothing is lost."""
        path = self._path(key)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(gzip.compress(to_bytes(dict(reply)), _QUICK))
            temporary.replace(path)
        except OSError as refusal:
            _LOG.warning("a reading is not kept: %s", refusal)
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def prune(self) -> None:
        """Drop readings of other reader versions, then the oldest over the limit.

        Raises:
            OSError: If the folder cannot be read.
        """
        if not self._folder.is_dir():
            return
        for version in self._folder.iterdir():
            if version != self._own:
                shutil.rmtree(version, ignore_errors=True)
        entries = []
        for path in self._own.glob("*/*"):
            with suppress(FileNotFoundError):
                facts = path.stat()
                entries.append((facts.st_mtime, facts.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self._most_bytes:
                break
            path.unlink(missing_ok=True)
            total -= size

    def _path(self, key: str) -> Path:
        return self._own / key[:2] / key


class CachedReaders:
    """Readers that ask a cache first.

    A file that holds several documents is always read: its reader tells by itself which
    of them have changed.

    Args:
        readers: Read what is not kept.
        cache: Keeps what they read.
        limits: Of the readers.
        options: Of the readers.
    """

    def __init__(
        self,
        readers: Readers,
        cache: ReadingCache,
        *,
        limits: Limits,
        options: ReadingOptions,
    ) -> None:
        self._readers = readers
        self._cache = cache
        self._manner = [limits.fingerprint, options.fingerprint]

    def read(self, job: ReadingJob) -> ReadResult:
        """Return the reading that is kept, or read and keep; failures are kept too.

        Raises:
            ReadingError: The subclass that names the state, kept or not.
            SourceError: If the file cannot be read or changed meanwhile.
            IngestError: If no child process can be started.
        """
        key = self._key(job)
        known = self._kept(key)
        if known is not None:
            return known
        try:
            result = self._readers.read(job)
        except ReadingError as error:
            self._cache.put(
                key,
                {
                    "state": error.state,
                    "message": error.message,
                    "remedy": error.remedy,
                },
            )
            raise
        self._cache.put(key, _reply(result))
        return result

    def read_parts(self, job: ReadingJob) -> PartsResult:
        """Read the documents of a file that holds several.

        Raises:
            ReadingError: The subclass that names the state, of the file as a whole.
            SourceError: If the file cannot be read or changed meanwhile.
            IngestError: If no child process can be started.
        """
        return self._readers.read_parts(job)

    def _kept(self, key: str) -> ReadResult | None:
        reply = self._cache.get(key)
        if reply is None:
            return None
        try:
            require_read(reply)
            return _result(reply)
        except (OntologyError, KeyError, ValueError, TypeError) as damage:
            _LOG.warning("a reading of another shape is made again: %s", damage)
            return None

    def _key(self, job: ReadingJob) -> str:
        parts = [
            *(job.uri, job.collection, job.name, job.media_type, job.sha256),
            *(job.chunking.target, job.chunking.maximum),
            [[item.name, item.value, item.origin] for item in job.stated],
            *self._manner,
        ]
        return hashlib.sha256(to_bytes({"key": parts})).hexdigest()


def _result(reply: Mapping[str, Any]) -> ReadResult:
    return ReadResult(
        decode_record(reply["record"]),
        State(reply["state"]),
        str(reply["message"]),
        dict(reply["engines"]),
        bool(reply["wants_ocr"]),
        str(reply["remedy"]),
    )


def _reply(result: ReadResult) -> dict[str, Any]:
    return {
        "state": State(result.state).value,
        "message": result.message,
        "remedy": result.remedy,
        "engines": dict(result.engines),
        "wants_ocr": result.wants_ocr,
        "record": encode_record(result.record),
    }
