"""Running headers, footers and page numbers: lines that belong to the paper.

A running line stands at the same place, at the edge of the paper, on several pages,
and says the same there; its figures stay the same too, or count with the pages. A line
whose figures do anything else is data, however often its words are repeated:

    Nombre de classes engagées : 12      p. 4      kept
    Rapport final — page 4               p. 4      furniture

Inside of a line that does not run nothing runs any more.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

__all__ = ["PlacedLine", "PlacedPage", "running_lines"]

LONGEST = 160
"""A running line is short."""

_EDGE = 0.15
"""Of the height of the paper."""

_MOST_LINES = 6
_SAME_PLACE = 4.0
_MARGIN = 0.085
"""Of the height of the paper, where hardly any text stands."""

_SMALLER = 0.93
_LARGEST = 1.35
"""Of the usual size; larger lines are titles."""

_APART = 1.55
"""Of its size: how far a running line stands from the text inside of it."""

_MANY = 3
_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.?|pg\.?|f°)?\s*(\d{1,4}|[ivxl]{1,7})"
    r"(?:\s*(?:/|sur|of|de|\|)\s*(\d{1,4}))?[\W_]*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"[\W_]*(?:(\d{1,4}|[ivxl]{1,7})\b\W*\D.*|.*\D\W*\b(\d{1,4}|[ivxl]{1,7}))[\W_]*",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d+")
_NOT_WORD = re.compile(r"[\W_]+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


class PlacedLine(NamedTuple):
    """A line with its place.

    Attributes:
        text: As printed.
        top: From the upper edge of the paper to its baseline.
        bottom: From its baseline to the lower edge.
        size: Of its letters.
    """

    text: str
    top: float
    bottom: float
    size: float


PlacedPage = Sequence[PlacedLine]


class _Spot(NamedTuple):
    """A line at an edge: page, index on the page, distance, letters, figures.

    It is marginal where it is smaller than the text or stands where hardly text does.
    """

    page: int
    line: int
    distance: float
    key: str
    figures: tuple[int, ...]
    is_marginal: bool


def running_lines(pages: Sequence[PlacedPage]) -> list[set[int]]:
    """Return for each page the indexes of its running lines.

    Args:
        pages: Of one document; a page's lines come in any order.
    """
    found: list[set[int]] = [set() for _ in pages]
    if len(pages) < 2:
        return found
    usual = _usual_size(pages)
    for is_top in (True, False):
        spots = [
            list(_edge(number, page, usual, is_top=is_top))
            for number, page in enumerate(pages)
        ]
        numbered = _numbered(spots, pages)
        running = _running(spots, len(pages)) | numbered
        places = _places(spots, running)
        kept = [_outside(own, running, places) for own in spots]
        close = _close_places(kept, pages)
        for outside, taken in zip(kept, found, strict=True):
            while outside and _rounded(outside[-1]) in close:
                if (outside[-1].page, outside[-1].line) in numbered:
                    break
                outside.pop()
            taken |= {spot.line for spot in outside}
    for page, lines in zip(pages, found, strict=True):
        if lines and len(lines) == len(page):
            # A page of nothing but repeated lines is a form or a divider.
            lines &= {at for at in lines if _NUMBER.fullmatch(page[at].text)}
    return found


def _usual_size(pages: Sequence[PlacedPage]) -> float:
    sizes: Counter[int] = Counter()
    for page in pages:
        for line in page:
            sizes[round(2 * line.size)] += len(line.text)
    return sizes.most_common(1)[0][0] / 2 if sizes else 0.0


def _edge(
    number: int, page: PlacedPage, usual: float, *, is_top: bool
) -> Iterator[_Spot]:
    """Yield the outermost lines of a page, from the edge inwards."""
    near = [
        (line.top if is_top else line.bottom, at)
        for at, line in enumerate(page)
        if (line.top if is_top else line.bottom) <= _EDGE * (line.top + line.bottom)
    ]
    for distance, at in sorted(near)[:_MOST_LINES]:
        line = page[at]
        if len(line.text) > LONGEST or line.size > _LARGEST * usual:
            return
        figures = tuple(map(int, _FIGURE.findall(line.text)[:8]))
        letters = _NOT_WORD.sub("", _FIGURE.sub("", line.text)).casefold()
        is_marginal = line.size <= _SMALLER * usual or (
            distance <= _MARGIN * (line.top + line.bottom)
        )
        key = f"{letters}#{len(figures)}"
        yield _Spot(number, at, distance, key, figures, is_marginal)


def _running(spots: Sequence[Sequence[_Spot]], total: int) -> set[tuple[int, int]]:
    """Return (page, line) of lines that are the same or count at one place."""
    by_key: dict[str, list[_Spot]] = defaultdict(list)
    for page in spots:
        for spot in page:
            by_key[spot.key].append(spot)
    found: set[tuple[int, int]] = set()
    for key, same in by_key.items():
        is_short = len(key.split("#")[0]) < 3
        for group in () if is_short else _at_one_place(same):
            if _runs([spot.page for spot in group], total, group):
                found |= {(spot.page, spot.line) for spot in group}
    return found


def _at_one_place(spots: Sequence[_Spot]) -> Iterator[list[_Spot]]:
    """Yield spots in groups of about the same distance from the edge."""
    group: list[_Spot] = []
    for spot in sorted(spots, key=lambda spot: spot.distance):
        if group and spot.distance > group[0].distance + _SAME_PLACE:
            yield sorted(group)
            group = []
        group.append(spot)
    if group:
        yield sorted(group)


def _runs(pages: Sequence[int], total: int, group: Sequence[_Spot]) -> bool:
    """Whether a line of the same words runs over enough pages, figures included."""
    distinct = sorted(set(pages))
    if len(distinct) < 2 or not _figures_count(group):
        return False
    if total <= 3:
        # Two of two pages may be a coincidence of form letters.
        is_marginal = all(spot.is_marginal for spot in group)
        return len(distinct) == total == 3 or is_marginal or _is_counting(group)
    if len(distinct) >= max(_MANY, 0.4 * total):
        return True
    # Chapters: three in a row, or on every second page (left and right differ).
    return any(
        distinct[at + 2] - distinct[at] in (2, 4)
        and distinct[at + 1] - distinct[at] <= 2
        for at in range(len(distinct) - 2)
    )


def _figures_count(group: Sequence[_Spot]) -> bool:
    """Whether each figure stays the same or grows by one with each page."""
    steps = [
        (after.page - before.page, after.figures, before.figures)
        for before, after in pairwise(group)
    ]
    good = sum(
        1
        for pages, later, earlier in steps
        if all(b - a in (0, pages) for a, b in zip(earlier, later, strict=True))
    )
    return good >= 0.8 * len(steps)


def _is_counting(group: Sequence[_Spot]) -> bool:
    """Whether a figure grows with the pages, from one page to the next at least."""
    return any(
        b - a == after.page - before.page > 0
        for before, after in pairwise(group)
        for a, b in zip(before.figures, after.figures, strict=True)
    )


def _numbered(
    spots: Sequence[Sequence[_Spot]], pages: Sequence[PlacedPage]
) -> set[tuple[int, int]]:
    """Return (page, line) of lines with the number of their page.

    « 6 CHAPITRE 1. INTRODUCTION » stands on too few pages to be repeated, but its
    number grows with the pages as those of other chapters do.
    """
    needed = 2 if len(pages) < 6 else _MANY
    same: dict[tuple[bool, str, int], list[_Spot]] = defaultdict(list)
    for page in spots:
        for rank, spot in enumerate(page):
            text = pages[spot.page][spot.line].text
            alone = _NUMBER.fullmatch(text)
            match = alone or (_NUMBERED.fullmatch(text) if rank == 0 else None)
            if match:
                style, value = _value(match[1] or match[2])
                same[bool(alone), style, value - spot.page].append(spot)
    found: set[tuple[int, int]] = set()
    for (is_alone, _, _), own in same.items():
        for group in _at_one_place(own):
            count = len({spot.page for spot in group})
            if count >= (needed if is_alone else _MANY + 1):
                found |= {(spot.page, spot.line) for spot in group}
    return found


def _value(printed: str) -> tuple[str, int]:
    if printed.isdigit():
        return "arabic", int(printed)
    total, largest = 0, 0
    for letter in reversed(printed.casefold()):
        value = _ROMAN[letter]
        total += value if value >= largest else -value
        largest = max(largest, value)
    return "roman", total


def _places(
    spots: Sequence[Sequence[_Spot]], running: set[tuple[int, int]]
) -> list[float]:
    """Return the distances at which lines run on many pages."""
    counts = Counter(
        round(spot.distance)
        for page in spots
        for spot in page
        if (spot.page, spot.line) in running
    )
    least = max(_MANY, 0.4 * len(spots))
    return [float(place) for place, count in counts.items() if count >= least]


def _outside(
    own: Sequence[_Spot], running: set[tuple[int, int]], places: Sequence[float]
) -> list[_Spot]:
    """Return the lines of a page that run, from the outermost to the first text."""
    taken: list[_Spot] = []
    for spot in own:
        is_at_place = (
            spot.page > 0
            and not spot.figures
            and any(abs(spot.distance - place) <= 1.0 for place in places)
        )
        if (spot.page, spot.line) not in running and not is_at_place:
            break
        taken.append(spot)
    return taken


def _close_places(
    kept: Sequence[Sequence[_Spot]], pages: Sequence[PlacedPage]
) -> set[int]:
    """Return the places where the innermost of the lines mostly touch the text."""
    apart: dict[int, list[bool]] = defaultdict(list)
    for taken in kept:
        if taken:
            apart[_rounded(taken[-1])].append(_is_apart(taken, pages))
    return {place for place, own in apart.items() if 2 * sum(own) < len(own)}


def _rounded(spot: _Spot) -> int:
    return round(spot.distance / _SAME_PLACE)


def _is_apart(taken: Sequence[_Spot], pages: Sequence[PlacedPage]) -> bool:
    """Whether the innermost of the lines stands away from the text."""
    last = taken[-1]
    page = pages[last.page]
    line = page[last.line]
    is_top = line.top <= line.bottom
    distances = [other.top if is_top else other.bottom for other in page]
    chosen = {spot.line for spot in taken}
    inside = [d for at, d in enumerate(distances) if at not in chosen]
    nearest = min((d for d in inside if d >= last.distance), default=None)
    return nearest is None or nearest - last.distance >= _APART * line.size
