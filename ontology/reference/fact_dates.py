"""Dates of facts: as printed, and the days between which they lie."""

from ontology.dates import PartialDate
from ontology.reference.conversion_register import Register, Sheet
from ontology.reference.turtle import TurtleFile, dated
from ontology.terms import Property, Reused

__all__ = ["add_period", "claim_date"]

_BOUNDS = (Property.EARLIEST_DAY, Property.LATEST_DAY)


def claim_date(
    register: Register,
    sheet: Sheet,
    column: str,
    *,
    predicate: str,
    bounds: tuple[Property, ...] = _BOUNDS,
) -> None:
    """Claim the date of a cell, and its days with the same certainty and sources.

    Args:
        register: Collects the claims.
        sheet: The row.
        column: Column that holds the date; nothing is claimed when it is empty.
        predicate: Property of the printed date; a reading may name another one, which
            then says nothing about the days.
        bounds: Which days the date bounds: a start only the earliest one.

    Raises:
        FactsError: If the cell holds no date.
    """
    register.claim_value(sheet, column, predicate=predicate, form=dated)
    printed = sheet.row[column]
    for reading in register.readings(sheet, column, printed) if printed else []:
        if not reading.predicate:
            found = sheet.row.read_date(reading.target or printed)
            for bound, day in _days(found):
                if bound in bounds:
                    register.claim(sheet, bound, dated(day), reading=reading)


def add_period(file: TurtleFile, term: str, period: PartialDate) -> None:
    """Write a time and its days as plain triples about a thing.

    An interval becomes a start and an end, an open one only what is known of it.
    """
    first, slash, last = period.edtf.partition("/")
    for predicate, text in (
        (Reused.START_DATE if slash else Reused.DATE, first),
        (Reused.END_DATE, last),
    ):
        if text.strip("."):
            file.add(term, predicate, dated(text))
    for bound, day in _days(period):
        file.add(term, bound, dated(day))


def _days(found: PartialDate) -> list[tuple[Property, str]]:
    pairs = zip(_BOUNDS, (found.earliest, found.latest), strict=True)
    return [(bound, day.isoformat()) for bound, day in pairs if day]
