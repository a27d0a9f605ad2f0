"""What can go wrong with the library folder, and the exit codes of the command line.

    LibraryError
    ├── LibraryMissing      no library there, or nothing published in it yet
    ├── LibraryBusy         another process is writing
    ├── LibraryDamaged      files do not match the manifest
    ├── UnknownGeneration   no generation of that name
    └── BackupError         a backup cannot be made, read or restored
        ├── BackupDamaged   something in it is not what was written
        └── BackupForeign   it holds what no backup of ours holds, or another format

Exit codes: 0 done · 1 some documents failed · 2 wrong use · 3 the service, the
library or the disk cannot be used · 130 interrupted.
"""

from ontology.errors import KnowledgeError

__all__ = [
    "EXIT_DONE",
    "EXIT_INTERRUPTED",
    "EXIT_PARTIAL",
    "EXIT_UNAVAILABLE",
    "EXIT_USAGE",
    "BackupDamaged",
    "BackupError",
    "BackupForeign",
    "LibraryBusy",
    "LibraryDamaged",
    "LibraryError",
    "LibraryMissing",
    "UnknownGeneration",
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
