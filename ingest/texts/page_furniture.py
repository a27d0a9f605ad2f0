"""Running headers, footers and page numbers: lines that belong to the paper.

A line near the top or bottom is running when nearly the same line (its digits aside)
stands at the same edge of several other pages. Titles of chapters change, so being
repeated on three neighbouring pages is enough; in a long document a share of the
pages is asked for. On two pages it is enough where its number grows with them. A line
that is only a number is a page number when it grows with the pages.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

__all__ = ["remove_running_lines"]

EDGE_LINES = 4
"""How many lines at the top and at the bottom are looked at."""

LONGEST = 160
"""A running line is short."""

_DIGITS = re.compile(r"\d+")
_NOT_WORD = re.compile(r"[\W_]+")
_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.?|pg\.?|f°)?\s*(\d{1,4}|[ivxl]{1,7})"
    r"(?:\s*(?:/|sur|of|de|\|)\s*(\d{1,4}))?[\W_]*",
    re.IGNORECASE,
)
_NUMBERED_HEADING = re.compile(
    r"\s*(?:(\d{1,4}|[ivxl]{1,7})\s+\D.*|.*\D\s+(\d{1,4}|[ivxl]{1,7}))\s*"
)
_PAGE_OF = re.compile(r"\b([12]) ?(?:/|sur|of) ?2\b")
_LONGEST_HEADING = 90
_MANY = 4
_LONG_KEY = 20
_FIRST_YEAR = 1_000
Edges = list[list[int]]
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def remove_running_lines(pages: Sequence[str]) -> list[str]:
    """Return the pages without their running lines.

    Args:
        pages: Text of the pages, one printed line per line.
    """
    lines = [page.split("\n") for page in pages]
    if len(lines) < 2:
        return ["\n".join(page) for page in lines]
    edges: dict[bool, Edges] = {
        is_top: [_edge(page, is_top=is_top) for page in lines]
        for is_top in (True, False)
    }
    repeated = {is_top: _repeated_keys(lines, edges[is_top]) for is_top in edges}
    numbered = _numbered_lines(lines, edges)
    headed = _numbered_headings(lines, edges) | numbered
    return [
        "\n".join(_strip_edges(page, index, edges, repeated, headed, numbered))
        for index, page in enumerate(lines)
    ]


def _edge(page: list[str], *, is_top: bool) -> list[int]:
    """Return the indexes of the outermost lines with text, from the edge inwards."""
    order = range(len(page)) if is_top else range(len(page) - 1, -1, -1)
    found: list[int] = []
    for index in order:
        if page[index].strip():
            found.append(index)
            if len(found) == EDGE_LINES:
                break
    return found


def _key(line: str) -> str:
    """Reduce a line to what stays the same from page to page."""
    if len(line) > LONGEST:
        return ""
    key = _NOT_WORD.sub("", _DIGITS.sub("", line)).casefold()
    return key if len(key) >= 3 else ""


def _repeated_keys(lines: list[list[str]], edges: Edges) -> set[str]:
    """Find the keys that run over pages at one of their edges."""
    where: dict[str, list[int]] = defaultdict(list)
    for index, page in enumerate(lines):
        keys = {_key(page[i]) for i in edges[index]}
        for key in keys - {""}:
            where[key].append(index)
    growing = _growing_keys(lines, edges) if len(lines) == 2 else set()
    return {key for key, at in where.items() if _runs(at, len(lines))} | growing


def _growing_keys(lines: list[list[str]], edges: Edges) -> set[str]:
    """Find the long keys on two pages whose number is one more on the second page.

    « Annexe 1 » and « Annexe 2 » are titles, so only what is longer counts.
    """
    first, second = (
        {_key(page[at]): _page_number(page[at]) for at in edge}
        for page, edge in zip(lines, edges, strict=True)
    )
    return {
        key
        for key, number in first.items()
        if len(key) >= _LONG_KEY and number and second.get(key) == number + 1
    }


def _page_number(line: str) -> int | None:
    """Return the number of « 1/2 », or that at one of the ends, unless a year."""
    if page := _PAGE_OF.search(line):
        return int(page[1])
    match = _NUMBERED_HEADING.fullmatch(line)
    value = _value(match[1] or match[2])[1] if match else 0
    return value if 0 < value < _FIRST_YEAR else None


def _runs(pages: list[int], total: int) -> bool:
    if len(pages) < 2:
        return False
    if total <= 3:
        # Two of two pages may be a coincidence of form letters; of three it is not.
        return len(pages) == total == 3
    if len(pages) >= max(3, total * 0.4):
        return True
    # Chapters: three in a row, or on every second page (left and right differ).
    return any(
        pages[i + 2] - pages[i] in (2, 4) and pages[i + 1] - pages[i] <= 2
        for i in range(len(pages) - 2)
    )


def _numbered_lines(
    lines: list[list[str]], edges: Mapping[bool, Edges]
) -> set[tuple[int, int]]:
    """Return (page, line) of lines that are page numbers."""
    candidates: dict[tuple[bool, str, int], list[tuple[int, int]]] = defaultdict(list)
    for index, page in enumerate(lines):
        for is_top in (True, False):
            for at in edges[is_top][index]:
                match = _NUMBER.fullmatch(page[at])
                if match:
                    style, value = _value(match[1])
                    candidates[is_top, style, value - index].append((index, at))
    needed = 2 if len(lines) < 6 else 3
    found: set[tuple[int, int]] = set()
    offsets = Counter({key: len({p for p, _ in at}) for key, at in candidates.items()})
    for key, count in offsets.items():
        if count >= needed:
            found.update(candidates[key])
    return found


def _numbered_headings(
    lines: list[list[str]], edges: Mapping[bool, Edges]
) -> set[tuple[int, int]]:
    """Return (page, line) of outermost lines that carry the number of their page.

    « 6 CHAPITRE 1. INTRODUCTION » stands on too few pages to be repeated, but its
    number grows with the pages as those of other chapters do.
    """
    found: dict[tuple[bool, str, int], list[tuple[int, int]]] = defaultdict(list)
    for index, page in enumerate(lines):
        for is_top in (True, False):
            for at in edges[is_top][index][:1]:
                match = _NUMBERED_HEADING.fullmatch(page[at])
                if match and len(page[at]) <= _LONGEST_HEADING:
                    style, value = _value(match[1] or match[2])
                    found[is_top, style, value - index].append((index, at))
    return {line for at in found.values() if len(at) >= _MANY for line in at}


def _value(printed: str) -> tuple[str, int]:
    if printed.isdigit():
        return "arabic", int(printed)
    total, largest = 0, 0
    for letter in reversed(printed.casefold()):
        value = _ROMAN[letter]
        total += value if value >= largest else -value
        largest = max(largest, value)
    return "roman", total


def _strip_edges(
    page: list[str],
    index: int,
    edges: Mapping[bool, Edges],
    repeated: Mapping[bool, set[str]],
    headed: set[tuple[int, int]],
    numbered: set[tuple[int, int]],
) -> list[str]:
    dropped: set[int] = set()
    for is_top in (True, False):
        for at in edges[is_top][index]:
            is_running = _key(page[at]) in repeated[is_top] or (index, at) in headed
            if not is_running:
                # Below a line of text nothing runs any more.
                break
            dropped.add(at)
    kept = [line for at, line in enumerate(page) if at not in dropped]
    if any(line.strip() for line in kept):
        return kept
    # A page of nothing but repeated lines is a form or a divider: it says something.
    return [line for at, line in enumerate(page) if (index, at) not in numbered]
