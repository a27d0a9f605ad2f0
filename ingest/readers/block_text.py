"""Builds the text of a document from its blocks, and remembers where things are.

HTML and Markdown say what a heading, a paragraph and a row are. Their readers add
blocks one by one; the builder cleans the characters, writes the text once and keeps the
offsets of headings and of parts in another language: nothing is searched later.
"""

import re

from ingest.errors import TooLarge
from ingest.read_text import LanguageSpan
from ingest.texts.characters import clean_characters
from ontology.model import Section

__all__ = ["BlockText"]

_WHITE = re.compile(r"[ \t\r\f\v]+")
_LINE = re.compile(r" ?\n ?")
_MANY_LINES = re.compile(r"\n{3,}")


class BlockText:
    """A growing text.

    Args:
        limit: Largest number of characters.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: list[str] = []
        self._length = 0
        self.sections: list[Section] = []
        self.spans: list[LanguageSpan] = []

    def add(self, text: str, *, language: str = "", is_tight: bool = False) -> None:
        """Add a block.

        Args:
            text: Its text; white space is collapsed, line breaks are kept.
            language: Stated language of the block, or empty.
            is_tight: Whether one line break is enough before it (rows, list items).

        Raises:
            TooLarge: If the text grows beyond the limit.
        """
        start = self._write(_squeeze(text), is_tight=is_tight)
        if start is not None and language:
            self.spans.append(LanguageSpan(start, self._length, language))

    def add_heading(self, title: str, level: int, *, language: str = "") -> None:
        """Add a heading and remember it as a section.

        Raises:
            TooLarge: If the text grows beyond the limit.
        """
        flat = " ".join(clean_characters(title).split())
        start = self._write(flat, is_tight=False)
        if start is not None:
            self.sections.append(Section(flat, level, start))
            if language:
                self.spans.append(LanguageSpan(start, self._length, language))

    def add_verbatim(self, text: str) -> None:
        """Add a block whose white space matters, such as code.

        Raises:
            TooLarge: If the text grows beyond the limit.
        """
        self._write(clean_characters(text).strip("\n"), is_tight=False)

    def text(self) -> str:
        """Return the text so far."""
        return "".join(self._parts)

    def _write(self, block: str, *, is_tight: bool) -> int | None:
        if not block.strip():
            return None
        gap = "" if not self._parts else "\n" if is_tight else "\n\n"
        start = self._length + len(gap)
        self._parts.append(gap + block)
        self._length = start + len(block)
        if self._length > self._limit:
            raise TooLarge(f"le texte dépasse {self._limit} caractères")
        return start


def _squeeze(text: str) -> str:
    flat = _WHITE.sub(" ", clean_characters(text))
    return _MANY_LINES.sub("\n\n", _LINE.sub("\n", flat)).strip()
