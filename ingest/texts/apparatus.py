"""Finds covers, tables of contents, indexes and bibliographies in the final text.

They help to find one's way and answer nothing, yet hold every word of the subject.
Where a reader has not marked them, they are found by what they look like, only where
it is plain: a title that says so, and lines of its kind below. When in doubt a run of
text is body: a passage too many in a list of results harms less than one never found.

    Sommaire                      ┐
    Introduction …… 3             │ contents: lines that end in page numbers,
    Méthode …… 12                 ┘ which do not fall
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ontology.model import Document, Page
from ontology.structure import Block, BlockKind

__all__ = ["find_apparatus", "with_apparatus"]

_NUMBERING = r"(?:(?:\d{1,2}|[IVX]{1,5}|[A-Z])(?:\.\d{1,2})*\s*[.)–-]?\s+)?"
_TITLES = {
    BlockKind.CONTENTS: re.compile(
        rf"{_NUMBERING}(?:sommaire|table des mati[èe]res|table of contents|contents)"
        r"\s*[:.]?",
        re.IGNORECASE,
    ),
    BlockKind.BIBLIOGRAPHY: re.compile(
        rf"{_NUMBERING}(?:(?:éléments de )?bibliographie(?: (?:générale|sélective|"
        r"indicative|citée))?|(?:liste des )?références(?: bibliographiques| citées)?|"
        r"(?:(?:bibliographie|références)(?: et |[ /,-]+))?(?:webographie|sitographie)|"
        r"ouvrages cités|sources(?: bibliographiques)?|references|bibliography|"
        r"works cited)\s*[:.]?",
        re.IGNORECASE,
    ),
    BlockKind.INDEX: re.compile(
        rf"{_NUMBERING}index(?: (?:des (?:noms|auteurs|notions|matières|termes|lieux)"
        r"|général|thématique))?",
        re.IGNORECASE,
    ),
}
_ENTRY = re.compile(
    r".*[^\W\d_].*?(?P<leader>[ \t]*(?:[.·_]{2,}|…+)[ \t]*|[ \t]+)"
    r"(?:p\.[ ]?)?(?P<page>\d{1,4})"
)
_LEADING = frozenset(".…·_")
_INDEX_ENTRY = re.compile(r".*[^\W\d_].*?,?\s\d{1,4}(?:\s?[-–,;]\s?\d{1,4})*\.?")
_REFERENCE = re.compile(
    r"\b(?:1[89]|20)\d\d[a-z]?\b|https?://|www\.|\bdoi\b|\b10\.\d{4}|\bISBN\b"
    r"|\bpp?\.\s?\d|\bvol\.|\bn°\s?\d|\bIn\s+[A-Z]|\b[EÉé]ditions?\b|\bEds?\b",
)
_KEY = re.compile(r"[\W_]+")

_FEWEST_ENTRIES = 3
_FEWEST_WITHOUT_TITLE = 5
_MOST_BETWEEN = 2
"""Lines that are no entries, such as the second half of one, between two that are."""
_LARGEST_PAGE = 1_800
"""A larger number is a year."""
_LONGEST_TITLE = 60
_LONGEST_ENTRY = 200
_PROSE = 160
_FEWEST_REFERENCES = 2
_SHARE_OF_REFERENCES = 0.3
"""Of the lines: an entry may be printed on three."""
_MOST_WITHOUT_REFERENCE = 12
_LARGEST_SHARE = 0.6
"""Of the text: what is mostly a bibliography is a bibliography to be found."""
_COVER_CHARACTERS = 350
_COVER_LINE = 160
_COVER_PAGES = 4


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def find_apparatus(document: Document) -> tuple[Block, ...]:
    """Return the parts of a text that answer nothing, where that is plain.

    Each stands on one page; none touches what is marked already.

    Args:
        document: With final text, pages, sections and the blocks of its reader.
    """
    lines = list(_lines(document.text))
    known = [block for block in document.blocks if block.kind.is_apparatus]
    found: list[tuple[BlockKind, int, int]] = []
    for kind, start, end in (
        *_titled(document, lines),
        *_led_lines(lines),
        *_cover(document),
    ):
        taken = [(b.start, b.end) for b in known] + [(s, e) for _, s, e in found]
        if not any(start < high and low < end for low, high in taken):
            found.append((kind, start, end))
    if sum(end - start for _, start, end in found) > _LARGEST_SHARE * len(
        document.text.strip()
    ):
        return ()
    return tuple(
        block
        for kind, start, end in sorted(found, key=lambda part: part[1])
        for block in _by_page(kind, start, end, document.pages)
    )


def with_apparatus(
    blocks: Sequence[Block], found: Sequence[Block]
) -> tuple[Block, ...]:
    """Return all blocks in their order, each behind what holds it.

    Args:
        blocks: Of the reader; their parents are found again.
        found: What ``find_apparatus`` found.
    """
    if not found:
        return tuple(blocks)
    starts = [block.start for block in found]
    shift = [bisect_left(starts, block.start + 1) for block in blocks]
    moved = [
        block if block.parent is None else block.moved(0, shift[block.parent])
        for block in blocks
    ]
    merged: list[Block] = []
    given = 0
    for place, block in zip(shift, moved, strict=True):
        while given < place:
            merged.append(found[given])
            given += 1
        merged.append(block)
    return (*merged, *found[given:])


def _titled(
    document: Document, lines: Sequence[_Line]
) -> Iterator[tuple[BlockKind, int, int]]:
    """Yield what stands under a title that names it."""
    headings = {section.start: section.level for section in document.sections}
    later = {_key(section.title) for section in document.sections}
    for at, line in enumerate(lines):
        kind = _kind_of_title(line.text)
        if kind is None:
            continue
        below = _below(lines, at, headings)
        if kind is BlockKind.CONTENTS:
            end = _end_of_contents(lines[at + 1 :]) or _end_of_titles(below, later)
        elif kind is BlockKind.INDEX:
            end = _end_of_index(below)
        else:
            end = _end_of_references(below)
        if end is not None:
            yield kind, line.start, end


def _kind_of_title(text: str) -> BlockKind | None:
    words = text.strip().lstrip("#").strip()
    if len(words) > _LONGEST_TITLE:
        return None
    return next(
        (kind for kind, title in _TITLES.items() if title.fullmatch(words)), None
    )


def _below(
    lines: Sequence[_Line], at: int, headings: dict[int, int]
) -> Sequence[_Line]:
    """Return the lines of a section: up to a heading of its level or a higher one."""
    level = headings.get(lines[at].start)
    for place in range(at + 1, len(lines)):
        other = headings.get(lines[place].start)
        if other is not None and (level is None or other <= level):
            return lines[at + 1 : place]
    return lines[at + 1 :]


def _end_of_contents(lines: Sequence[_Line]) -> int | None:
    """Return where entries with page numbers end, None where there are too few."""
    numbers: list[int] = []
    end, between = None, 0
    for line in lines:
        number = _page_of(line)
        if number is None:
            between += 1
            if between > _MOST_BETWEEN:
                break
            continue
        if numbers and number < numbers[-1]:
            break
        numbers.append(number)
        end, between = line.end, 0
    return end if len(numbers) >= _FEWEST_ENTRIES else None


def _end_of_titles(lines: Sequence[_Line], titles: set[str]) -> int | None:
    """Return where a list of headings of the same document ends."""
    end, count = None, 0
    for line in lines:
        if _key(re.sub(r"^\s*(?:[-•*]|\d+[.)])\s*", "", line.text)) not in titles:
            break
        end, count = line.end, count + 1
    return end if count >= _FEWEST_ENTRIES else None


def _end_of_index(lines: Sequence[_Line]) -> int | None:
    entries = [
        line
        for line in lines
        if len(line.text) <= _LONGEST_ENTRY
        and _INDEX_ENTRY.fullmatch(line.text.strip())
    ]
    if len(entries) < 2 * _FEWEST_ENTRIES or len(entries) < 0.6 * len(lines):
        return None
    return entries[-1].end


def _end_of_references(lines: Sequence[_Line]) -> int | None:
    """Return where references end: before prose, or lists, that cite none.

    What follows them without a heading of their level, an annex of tables, is not
    theirs: they end where references have become rare.
    """
    end, count, prose, others = None, 0, 0, 0
    for seen, line in enumerate(lines, start=1):
        if _REFERENCE.search(line.text):
            count, prose, others = count + 1, 0, 0
            if count >= _SHARE_OF_REFERENCES * seen:
                end = line.end
            continue
        others += 1
        prose += len(line.text) > _PROSE
        if prose > _MOST_BETWEEN or others > _MOST_WITHOUT_REFERENCE:
            break
    return end if count >= _FEWEST_REFERENCES else None


def _led_lines(lines: Sequence[_Line]) -> Iterator[tuple[BlockKind, int, int]]:
    """Yield runs of lines with leaders, also under no title that names them."""
    run: list[_Line] = []
    last = between = 0
    for line in lines:
        number = _page_of(line, is_led=True)
        if number is not None and number >= last:
            run.append(line)
            last, between = number, 0
            continue
        between += 1
        if between > _MOST_BETWEEN:
            yield from _long_enough(run)
            run, last, between = [], 0, 0
    yield from _long_enough(run)


def _long_enough(run: Sequence[_Line]) -> Iterator[tuple[BlockKind, int, int]]:
    if len(run) >= _FEWEST_WITHOUT_TITLE:
        yield BlockKind.CONTENTS, run[0].start, run[-1].end


def _page_of(line: _Line, *, is_led: bool = False) -> int | None:
    """Return the page number that an entry ends with, None for another line."""
    text = line.text.strip()
    # Cheap looks first: most lines of a document are asked, few are entries.
    if len(line.text) > _LONGEST_ENTRY or not text[-1:].isdecimal():
        return None
    if is_led and _LEADING.isdisjoint(text):
        return None
    entry = _ENTRY.fullmatch(text)
    if entry is None or (is_led and _LEADING.isdisjoint(entry["leader"])):
        return None
    number = int(entry["page"])
    return number if number < _LARGEST_PAGE else None


def _cover(document: Document) -> Iterator[tuple[BlockKind, int, int]]:
    """Yield the first page where it holds the title and hardly anything else."""
    if not document.is_paged or len(document.pages) < _COVER_PAGES:
        return
    page = document.pages[0]
    text = document.text[page.start : page.end]
    is_short = 0 < len(text.strip()) <= _COVER_CHARACTERS
    lines = text.split("\n")
    title = _key(document.title)
    if (
        is_short
        and title
        and title in _key(text)
        and all(len(line) <= _COVER_LINE for line in lines)
        and sum(line.rstrip().endswith(".") for line in lines) < 2
    ):
        yield BlockKind.COVER, page.start, page.end


def _by_page(
    kind: BlockKind, start: int, end: int, pages: Sequence[Page]
) -> Iterator[Block]:
    for page in pages:
        low, high = max(start, page.start), min(end, page.end)
        if low < high:
            yield Block(kind, low, high)


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that hold something, across pages."""
    for match in re.finditer(r"[^\n\f]*\S[^\n\f]*", text):
        yield _Line(match.start(), match.end(), match[0])


def _key(text: str) -> str:
    return _KEY.sub("", text).casefold()
