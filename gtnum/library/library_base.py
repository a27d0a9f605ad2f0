"""Under which base the IRIs of a library stand."""

from pathlib import Path

from gtnum.errors import LibraryDamaged, LibraryMissing
from gtnum.library.library_folder import Library

__all__ = ["base_of_library"]


def base_of_library(root: Path) -> str | None:
    """Return the base of the published generation; None where none can be told.

    Raises:
        OSError: If the system refuses for a reason that is no damage.
    """
    try:
        return Library(root).current().manifest.base_iri
    except (LibraryMissing, LibraryDamaged):
        return None
