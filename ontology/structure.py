r"""What the text of a document is made of, and what of the document is not in it.

A text alone says nothing about its tables, lists and notes. Blocks say it with offsets
into that one text, so that whoever draws, cuts or exports reads the same characters:

    text    "Réf.\tAcadémie\nREVE\tNancy-Metz"
    table   0 ─────────────────────────── 28
    cells   0─4  5─13  14─18  19──29          with row, column and spans

Losses are counted where a reader saw something that it does not hand on: a document is
whole when nothing of it was lost that we know of.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ontology.errors import OntologyError

__all__ = [
    "CELL_SEPARATOR",
    "SMALL_SHARE",
    "Block",
    "BlockKind",
    "Loss",
    "LossKind",
    "PassageRole",
    "is_whole",
]

CELL_SEPARATOR = "\t"
"""Stands before each column of a row but the first; a row stands on its own line."""

SMALL_SHARE: Final = 0.002
"""Characters lost among those kept that leave a document whole."""


class BlockKind(StrEnum):
    """What a run of text is; what no block covers is a paragraph.

    ``table`` holds its ``cell`` blocks by ``parent``; a table inside a cell has that
    cell as its parent. The last four are *apparatus*: kept in the document, left out
    of the passages that answer.
    """

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    CELL = "cell"
    CAPTION = "caption"
    NOTE = "note"
    ALTERNATIVE_TEXT = "alternative_text"
    FORMULA = "formula"
    CODE = "code"
    FORM_FIELD = "form_field"
    COVER = "cover"
    CONTENTS = "contents"
    INDEX = "index"
    BIBLIOGRAPHY = "bibliography"

    @property
    def is_apparatus(self) -> bool:
        """Whether it helps to find one's way and answers nothing itself."""
        return self in _APPARATUS


_APPARATUS = frozenset(
    {
        BlockKind.COVER,
        BlockKind.CONTENTS,
        BlockKind.INDEX,
        BlockKind.BIBLIOGRAPHY,
    }
)


class PassageRole(StrEnum):
    """Where a passage stands, or what it is.

    ``entry`` is one entry of a glossary; ``caveat`` says what is uncertain about the
    text around it, or where that comes from. Both answer, but weigh less than the body;
    the others answer nothing.
    """

    BODY = "body"
    ENTRY = "entry"
    CAVEAT = "caveat"
    COVER = "cover"
    CONTENTS = "contents"
    INDEX = "index"
    BIBLIOGRAPHY = "bibliography"

    @property
    def is_searched(self) -> bool:
        """Whether search finds it: everything but apparatus."""
        return self in _SEARCHED


_SEARCHED = frozenset({PassageRole.BODY, PassageRole.ENTRY, PassageRole.CAVEAT})


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text and what it is: ``text[start:end]``.

    Attributes:
        kind: What it is.
        start: First offset.
        end: Behind its last character; equal to ``start`` for an empty cell.
        level: Of a heading, from 1; of a list item, its depth from 1; else 0.
        label: As printed: the number or mark of a list item, which the text holds too
            (``1.``, ``b)``, ``•``); the call of a note (``3``, ``*``); else empty.
        row: Of a cell, from 0.
        column: Of a cell, from 0.
        row_span: Rows that a cell fills, at least 1.
        column_span: Columns that a cell fills, at least 1.
        is_header: Whether a cell names its row or column.
        parent: Index, among the blocks of the document, of the table of a cell or of
            the cell of an inner table; None elsewhere.

    Raises:
        OntologyError: If the offsets or spans make no sense.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    label: str = ""
    row: int = 0
    column: int = 0
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False
    parent: int | None = None

    def moved(self, characters: int, blocks: int) -> "Block":
        """Return the block as it stands behind so many characters and blocks.

        Much faster than ``dataclasses.replace``; a text has thousands of blocks.

        Raises:
            OntologyError: If it would begin before the text.
        """
        return Block(
            self.kind,
            self.start + characters,
            self.end + characters,
            self.level,
            self.label,
            self.row,
            self.column,
            self.row_span,
            self.column_span,
            self.is_header,
            None if self.parent is None else self.parent + blocks,
        )

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end or min(self.row_span, self.column_span) < 1:
            raise OntologyError(
                f"block {self.kind}: offsets {self.start}–{self.end}, spans "
                f"{self.row_span} × {self.column_span}"
            )


