"""Builds the text of a document from its blocks, and remembers where things are.

HTML, Markdown and office files say what a heading, an item and a cell are. Their
readers add blocks one by one; the builder cleans the characters, writes the text once
and keeps what each run of it is: nothing is searched later.

    blocks.add("Un paragraphe.")
    cell = blocks.cell(is_header=True)
    cell.text.add("Académie")
    blocks.add_table([[cell]])
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from ingest.errors import TooLarge
from ingest.read_text import LanguageSpan
from ingest.texts.characters import clean_characters
from ontology.model import Section
from ontology.structure import CELL_SEPARATOR, Block, BlockKind

__all__ = ["BlockText", "Cell"]

_WHITE = re.compile(r"[ \t\r\f\v]+")
_UNTIDY = re.compile("[\\t\\r\\f\\v\\n\u00a0\u202f]|  ")
_BOUND = re.compile("[ \u00a0\u202f]{2,}")
_LINE = re.compile("[ \u00a0\u202f]?\n[ \u00a0\u202f]?")
_MANY_LINES = re.compile(r"\n{3,}")


class BlockText:
    """A growing text.

    Args:
        limit: Largest number of characters.
        is_cell: Whether this is the text of a cell: one line break parts its blocks,
            headings make no sections.

    Attributes:
        sections: Headings with offsets.
        spans: Parts whose language is stated.
        blocks: What runs of the text are, but for paragraphs; a block stands behind
            the one that holds it.
    """

    def __init__(self, limit: int, *, is_cell: bool = False) -> None:
        self._limit = limit
        self._is_cell = is_cell
        self._parts: list[str] = []
        self._length = 0
        self.sections: list[Section] = []
        self.spans: list[LanguageSpan] = []
        self.blocks: list[Block] = []

    def add(
        self,
        text: str,
        *,
        kind: BlockKind = BlockKind.PARAGRAPH,
        label: str = "",
        language: str = "",
        is_tight: bool = False,
    ) -> None:
        """Add a block.

        Args:
            text: Its text; white space is collapsed, line breaks are kept.
            kind: What it is; items and headings have methods of their own.
            label: Of a note, its call; the text holds it only where it is printed.
            language: Stated language of the block, or empty.
            is_tight: Whether one line break is enough before it (rows, list items).

        Raises:
            TooLarge: If the text grows beyond the limit.
        """
        start = self._write(_squeeze(text), is_tight=is_tight)
        if start is not None:
            if kind is not BlockKind.PARAGRAPH:
                self.blocks.append(Block(kind, start, self._length, label=label))
            self._speak(start, language)

    def add_item(
        self, text: str, *, mark: str = "-", depth: int = 1, language: str = ""
    ) -> None:
        """Add an item of a list; its mark or number is part of the text.

        Args:
            text: Without its mark.
            mark: As printed: ``-``, ``3.``, ``b)``; may be empty.
            depth: Of the list, from 1.
            language: Stated language, or empty.

        Raises:
            TooLarge: If the text grows beyond the limit.
        """
        words = _squeeze(text)
        if not words:
            return
        start = self._write(f"{mark} {words}" if mark else words, is_tight=True)
        if start is not None:
            self.blocks.append(
                Block(
                    BlockKind.LIST_ITEM,
                    start,
                    self._length,
                    level=max(1, depth),
                    label=mark,
                )
            )
            self._speak(start, language)

    def add_heading(self, title: str, level: int, *, language: str = "") -> None:
        """Add a heading and remember it as a section.

        Inside a cell it is text in bold, no section of the document.

        Raises:
            TooLarge: If the text grows beyond the limit.
        """
        flat = " ".join(_squeeze(title).split("\n")).strip()
        start = self._write(flat, is_tight=False)
        if start is not None:
            if not self._is_cell:
                self.sections.append(Section(flat, level, start))
                self.blocks.append(
                    Block(BlockKind.HEADING, start, self._length, level=level)
                )
            self._speak(start, language)

    def add_verbatim(self, text: str, *, kind: BlockKind = BlockKind.CODE) -> None:
        """Add a block whose white space matters, such as code.

        Raises:
            TooLarge: If the text grows beyond the limit.
        """
        start = self._write(clean_characters(text).strip("\n"), is_tight=False)
        if start is not None:
            self.blocks.append(Block(kind, start, self._length))

    @contextmanager
    def part(self, kind: BlockKind, *, label: str = "") -> Iterator[None]:
        """Make one block of all that is added inside: a bibliography, a long note."""
        at, begun = len(self.blocks), len(self._parts)
        self.blocks.append(Block(kind, self._length, self._length, label=label))
        before = self._length
        yield
        if len(self._parts) == begun:
            del self.blocks[at:]
            return
        first = self._parts[begun]
        start = before + len(first) - len(first.lstrip("\n"))
        self.blocks[at] = replace(self.blocks[at], start=start, end=self._length)

    def cell(
        self, *, row_span: int = 1, column_span: int = 1, is_header: bool = False
    ) -> "Cell":
        """Return an empty cell for ``add_table``, to be written like any text.

        Args:
            row_span: Rows it fills.
            column_span: Columns it fills.
            is_header: Whether it names its row or column.
        """
        inner = BlockText(self._limit, is_cell=True)
        return Cell(inner, _span(row_span), _span(column_span), is_header)

    def add_table(self, rows: Sequence[Sequence["Cell"]]) -> None:
        """Add a table: a row a line, a ``CELL_SEPARATOR`` before each further column.

        Rows without any text stand in no line but keep their number.

        Args:
            rows: Cells in order; those that a cell above fills (``row_span``) are left
                out, as in HTML.

        Raises:
            TooLarge: If the text grows beyond the limit.
        """
        if not any(cell.text.text() for row in rows for cell in row):
            return
        start = self._write_gap(is_tight=False)
        table = len(self.blocks)
        self.blocks.append(Block(BlockKind.TABLE, start, start))
        grid = _Grid()
        is_first = True
        for number, row in enumerate(rows):
            placed = [(grid.place(number, cell), cell) for cell in row]
            if any(cell.text.text() for cell in row):
                if not is_first:
                    self._put("\n")
                is_first = False
                self._add_row(placed, number, table)
        self.blocks[table] = replace(self.blocks[table], end=self._length)

    def _add_row(
        self, placed: Sequence[tuple[int, "Cell"]], row: int, table: int
    ) -> None:
        reached = 0
        for column, cell in placed:
            # One for each column, also where a cell above or before fills it.
            self._put(CELL_SEPARATOR * (column - reached))
            reached = column
            start = self._length
            at = len(self.blocks)
            self._put(cell.text.text())
            self.blocks.append(
                Block(
                    BlockKind.CELL,
                    start,
                    self._length,
                    row=row,
                    column=column,
                    row_span=cell.row_span,
                    column_span=cell.column_span,
                    is_header=cell.is_header,
                    parent=table,
                )
            )
            self.blocks += [
                replace(
                    block,
                    start=block.start + start,
                    end=block.end + start,
                    parent=at if block.parent is None else block.parent + at + 1,
                )
                for block in cell.text.blocks
            ]
            self.spans += [
                LanguageSpan(span.start + start, span.end + start, span.language)
                for span in cell.text.spans
            ]

    def text(self) -> str:
        """Return the text so far."""
        return "".join(self._parts)

    def _put(self, characters: str) -> None:
        self._parts.append(characters)
        self._length += len(characters)
        if self._length > self._limit:
            raise TooLarge(f"le texte dépasse {self._limit} caractères")

    def _speak(self, start: int, language: str) -> None:
        if language:
            self.spans.append(LanguageSpan(start, self._length, language))

    def _write(self, block: str, *, is_tight: bool) -> int | None:
        if not block.strip():
            return None
        start = self._write_gap(is_tight=is_tight)
        self._put(block)
        return start

    def _write_gap(self, *, is_tight: bool) -> int:
        """Part the next block from the one before; return where it begins."""
        if self._parts:
            self._put("\n" if is_tight or self._is_cell else "\n\n")
        return self._length


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is being written, see ``BlockText.cell``."""

    text: BlockText
    row_span: int
    column_span: int
    is_header: bool


class _Grid:
    """Which columns of a table are taken, row by row."""

    def __init__(self) -> None:
        self._row = -1
        self._column = 0
        self._filled: dict[int, int] = {}

    def place(self, row: int, cell: Cell) -> int:
        """Return the column of the next cell of a row, and take its places."""
        if row != self._row:
            self._row, self._column = row, 0
        while self._filled.get(self._column, 0) > row:
            self._column += 1
        column = self._column
        for each in range(column, column + cell.column_span):
            self._filled[each] = row + cell.row_span
        self._column = column + cell.column_span
        return column


def _span(value: int) -> int:
    """Bound what a file says of the size of a cell."""
    return max(1, min(value, 1_000))


def _squeeze(text: str) -> str:
    clean = clean_characters(text)
    if not _UNTIDY.search(clean):
        return clean.strip()
    flat = _WHITE.sub(" ", clean)
    flat = _BOUND.sub(_one_space, flat)
    return _MANY_LINES.sub("\n\n", _LINE.sub("\n", flat)).strip()


def _one_space(run: re.Match[str]) -> str:
    """Return one of several spaces; where a line may break, it may."""
    return " " if " " in run[0] else run[0][0]
