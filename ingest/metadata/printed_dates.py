"""Dates as printed to ISO 8601 with the precision that is known, and no more."""

import re
from datetime import date

from ontology.dates import DateError, parse_date

__all__ = ["edtf_date", "is_only_date", "iso_date"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv january jan enero",
            "février fevrier févr fevr february feb febrero",
            "mars march mar marzo",
            "avril avr april apr abril",
            "mai may mayo",
            "juin june jun junio",
            "juillet juil july jul julio",
            "août aout august aug agosto",
            "septembre sept september sep septiembre",
            "octobre oct october octubre",
            "novembre nov november noviembre",
            "décembre decembre déc dec december diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_PDF = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")
_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?=$|[T\s])")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?=$|[T\s])")
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b")
_WRITTEN = re.compile(
    r"(?:(\d{1,2})(?:er|st|nd|rd|th)?\s+(?:de\s+)?)?([^\W\d_]+)\.?,?\s+(?:de\s+)?(\d{4})",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,\s*(\d{4})")
_EDTF = re.compile(r"[0-9X?~%./ –—-]{4,40}")
_FIRST_YEAR, _LAST_YEAR = 1800, 2100


def iso_date(printed: str) -> str | None:
    """Return the ISO form of a printed date, or None when it is no date.

    >>> iso_date("D:20210125151257+01'00'")
    '2021-01-25'
    >>> iso_date("mars 2024"), iso_date("1er avril 2023"), iso_date("25/05/20")
    ('2024-03', '2023-04-01', '2020-05-25')
    """
    text = " ".join(printed.split()).strip(" .,;()[]")[:80]
    for pattern in (_PDF, _COMPACT, _ISO):
        match = pattern.match(text)
        if match:
            year, month, day = (*match.groups(), None, None)[:3]
            return _compose(str(year), month, day)
    if match := _NUMERIC.search(text):
        year = match[3] if len(match[3]) == 4 else f"20{match[3]}"
        return _compose(year, match[2], match[1])
    if match := _MONTH_FIRST.search(text):
        return _named(match[3], match[1], match[2])
    if match := _WRITTEN.search(text):
        return _named(match[3], match[2], match[1])
    return None


def edtf_date(printed: str) -> str | None:
    """Return a printed date, or interval, as EDTF, or None when it is no date.

    >>> edtf_date("avril 2023"), edtf_date("2018–2019"), edtf_date("s. d.")
    ('2023-04', '2018/2019', None)
    """
    if found := iso_date(printed):
        return found
    # Words are no EDTF, and its grammar takes milliseconds to say so.
    if not _EDTF.fullmatch(printed.strip()):
        return None
    try:
        return parse_date(printed).edtf
    except DateError:
        return None


def is_only_date(text: str) -> bool:
    """Return whether a line is a date with at least a month, and nothing else.

    >>> is_only_date("Mars 2025"), is_only_date("Bilan de mars 2025")
    (True, False)
    """
    plain = " ".join(text.split()).strip(" .,;()[]–—-")
    patterns = (_NUMERIC, _MONTH_FIRST, _WRITTEN)
    return (
        len(plain) <= 40
        and any(p.fullmatch(plain) for p in patterns)
        and (len(iso_date(plain) or "") >= len("2025-03"))
    )


def _named(year: str, month: str, day: str | None) -> str | None:
    number = _MONTHS.get(month.casefold())
    return _compose(year, str(number), day) if number else None


def _compose(year: str, month: str | None, day: str | None) -> str | None:
    """Join the parts; a part that cannot be true ends the precision before it."""
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    if month is None or not 1 <= int(month) <= 12:
        return year
    if day is None:
        return f"{year}-{int(month):02d}"
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return f"{year}-{int(month):02d}"
