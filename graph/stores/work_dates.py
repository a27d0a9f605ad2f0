"""Dates of works as two days, for filters, and as years, for the facet.

A filter asks whether a day of the date may lie in its range: « depuis 2021 » finds what
went on until 2023. The facet counts a document in every year that the same filter would
find it in, so that both always agree.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final

from ontology.described import work_date

__all__ = ["Span", "is_in_range", "latest_year", "span_of", "years_of"]

Span = tuple[str, str]
"""First and last day, ISO 8601; compared as text."""

_OPEN: Final = date.max.isoformat()
_MOST_YEARS: Final = 100


@lru_cache(maxsize=4096)
def span_of(edtf: str | None) -> Span | None:
    """Return the days that a date may mean, None where it is none.

    >>> span_of("2023-02"), span_of("sans date")
    (('2023-02-01', '2023-02-28'), None)
    >>> span_of("2024/..")
    ('2024-01-01', '9999-12-31')
    """
    found = work_date(edtf)
    if found is None:
        return None
    first, last = found.span
    return first.isoformat(), last.isoformat()


def is_in_range(span: Span | None, first: str | None, last: str | None) -> bool:
    """Tell whether a day of the span lies in a range, ends included.

    Args:
        span: Of a document.
        first: ISO 8601 of any precision, or None.
        last: The same; ``2024`` means its last day.
    """
    if first is None and last is None:
        return True
    if span is None:
        return False
    # 31 stands for the last day of any month: dates are compared as text.
    after = first is None or span[1] >= first
    before = last is None or span[0] <= last + "-12-31"[len(last) - 4 :]
    return after and before


def latest_year(spans: Iterable[Span | None]) -> int:
    """Return the last year that any date ends in; open ends tell nothing."""
    ends = [span[1] for span in spans if span is not None and span[1] != _OPEN]
    return int(max(ends, default="0")[:4])


def years_of(span: Span | None, horizon: int) -> tuple[str, ...]:
    """Return the years of a span, none where they are too many to tell anything.

    Args:
        span: Of a document.
        horizon: Where a span without an end stops.
    """
    if span is None:
        return ()
    first, last = int(span[0][:4]), int(span[1][:4])
    last = max(first, horizon) if span[1] == _OPEN else last
    if last - first >= _MOST_YEARS:
        return ()
    return tuple(f"{year:04d}" for year in range(first, last + 1))
