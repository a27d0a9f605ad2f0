"""What a reader may use besides the bytes of a document."""

import shutil
import subprocess
from dataclasses import asdict, dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

__all__ = ["LANGUAGE", "ReadingOptions", "soffice_path", "tesseract_path"]

LANGUAGE = "fra"
"""Trained data that tesseract is asked for."""

_SECONDS = 10


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """Choices of the person who runs the readers.

    Attributes:
        ocr: Whether pages that are only an image are recognised.
        tesseract: Absolute path of the program, or empty where there is none.
        soffice: The same of LibreOffice, which opens the formats of before 2007.
        has_office_library: Whether the extra ``office`` is installed, which reads
            these formats too.
    """

    ocr: bool = True
    tesseract: str = ""
    soffice: str = ""
    has_office_library: bool = False

    @classmethod
    def found(cls, *, ocr: bool = True) -> "ReadingOptions":
        """Return the options with what is installed: tesseract only with French."""
        return cls(
            ocr=ocr,
            tesseract=tesseract_path() if ocr else "",
            soffice=soffice_path(),
            has_office_library=find_spec("kreuzberg") is not None,
        )

    @property
    def can_recognise(self) -> bool:
        """Whether pages that are only an image can be read."""
        return self.ocr and bool(self.tesseract)

    @property
    def fingerprint(self) -> str:
        """What a source that needs another program depends on, for the ledger."""
        helpers = {"soffice": self.soffice, "kreuzberg": self.has_office_library}
        there = [name for name, value in helpers.items() if value]
        recognition = "tesseract" if self.can_recognise else "off"
        return f"ocr={recognition};office={'+'.join(there) or 'off'}"

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


@cache
def soffice_path() -> str:
    """Return where LibreOffice is, or an empty string."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    return str(Path(program).resolve()) if program else ""
