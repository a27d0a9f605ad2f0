"""Footnotes: small lines below the text that begin with a number or a star."""

import re
from collections.abc import Sequence

from ingest.readers.pdf.lines import Line

__all__ = ["notes_last"]

_NOTE_START = re.compile(
    r"[\[(]?(?:\d{1,3}|\*{1,3}|[¹²³⁴-⁹])[\])]?[.:]?\s*[^\W\d_«“\"(\[]"
)
_SMALLER = 0.93
_LOWER_PART = 0.5
_APART = 2.0
_WORD = re.compile(r"[^\W\d_]{3,}")


def notes_last(
    lines: Sequence[Line], body: float, height: float
) -> tuple[list[Line], set[int], set[int]]:
    """Return the lines with notes behind the text, where notes begin, and all of them.

    Lines of the paper below the notes (a page number) stay last.

    Args:
        lines: In reading order.
        body: Size of the text of the page.
        height: Of the page.
    """
    small = [
        line
        for line in lines
        if line.size <= _SMALLER * body
        and line.y < _LOWER_PART * height
        and not line.cells
    ]
    if not any(map(_begins_note, small)):
        return list(lines), set(), set()
    foot = _foot(lines)
    texts = [line for line in lines if line.size > _SMALLER * body and line.y > foot]
    # « 12 DIRECTION DU NUMÉRIQUE » below other notes is no note.
    inside = [line for line in small if line.y > foot]
    small = inside if any(map(_begins_note, inside)) else small
    below = [line for line in small if _is_below(line, texts)]
    notes = _from_first_mark(below)
    if not notes:
        return list(lines), set(), set()
    offsets = {line.offset for line in notes}
    lowest = min(line.y for line in notes)
    rest = [line for line in lines if line.offset not in offsets]
    end = len(rest)
    while end and rest[end - 1].y < lowest:
        end -= 1
    starts = {line.offset for line in notes if _begins_note(line)}
    return [*rest[:end], *notes, *rest[end:]], starts, offsets


def _foot(lines: Sequence[Line]) -> float:
    """Return the height of a footer: the lowest line, where it stands well apart.

    Its letters may be as large as those of the text.
    """
    lowest = min(lines, key=lambda line: line.y)
    higher = (line.y for line in lines if line.y > lowest.y + 0.5 * lowest.size)
    is_apart = min(higher, default=lowest.y) - lowest.y > _APART * lowest.size
    return lowest.y + 0.5 * lowest.size if is_apart else lowest.y - 1


def _is_below(line: Line, texts: Sequence[Line]) -> bool:
    """Whether no text stands lower in the same column."""
    return not any(
        text.y < line.y and text.left < line.right and line.left < text.right
        for text in texts
    )


def _from_first_mark(lines: Sequence[Line]) -> list[Line]:
    """Return each run of lines from its first mark on, while they stand close."""
    notes: list[Line] = []
    for line in lines:
        step = notes[-1].y - line.y if notes else 0.0
        goes_on = 0.5 * line.size < step <= 1.7 * line.size
        if goes_on or _begins_note(line):
            notes.append(line)
    return notes


def _begins_note(line: Line) -> bool:
    """Whether a line begins with a mark and speaks: no index of a formula."""
    return bool(_NOTE_START.match(line.text)) and len(_WORD.findall(line.text)) >= 2
