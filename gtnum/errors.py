"""What can go wrong with library and port, and the exit codes of the command line.

    LibraryError
    ├── LibraryMissing      no library there, or nothing published in it yet
    ├── LibraryBusy         another process is writing
    ├── LibraryDamaged      files do not match the manifest
    ├── UnknownGeneration   no generation of that name
    └── BackupError         a backup cannot be made, read or restored
        ├── BackupDamaged   something in it is not what was written
        └── BackupForeign   it holds what no backup of ours holds, or another format
    AddressUnavailable      the service cannot listen where it should

Exit codes: 0 done · 1 some documents failed · 2 wrong use · 3 the service, the
library, the disk or the port cannot be used · 130 interrupted.
"""

import errno
from typing import Final

from graph.errors import StoreUnavailable
from ingest.errors import ReadingUnavailable
from ontology.errors import KnowledgeError

__all__ = [
    "EXIT_DONE",
    "EXIT_INTERRUPTED",
    "EXIT_PARTIAL",
    "EXIT_UNAVAILABLE",
    "EXIT_USAGE",
    "AddressUnavailable",
    "BackupDamaged",
    "BackupError",
    "BackupForeign",
    "LibraryBusy",
    "LibraryDamaged",
    "LibraryError",
    "LibraryMissing",
    "UnknownGeneration",
    "exit_code",
    "system_remedy",
]

EXIT_DONE = 0
EXIT_PARTIAL = 1
EXIT_USAGE = 2
EXIT_UNAVAILABLE = 3
EXIT_INTERRUPTED = 130


class LibraryError(KnowledgeError):
    """Base of the errors of the library folder."""


class LibraryMissing(LibraryError):  # noqa: N818 - a state of the folder
    """There is no library at that place, or nothing is published in it yet."""


class LibraryBusy(LibraryError):  # noqa: N818
    """Another process is making a generation."""


class LibraryDamaged(LibraryError):  # noqa: N818
    """Files are missing or differ from what the manifest recorded."""


class UnknownGeneration(LibraryError):  # noqa: N818
    """No generation of that name is in the library."""


class BackupError(LibraryError):
    """Base of the errors of backups; also: the place refuses, or is no backup."""


class BackupDamaged(BackupError):  # noqa: N818
    """Something in a backup is not what was written there."""


class BackupForeign(BackupError):  # noqa: N818
    """A backup holds what no backup of ours holds, or is of another format."""


class AddressUnavailable(KnowledgeError):  # noqa: N818
    """The service cannot listen at the address that is set."""


_UNAVAILABLE: Final = (
    LibraryError,
    AddressUnavailable,
    StoreUnavailable,
    ReadingUnavailable,
)

_SPACE: Final = "Libérez de la place : la génération publiée est intacte."
_SYSTEM: Final = {
    errno.ENOSPC: _SPACE,
    errno.EDQUOT: _SPACE,
    errno.EFBIG: "Relevez la taille permise d’un fichier : ulimit -f unlimited",
    errno.EACCES: "Vérifiez les droits de ce fichier ou dossier.",
    errno.EPERM: "Vérifiez les droits de ce fichier ou dossier.",
    errno.EROFS: "Choisissez un dossier où l’on peut écrire : option --library.",
    errno.EADDRINUSE: "Choisissez un autre port : option --port.",
    errno.EMFILE: "Relevez la limite des fichiers ouverts : ulimit -n 1024",
    errno.ENFILE: "Fermez d’autres programmes : la machine n’ouvre plus de fichier.",
    errno.ENOMEM: "Libérez de la mémoire, ou relevez sa limite (ulimit -v).",
    errno.EAGAIN: "Relevez la limite des processus du compte : ulimit -u 4096",
    errno.EIO: "Vérifiez le disque, puis la bibliothèque : `gtnum library verify`.",
    errno.ENOTDIR: "Choisissez un autre chemin : un fichier est à la place du dossier.",
}
"""Failures of the system that a user can mend, by number."""


_UNNUMBERED: Final = (
    "Vérifiez la place sur le disque et les droits : la génération publiée est intacte."
)


def exit_code(failure: KnowledgeError) -> int:
    """Return the exit code of the command line for an expected failure."""
    return EXIT_UNAVAILABLE if isinstance(failure, _UNAVAILABLE) else EXIT_USAGE


def system_remedy(failure: OSError) -> str:
    """Return what helps against a refusal of the system, empty where it is a bug."""
    if failure.errno is None:
        # The engines of the indexes pass on that the disk refused, not always why.
        return _UNNUMBERED
    return _SYSTEM.get(failure.errno, "")
