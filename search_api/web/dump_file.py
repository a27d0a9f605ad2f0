"""A file to download, as the routes see it."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Download"]


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the published generation that anyone may take.

    Attributes:
        path: Where it is.
        size_bytes: Of the file.
        sha256: Of the file, in hexadecimal.
        title: In French.
    """

    path: Path
    size_bytes: int
    sha256: str
    title: str
