"""What the lines of a page are: paragraphs, headings, notes, rows of tables.

Works on lines alone, when furniture is gone; nothing is asked of an engine.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.footnotes import notes_last
from ingest.readers.pdf.headings import HeadingLine, may_head
from ingest.readers.pdf.lines import HYPHEN_MARK, Line, TableCell
from ontology.structure import BlockKind

__all__ = ["PageLines", "Piece", "join_over", "look_at", "pieces"]

_LONGEST_HEADING = 140
_FEWEST_LETTERS = 8
_PARAGRAPH = 1.4
_SENTENCE_ENDS = (".", "!", "?", ":", "…", "»", ")")
_WORD_START = re.compile(r"[^\W\d_]{2}[-\ufffe\u00ad\x02]$")
_WORD_END = re.compile(r"[a-zà-öø-ÿœæ]\S*(?:\s+|$)")
_NOTE_CALL = re.compile(r"[\[(]?(\d{1,3}|\*{1,3}|[¹²³⁴-⁹])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of lines of one kind.

    Attributes:
        kind: What it is.
        text: Its printed lines, empty for a table.
        level: Of a heading, from 1.
        label: Of a note, its call.
        cells: Of a table.
    """

    kind: BlockKind
    text: str
    level: int = 0
    label: str = ""
    cells: tuple[TableCell, ...] = ()


@dataclass(slots=True)
class PageLines:
    """The lines of a page with what their looks say.

    Attributes:
        lines: In reading order, notes last.
        notes: Offsets of the lines that begin a note.
        in_notes: Offsets of all lines of notes.
        heads: Offsets of lines that may be headings.
        candidates: The same, as they are chosen among.
        sizes: Letters by size in half points.
    """

    lines: list[Line]
    notes: set[int] = field(default_factory=set)
    in_notes: set[int] = field(default_factory=set)
    heads: set[int] = field(default_factory=set)
    candidates: list[HeadingLine] = field(default_factory=list)
    sizes: Counter[int] = field(default_factory=Counter)


def look_at(lines: Sequence[Line], number: int) -> PageLines:
    """Return the lines of a page with what may be a heading or a note.

    Args:
        lines: In reading order.
        number: Index of the page, from 0.
    """
    if not lines:
        return PageLines([])
    sizes = _letters_by_size(lines)
    body = sizes.most_common(1)[0][0] / 2
    height = max(line.y for line in lines)
    ordered, notes, in_notes = notes_last(lines, body, height)
    ordered, heads = _headings(ordered, in_notes, body)
    ends = {max(line.y for line in lines), min(line.y for line in lines)}
    candidates = [
        HeadingLine(
            line.text, number, line.size, line.is_bold, line.y in ends, line.offset
        )
        for line in ordered
        if line.offset in heads
    ]
    return PageLines(ordered, notes, in_notes, heads, candidates, sizes)


def join_over(page: PageLines, following: PageLines) -> None:
    """Bring the end of a word to the page on which it begins."""
    bodies = [at for at, x in enumerate(page.lines) if x.offset not in page.in_notes]
    if not bodies or not following.lines:
        return
    last, first = page.lines[bodies[-1]], following.lines[0]
    start = _WORD_START.search(last.text)
    end = _WORD_END.match(first.text)
    if not start or not end or last.cells or first.cells:
        return
    page.lines[bodies[-1]] = last._replace(
        text=f"{last.text[:-1]}{HYPHEN_MARK}{end[0].rstrip()}"
    )
    rest = first.text[end.end() :]
    following.lines[0] = first._replace(text=rest)
    if not rest:
        del following.lines[0]


def _letters_by_size(lines: Sequence[Line]) -> Counter[int]:
    sizes: Counter[int] = Counter()
    for line in lines:
        sizes[round(2 * line.size)] += len(line.text)
    return sizes


def pieces(
    page: PageLines, levels: Mapping[int, int], more: Set[int]
) -> Iterator[Piece]:
    """Yield the pieces of a page in order.

    Args:
        page: Its lines.
        levels: Of the lines that are headings, by their offset.
        more: Offsets of lines that begin a piece, whatever their place.
    """
    breaks = _breaks(page) | more
    run: list[Line] = []
    for line in page.lines:
        is_alone = line.cells or line.offset in levels or line.is_field
        if run and (is_alone or line.offset in breaks):
            yield _piece(run, page)
            run = []
        if line.cells:
            yield Piece(BlockKind.TABLE, "", cells=line.cells)
        elif line.offset in levels:
            yield Piece(BlockKind.HEADING, line.text, level=levels[line.offset])
        elif line.is_field:
            yield Piece(BlockKind.FORM_FIELD, line.text)
        else:
            run.append(line)
    if run:
        yield _piece(run, page)


