"""Turns the numbers and years of a passage into matches, sentence by sentence."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ingest.linking.group_numbers import (
    Counted,
    Numbered,
    Surroundings,
    YearsFound,
    choose,
)
from ingest.linking.name_evidence import NameMatch
from ingest.linking.name_trie import Method, Reference
from ontology.model import EntityKind

__all__ = ["NOTHING_KNOWN", "numbered_matches"]

NOTHING_KNOWN: Final[Reference] = (EntityKind.CONCEPT, "")
"""Stands for a number that nothing decides: it holds its words and names nothing."""

_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)|\n[ \t]*\n|\f")
_BETWEEN: Final = " \xa0:–—(-,"


def numbered_matches(
    counted: Counted, matches: Sequence[NameMatch], around: Surroundings
) -> list[NameMatch]:
    """Return the matches of all numbers and years of a passage.

    Args:
        counted: The numbers and years.
        matches: What else the passage names, for company.
        around: What is known about the document.
    """
    groups = [m for m in matches if m.reference[0] is EntityKind.GROUP]
    ends = {match.end for match in groups}
    ends.update(numbered.end for numbered in counted.groups)
    solved = [_years(years) for years in _waves(counted, ends)]
    if not counted.groups and not counted.themes:
        return solved
    stops = [match.end() for match in _SENTENCE_END.finditer(counted.text)]
    years: dict[int, set[int]] = defaultdict(set)
    named: dict[int, set[Reference]] = defaultdict(set)
    for one in counted.years:
        years[bisect_right(stops, one.start)].add(one.first_year)
    for match in matches:
        named[bisect_right(stops, match.start)].add(match.reference)
    beside = {match.start: match.reference for match in groups}
    for numbered in (*counted.groups, *counted.themes):
        sentence = bisect_right(stops, numbered.start)
        near = replace(
            around,
            beside=_following(counted.text, numbered.end, beside),
            years=years[sentence],
            named=named[sentence],
        )
        solved.append(_number(numbered, near))
    return solved


def _following(
    text: str, end: int, beside: dict[int, Reference]
) -> tuple[Reference, ...]:
    """Return the group that is named right behind a number: *GTnum5 REVE*."""
    position = end
    while position < len(text) and text[position] in _BETWEEN:
        position += 1
    for start in (position, position - 1):
        if start >= end and start in beside:
            return (beside[start],)
    return ()


def _number(numbered: Numbered, around: Surroundings) -> NameMatch:
    chosen = choose(numbered.candidates, around)
    reference, confidence = chosen or (NOTHING_KNOWN, 0.0)
    return _spanning(numbered.start, numbered.end, reference, Method.NUMBER, confidence)


def _years(years: YearsFound) -> NameMatch:
    confidence = 0.93 if years.is_range else 0.88
    return _spanning(years.start, years.end, years.reference, Method.YEARS, confidence)


def _waves(counted: Counted, ends: set[int]) -> Iterator[YearsFound]:
    """Yield the years that name a wave; bare brackets only right behind a group."""
    for years in counted.years:
        if not years.is_bare or _stands_behind(counted.text, years.start, ends):
            yield years


def _stands_behind(text: str, start: int, ends: set[int]) -> bool:
    position = start
    while position > 0 and text[position - 1] in "( \xa0»":
        position -= 1
    return position in ends


def _spanning(
    start: int, end: int, reference: Reference, method: Method, confidence: float
) -> NameMatch:
    return NameMatch(-1, -1, start, end, reference, method, confidence)
