"""What a question says in plain words: kind of document, year, language, identifier.

Rules for questions only, where a word stands for a wish: « rapports de 2021 en
anglais » asks for reports. They are kept narrow: « par rapport à », « le rapport au
savoir » and « article 5-2 » ask for nothing of the kind. Pure functions.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from ontology.kinds import kind_label
from ontology.model import DocumentKind
from search_api.french import analysis
from search_api.french.analysis import Word
from search_api.understood import Found

__all__ = [
    "addresses_in",
    "comparable",
    "said_addresses",
    "said_kinds",
    "said_languages",
    "said_years",
]

_YEAR = re.compile(r"(?<![\w/.,-])(?:19[5-9]|20[0-9])\d(?![\w/]|[-–.,]\d)")
_LANGUAGES: Final = {
    "français": "fr",
    "anglais": "en",
    "espagnol": "es",
    "allemand": "de",
    "italien": "it",
    "portugais": "pt",
}
_LANGUAGE = re.compile(
    rf"\ben\s+(?:langue\s+)?({'|'.join(_LANGUAGES)})(?:e|es)?\b", re.IGNORECASE
)
_TOO_WIDE: Final = {DocumentKind.DOCUMENT, DocumentKind.PAGE}
_IN_BRACKETS = re.compile(r"(?:(?<!\s)\s+)?\(([^()]+)\)")
_OF_ONE: Final = re.compile(r"(?<!\s)\s+d[’']une?\s.*")
_ABOUT: Final = frozenset({"a", "au", "aux"})
_ADDRESS = re.compile(
    r"(?P<doi>10\.\d{4,9}/[^\s\"<>«»]+)"
    r"|(?P<hal>\b(?:hal|halshs|tel|dumas|cel|sic|edutice|inria)[-_]\d{6,9})(?:v\d+)?\b"
    r"|(?:hdl:|hdl\.handle\.net/)(?P<handle>[\w.]+/[^\s\"<>«»]+)"
    r"|https?://(?P<web>[^\s\"<>«»]+)",
    re.IGNORECASE,
)
_LAST_SIGNS: Final = ".,;:)]}'’/"


def said_years(text: str) -> Iterator[Found]:
    """Yield the years that stand alone.

    >>> [found.identifier for found in said_years("rapports de 2021, loi 2005-102")]
    ['2021']
    """
    for match in _YEAR.finditer(text):
        yield Found("year", match.group(), *match.span())


def said_languages(text: str) -> Iterator[Found]:
    """Yield the languages asked for.

    >>> [found.identifier for found in said_languages("billets en anglais")]
    ['en']
    """
    for match in _LANGUAGE.finditer(text):
        yield Found("language", _LANGUAGES[match[1].lower()], *match.span())


def said_kinds(text: str) -> Iterator[Found]:
    """Yield the kinds of document asked for.

    A kind of one word counts in the plural or at the beginning of the question.

    >>> [found.identifier for found in said_kinds("quels rapports sur l’IA ?")]
    ['report']
    >>> list(said_kinds("l’école par rapport à la maison"))
    []
    """
    words = list(analysis.words(text))
    names = _kind_names()
    first = 0
    while first < len(words):
        found = _longest(words, first, names)
        if found is None:
            first += 1
            continue
        kind, last = found
        if last > first or _is_wish(words, first):
            yield Found("kind", kind.value, words[first].start, words[last].end)
        first = last + 1


def _longest(
    words: list[Word], first: int, names: dict[tuple[str, ...], DocumentKind]
) -> tuple[DocumentKind, int] | None:
    for last in range(min(len(words), first + 6) - 1, first - 1, -1):
        kind = names.get(tuple(_singular(word) for word in words[first : last + 1]))
        if kind is not None:
            return kind, last
    return None


def _is_wish(words: list[Word], place: int) -> bool:
    """Tell whether one word is what is looked for, and not a word of the subject."""
    behind = words[place + 1].folded if place + 1 < len(words) else ""
    if behind in _ABOUT:
        return False
    is_first = all(word.is_stop for word in words[:place])
    before = words[place - 1].folded if place else ""
    return before != "par" and (is_first or words[place].folded.endswith("s"))


@cache
def _kind_names() -> dict[tuple[str, ...], DocumentKind]:
    """Return the words of each name of a kind, the French ones and the English ones."""
    names: dict[tuple[str, ...], DocumentKind] = {}
    for kind in DocumentKind:
        if kind in _TOO_WIDE:
            continue
        for language in ("fr", "en"):
            label = kind_label(kind, language)
            other = _IN_BRACKETS.search(label)
            plain = _OF_ONE.sub("", _IN_BRACKETS.sub("", label))
            for name in (plain, other[1] if other else plain):
                names.setdefault(tuple(map(_singular, analysis.words(name))), kind)
    return names


def _singular(word: Word) -> str:
    # Stems would take « présents » for « présentation ».
    return word.folded.removesuffix("s")


def said_addresses(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield DOIs, Handles, HAL identifiers and web addresses, with their offsets.

    >>> list(said_addresses("voir doi:10.52358/MM.vi17.392."))
    [('10.52358/mm.vi17.392', 9, 29)]
    """
    for match in _ADDRESS.finditer(text):
        group = match.lastgroup or ""
        written = match[group].rstrip(_LAST_SIGNS)
        start = match.start(group)
        yield comparable(written), start, start + len(written)
        if group == "web":
            for address, first, last in said_addresses(written):
                yield address, start + first, start + last


def addresses_in(url: str) -> set[str]:
    """Return what an address can be found by: itself and the identifiers within.

    >>> sorted(addresses_in("https://doi.org/10.4000/dms.8566"))
    ['10.4000/dms.8566', 'doi.org/10.4000/dms.8566']
    """
    bare = url.partition("://")[2]
    found = {name for name, _, _ in said_addresses(bare)}
    return found | ({comparable(bare.rstrip(_LAST_SIGNS))} if bare else set())


def comparable(address: str) -> str:
    """Return an identifier or address as ``said_addresses`` gives it."""
    return address.lower().removeprefix("www.")
