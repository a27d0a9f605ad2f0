"""A date for documents that print none: the period of their group.

It is no date of the document, so it is kept apart from the printed one, with its origin
and little confidence, and is only used to sort and to filter.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from ontology.described import DeducedDate
from ontology.model import Document, EntityKind, FieldOrigin

__all__ = ["ORIGIN", "with_deduced_date"]

ORIGIN: Final = "group period"
_CONFIDENCE: Final = 0.3
_WAVE: Final = re.compile(r"([0-9]{4})-([0-9]{4})")


def with_deduced_date(document: Document, periods: Mapping[str, str]) -> Document:
    """Return the document, with the period of its group where no date counts.

    Args:
        document: With its links; one that is about several groups gets no date.
        periods: EDTF, by identifier of the group; of one that is not in it, the years
            of the wave that the document declares.
    """
    if document.work_date is not None:
        return document
    groups, waves = (
        {one.target for one in document.links if one.kind is kind}
        for kind in (EntityKind.GROUP, EntityKind.WAVE)
    )
    if len(groups) != 1:
        return document
    period = periods.get(next(iter(groups))) or _years(waves)
    if period is None:
        return document
    # Nothing was printed: the group is named, and its period is known from elsewhere.
    origin = FieldOrigin("work_date", ORIGIN, "", _CONFIDENCE)
    return replace(
        document,
        deduced_date=DeducedDate(period),
        origins=(*document.origins, origin),
    )


def _years(waves: Collection[str]) -> str | None:
    """Return the years of the only wave that is declared beside the group."""
    years = _WAVE.fullmatch(next(iter(waves))) if len(waves) == 1 else None
    return years and f"{years[1]}/{years[2]}"
