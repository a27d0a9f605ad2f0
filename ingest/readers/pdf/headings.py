"""Headings that only their looks tell: larger or bolder than the text, on their own.

Used where a file has no outline. What is large is told by the whole document; the
levels are the sizes that occur, the largest first.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.read_text import Heading
from ingest.texts.characters import clean_printed
from ingest.texts.page_cleaning import join_letter_spacing

__all__ = ["HeadingLine", "choose_headings", "may_head"]

_LONGEST = 140
_LARGER = 1.12
_DEEPEST = 4
_RUNNING = 3
_MOST_PER_PAGE = 12
_LONGEST_END = 4
_OPEN_END = re.compile(r"[,;:…\-–(«\ufffe]$|[^.]\.$|\bet$|\bde$|\bdu$|\bdes$")
_HEAD = re.compile(
    r"(?![•●○▪■–—*-])[\W_]*(?:[A-ZÀ-ÖØ-ÞŒÆ]|\d{1,2}[.)\s]|[IVX]{1,5}[.)\s])"
)
_CONTENTS = re.compile(r".{25,}\s\d{1,3}")
_CAPTION = re.compile(r"(?:fig(?:ure)?|tab(?:leau)?|source|photo)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A line that may be a heading.

    Attributes:
        text: Of one or more lines.
        page: Index of the page, from 0.
        size: Of its letters.
        is_bold: What its font says.
        is_edge: Whether it is the first or last line of the page.
        offset: Of its first character in the text of the page.
    """

    text: str
    page: int
    size: float
    is_bold: bool
    is_edge: bool = False
    offset: int = -1


@lru_cache(maxsize=2**14)
def may_head(text: str) -> bool:
    """Whether a line reads like a heading.

    >>> may_head("2. Cadre de la recherche"), may_head("et la suite d’une phrase.")
    (True, False)
    """
    return (
        len(text) <= _LONGEST
        and bool(_HEAD.match(text))
        and not _OPEN_END.search(text, max(0, len(text) - _LONGEST_END))
        and sum(map(str.isalpha, text)) >= 4
        and "…" not in text
        and "...." not in text
        and not _CAPTION.match(text)
        and not _CONTENTS.fullmatch(text)
    )


def choose_headings(
    candidates: Sequence[HeadingLine], sizes: Counter[int], title: str
) -> list[tuple[HeadingLine, Heading]]:
    """Return the candidates that stand out, and what they head.

    Args:
        candidates: Of all pages, in order.
        sizes: Letters of the document by size in half points.
        title: Of the document, which is no heading of a part.
    """
    if not sizes:
        return []
    body = sizes.most_common(1)[0][0] / 2
    copies = Counter(_key(c.text) for c in candidates if c.is_edge)
    known = _key(title)
    chosen = [
        c
        for c in candidates
        if (c.size >= _LARGER * body or (c.is_bold and c.size >= 0.97 * body))
        and not (c.is_edge and copies[_key(c.text)] >= _RUNNING)
        and not (c.page == 0 and _is_title(_key(c.text), known))
    ]
    chosen = list(_not_crowded(chosen))
    levels = _levels(chosen, body)
    return [(c, Heading(_flat(c.text), levels[_step(c, body)], c.page)) for c in chosen]


def _flat(text: str) -> str:
    return " ".join(join_letter_spacing(clean_printed(text)).split())


def _is_title(key: str, title: str) -> bool:
    """Whether a line is the title, or most of it."""
    return key in title and 2 * len(key) >= len(title)


def _not_crowded(chosen: Sequence[HeadingLine]) -> Iterable[HeadingLine]:
    """Leave out pages on which almost everything stands out: covers, slides, forms."""
    counts = Counter(c.page for c in chosen)
    return (c for c in chosen if counts[c.page] <= _MOST_PER_PAGE)


def _levels(chosen: Sequence[HeadingLine], body: float) -> dict[int, int]:
    steps = sorted({_step(c, body) for c in chosen}, reverse=True)
    return {step: min(level, _DEEPEST) for level, step in enumerate(steps, start=1)}


def _step(candidate: HeadingLine, body: float) -> int:
    """Return a size in points; bold text of the size of the body is 0."""
    return round(candidate.size) if candidate.size >= _LARGER * body else 0


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
