"""When works that a question asks for are from: « depuis 2021 », « derniers rapports ».

A period is a wish about the date of a work, never about years in its text: « avant la
crise » means works from before March 2020. Rules are narrow: « avant la classe » and
« depuis la maison » say nothing of the kind. Pure functions.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from search_api.understood import Found

__all__ = ["said_periods"]

_YEAR: Final = r"(?:19[5-9]|20[0-9])\d"
_NOT_IN: Final = r"(?<![\w/.,-])"
_END: Final = r"(?![\w/]|[-–.,]\d)"
_CRISIS: Final = (
    r"(?:la\s+)?(?:crise(?:\s+sanitaire|\s+du\s+covid)?|pand[ée]mie)"
    r"|(?:le\s+|la\s+)?covid(?:[- ]?19)?|le(?:\s+premier)?\s+confinement"
    r"|(?:the\s+)?(?:covid|pandemic|lockdown)"
)
_CRISIS_BEGINS: Final = "2020-03"
_CRISIS_ENDS: Final = "2021-06"
_WORKS: Final = (
    r"(?:travaux|productions?|publications?|documents?|textes?|rapports?|notes?|"
    r"articles?|billets?|[ée]tudes?|recherches?|ressources?|appels?|groupes?|works?|"
    r"reports?|papers?|posts?|publications?|studies)"
)
_LATEST: Final = (
    rf"derniers?\s+{_WORKS}|derni[èe]res?\s+{_WORKS}"
    rf"|{_WORKS}\s+(?:les\s+plus\s+)?r[ée]cente?s?|(?:latest|recent|newest)\s+{_WORKS}"
    r"|(?:les\s+)?plus\s+r[ée]cente?s?"
)

Bounds = tuple[str, str]


def _rule(
    pattern: str, read: Callable[[re.Match[str]], Bounds]
) -> tuple[re.Pattern[str], Callable[[re.Match[str]], Bounds]]:
    return re.compile(_NOT_IN + pattern, re.IGNORECASE), read


# In order: what is longer comes first.
_RULES: Final = (
    _rule(
        rf"(?:entre|de|from|between)\s+({_YEAR})\s+(?:et|[àa]|to|and)\s+({_YEAR}){_END}",
        lambda m: (m[1], m[2]),
    ),
    _rule(rf"({_YEAR})\s*[-–/]\s*({_YEAR})(?![\w/-])", lambda m: (m[1], m[2])),
    _rule(
        rf"(?:depuis|[àa]\s+partir\s+de|d[èe]s|since)\s+"
        rf"(?:l['’]ann[ée]e\s+)?({_YEAR}){_END}",
        lambda m: (m[1], ""),
    ),
    _rule(rf"(?:apr[èe]s|after)\s+({_YEAR}){_END}", lambda m: (str(int(m[1]) + 1), "")),
    _rule(rf"(?:avant|before)\s+({_YEAR}){_END}", lambda m: ("", str(int(m[1]) - 1))),
    _rule(rf"(?:jusqu['’](?:en|[àa])|until)\s+({_YEAR}){_END}", lambda m: ("", m[1])),
    _rule(rf"(?:avant|before)\s+(?:{_CRISIS})\b", lambda _: ("", "2020-02")),
    _rule(
        rf"(?:depuis|apr[èe]s|since|after)\s+(?:{_CRISIS})\b",
        lambda _: (_CRISIS_BEGINS, ""),
    ),
    _rule(
        rf"(?:pendant|durant|during)\s+(?:{_CRISIS})\b",
        lambda _: (_CRISIS_BEGINS, _CRISIS_ENDS),
    ),
)
_NEWEST: Final = re.compile(rf"\b(?:{_LATEST})\b", re.IGNORECASE)


def said_periods(text: str) -> Iterator[Found]:
    """Yield periods (``2021/..``, ``2022/2023``) and wishes for the newest.

    >>> [found.identifier for found in said_periods("rapports entre 2020 et 2022")]
    ['2020/2022']
    >>> [found.identifier for found in said_periods("derniers travaux, avant la crise")]
    ['../2020-02', 'newest']
    >>> list(said_periods("avant la classe, depuis la maison"))
    []
    """
    taken: list[tuple[int, int]] = []
    for pattern, read in _RULES:
        for match in pattern.finditer(text):
            first, last = read(match)
            start, end = match.span()
            is_free = not any(start < b and a < end for a, b in taken)
            if is_free and not (first and last and first > last):
                taken.append((start, end))
                yield Found("period", f"{first or '..'}/{last or '..'}", start, end)
    for match in _NEWEST.finditer(text):
        yield Found("newest", "newest", *match.span())
