"""Where a draft holds the whole title of a document, and whether that cites it.

long title      wherever it stands
short or plain  between guillemets, in a bibliography, in an item with a year
own title       never: the first line and the headings of the draft are its own
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from ontology.call_context import checkpoint
from ontology.folding import WORD, fold
from ontology.model import DocumentRecord
from ontology.structure import BlockKind, PassageRole
from search_api.related_work.known_names import FIRST_WORDS, KnownNames, Words

__all__ = ["titles_in"]

_LONG_TITLE: Final = 6
"""Words from which a title is recognised without guillemets or a line of references."""

_OPENING: Final = "«“„\"‘'"
_CLOSING: Final = "»”\"’'"
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ITEM: Final = re.compile(r"\s*(?:[-–—•*▪]|\[?\d{1,3}[.)\]])\s")


def titles_in(
    record: DocumentRecord, names: KnownNames, *, most: int
) -> Iterator[tuple[str, int, int]]:
    """Yield document, start and end of each title that cites its document.

    Args:
        record: The draft.
        names: Of the documents.
        most: Characters that are looked through.

    Raises:
        CallCancelled: If nobody waits for it any more.
    """
    text = record.document.text[:most]
    places = [(fold(m[0]), m.start(), m.end()) for m in WORD.finditer(text)]
    counts = partial(_counts, text, _own_titles(record), _reference_lines(record))
    number = 0
    while number < len(places):
        if number % 1_000 == 0:
            checkpoint()
        title = _title_at(number, places, names, counts)
        if title is None:
            number += 1
            continue
        start, end = places[number][1], places[number + len(title) - 1][2]
        for document in names.titles[title]:
            yield document, start, end
        number += len(title)


def _title_at(
    number: int,
    places: Sequence[tuple[str, int, int]],
    names: KnownNames,
    counts: Callable[[Words, int, int], bool],
) -> Words | None:
    """Return the longest title that begins at a word and counts there."""
    for length in range(FIRST_WORDS, 0, -1):
        first = tuple(place[0] for place in places[number : number + length])
        for title in names.beginnings.get(first, ()) if len(first) == length else ():
            last = number + len(title) - 1
            if last >= len(places):
                continue
            here = tuple(place[0] for place in places[number : last + 1])
            if here == title and counts(title, places[number][1], places[last][2]):
                return title
    return None


def _counts(
    text: str,
    own: Sequence[range],
    references: Sequence[range],
    title: Words,
    start: int,
    end: int,
) -> bool:
    """Whether a title that stands somewhere cites its work there."""
    if any(start in one for one in own):
        return False
    if len(title) >= _LONG_TITLE or any(start in one for one in references):
        return True
    before = text[max(0, start - 3) : start].rstrip()[-1:]
    behind = text[end : end + 4].lstrip()[:1]
    if before and behind and before in _OPENING and behind in _CLOSING:
        return True
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    line = text[first : last if last >= 0 else len(text)]
    return _ITEM.match(line) is not None and _YEAR.search(line) is not None


def _own_titles(record: DocumentRecord) -> list[range]:
    """Return where the draft has headings, and its first line."""
    document = record.document
    first = document.text.lstrip().partition("\n")[0]
    begin = len(document.text) - len(document.text.lstrip())
    headings = [
        range(block.start, block.end)
        for block in document.blocks
        if block.kind is BlockKind.HEADING
    ]
    # A first line of its own is a title, not a sentence or an item.
    is_title = first.rstrip()[-1:] not in ".;:»" and not _ITEM.match(first)
    is_title = is_title and len(first) < 200 and "\n" in document.text.strip()
    return [range(begin, begin + len(first)), *headings] if is_title else headings


def _reference_lines(record: DocumentRecord) -> list[range]:
    """Return where the draft lists references."""
    return [
        range(passage.start, passage.end)
        for passage in record.passages
        if passage.role is PassageRole.BIBLIOGRAPHY
    ]
