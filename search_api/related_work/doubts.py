"""Why nothing in the corpus supports a text: the first of these that is true.

    only_table       cells and no prose
    too_short        fewer words than a paragraph that asks by itself
    other_language   a language that hardly any document has
    no_subject       no word but stop words, numbers, letters and what a good part of
                     all passages hold
    nothing_near     it says something, and no document is about it

Pure rules; how rare a word or a language is, others know.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ontology.model import DocumentRecord, Passage
from ontology.structure import CELL_SEPARATOR, BlockKind
from search_api.french import analysis
from search_api.related_work.paragraphs import FEWEST_WORDS
from search_api.related_work.results import Doubt

__all__ = ["Doubter"]

_TABLE: Final = 0.9
"""Share of the words of a text that stand in cells where it is a table."""

_BARS: Final = 2
"""In a line of a table that is drawn with them."""

_RARE_LANGUAGE: Final = 0.02
"""A language that fewer of the documents have is another one."""

_COMMON_WORD: Final = 0.1
"""A word that more of the passages hold names no subject."""

_SHORTEST: Final = 3
_UNKNOWN: Final = "und"


@dataclass(frozen=True, slots=True)
class Doubter:
    """Says why nothing supports texts, in one generation.

    Attributes:
        frequency: How many passages hold a word.
        passages: How many there are.
        language_share: The part of the documents that are in a language, 0 to 1.
    """

    frequency: Callable[[str], int]
    passages: int
    language_share: Callable[[str], float]

    def of_draft(self, record: DocumentRecord, asked: Sequence[Passage]) -> Doubt:
        """Say why nothing supports a draft.

        Args:
            record: The draft.
            asked: Its paragraphs that asked.
        """
        return self._why([*asked], record, record.document.language)

    def of_paragraph(self, record: DocumentRecord, paragraph: Passage) -> Doubt:
        """Say why nothing supports a paragraph of a draft."""
        return self._why([paragraph], record, paragraph.language)

    def _why(
        self, parts: Sequence[Passage], record: DocumentRecord, language: str
    ) -> Doubt:
        if _is_table(parts, record):
            return Doubt.ONLY_TABLE
        if sum(len(part.text.split()) for part in parts) < FEWEST_WORDS:
            return Doubt.TOO_SHORT
        if language != _UNKNOWN and self.language_share(language) < _RARE_LANGUAGE:
            return Doubt.OTHER_LANGUAGE
        if not any(self.names_subject(part) for part in parts):
            return Doubt.NO_SUBJECT
        return Doubt.NOTHING_NEAR

    def names_subject(self, part: Passage) -> bool:
        """Whether any word says what a text is about; else nothing can support it."""
        most = _COMMON_WORD * self.passages
        return any(
            not word.is_stop
            and len(word.folded) >= _SHORTEST
            and not word.folded.isdecimal()
            and self.frequency(word.folded) <= most
            for word in analysis.words(part.text, part.language)
        )


def _is_table(parts: Sequence[Passage], record: DocumentRecord) -> bool:
    """Whether nearly all words stand in cells: of the blocks, or between tabulators."""
    cells = [
        (block.start, block.end)
        for block in record.document.blocks
        if block.kind is BlockKind.TABLE
    ]
    inside = words = 0
    for part in parts:
        start = part.start
        for line in part.text.splitlines(keepends=True):
            count = len(line.split())
            words += count
            is_cell = CELL_SEPARATOR in line.strip() or line.count("|") >= _BARS
            is_cell = is_cell or any(a <= start < b for a, b in cells)
            inside += count if is_cell else 0
            start += len(line)
    return words > 0 and inside >= _TABLE * words
