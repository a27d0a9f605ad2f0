"""Parts that help to find one's way: tables of contents, indexes, bibliographies."""

import re
from collections.abc import Sequence

from ingest.readers.pdf.page_pieces import Piece
from ontology.structure import BlockKind

__all__ = ["Apparatus"]

_ENTRY = re.compile(r"(?:\.[ \t]?){4,}|(?:…[ \t]?){2,}|(?:·[ \t]?){5,}")
_ENTRY_LINE = re.compile(r".*\D[ .…·]*(?:\d{1,3}|[ivxl]{1,6})\s*")
_FEWEST_ENTRIES = 3
_NAMES = {
    BlockKind.BIBLIOGRAPHY: re.compile(
        r"[\W\d_]*(?:[ivx]+\W+)?(?:bibliographie|références(?: bibliographiques)?"
        r"|bibliography|references|webographie|sitographie)\b[^.?!]{0,40}",
        re.IGNORECASE,
    ),
    BlockKind.INDEX: re.compile(
        r"[\W\d_]*index(?: (?:des|of|général)\b.{0,40})?\W*", re.IGNORECASE
    ),
    BlockKind.CONTENTS: re.compile(
        r"[\W\d_]*(?:table des mati[èe]res|sommaire|contents|table of contents)\W*",
        re.IGNORECASE,
    ),
}


class Apparatus:
    """Tells what the pieces of a document belong to, page after page.

    A bibliography or an index stands in the second half of a document; « Références »
    before that heads a part of the text.

    Args:
        pages: How many there are.
    """

    def __init__(self, pages: int) -> None:
        self._pages = pages
        self._seen = 0
        self._open: BlockKind | None = None
        self._level = 0

    def kinds(self, page: Sequence[Piece]) -> list[BlockKind | None]:
        """Return for each piece of the next page its part, None for the body."""
        self._seen += 1
        kinds: list[BlockKind | None] = []
        for piece in page:
            if piece.kind is BlockKind.HEADING:
                self._follow(piece)
            is_contents = self._open is None and _is_contents(piece)
            kinds.append(BlockKind.CONTENTS if is_contents else self._open)
        if self._open is not None and not _fits(self._open, page):
            # The next heading was not seen: what does not look like it, is body.
            kinds = [None if kind is self._open else kind for kind in kinds]
            self._open = None
        return kinds

    def _follow(self, heading: Piece) -> None:
        """Open or close a part at a heading."""
        title = " ".join(heading.text.split())
        named = next((k for k, name in _NAMES.items() if name.fullmatch(title)), None)
        is_late = 2 * self._seen > self._pages
        if named is not None and (named is BlockKind.CONTENTS or is_late):
            self._open, self._level = named, heading.level
        elif heading.level <= self._level:
            self._open = None


_SIGNS = {
    BlockKind.BIBLIOGRAPHY: (re.compile(r"\b(?:19|20)\d\d|https?://|doi"), 300),
    BlockKind.INDEX: (re.compile(r"\b\d{1,3}\b"), 60),
    BlockKind.CONTENTS: (
        re.compile(r"\b(?:\d{1,3}|[ivxl]{1,6})[ \t]*$", re.MULTILINE),
        120,
    ),
}


def _fits(kind: BlockKind, page: Sequence[Piece]) -> bool:
    """Whether a page has the signs of a part: years, numbers of pages."""
    text = "\n".join(piece.text for piece in page)
    sign, letters = _SIGNS[kind]
    return len(sign.findall(text)) * letters >= len(text)


def _is_contents(piece: Piece) -> bool:
    """Whether most lines of a piece lead with dots to the number of a page."""
    lines = piece.text.split("\n")
    led = sum(
        1 for line in lines if _ENTRY.search(line) and _ENTRY_LINE.fullmatch(line)
    )
    return led >= _FEWEST_ENTRIES and 2 * led >= len(lines)
