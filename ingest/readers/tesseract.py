"""Recognise the text of a picture of a page by tesseract, a program of its own.

The picture goes in and a table of words comes out, both through pipes; nothing is
written. Confidence is what tesseract says, from 0 to 1, weighted by letters.
"""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ingest.options import LANGUAGE

__all__ = ["DOTS_PER_INCH", "Recognised", "recognise"]

DOTS_PER_INCH = 300
"""What tesseract is trained for."""

_COLUMNS = 12
_WORD = "5"
_TOO_DOUBTFUL = 0.4
"""Below it, a page is a picture in which tesseract sees letters."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text of a page, one printed line per line, and how sure it is (0 to 1)."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Word:
    paragraph: tuple[str, str]
    line: str
    confidence: float
    text: str


def recognise(picture: bytes, *, tesseract: str, seconds: float) -> Recognised | None:
    """Return the text of a picture, empty where there is none.

    Args:
        picture: In the PNM format, at ``DOTS_PER_INCH``.
        tesseract: Absolute path of the program.
        seconds: After which it is given up.

    Returns:
        None when tesseract fails or takes longer.
    """
    command = [tesseract, "stdin", "stdout", "-l", LANGUAGE]
    try:
        done = subprocess.run(  # noqa: S603 - our program, the picture is its input
            [*command, "--dpi", str(DOTS_PER_INCH), "tsv"],
            input=picture,
            capture_output=True,
            timeout=seconds,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    words = list(_words(done.stdout.decode("utf-8", "replace")))
    letters = sum(len(word.text) for word in words)
    if not letters:
        return Recognised("", 0.0)
    sure = sum(word.confidence * len(word.text) for word in words) / letters
    return Recognised(_text(words) if sure >= _TOO_DOUBTFUL else "", round(sure, 3))


def _words(table: str) -> Iterator[_Word]:
    for row in table.split("\n"):
        cells = row.split("\t", _COLUMNS - 1)
        if len(cells) == _COLUMNS and cells[0] == _WORD and cells[11].strip():
            sure = max(0.0, float(cells[10]) / 100)
            yield _Word((cells[2], cells[3]), cells[4], sure, cells[11].strip())


def _text(words: list[_Word]) -> str:
    paragraphs = []
    for _, paragraph in groupby(words, key=lambda word: word.paragraph):
        lines = groupby(paragraph, key=lambda word: word.line)
        paragraphs.append(
            "\n".join(" ".join(w.text for w in line) for _, line in lines)
        )
    return "\n\n".join(paragraphs)
