"""From printed pages to final text and blocks, with the whole document in view.

    all pages   furniture by place → notes, headings → vocabulary
    each page   pieces → clean running text → blocks with offsets

The text is written once and its blocks are told while it is written, so they agree.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from ingest.read_text import Heading
from ingest.readers.block_text import BlockText
from ingest.readers.pdf.headings import choose_headings
from ingest.readers.pdf.lines import TableCell
from ingest.readers.pdf.page_pieces import (
    Piece,
    join_over,
    look_at,
    pieces,
)
from ingest.readers.pdf.printed_page import PrintedPage
from ingest.texts.page_cleaning import Cleaner, printed, usual_width
from ingest.texts.page_furniture import PlacedLine, running_lines
from ontology.structure import Block, BlockKind

__all__ = ["FinalPage", "FinalText", "write_pages"]

_ITEM = re.compile(
    r"([•●○▪■□◦‣⁃➢➔→►✓✔❖*]|[-–—](?= )|\(?\d{1,2}[.)](?= )|\(?[a-z]\)(?= ))\s*(?=\S)"
)
_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)|tab(?:leau|\.)|graphique|photo(?:graphie)?|carte|schéma|table)"
    r"\s*\d{1,3}(?:\.\d{1,2})?\s*[.:–—-]",
    re.IGNORECASE,
)
_LONGEST_CAPTION = 300


@dataclass(frozen=True, slots=True)
class FinalPage:
    """The final text of a page, its blocks, and the lines that belong to the paper."""

    text: str
    blocks: tuple[Block, ...]
    furniture: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FinalText:
    """All pages, and the headings that their looks tell."""

    pages: tuple[FinalPage, ...]
    headings: tuple[Heading, ...]


def write_pages(pages: Sequence[PrintedPage], *, title: str, limit: int) -> FinalText:
    """Return the final text of a document.

    Args:
        pages: In order.
        title: Of the document, which is no heading of a part.
        limit: Largest number of characters of a page.

    Raises:
        TooLarge: If a page has more.
    """
    furniture = running_lines([_placed(page) for page in pages])
    looked = [
        look_at([line for at, line in enumerate(page.lines) if at not in own], number)
        for number, (page, own) in enumerate(zip(pages, furniture, strict=True))
    ]
    for page, following in pairwise(looked):
        join_over(page, following)
    sizes: Counter[int] = Counter()
    for page in looked:
        sizes.update(page.sizes)
    candidates = [candidate for page in looked for candidate in page.candidates]
    chosen = choose_headings(candidates, sizes, title)
    levels: list[dict[int, int]] = [{} for _ in pages]
    for candidate, heading in chosen:
        levels[candidate.page][candidate.offset] = heading.level
    ready = [
        [_ready(piece) for piece in pieces(page, own, printed_page.breaks)]
        for page, own, printed_page in zip(looked, levels, pages, strict=True)
    ]
    cleaner = Cleaner(["\n".join(_texts(page)) for page in ready])
    final = []
    for content, source, own in zip(ready, pages, furniture, strict=True):
        text, blocks = _written(content, cleaner, limit)
        taken = sorted((source.lines[at] for at in own), key=lambda line: -line.y)
        final.append(
            FinalPage(text, blocks, tuple(printed(line.text) for line in taken))
        )
    return FinalText(tuple(final), tuple(heading for _, heading in chosen))


def _placed(page: PrintedPage) -> list[PlacedLine]:
    """Return the lines of a page with their distances; a table stands in none."""
    top, bottom = page.paper.top, page.paper.bottom
    middle = (top - bottom) / 2
    return [
        PlacedLine(line.text, middle, middle, line.size)
        if line.cells or line.is_field
        else PlacedLine(line.text, top - line.y, line.y - bottom, line.size)
        for line in page.lines
    ]


def _ready(piece: Piece) -> Piece:
    """Return a piece with clean characters."""
    cells = tuple(cell._replace(text=printed(cell.text)) for cell in piece.cells)
    return Piece(piece.kind, printed(piece.text), piece.level, piece.label, cells)


def _texts(page: Sequence[Piece]) -> Iterator[str]:
    for piece in page:
        yield piece.text
        yield from (cell.text for cell in piece.cells)


def _written(
    page: Sequence[Piece],
    cleaner: Cleaner,
    limit: int,
) -> tuple[str, tuple[Block, ...]]:
    width = usual_width("\n".join(piece.text for piece in page))
    writer = _Writer(BlockText(limit), cleaner, width)
    for piece in page:
        writer.write(piece)
    return writer.blocks.text(), tuple(writer.blocks.blocks)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the pieces of a page as blocks."""

    blocks: BlockText
    cleaner: Cleaner
    width: int

    def write(self, piece: Piece) -> None:
        if piece.cells:
            self._write_table(piece.cells)
        elif piece.kind is BlockKind.HEADING:
            self.blocks.add_heading(self.cleaner.joined(piece.text), piece.level)
        elif piece.kind is BlockKind.PARAGRAPH:
            self._write_paragraphs(self.cleaner.flow(piece.text, width=self.width))
        else:
            text = self.cleaner.flow(piece.text, width=self.width)
            self.blocks.add(text, kind=piece.kind, label=piece.label)

    def _write_paragraphs(self, text: str) -> None:
        is_first = True
        for line in filter(None, text.split("\n")):
            item = _ITEM.match(line)
            if item:
                self.blocks.add_item(line[item.end() :], mark=item[1])
            else:
                is_caption = len(line) <= _LONGEST_CAPTION and _CAPTION.match(line)
                kind = BlockKind.CAPTION if is_caption else BlockKind.PARAGRAPH
                self.blocks.add(line, kind=kind, is_tight=not is_first)
            is_first = False

    def _write_table(self, cells: Sequence[TableCell]) -> None:
        rows = []
        for _, row in groupby(cells, key=lambda cell: cell.row):
            own = []
            for cell in row:
                written = self.blocks.cell(
                    row_span=cell.row_span,
                    column_span=cell.column_span,
                )
                written.text.add(self.cleaner.joined(cell.text))
                own.append(written)
            rows.append(own)
        self.blocks.add_table(rows)
