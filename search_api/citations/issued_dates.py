"""Dates of works, written in EDTF, as the parts that formats ask for.

Reading what a source prints is the work of the ontology; here stands only how an EDTF
text is taken apart: year, month and day of its start and of its end.
"""

import re
from dataclasses import dataclass

__all__ = ["IssuedDate", "read_issued"]

_DATE = re.compile(
    r"(?P<year>-?[0-9]{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-3][0-9]))?)?"
    r"[?~%]?",
    re.ASCII,
)
_SURE = re.compile(r"[-0-9./]*")
_OPEN = frozenset({"..", ""})


@dataclass(frozen=True, slots=True)
class IssuedDate:
    """A date or an interval.

    Attributes:
        text: EDTF, as given.
        start: Year, month, day as far as known; empty where the start is open.
        end: The same; equal to ``start`` for a single date, empty where open.
        is_interval: Whether it has two ends.
        is_uncertain: Whether it is marked ``?``, ``~`` or ``%``.
    """

    text: str
    start: tuple[int, ...]
    end: tuple[int, ...]
    is_interval: bool = False
    is_uncertain: bool = False

    @property
    def first(self) -> tuple[int, ...]:
        """The one date where a format holds only one: the start, else the end."""
        return self.start or self.end

    def iso(self) -> str:
        """Return ``first`` in ISO 8601, to the precision known."""
        return "-".join(
            f"{part:0{4 if place == 0 else 2}}" for place, part in enumerate(self.first)
        )


def read_issued(edtf: str | None) -> IssuedDate | None:
    """Take an EDTF date apart; None for none, and for one that says no year.

    >>> read_issued("2024-03").first, read_issued("2017/2020").end
    ((2024, 3), (2020,))
    >>> read_issued("2021?").is_uncertain, read_issued("2017/..").end
    (True, ())
    >>> read_issued("printemps") is None
    True
    """
    if not edtf:
        return None
    text = edtf.strip()
    ends = [_parts(end.strip()) for end in text.split("/")]
    if len(ends) > 2 or None in ends or not any(ends):
        return None
    start, end = ends[0] or (), ends[-1] or ()
    return IssuedDate(text, start, end, len(ends) == 2, not _SURE.fullmatch(text))


def _parts(text: str) -> tuple[int, ...] | None:
    if text in _OPEN:
        return ()
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    return tuple(int(part) for part in found.groups() if part is not None)
