"""The ``.gtnumignore`` file: which files of a folder are no documents.

One pattern a line, in the manner of ``.gitignore`` without its negations:

    # a comment
    README.md        a name, in any folder
    *.py             a pattern of names, in any folder
    pdf/sources/     a folder, from the root of the folder that is read
    notes/*.txt      a path from the root

``*`` also crosses ``/`` in paths.
"""

import fnmatch
import re
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import ReadingError, SourceError
from ingest.texts.encodings import decode

__all__ = ["IGNORE_FILE", "IgnoreRules"]

IGNORE_FILE = ".gtnumignore"
_LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """Patterns of one folder."""

    patterns: tuple[str, ...] = ()

    @classmethod
    def of(cls, folder: Path) -> "IgnoreRules":
        """Read the rules of a folder; a folder without the file has none.

        Raises:
            SourceError: If the file exists and cannot be read as text.
        """
        path = folder / IGNORE_FILE
        if not path.is_file():
            return cls()
        try:
            with path.open("rb") as file:
                text = decode(file.read(_LARGEST), is_cut=True).text
        except (OSError, ReadingError) as error:
            raise SourceError(
                f"les règles d’exclusion « {path} » ne peuvent pas être lues",
                remedy="Réécrivez ce fichier en texte UTF-8, un motif par ligne.",
            ) from error
        lines = (line.strip() for line in text.splitlines())
        return cls(tuple(line for line in lines if line and not line.startswith("#")))

    def match(self, relative: str, *, is_folder: bool = False) -> bool:
        """Return whether a path relative to the folder is left out.

        >>> IgnoreRules(("pdf/sources/", "*.py")).match("tools/make.py")
        True
        >>> IgnoreRules(("pdf/sources/",)).match("pdf/sources", is_folder=True)
        True
        """
        name = relative.rpartition("/")[2]
        for pattern in self.patterns:
            wanted = pattern.strip("/")
            if pattern.endswith("/") and not is_folder:
                continue
            subject = relative if "/" in pattern.rstrip("/") else name
            if re.fullmatch(fnmatch.translate(wanted), subject):
                return True
        return False
