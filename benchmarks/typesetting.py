"""Typesets French documents whose text is known, to measure what readers get out.

A ``Press`` sets headings, paragraphs, footnotes and tables line by line in one or more
columns and remembers what it set, in the order in which a person reads it. Pages can
be drawn in other orders than that, as real programs do: row by row over the columns,
or the last column first.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyphen
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

__all__ = ["Block", "Press", "Style", "Typeset", "register_fonts"]

WIDTH, HEIGHT = A4
MARGIN = 56.0
GUTTER = 22.0
BODY, BOLD = "Body", "Body-Bold"
_LIGATURES = (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ"))
_NOTE_LINES = 5
_ALL = -1
"""Column of what spans the page."""


def register_fonts(folder: Path) -> None:
    """Make the two faces known to reportlab.

    Raises:
        reportlab.pdfbase.ttfonts.TTFError: If the folder does not hold DejaVu Serif.
    """
    pdfmetrics.registerFont(TTFont(BODY, str(folder / "DejaVuSerif.ttf")))
    pdfmetrics.registerFont(TTFont(BOLD, str(folder / "DejaVuSerif-Bold.ttf")))


@dataclass(frozen=True, slots=True)
class Style:
    """How a document looks.

    Attributes:
        columns: From 1.
        size: Of the body, in points.
        hyphen: Printed where a word is cut at the end of a line.
        has_ligatures: Whether ``fi`` is one glyph.
        is_justified: Whether each word is drawn on its own.
        order: ``columns`` as read, ``rows`` line by line over all columns, ``last``
            the last column first.
        header: Line at the top of every page, or empty.
        footer: At the bottom; ``{n}`` is the page, ``{count}`` their number.
        note_zone: Whether room for footnotes is left on every page.
    """

    columns: int = 1
    size: float = 9.5
    hyphen: str = "-"
    has_ligatures: bool = False
    is_justified: bool = False
    order: str = "columns"
    header: str = ""
    footer: str = "{n}"
    note_zone: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of truth and its text: title, heading, body, note or row of a table."""

    kind: str
    text: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Typeset:
    """A document: its bytes, what it says in reading order, what belongs to paper."""

    name: str
    content: bytes
    blocks: tuple[Block, ...]
    furniture: tuple[str, ...]
    pages: int


@dataclass(frozen=True, slots=True)
class _Drawn:
    column: int
    x: float
    y: float
    text: str
    font: str
    size: float


