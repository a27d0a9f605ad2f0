"""What a document describes, and the date that counts for it.

Most of our documents are sheets about somebody else's work. What a sheet *is* (its own
authors, date, address) stands in the fields of ``Document``; what it *describes* stands
here, never one under the name of the other:

    Document  title, authors, date, url …        of the sheet
        └ describes ─▶ Described  title, authors, date, url …   of the work

A reader who looks for « travaux de 2021 » means the works. So the date that documents
are sorted, filtered and counted by is that of the work, see ``work_date``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ontology.dates import DateError, PartialDate, parse_date

__all__ = [
    "DateBasis",
    "DeducedDate",
    "Described",
    "DescribedCertainty",
    "DescribedKind",
    "WorkDate",
    "work_date",
]


class DescribedKind(StrEnum):
    """What a sheet may describe; ``work`` is one that no group has made."""

    PRODUCTION = "production"
    GROUP = "group"
    CALL = "call"
    THEME = "theme"
    WAVE = "wave"
    WORK = "work"


class DescribedCertainty(StrEnum):
    """How sure the author of a sheet was of the least certain fact in it."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class DateBasis(StrEnum):
    """Whose date it is that counts for a document."""

    OWN = "own"
    DESCRIBED = "described"
    GROUP_PERIOD = "group_period"


@dataclass(frozen=True, slots=True)
class Described:
    """A thing as a sheet describes it; every field is of the thing, not of the sheet.

    Attributes:
        kind: What it is.
        title: Its own title or name, never empty.
        target: Our identifier of it, or None.
        date: EDTF, see ``ontology.dates``: of publication, or the period of a group.
        authors: Authors or editors, in the printed order.
        publisher: As printed, or None.
        pages: Number of pages, or None.
        language: ISO 639-1, or None.
        url: Its official address, never a mirror.
        doi: ``10.…/…`` in lower case, or None.
        licence: As stated.
        sources: Addresses where the facts were read.
        certainty: Of the least certain of these facts, or None where nobody judged.
    """

    kind: DescribedKind
    title: str
    target: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    pages: int | None = None
    language: str | None = None
    url: str | None = None
    doi: str | None = None
    licence: str | None = None
    sources: tuple[str, ...] = ()
    certainty: DescribedCertainty | None = None


@dataclass(frozen=True, slots=True)
class DeducedDate:
    """A date that nobody printed, for want of one: EDTF, and what it is taken from."""

    edtf: str
    basis: DateBasis = DateBasis.GROUP_PERIOD


@dataclass(frozen=True, slots=True)
class WorkDate:
    """The date that a document is sorted, filtered and counted by.

    Attributes:
        edtf: Partial date or interval in the Extended Date/Time Format.
        basis: Whose date it is.
        earliest: First day it may mean; None where the start is open or unknown.
        latest: Last day it may mean; None where the end is open or unknown.
    """

    edtf: str
    basis: DateBasis
    earliest: date | None
    latest: date | None

    @property
    def span(self) -> tuple[date, date]:
        """First and last day for comparing.

        An open end (``2023/..``) goes on; of an unknown one (``2023/``) only the known
        side counts.
        """
        start, end = self.earliest, self.latest
        if start is None and end is not None:
            day = _sided(self.edtf.rpartition("/")[2], end, is_first=True)
            start = date.min if self.edtf.startswith("..") else day
        if end is None and start is not None:
            day = _sided(self.edtf.partition("/")[0], start, is_first=False)
            end = date.max if self.edtf.endswith("..") else day
        return start or date.min, end or date.max


def work_date(
    own: str | None,
    describes: Iterable[Described] = (),
    deduced: DeducedDate | None = None,
) -> WorkDate | None:
    """Return the date that counts for a document, or None when none is known.

    Of a sheet it is the date of what it describes, never that of the sheet; of several
    things, from the first to the last. Otherwise it is the document's own. Only where
    there is neither, a deduced one counts.

    Args:
        own: Date of the document itself.
        describes: What it describes.
        deduced: Taken from elsewhere.

    >>> sheet = Described(DescribedKind.PRODUCTION, "Un article", date="2020-11")
    >>> found = work_date("2026-11-24", [sheet])
    >>> found.edtf, found.basis.value, str(found.latest)
    ('2020-11', 'described', '2020-11-30')
    """
    things = tuple(describes)
    if things:
        read = [one for thing in things if (one := _read(thing.date)) is not None]
        if read:
            return _joined(read)
    elif (one := _read(own)) is not None:
        return WorkDate(one.edtf, DateBasis.OWN, one.earliest, one.latest)
    if deduced is not None and (one := _read(deduced.edtf)) is not None:
        return WorkDate(one.edtf, deduced.basis, one.earliest, one.latest)
    return None


def _read(text: str | None) -> PartialDate | None:
    """Read a date; words that are none are none."""
    try:
        return None if text is None else parse_date(text)
    except DateError:
        return None


def _joined(dates: list[PartialDate]) -> WorkDate:
    """Return one date for all: the only one, or from the first to the last."""
    if len({one.edtf for one in dates}) == 1:
        only = dates[0]
        return WorkDate(only.edtf, DateBasis.DESCRIBED, only.earliest, only.latest)
    starts = [one.earliest for one in dates]
    ends = [one.latest for one in dates]
    first = None if None in starts else min(day for day in starts if day)
    last = None if None in ends else max(day for day in ends if day)
    edtf = f"{first or '..'}/{last or '..'}"
    return WorkDate(edtf, DateBasis.DESCRIBED, first, last)


def _sided(known: str, bound: date, *, is_first: bool) -> date:
    """Return the other bound of the known side of an interval."""
    side = _read(known)
    other = side and (side.earliest if is_first else side.latest)
    return other or bound