def _piece(run: Sequence[Line], page: PageLines) -> Piece:
    text = "\n".join(line.text for line in run)
    if run[0].offset in page.notes:
        call = _NOTE_CALL.match(text)
        return Piece(BlockKind.NOTE, text, label=call[1] if call else "")
    return Piece(BlockKind.PARAGRAPH, text)


def _breaks(page: PageLines) -> set[int]:
    """Return the offsets of lines that begin a piece."""
    breaks = _paragraphs(page.lines) | page.notes | page.heads
    for above, line in pairwise(page.lines):
        is_behind = above.offset in page.in_notes and line.offset not in page.in_notes
        if above.offset in page.heads or is_behind:
            breaks.add(line.offset)
    return breaks


def _headings(
    lines: Sequence[Line], taken: set[int], body: float
) -> tuple[list[Line], set[int]]:
    """Return the lines with headings of several lines joined, and which they are."""
    heads: set[int] = set()
    result: list[Line] = []
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        above = result[-1] if result else None
        is_large = line.size >= 1.12 * body
        if above and above.offset in heads and is_large and _carries_on(above, line):
            result[-1] = above._replace(
                text=f"{above.text}\n{line.text}", y=line.y, right=line.right
            )
            continue
        result.append(line)
        if line.offset in taken or not _may_stand_out(line, body):
            continue
        if not is_large and not _stands_alone(above, line, following):
            continue
        if is_large or line.is_bold:
            heads.add(line.offset)
    return result, heads


def _may_stand_out(line: Line, body: float) -> bool:
    is_text = not line.cells and not line.is_field
    is_short = len(line.text) <= _LONGEST_HEADING
    return is_text and is_short and line.size >= 0.97 * body and may_head(line.text)


def _carries_on(above: Line, line: Line) -> bool:
    """Whether a line belongs to the heading above it."""
    is_alike = abs(above.size - line.size) <= 0.05 * line.size
    return (
        is_alike
        and not line.cells
        and 0 < above.y - line.y <= 1.6 * line.size
        and (len(above.text) + len(line.text) <= 200)
    )


def _goes_on(line: Line, following: Line) -> bool:
    """Whether the next line continues the sentence."""
    is_close = 0 < line.y - following.y < 1.6 * max(line.size, 4.0)
    return is_close and following.text[:1].islower()


def _stands_alone(above: Line | None, line: Line, following: Line | None) -> bool:
    """Whether a line has room above it or text below that begins anew."""
    if following is None or _goes_on(line, following):
        return False
    is_apart = above is None or not 0 < above.y - line.y < 1.35 * max(line.size, 4.0)
    is_short = line.right - line.left < 0.9 * (following.right - following.left)
    return is_apart or (
        is_short and above is not None and (above.text.endswith(_SENTENCE_ENDS))
    )


def _paragraphs(lines: Sequence[Line]) -> set[int]:
    """Return the offsets of lines further from the one above than usual."""
    steps = [above.y - below.y for above, below in pairwise(lines)]
    usual = [
        step
        for step, line in zip(steps, lines[1:], strict=True)
        if 0.5 * line.size < step < 3 * line.size
    ]
    if len(usual) < 3:
        return set()
    pitch = median(usual)
    found = set()
    for step, (above, line) in zip(steps, pairwise(lines), strict=True):
        goes_on = line.text[:1].islower() and not above.text.endswith(_SENTENCE_ENDS)
        is_apart = step > _PARAGRAPH * pitch or _differs(above, line)
        if is_apart and not goes_on and not above.text.endswith(HYPHEN_MARK):
            found.add(line.offset)
    return found


def _differs(above: Line, line: Line) -> bool:
    """Whether two lines of words are set in different sizes."""
    is_long = min(len(above.text), len(line.text)) >= _FEWEST_LETTERS
    return is_long and abs(above.size - line.size) > 0.2 * max(above.size, line.size)