@dataclass(slots=True)
class _Page:
    drawn: list[_Drawn] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Press:
    """Sets one document from top to bottom.

    Args:
        name: Of the document.
        style: Its looks.
    """

    def __init__(self, name: str, style: Style) -> None:
        self._name, self._style = name, style
        self._pages = [_Page()]
        self._blocks: list[Block] = []
        self._top = HEIGHT - MARGIN
        self._column, self._y = 0, self._top
        self._hyphens = pyphen.Pyphen(lang="fr")
        self._note = 0

    def title(self, text: str, *, size: float = 20) -> None:
        """Set a line over all columns; the columns begin below it."""
        self._y -= size
        self._draw(_ALL, MARGIN, text, BOLD, size)
        self._y -= size
        self._top = self._y
        self._blocks.append(Block("title", text))

    def spaced(self, text: str, *, size: float = 13) -> None:
        """Set capitals with a space between them, two between words."""
        printed = "  ".join(" ".join(word) for word in text.split(" "))
        self._y -= size
        self._draw(_ALL, MARGIN, printed, BODY, size)
        self._y -= size
        self._top = self._y
        self._blocks.append(Block("body", text))

    def heading(self, text: str, *, level: int = 1) -> None:
        """Set a heading in its column, never as the last line of one."""
        size = self._style.size + (3.5 if level == 1 else 1.5)
        if self._y - 5 * size < self._bottom():
            self._next_column()
        self._y -= size * (0.9 if self._y < self._top else 0)
        self._y -= size * 1.25
        self._draw(self._column, self._left(), text, BOLD, size)
        self._y -= size * 0.4
        self._blocks.append(Block("heading", text))

    def paragraph(self, text: str, *, note: str = "") -> None:
        """Set a paragraph; a note gets a number behind its last word."""
        if note:
            self._note += 1
            text = f"{text}{self._note}"
            # Note and call stay on one page.
            if self._y - 12 * self._style.size < self._bottom():
                self._next_column()
            self._pages[-1].notes.append(f"{self._note}. {note}")
        size = self._style.size
        kept: list[str] = []
        is_cut = False
        for words, cut in self._lines(text.split(), self._width(), BODY, size):
            if self._y - size * 1.3 < self._bottom():
                page = len(self._pages)
                self._next_column()
                if len(self._pages) > page:
                    self._keep("body", kept, before=True)
                    kept = []
            self._y -= size * 1.3
            self._set_line(words, is_last=not cut and words[-1] == text.split()[-1])
            if is_cut:
                kept[-1] += words[0]
            kept.extend(words[1:] if is_cut else words)
            if cut:
                kept[-1] = kept[-1].removesuffix(self._style.hyphen)
            is_cut = cut
        self._y -= size * 0.7
        self._keep("body", kept)

    def table(self, rows: Sequence[Sequence[str]], *, has_rules: bool = True) -> None:
        """Set a table as wide as the column; cells wrap; rows never part."""
        size = self._style.size - 0.5
        wide = self._width() / len(rows[0])
        for row in rows:
            cells = [list(self._lines(c.split(), wide - 10, BODY, size, cut=False))
                     for c in row]  # fmt: skip
            height = max(map(len, cells)) * size * 1.25 + 6
            if self._y - height < self._bottom():
                self._next_column()
            for number, lines in enumerate(cells):
                x = self._left() + number * wide + 4
                for at, (words, _) in enumerate(lines, start=1):
                    y = self._y - at * size * 1.25
                    self._draw(self._column, x, " ".join(words), BODY, size, y=y)
            if has_rules:
                right = self._left() + self._width()
                for y in (self._y, self._y - height):
                    self._pages[-1].rules.append((self._left(), y, right, y))
            self._y -= height
            self._blocks.append(Block("row", " ".join(row), tuple(row)))
        self._y -= size

    def finish(self) -> Typeset:
        """Return the document."""
        self._end_page()
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=A4, invariant=True)
        furniture = []
        for number, page in enumerate(self._pages, start=1):
            furniture += self._furnish(canvas, number)
            for rule in page.rules:
                canvas.line(*rule)
            for drawn in sorted(page.drawn, key=self._rank):
                canvas.setFont(drawn.font, drawn.size)
                canvas.drawString(drawn.x, drawn.y, self._shape(drawn.text))
            canvas.showPage()
        canvas.save()
        return Typeset(
            self._name,
            buffer.getvalue(),
            tuple(self._blocks),
            tuple(furniture),
            len(self._pages),
        )

    def _rank(self, drawn: _Drawn) -> tuple[float, float, float]:
        if drawn.column == _ALL:
            return (-99.0 if drawn.y > HEIGHT / 3 else 99.0, 0.0, 0.0)
        if self._style.order == "columns":
            return (0.0, 0.0, 0.0)
        if self._style.order == "rows":
            return (0.0, -round(drawn.y), drawn.x)
        return (float(-drawn.column), 0.0, 0.0)

    def _furnish(self, canvas: Canvas, number: int) -> list[str]:
        style, count = self._style, len(self._pages)
        said = [(HEIGHT - 34, style.header), (30, style.footer)]
        lines = []
        for y, printed in said:
            if printed:
                line = printed.format(n=number, count=count)
                canvas.setFont(BODY, 7.5)
                canvas.drawString(MARGIN, y, self._shape(line))
                lines.append(line)
        return lines

    def _shape(self, text: str) -> str:
        if self._style.has_ligatures:
            for letters, glyph in _LIGATURES:
                text = text.replace(letters, glyph)
        return text

    def _set_line(self, words: list[str], *, is_last: bool) -> None:
        size, left = self._style.size, self._left()
        if not self._style.is_justified or is_last or len(words) < 3:
            self._draw(self._column, left, " ".join(words), BODY, size)
            return
        widths = [pdfmetrics.stringWidth(self._shape(w), BODY, size) for w in words]
        space = (self._width() - sum(widths)) / (len(words) - 1)
        for word, wide in zip(words, widths, strict=True):
            self._draw(self._column, left, word, BODY, size)
            left += wide + space

    def _draw(
        self,
        column: int,
        x: float,
        text: str,
        font: str,
        size: float,
        y: float | None = None,
    ) -> None:
        drawn = _Drawn(column, x, self._y if y is None else y, text, font, size)
        self._pages[-1].drawn.append(drawn)

    def _lines(
        self, words: Sequence[str], width: float, font: str, size: float, *,
        cut: bool = True,
    ) -> Iterator[tuple[list[str], bool]]:  # fmt: skip
        """Yield the words of each line and whether its last word goes on."""
        line: list[str] = []
        rest = list(words)
        while rest:
            word = rest.pop(0)
            if self._fits([*line, word], width, font, size):
                line.append(word)
                continue
            halves = self._halves(word, line, width, font, size) if cut else None
            if halves:
                line.append(halves[0] + self._style.hyphen)
                rest.insert(0, halves[1])
            else:
                rest.insert(0, word)
            if not line:
                line.append(rest.pop(0))
            yield line, bool(halves)
            line = []
        if line:
            yield line, False

    def _halves(
        self, word: str, line: list[str], width: float, font: str, size: float
    ) -> tuple[str, str] | None:
        # No word is cut at the end of a column: truth stays simple at page breaks.
        if self._y - 2.7 * self._style.size < self._bottom() or not word.isalpha():
            return None
        for left, right in self._hyphens.iterate(word):
            is_whole = min(len(left), len(right)) > 2
            if is_whole and self._fits([*line, f"{left}-"], width, font, size):
                return left, right
        return None

    def _fits(self, words: list[str], width: float, font: str, size: float) -> bool:
        line = self._shape(" ".join(words))
        return bool(pdfmetrics.stringWidth(line, font, size) <= width)

    def _keep(self, kind: str, words: list[str], *, before: bool = False) -> None:
        """Remember words, ``before`` the notes of the page that just ended."""
        if words:
            notes = len(self._pages[-2].notes) if before else 0
            self._blocks.insert(len(self._blocks) - notes, Block(kind, " ".join(words)))

    def _width(self) -> float:
        count = self._style.columns
        return (WIDTH - 2 * MARGIN - (count - 1) * GUTTER) / count

    def _left(self) -> float:
        return MARGIN + self._column * (self._width() + GUTTER)

    def _bottom(self) -> float:
        zone = _NOTE_LINES * self._style.size if self._style.note_zone else 0.0
        return MARGIN + zone

    def _next_column(self) -> None:
        self._column += 1
        if self._column == self._style.columns:
            self._end_page()
            self._pages.append(_Page())
            self._column, self._top = 0, HEIGHT - MARGIN
        self._y = self._top

    def _end_page(self) -> None:
        """Set the notes of the page below everything."""
        page = self._pages[-1]
        if page.notes:
            y = MARGIN + (_NOTE_LINES - 1) * self._style.size
            page.rules.append((MARGIN, y + 9, MARGIN + 120, y + 9))
            for note in page.notes:
                self._draw(_ALL, MARGIN, note, BODY, self._style.size - 2, y=y - 2)
                y -= self._style.size
                self._blocks.append(Block("note", note))
