"""What a reader may use besides the bytes of a document."""

import shutil
import subprocess
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["LANGUAGE", "ReadingOptions", "tesseract_path"]

LANGUAGE = "fra"
"""Trained data that tesseract is asked for."""

_SECONDS = 10


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """Choices of the person who runs the readers.

    Attributes:
        ocr: Whether pages that are only an image are recognised.
        tesseract: Absolute path of the program, or empty where there is none.
    """

    ocr: bool = True
    tesseract: str = ""

    @classmethod
    def found(cls, *, ocr: bool = True) -> "ReadingOptions":
        """Return the options with tesseract where it is installed with French."""
        return cls(ocr=ocr, tesseract=tesseract_path() if ocr else "")

    @property
    def can_recognise(self) -> bool:
        """Whether pages that are only an image can be read."""
        return self.ocr and bool(self.tesseract)

    @property
    def fingerprint(self) -> str:
        """What a source that needs recognition depends on, for the ledger."""
        return f"ocr={'tesseract' if self.can_recognise else 'off'}"

    def to_json(self) -> dict[str, Any]:
        """Return the options as a JSON object."""
        return asdict(self)


@cache
def tesseract_path() -> str:
    """Return where tesseract is, or an empty string without it or without French."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    try:
        listed = subprocess.run(  # noqa: S603 - a program found on PATH, no input
            [program, "--list-langs"],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            text=True,
        )
    except (OSError, subprocess.TimeoutExpired):
        # A program that does not answer is as good as none; reports say how to get it.
        return ""
    known = (listed.stdout + listed.stderr).split()
    return str(Path(program).resolve()) if LANGUAGE in known else ""
