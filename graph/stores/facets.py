"""Facets: how many works of a set of documents have each value of a field."""

from collections import Counter
from collections.abc import Collection, Mapping
from itertools import chain
from typing import Final, Protocol

from ontology.model import Work

__all__ = ["FACET_FIELDS", "Faceted", "count_facets"]

FACET_FIELDS: Final = (
    "kind", "language", "year", "group", "lab", "academy", "concept",
)  # fmt: skip
"""What is counted, in the order of the answer."""

_Value = tuple[str, str]


class Faceted(Protocol):
    """What is counted of a document."""

    @property
    def kind(self) -> str:
        """Return the value of its ``DocumentKind``."""

    @property
    def language(self) -> str:
        """Return its language, ISO 639-1 or ``und``."""

    @property
    def years(self) -> tuple[str, ...]:
        """Return the years that the date of the work may lie in."""

    @property
    def entities(self) -> frozenset[tuple[str, str]]:
        """Return ``(kind, identifier)`` of what it mentions or declares."""


def count_facets(
    documents: Collection[str],
    rows: Mapping[str, Faceted],
    works: Mapping[str, Work],
    *,
    limit: int,
) -> dict[str, list[tuple[str, int]]]:
    """Count works by value: copies of one work count once.

    Args:
        documents: Identifiers; unknown ones count nothing.
        rows: Of all documents.
        works: Of every document that has a copy.
        limit: Most values of a field.

    Returns:
        For each of ``FACET_FIELDS`` its most frequent values with their numbers; equal
        ones in alphabetical order.
    """
    alone: list[Faceted] = []
    of_works: dict[str, set[_Value]] = {}
    for document in documents:
        row, work = rows.get(document), works.get(document)
        if row is None:
            continue
        if work is None:
            alone.append(row)
        else:
            # What another copy has given the work counts once.
            of_works.setdefault(work.identifier, set()).update(_values(row))
    # One pass that stays in C: a page counts over hundreds of documents.
    given = chain(map(_values, alone), of_works.values())
    fields: dict[str, dict[str, int]] = {name: {} for name in FACET_FIELDS}
    for (name, value), number in Counter(chain.from_iterable(given)).items():
        if name in fields:
            fields[name][value] = number
    return {name: _most(found, limit) for name, found in fields.items()}


def _values(row: Faceted) -> tuple[_Value, ...]:
    """Return what a document says: field and value, each once."""
    years = [("year", year) for year in row.years]
    return (("kind", row.kind), ("language", row.language), *years, *row.entities)


def _most(found: Mapping[str, int], limit: int) -> list[tuple[str, int]]:
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit]
