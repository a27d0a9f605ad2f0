"""Puts originals back from the sources they came from, where these are still there."""

import logging
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from gtnum.library.durability import checksum
from gtnum.library.originals import Originals
from ingest.errors import SourceError

__all__ = ["OriginalRepair"]

_LOG = logging.getLogger(__name__)


class OriginalRepair:
    """Mends originals.

    Args:
        originals: Where they are kept.
    """

    def __init__(self, originals: Originals) -> None:
        self._originals = originals

    def run(
        self, wanted: Collection[str], sources: Iterable[Path]
    ) -> Iterator[tuple[str, Path]]:
        """Look for originals among files; every file is read, until all are found.

        Args:
            wanted: Checksums of the originals that are damaged or missing.
            sources: Files and folders; one that is not there is no error.

        Yields:
            Checksum and source of what is whole again.

        Raises:
            OSError: If the library cannot be written.
        """
        left = set(wanted)
        for path in _files(sources):
            if not left:
                return
            try:
                sha256 = checksum(path)
            except OSError as failure:
                _LOG.warning("%s cannot be read: %s", path, failure)
                continue
            if sha256 not in left:
                continue
            try:
                self._originals.keep(path, sha256)
            except SourceError as failure:
                _LOG.warning("%s is no source any more: %s", path, failure)
                continue
            left.discard(sha256)
            yield sha256, path


def _files(sources: Iterable[Path]) -> Iterator[Path]:
    for source in sources:
        found = source.rglob("*") if source.is_dir() else [source]
        yield from sorted(path for path in found if path.is_file())
