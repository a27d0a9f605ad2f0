"""RTF files: paragraphs, headings, list marks, tables, notes; hidden text left out.

Every group inherits the state of the one around it; a *destination* says where its
text belongs. The letters of a font are in the code page of that font.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from ingest.errors import MalformedContent, NoText
from ingest.losses import LossCount
from ingest.read_text import Found, ReadingRequest, ReadPage, ReadText
from ingest.readers.block_text import BlockText, Cell
from ingest.readers.office.list_numbers import bullet
from ingest.readers.office.office_archive import RESAVE
from ingest.readers.pdf.author_names import split_authors
from ingest.readers.rtf.rtf_tokens import CODE_PAGES, Token, TokenKind, decoded, tokens
from ontology.structure import BlockKind, LossKind

__all__ = ["read_rtf"]

_BODY = "body"
_SKIPPED: Final = frozenset(
    {
        "colortbl", "pict", "fldinst", "objdata", "objclass", "objname", "datafield",
        "themedata", "colorschememapping", "latentstyles", "datastore", "generator",
        "listtable", "listoverridetable", "rsidtbl", "xmlnstbl", "filetbl", "revtbl",
        "shprslt", "bkmkstart", "bkmkend", "atnid", "atnauthor", "atntime", "atndate",
        "atnref", "atnicn", "atrfstart", "atrfend", "xe", "tc", "private", "background",
        "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "nonshppict",
        "pnseclvl", "pn", "operator", "company", "doccomm", "creatim", "revtim",
        "printim", "buptim", "category", "manager", "hlinkbase", "falt", "panose",
        "sp", "nonesttables", "comment", "mmathPr", "blipuid",
    }
)  # fmt: skip
_INFO: Final = {
    "title": "title",
    "author": "authors",
    "subject": "subject",
    "keywords": "keywords",
}
_FURNITURE = re.compile(r"(header|footer)[lrf]?")
_KEPT_STARRED = {"shpinst", "shptxt", "annotation", "listtext", "pntext", "shppict"}
_SIGNS: Final = {
    "tab": " ", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ",
    "enspace": " ", "qmspace": " ", "softline": "\n", "nestcell": "\n",
}  # fmt: skip
_SYMBOLS: Final = {"~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\"}
_BREAKS = {"par", "sect", "page", "column", "nestrow"}
_HEADING = re.compile(r"(?:heading|titre) ([1-9])", re.IGNORECASE)
_DEEPEST = 2_000
_MOST_SKIPPED = 100


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group."""

    destination: str = _BODY
    is_hidden: bool = False
    code_page: str = ""
    skipped: int = 1


@dataclass(slots=True)
class _Paragraph:
    text: list[str] = field(default_factory=list)
    mark: list[str] = field(default_factory=list)
    level: int = 0
    is_in_table: bool = False


def read_rtf(content: bytes, request: ReadingRequest) -> ReadText:
    """Read an RTF file.

    Raises:
        MalformedContent: If groups are nested beyond reason.
        NoText: If it holds no text.
        TooLarge: If it has too many characters.
    """
    reader = _Reader(request.limits.characters)
    for token in tokens(content):
        reader.take(token)
    reader.finish()
    text = reader.blocks.text()
    if not text:
        raise NoText("aucun texte dans ce document RTF")
    page = ReadPage(
        text,
        "rtf",
        blocks=tuple(reader.blocks.blocks),
        furniture=tuple(dict.fromkeys(reader.furniture)),
    )
    return ReadText(
        pages=(page,),
        is_final=True,
        found=tuple(reader.found()),
        sections=tuple(reader.blocks.sections),
        losses=reader.lost.losses,
    )


