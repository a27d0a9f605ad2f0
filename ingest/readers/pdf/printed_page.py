"""A page as it is printed: its lines with their places, in reading order.

Order comes from the author where the file is tagged, else from the file itself, but
for columns that are drawn across; tables with rules and fields of forms stand in their
place as lines of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2

from ingest.readers.pdf.detached_accents import compose_accents
from ingest.readers.pdf.form_fields import Field, with_fields
from ingest.readers.pdf.glyphs import Box, Glyphs
from ingest.readers.pdf.headings import may_head
from ingest.readers.pdf.lines import (
    LETTER_SPACED,
    MAY_BE_SPACED,
    Line,
    join_pieces,
    page_parts,
    part_lines,
    read_lines,
    spread_words,
)
from ingest.readers.pdf.reading_order import in_reading_order
from ingest.readers.pdf.ruled_tables import with_gap_tables, with_tables
from ingest.readers.pdf.tag_order import in_tag_order

__all__ = ["PrintedPage", "plain_page", "read_printed_page"]

_LINE_HEIGHT, _LINE_SIZE = 12.0, 7.0
_MARGIN = 60.0
_PAPER = Box(0.0, 0.0, 595.0, 842.0)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page before cleaning.

    Attributes:
        text: What the engine says the page holds.
        lines: In reading order.
        paper: What is seen of the page.
        beside: Characters that lie beside the paper, where nobody sees them.
        breaks: Offsets of lines behind a blank line, where places are made up.
    """

    text: str
    lines: tuple[Line, ...]
    paper: Box = _PAPER
    breaks: frozenset[int] = frozenset()
    beside: int = 0


def plain_page(text: str) -> PrintedPage:
    """Return a page of which only the lines are known, one below the other."""
    printed = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines: list[Line] = []
    breaks: set[int] = set()
    offset, is_behind = 0, False
    for at, line in enumerate(printed):
        if line.strip():
            y = _LINE_HEIGHT * (len(printed) - at)
            lines.append(Line(line, 0.0, 0.0, y, _LINE_SIZE, offset=offset))
            breaks |= {offset} if is_behind else set()
        is_behind = not line.strip()
        offset += len(line) + 1
    # As much margin as paper has; the same on every page, so that places compare.
    top = _LINE_HEIGHT * (len(printed) + 1) + _MARGIN
    paper = Box(0.0, -_MARGIN, 0.0, top)
    return PrintedPage(text, tuple(lines), paper, frozenset(breaks))


def read_printed_page(
    page: pypdfium2.PdfPage,
    text_page: pypdfium2.PdfTextPage,
    *,
    is_tagged: bool = False,
    fields: Sequence[Field] = (),
) -> PrintedPage:
    """Return a page with its lines in reading order.

    Args:
        page: As pdfium opened it.
        text_page: Its text.
        is_tagged: Whether its author may have laid down the order.
        fields: Values of forms that stand on it.
    """
    text = str(text_page.get_text_range(errors="ignore"))
    glyphs = Glyphs(text_page)
    paper = Box(*page.get_cropbox())
    lines = read_lines(text_page, text, glyphs)
    if lines is None or _is_turned(lines):
        plain = plain_page(text)
        if not fields:
            return plain
        return replace(plain, lines=tuple(with_fields(plain.lines, fields)))
    beside = sum(len(line.text) for line in lines)
    lines = _on_paper(lines, paper)
    beside -= sum(len(line.text) for line in lines)
    if lines:
        lines = _ordered(lines, page, text, glyphs, is_tagged=is_tagged)
    shown = tuple(with_fields(lines, fields))
    return PrintedPage(text, shown, paper, beside=beside)


def _ordered(
    lines: list[Line],
    page: pypdfium2.PdfPage,
    text: str,
    glyphs: Glyphs,
    *,
    is_tagged: bool,
) -> list[Line]:
    lines = compose_accents(part_lines(lines, glyphs), glyphs)
    lines = join_pieces(lines, text)
    if MAY_BE_SPACED.search(text) and LETTER_SPACED.search(text):
        lines = [spread_words(line, glyphs) for line in lines]
    tagged = in_tag_order(lines, page, glyphs) if is_tagged else None
    lines = with_tables(lines if tagged is None else tagged, page, glyphs)
    parts = page_parts(lines, glyphs)
    ordered = in_reading_order(parts) if tagged is None else None
    lines = with_gap_tables(lines, parts, glyphs) if ordered is None else ordered
    return [_with_weight(line, glyphs) for line in lines]


def _with_weight(line: Line, glyphs: Glyphs) -> Line:
    """Return a line that may be a heading with what its font says.

    A paragraph may begin in bold: the end of the line tells.
    """
    if line.cells or not may_head(line.text):
        return line
    is_bold = glyphs.is_bold(line.first) and glyphs.is_bold(line.last)
    return line._replace(is_bold=True) if is_bold else line


def _on_paper(lines: Sequence[Line], paper: Box) -> list[Line]:
    """Return the lines of which some lies on the page, where somebody sees it."""
    left, bottom, right, top = paper
    return [
        line
        for line in lines
        if bottom - line.size < line.y < top + line.size
        and (line.left > left or line.right > left)
        and (line.left < right or line.right < right)
    ]


def _is_turned(lines: Sequence[Line]) -> bool:
    """Whether much of the page is printed sideways: its lines have no width."""
    odd = sum(
        1
        for line in lines
        if line.size <= 0
        or (len(line.text) > 5 and abs(line.right - line.left) < 0.8 * line.size)
    )
    return odd > 0.2 * len(lines)
