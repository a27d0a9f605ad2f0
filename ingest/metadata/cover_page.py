"""What the first and last pages of a document print about it, by labels alone.

A name, a date or a DOI in running text may be anybody's. Only what stands behind a
label, on a line of its own or in a fixed turn of phrase, is believed, and only where
documents have covers: PDF files and office documents, not web pages, whose first lines
speak of the works of others.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.metadata.byline_forms import (
    dates_in_lines,
    is_of_event,
    parted,
    signatures_in_lines,
)
from ingest.metadata.printed_dates import is_only_date
from ingest.metadata.scholarly_identifiers import doi_in, hal_in, handle_in
from ingest.read_text import Found
from ontology.model import PAGE_SEPARATOR

__all__ = [
    "BYLINE",
    "BYLINE_AUTHOR",
    "BYLINE_END",
    "FIRST_PAGE",
    "LAST_PAGE",
    "read_byline",
    "read_cover",
]

FIRST_PAGE = "first page"
LAST_PAGE = "last page"
BYLINE = "byline"
BYLINE_END = "byline end"
BYLINE_AUTHOR = "byline author"
_LONGEST = 3_000
_COVER = 1_500
_MOST_NAMES = 20
_SPACES = r"[^\S\n]"

_DOI_LINE = re.compile(
    r"^(?:doi\s*:?\s*|(?:doi\s*:?\s*)?https?://(?:dx\.)?doi\.org/)10\.\d{4,9}/\S+$",
    re.IGNORECASE | re.MULTILINE,
)
_HAL_LINE = re.compile(
    rf"^(?:HAL{_SPACES}Id{_SPACES}?:|https?://(?:hal\.science|[\w.]*hal\.science|"
    rf"[\w-]+\.archives-ouvertes\.fr)/){_SPACES}?[a-z]+-\d{{8}}\S*$",
    re.IGNORECASE | re.MULTILINE,
)
_HANDLE_LINE = re.compile(
    r"^(?:handle\s*:\s*\S+|https?://hdl\.handle\.net/\S+)$",
    re.IGNORECASE | re.MULTILINE,
)
_DATE = re.compile(
    rf"\b(?:publiée?|parue?|mise?{_SPACES}en{_SPACES}ligne|soutenue?|"
    rf"soutenue?{_SPACES}publiquement|dernière{_SPACES}mise{_SPACES}à{_SPACES}jour)"
    rf"{_SPACES}*(?:le|en|:){_SPACES}*"
    rf"((?:\d{{1,2}}(?:er)?{_SPACES}+)?[^\W\d_]{{3,9}}{_SPACES}+\d{{4}}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{4})(?!\d)",
    re.IGNORECASE,
)
_DATE_LABEL = re.compile(
    rf"^(?:(?:date(?:{_SPACES}de{_SPACES}[^\W\d_]+)?|version|édition|rédigée?|remise?|"
    rf"rendue?|établie?|validée?|révisée?|mise?{_SPACES}à{_SPACES}jour|fait|rapport"
    rf"(?:{_SPACES}final|{_SPACES}d’étape)?|v?\d{{1,2}}\.\d{{1,2}})\b{_SPACES}*[:,–—-]?{_SPACES}*)?"
    rf"(?:(?:à{_SPACES}+)?[A-ZÀ-Ý][^\W\d_]+(?:[-’ ][^\W\d_]+){{0,3}},{_SPACES}*)?"
    rf"(?:(?:du|le|en|de|d’|d')(?:{_SPACES}+|(?<=’)|(?<=')))?",
    re.IGNORECASE,
)
"""What may stand before a date on its line: « Poitiers, le », « Version du »."""

_YEAR_LINE = re.compile(
    r"(?:années?[^\S\n]+(?:scolaires?[^\S\n]+|universitaires?[^\S\n]+)?)?"
    r"((?:19|20)\d\d)(?:[^\S\n]*[-–/][^\S\n]*(?:20)?\d\d)?",
    re.IGNORECASE,
)
_LICENCE_NAME = (
    r"(?:creative\s+commons[\s–-]+(?:cc\s+)?by(?:-(?:nc|sa|nd))*"
    r"|cc[\s-]by(?:[\s-](?:nc|sa|nd))*"
    r"|licence\s+ouverte(?:\s+etalab)?)"
    r"(?:[\s–-]+v?\d\s?\.\s?\d)?(?:\s+FR\b)?"
)
_PLACED = re.compile(
    r"\b(?:ce|cet|cette|présente?|texte|sauf\s+mention\s+contraire)\b[^.]{0,160}?"
    rf"\bsous\s+(?:la\s+|une\s+)?(?:licence\s+)?(?:creative\s+commons\s+)?({_LICENCE_NAME})",
    re.IGNORECASE,
)
"""« Ce document est placé sous licence … »: a sentence about the document itself."""

_LICENCE_ALONE = re.compile(
    rf"^(?:licence\s*:\s*)?({_LICENCE_NAME})[ .]*$"
    r"|^(cc\s+by(?:[\s-](?:nc|sa|nd))*\s+\d\.\d)\b",
    re.IGNORECASE | re.MULTILINE,
)
_SEPARATOR = re.compile(r"[^\S\n]+[–—·|•][^\S\n]+")
_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PUBLISHER = re.compile(
    rf"^éditeur{_SPACES}*:{_SPACES}*([^\n]{{2,80}})$", re.IGNORECASE | re.MULTILINE
)
_AUTHOR_LABEL = re.compile(
    r"^(?:auteur(?:e|\(e\)|[·.-]e|[·.-]rice)?[·.-]?s?(?:\(s\))?|autrices?|"
    r"auteurs et autrices|autrices et auteurs|auteurs principaux|"
    r"(?:(?:rapport|document|étude|mémoire|thèse|note|dossier|guide|article|travail) )?"
    r"(?:présentée?(?: et soutenue?)?|rédigée?|réalisée?|établie?|écrite?|élaborée?|"
    r"préparée?|proposée?)(?: publiquement)? par|par|rédaction|rédacteurs?|"
    r"rédactrices?|by|written by|authors?)\s*:?\s*(?P<names>[^\n]{0,200})$",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(
    r"(?:(?<!\s)\s+)?\([^()]{0,100}\)|[¹²³⁴⁵⁶⁷⁸⁹⁰*†‡]+|(?<=[^\W\d_])\d{1,2}\b"
)
_MOST_NAME_LINES = 12
_DATE_BEHIND = re.compile(
    rf"{_SPACES}((?:(?:[A-ZÀ-Ý][\w’'-]+,|[Vv]ersion|[Dd]ate|[Pp]ubliée?|[Rr]apport)"
    rf"{_SPACES}*:?{_SPACES}*)?(?:(?:du|le|en){_SPACES}+)?"
    rf"(?:(?:\d{{1,2}}(?:er)?{_SPACES}+)?[^\W\d_]{{3,9}}{_SPACES}+\d{{4}}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{4}))$"
)
_PARTICLE = r"(?:de|du|des|d[’']|da|di|van|von|le|la|el|ben)"
_PART = r"(?:[^\W\d_a-zà-ÿ][\w’'.\-]*)"
_NAME = re.compile(rf"{_PART}(?:\s+(?:{_PARTICLE}\s+)*{_PART}){{1,3}}")
_BETWEEN_NAMES = re.compile(r"(?:(?<!\s)\s+)?(?:,|;|\bet\b|\band\b|&)\s*")
_NO_NAMES = re.compile(
    r"\b(?:anonyme|pr[ée]nom|nom|universit|minist|direction|service|académie|"
    r"laboratoire|groupe|équipe|gtnum|résumé|sommaire|introduction)\w*",
    re.IGNORECASE,
)


def read_cover(text: str) -> Iterator[Found]:
    """Yield what the first and last pages state, each identifier only if unique.

    Args:
        text: Clean text of all pages.
    """
    pages = text.split(PAGE_SEPARATOR)
    # A line of a cover may hold several statements: « Équipe – date – licence ».
    first = _SEPARATOR.sub("\n", pages[0][:_LONGEST])
    first = "\n".join(map(_parted, first.split("\n")))
    # Licence and publisher often stand on the back of the title or before the end.
    imprint = "\n".join((first, *(page[:_LONGEST] for page in pages[1:2])))
    last = "\n".join(pages[max(2, len(pages) - 2) :])[-_LONGEST:]
    yield from _identifiers(first)
    yield from _dates(first)
    for name in _authors(first):
        yield Found("authors", name, FIRST_PAGE)
    for place, page in ((FIRST_PAGE, imprint), (LAST_PAGE, last)):
        for licence in _licences(page):
            yield Found("licence", licence, place)
        for match in _PUBLISHER.finditer(page):
            yield Found("publisher", match[1], place)


def _parted(line: str) -> str:
    """Part the date from the names before it, where cleaning joined two lines."""
    date = _DATE_BEHIND.search(line)
    if date is None or _AUTHOR_LABEL.match(line) is None:
        return line
    return f"{line[: date.start()]}\n{date[1]}"


def read_byline(
    lines: Sequence[str], end: Sequence[str] = (), marked: Sequence[str] = ()
) -> Iterator[Found]:
    """Yield the date and the authors that a web page prints around its heading.

    Args:
        lines: Short lines around the heading, in order.
        end: The last lines of the article.
        marked: What stands where the page marks its author.
    """
    parts = parted(lines)
    printed = "\n".join(parts)
    dates = [*dates_in_lines(parts)]
    if not is_of_event(parts):
        dates += [item.value for item in _dates(printed)]
    dates += dates_in_lines(parted(end), is_end=True)
    yield from (Found("date", date, BYLINE) for date in dict.fromkeys(dates))
    signed = (_names(names) for names in signatures_in_lines([*parts, *parted(end)]))
    candidates = (
        [n for one in marked for n in _names(one)],
        _authors(printed),
        *signed,
    )
    for name in next(filter(None, candidates), ()):
        yield Found("authors", name, BYLINE)


def _dates(first: str) -> Iterator[Found]:
    for match in _DATE.finditer(first):
        yield Found("date", match[1], FIRST_PAGE)
    years: list[str] = []
    for line in first[:_COVER].split("\n"):
        plain = _DATE_LABEL.sub("", line.strip()).strip(" .()[]")
        if is_only_date(plain) or _FULL_DATE.fullmatch(plain):
            yield Found("date", plain, FIRST_PAGE)
        elif year := _YEAR_LINE.fullmatch(plain):
            years.append(year[1])
    # A year alone says less than a day anywhere on the cover.
    yield from (Found("date", year, FIRST_PAGE) for year in years)


def _licences(page: str) -> list[str]:
    """Return the licence of a page, if it states one and no other."""
    stated = [match[1] for match in _PLACED.finditer(page)]
    stated += [match[1] or match[2] for match in _LICENCE_ALONE.finditer(page)]
    printed = {_plain(licence).casefold(): _plain(licence) for licence in stated}
    return list(printed.values()) if len(printed) == 1 else []


def _identifiers(first: str) -> Iterator[Found]:
    for name, line, reads in (
        ("doi", _DOI_LINE, doi_in),
        ("hal_id", _HAL_LINE, hal_in),
        ("handle", _HANDLE_LINE, handle_in),
    ):
        printed = [match[0] for match in line.finditer(first)]
        if len({reads(one) for one in printed}) == 1:
            yield Found(name, printed[0], FIRST_PAGE)


def _authors(first: str) -> list[str]:
    """Return the names behind the first label that is followed by names alone."""
    lines = [line.strip() for line in first.split("\n") if line.strip()]
    for place, line in enumerate(lines):
        label = _AUTHOR_LABEL.match(line)
        if label is None:
            continue
        if label["names"]:
            names = _names(label["names"])
        else:
            names = _listed(lines[place + 1 : place + 1 + _MOST_NAME_LINES])
        if names:
            return names
    return []


def _listed(lines: list[str]) -> list[str]:
    """Return the names on the lines behind a label, up to another kind of line."""
    names: list[str] = []
    for line in lines:
        more = _names(line.strip("-–—•· "))
        if not more:
            break
        names += more
    # The jury of a thesis follows its only author without another label.
    return names[:1] if len(names) > _MOST_NAMES else names


def _names(line: str) -> list[str]:
    plain = _AFFILIATION.sub("", line).strip(" .:")
    parts = [part for part in _BETWEEN_NAMES.split(plain) if part]
    are_names = all(
        _NAME.fullmatch(part) and not _NO_NAMES.search(part) for part in parts
    )
    return parts if parts and are_names and len(parts) <= _MOST_NAMES else []


def _plain(licence: str) -> str:
    joined = re.sub(r"(\d) ?\. ?(\d)", r"\1.\2", " ".join(licence.split()))
    return joined.strip(" .,;:–-")
