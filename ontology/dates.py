"""Partial dates and intervals, as printed and as two days that can be compared.

A year, a month or an interval is no ``xsd:date``; compared as text, 2021 comes before
2021-03 and after nothing of 2020. So every printed date is read once, here, as EDTF
(Extended Date/Time Format, ISO 8601-2), and gives the earliest and the latest day it
may mean:

>>> parse_date("2024-03")  # doctest: +NORMALIZE_WHITESPACE
PartialDate(printed='2024-03', edtf='2024-03',
    earliest=datetime.date(2024, 3, 1), latest=datetime.date(2024, 3, 31),
    is_uncertain=False)
>>> period = parse_date("2017–2020")
>>> period.edtf, str(period.earliest), str(period.latest)
('2017/2020', '2017-01-01', '2020-12-31')
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from ontology.errors import OntologyError

__all__ = ["DateError", "PartialDate", "parse_date"]

_LONGEST = 60
_YEARS = re.compile(r"([0-9]{4})\s*[-–—]\s*([0-9]{4})")
_UNKNOWN_START, _UNKNOWN_END = re.compile(r"/."), re.compile(r"[^/]+/")
_UNCERTAIN = re.compile(r"[?~%]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SEASON = re.compile(r"[0-9]{4}-(2[1-9]|3[0-9]|4[01])(?![0-9])")


class DateError(OntologyError):
    """A printed date that means no day."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """What a printed date means.

    Attributes:
        printed: As given.
        edtf: In the Extended Date/Time Format.
        earliest: First day it may mean; none where the start is open or unknown.
        latest: Last day it may mean, never before ``earliest``; none where the end is
            open or unknown.
        is_uncertain: Whether it is marked as uncertain or approximate (``?~%``).
    """

    printed: str
    edtf: str
    earliest: date | None
    latest: date | None
    is_uncertain: bool = False


class _Edtf(Protocol):
    """What we ask of a date that the library read."""

    def lower_strict(self) -> object: ...
    def upper_strict(self) -> object: ...


def parse_date(text: str) -> PartialDate:
    """Read a partial date or an interval.

    Args:
        text: EDTF, or two years with a hyphen or a dash between them: ``2024``,
            ``2024-03-05``, ``2023?``, ``2023~``, ``202X``, ``2017/2020``, ``2017/..``,
            ``2017-2020``. Not the seasons of EDTF: who prints ``2021-22`` means a
            school year, not the summer of 2021.

    Raises:
        DateError: If it is no such date, means a day that no calendar has, a year
            before 1 or after 9999, an interval that ends before it starts, or nothing.

    >>> str(parse_date("2017/..").latest), parse_date("2023?").is_uncertain
    ('None', True)
    """
    printed = text.strip()
    years = _YEARS.fullmatch(printed)
    edtf = f"{years[1]}/{years[2]}" if years else printed
    earliest, latest = _days(edtf)
    return PartialDate(text, edtf, earliest, latest, bool(_UNCERTAIN.search(edtf)))


@lru_cache(maxsize=4096)
def _days(edtf: str) -> tuple[date | None, date | None]:
    if _DAY.fullmatch(edtf):
        day = _calendar_day(edtf)
        return day, day
    earliest, latest = _bounds(edtf)
    # The library takes an unknown end for ten years after the start: we know nothing.
    if _UNKNOWN_START.match(edtf):
        earliest = None
    if _UNKNOWN_END.fullmatch(edtf):
        latest = None
    if not (earliest or latest):
        raise _refused(edtf)
    if earliest and latest and earliest > latest:
        raise DateError(
            f"« {edtf} » finit avant de commencer.",
            remedy="Écrivez d’abord le début, puis la fin.",
        )
    return earliest, latest


def _calendar_day(edtf: str) -> date:
    """Read a whole day without the library, which takes thousands of times longer."""
    try:
        return date.fromisoformat(edtf)
    except ValueError as error:
        raise _refused(edtf) from error


def _bounds(edtf: str) -> tuple[date | None, date | None]:
    """Ask the library, whose grammar takes a quarter of a second to import."""
    if len(edtf) > _LONGEST or not edtf.isascii() or _SEASON.search(edtf):
        raise _refused(edtf)
    from edtf import EDTFParseException, parse_edtf

    try:
        found: _Edtf = parse_edtf(edtf)
        return _day(found.lower_strict()), _day(found.upper_strict())
    except (EDTFParseException, ValueError, OverflowError) as error:
        raise _refused(edtf) from error


def _day(found: object) -> date | None:
    """Return a bound of the library: a ``struct_time``, or infinity where it is open.

    Raises:
        ValueError: If no calendar has such a day, or the year is out of range.
    """
    if isinstance(found, float):
        return None
    if not isinstance(found, tuple):
        raise ValueError(f"unknown bound {found!r}")  # noqa: TRY004
    return date(*found[:3])


def _refused(edtf: str) -> DateError:
    return DateError(
        f"« {edtf[:_LONGEST]} » n’est pas une date.",
        remedy="Écrivez par exemple 2024, 2024-03, 2024-03-05, 2017/2020 ou 2023?.",
    )