class LossKind(StrEnum):
    """What a reader saw and did not hand on; ``docs/reference/losses.md`` explains."""

    UNSOUND_PAGE = "unsound_page"
    """Pages whose text no engine gives soundly."""
    UNREAD_PAGE = "unread_page"
    """Pages that no engine could read."""
    IMAGE_PAGE = "image_page"
    """Pages that are only an image, not recognised."""
    CHARACTERS = "characters"
    """Characters seen but not kept, for example of glyphs without a meaning."""
    DEPTH = "depth"
    """Blocks nested deeper than is followed."""
    BROKEN_PART = "broken_part"
    """Parts of the file that could not be parsed."""
    FORM_FIELD = "form_field"
    """Fields of a form whose value is not text."""
    CHART = "chart"
    """Charts whose texts are not read."""
    EMBEDDED_OBJECT = "embedded_object"
    """Embedded objects that are not read."""
    FORMULA = "formula"
    """Formulae that have no form as text."""
    FURNITURE = "furniture"
    """Lines taken out as running heads, feet and page numbers; kept beside the page."""
    HIDDEN_TEXT = "hidden_text"
    """Characters that the author hid or deleted: never published."""
    COMMENT = "comment"
    """Comments of reviewers: never published."""
    METADATA = "metadata"
    """Blocks of metadata that could not be interpreted; they stay in the text."""

    @property
    def unit(self) -> str:
        """What is counted, one word.

        >>> LossKind.UNREAD_PAGE.unit
        'page'
        """
        return _UNITS[self]

    @property
    def is_intended(self) -> bool:
        """Whether leaving it out is right, so that the document counts as whole."""
        return self in _INTENDED


_UNITS = {
    LossKind.UNSOUND_PAGE: "page",
    LossKind.UNREAD_PAGE: "page",
    LossKind.IMAGE_PAGE: "page",
    LossKind.CHARACTERS: "character",
    LossKind.DEPTH: "block",
    LossKind.BROKEN_PART: "part",
    LossKind.FORM_FIELD: "field",
    LossKind.CHART: "chart",
    LossKind.EMBEDDED_OBJECT: "object",
    LossKind.FORMULA: "formula",
    LossKind.FURNITURE: "line",
    LossKind.HIDDEN_TEXT: "character",
    LossKind.COMMENT: "comment",
    LossKind.METADATA: "block",
}
_INTENDED = frozenset({LossKind.FURNITURE, LossKind.HIDDEN_TEXT, LossKind.COMMENT})


@dataclass(frozen=True, slots=True)
class Loss:
    """How much of one kind was not handed on.

    Attributes:
        kind: Of what.
        count: How many, at least 1, in the unit of the kind.
        pages: Where, numbers from 1, as far as known.
        detail: Names, in French, where they help (of files, of styles); never text of
            the document that was hidden or deleted.

    Raises:
        OntologyError: If nothing is lost.
    """

    kind: LossKind
    count: int
    pages: tuple[int, ...] = ()
    detail: str = ""

    def __post_init__(self) -> None:
        if self.count < 1:
            raise OntologyError(f"loss {self.kind}: {self.count}")


def is_whole(losses: Iterable[Loss], characters: int) -> bool:
    """Whether nothing was lost that a reader of the document would miss.

    Args:
        losses: Of one document.
        characters: Length of the text that was kept.
    """
    return all(
        loss.kind.is_intended
        or (loss.kind is LossKind.CHARACTERS and loss.count <= SMALL_SHARE * characters)
        for loss in losses
    )
