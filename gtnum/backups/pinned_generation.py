"""A generation held open, so that it can be read to its end whoever prunes meanwhile.

A file that is open keeps its content when its name goes. Nothing is written, no lock is
held: an ingest publishes and prunes as ever, and a read-only library is no exception.
"""

import errno
import resource
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import BinaryIO

from gtnum.errors import BackupError, LibraryDamaged
from gtnum.library.generation import MANIFEST, Generation, GenerationManifest
from gtnum.library.library_folder import Library

__all__ = ["PinnedGeneration", "pinned", "pinned_current"]

_SPARE_DESCRIPTORS = 64
_ATTEMPTS = 10


class PinnedGeneration:
    """A generation whose files are open.

    Args:
        generation: As published.
        streams: Name → its open file; for every file of the manifest, and itself.
    """

    def __init__(self, generation: Generation, streams: Mapping[str, BinaryIO]) -> None:
        self.name = generation.name
        self.manifest: GenerationManifest = generation.manifest
        self._streams = streams

    def names(self) -> list[str]:
        """Return the names of all files, the manifest last."""
        return [*self.manifest.files, MANIFEST]

    def stream(self, name: str) -> BinaryIO:
        """Return a file from its start; it stays open until the pin ends."""
        stream = self._streams[name]
        stream.seek(0)
        return stream


@contextmanager
def pinned(generation: Generation) -> Iterator[PinnedGeneration]:
    """Hold a generation open for the time of the block.

    Raises:
        FileNotFoundError: If it is being pruned.
        BackupError: If the process may not open so many files.
    """
    names = [*generation.manifest.files, MANIFEST]
    _allow_descriptors(len(names))
    with ExitStack() as opened:
        streams: dict[str, BinaryIO] = {}
        for name in names:
            try:
                stream = (generation.folder / name).open("rb")
            except OSError as cause:
                if cause.errno not in {errno.EMFILE, errno.ENFILE}:
                    raise
                raise BackupError(
                    f"la génération {generation.name} a {len(names)} fichiers, ce "
                    "processus ne peut pas en ouvrir autant",
                    remedy="Relevez la limite des fichiers ouverts : "
                    f"ulimit -n {len(names) + _SPARE_DESCRIPTORS}",
                ) from cause
            streams[name] = opened.enter_context(stream)
        yield PinnedGeneration(generation, streams)


@contextmanager
def pinned_current(library: Library) -> Iterator[PinnedGeneration]:
    """Hold the published generation open, whichever it is at that moment.

    Raises:
        LibraryMissing: If nothing is published.
        LibraryDamaged: If the published one lacks a file.
        BackupError: If the process may not open so many files.
    """
    with ExitStack() as opened:
        for _ in range(_ATTEMPTS):
            generation = library.current()
            try:
                held = opened.enter_context(pinned(generation))
            except FileNotFoundError as missing:
                # Pruned while it was opened? Then another one is published by now.
                if library.current().name == generation.name:
                    raise _incomplete(generation, missing) from missing
                continue
            break
        else:
            raise BackupError(
                f"les générations de {library.root} changent sans cesse",
                remedy="Recommencez quand aucune lecture n’est en cours.",
            )
        yield held


def _incomplete(generation: Generation, missing: FileNotFoundError) -> LibraryDamaged:
    return LibraryDamaged(
        f"il manque un fichier à la génération {generation.name} ({missing.filename})",
        remedy="Revenez à une génération saine (`gtnum library rollback`) ou refaites "
        "les index (`gtnum reindex`), puis sauvegardez.",
    )


def _allow_descriptors(count: int) -> None:
    """Raise our own soft limit as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = count + _SPARE_DESCRIPTORS
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return
    allowed = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    if allowed > soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