class _Reader:
    def __init__(self, limit: int) -> None:
        self.blocks = BlockText(limit)
        self.furniture: list[str] = []
        self.lost = LossCount()
        self._state = _State()
        self._stack: list[_State] = []
        self._is_starred = False
        self._to_skip = 0
        self._bytes = bytearray()
        self._code_page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._default_font = 0
        self._styles: dict[int, int] = {}
        self._style = 0
        self._texts: dict[str, list[str]] = {}
        self._paragraph = _Paragraph()
        self._notes: list[str] = []
        self._cells: list[Cell] = []
        self._cell: Cell | None = None
        self._rows: list[list[Cell]] = []

    def take(self, token: Token) -> None:
        """Take a token.

        Raises:
            MalformedContent: If groups are nested beyond reason.
            TooLarge: If the text grows beyond the limit.
        """
        if token.kind is TokenKind.BYTES:
            self._take_bytes(token.content)
            return
        self._flush()
        if token.kind is TokenKind.BEGIN:
            self._to_skip = 0
            self._stack.append(self._state)
            if len(self._stack) > _DEEPEST:
                raise MalformedContent("groupes RTF trop imbriqués", remedy=RESAVE)
        elif token.kind is TokenKind.END:
            self._to_skip = 0
            self._end()
        elif token.kind is TokenKind.SYMBOL:
            self._symbol(token.name)
        else:
            self._word(token.name, token.value)

    def finish(self) -> None:
        """Write what is still open, then the notes."""
        self._flush()
        self._end_paragraph()
        self._end_table()
        for number, note in enumerate(self._notes, start=1):
            text = f"[{number}] {' '.join(note.split())}"
            self.blocks.add(text, kind=BlockKind.NOTE, label=str(number))

    def found(self) -> Iterator[Found]:
        """Yield what the file says of itself."""
        for key, name in _INFO.items():
            # Some programs state a thing twice, in two encodings.
            stated = _joined(self._texts.get(key, [])).partition("\n")[0]
            for part in split_authors(name, stated):
                if part.strip():
                    yield Found(name, part.strip(), "RTF")

    def _take_bytes(self, content: bytes) -> None:
        skipped = min(self._to_skip, len(content))
        self._to_skip -= skipped
        self._bytes += content[skipped:]

    def _flush(self) -> None:
        if self._bytes:
            page = self._state.code_page or self._code_page
            content, self._bytes = bytes(self._bytes), bytearray()
            self._write(decoded(content, page))

    def _write(self, text: str) -> None:
        where = self._state.destination
        if where == _BODY or where == "mark":
            if self._state.is_hidden:
                self.lost.add(LossKind.HIDDEN_TEXT, len(text))
            elif where == "mark":
                self._paragraph.mark.append(text)
            else:
                self._paragraph.text.append(text)
        elif where == "note" and self._state.is_hidden:
            self.lost.add(LossKind.HIDDEN_TEXT, len(text))
        elif where != "skip":
            self._texts.setdefault(where, []).append(text)

    def _symbol(self, name: str) -> None:
        if name == "*":
            self._is_starred = True
        elif name in _SYMBOLS:
            self._write(_SYMBOLS[name])
        elif name in "\r\n":
            self._break()

    def _word(self, name: str, value: int | None) -> None:
        starred, self._is_starred = self._is_starred, False
        if self._begins_destination(name, starred=starred):
            return
        if name == "u":
            code = (value or 0) & 0xFFFF
            self._write(chr(code))
            self._to_skip = self._state.skipped
        elif name in _SIGNS:
            self._write(_SIGNS[name])
        elif name in _BREAKS:
            self._break()
        elif name in ("cell", "row"):
            self._end_cell() if name == "cell" else self._end_row()
        elif name in ("v", "webhidden", "deleted"):
            self._state = replace(self._state, is_hidden=value != 0)
        else:
            self._set(name, value)

    def _set(self, name: str, value: int | None) -> None:
        """Take a word that changes what follows."""
        number = value or 0
        if name in ("pard", "intbl", "outlinelevel", "s"):
            self._set_paragraph(name, number)
        elif name == "uc":
            skipped = max(0, min(number, _MOST_SKIPPED))
            self._state = replace(self._state, skipped=skipped)
        elif name == "f":
            self._font = number
            self._state = replace(self._state, code_page=self._fonts.get(number, ""))
        elif name == "plain":
            page = self._fonts.get(self._default_font, "")
            self._state = replace(self._state, code_page=page, is_hidden=False)
        elif name in ("ansicpg", "deff"):
            self._set_default(name, number)
        elif name in ("fcharset", "cpg") and self._state.destination == "fonttbl":
            page = CODE_PAGES.get(number, "") if name == "fcharset" else f"cp{number}"
            if page:
                self._fonts[self._font] = page

    def _set_paragraph(self, name: str, number: int) -> None:
        if name == "pard":
            self._paragraph.is_in_table = False
            self._paragraph.level = 0
        elif name == "intbl":
            self._paragraph.is_in_table = True
        elif name == "outlinelevel":
            self._paragraph.level = number + 1 if 0 <= number < 9 else 0
        else:
            self._style = number
            self._paragraph.level = self._styles.get(number, 0)

    def _set_default(self, name: str, number: int) -> None:
        if name == "deff":
            self._default_font = number
        elif number:
            self._code_page = f"cp{number}"

    def _begins_destination(self, name: str, *, starred: bool) -> bool:
        where = self._state.destination
        if where != "skip" and name in ("footnote", "annotation"):
            self._begin_apart(name)
            return True
        if name == "object":
            self.lost.add(LossKind.EMBEDDED_OBJECT)
        new = "skip" if where == "skip" else _destination(name, where)
        if not new and starred and name not in _KEPT_STARRED:
            new = "skip"
        if new:
            self._state = replace(self._state, destination=new)
        return bool(new)

    def _begin_apart(self, name: str) -> None:
        """Begin a note or a comment: its text stands apart from the paragraph."""
        if name == "annotation":
            self.lost.add(LossKind.COMMENT)
            self._state = replace(self._state, destination="skip")
        elif self._state.is_hidden:
            self._state = replace(self._state, destination="skip")
        else:
            self._write(f"[{len(self._notes) + 1}]")
            self._notes.append("")
            self._state = replace(self._state, destination="note")

    def _end(self) -> None:
        ended = self._state.destination
        self._state = self._stack.pop() if self._stack else _State()
        around = self._state.destination
        if ended == "stylesheet":
            name = _joined(self._texts.pop("stylesheet", []))
            match = _HEADING.match(name.strip())
            if match:
                self._styles[self._style] = int(match[1])
        elif ended == "furniture" and around != "furniture":
            self._end_furniture()
        elif ended == "note" and around != "note":
            self._notes[-1] = _joined(self._texts.pop("note", []))
        elif ended == "fonttbl":
            self._texts.pop("fonttbl", None)
        elif ended in _INFO:
            self._texts.setdefault(ended, []).append("\n")
        if around != ended and ended == "stylesheet":
            self._style = 0

    def _break(self) -> None:
        where = self._state.destination
        if where == _BODY:
            self._end_paragraph()
        elif where in ("note", "furniture"):
            self._write("\n")

    def _end_furniture(self) -> None:
        lines = _joined(self._texts.pop("furniture", [])).split("\n")
        self.furniture += [" ".join(line.split()) for line in lines if line.strip()]

    def _end_paragraph(self) -> None:
        paragraph = self._paragraph
        text, mark = _joined(paragraph.text), bullet(_joined(paragraph.mark).strip())
        self._paragraph = _Paragraph(
            level=paragraph.level, is_in_table=paragraph.is_in_table
        )
        if not paragraph.is_in_table and text.strip():
            self._end_table()
        if paragraph.is_in_table and self._cell is None:
            self._cell = self.blocks.cell()
        is_cell = paragraph.is_in_table and self._cell is not None
        target = self._cell.text if is_cell and self._cell else self.blocks
        if paragraph.level:
            target.add_heading(f"{mark} {text}" if mark else text, paragraph.level)
        elif mark:
            target.add_item(text, mark=mark)
        else:
            target.add(text)

    def _end_cell(self) -> None:
        if self._state.destination != _BODY:
            return
        self._paragraph.is_in_table = True
        self._end_paragraph()
        self._cells.append(self._cell or self.blocks.cell())
        self._cell = None

    def _end_row(self) -> None:
        if self._cells:
            self._rows.append(self._cells)
        self._cells = []

    def _end_table(self) -> None:
        if self._cell is not None:
            self._cells.append(self._cell)
            self._cell = None
        self._end_row()
        rows, self._rows = self._rows, []
        if rows:
            self.blocks.add_table(rows)


def _destination(name: str, around: str) -> str:
    """Return where the text of a group belongs that begins with a word, if it says."""
    if name in _SKIPPED:
        return "skip"
    if name in ("listtext", "pntext"):
        return "mark"
    if name in ("fonttbl", "stylesheet", "info"):
        return name
    if name in _INFO and around == "info":
        return name
    return "furniture" if _FURNITURE.fullmatch(name) else ""


def _joined(pieces: list[str]) -> str:
    """Return pieces as one text; characters given in two halves are made whole."""
    text = "".join(pieces)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
