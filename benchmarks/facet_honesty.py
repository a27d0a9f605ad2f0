"""Whether the count beside a facet is the total that its click gives."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from graph.ports import DocumentFilter
from ontology.model import EntityKind
from search_api.query import SearchQuery, SearchResults

__all__ = ["Honesty", "facet_honesty", "narrowed"]


@dataclass(frozen=True, slots=True)
class Honesty:
    """How many facet counts of some questions were tried, and how many are true."""

    counts: int
    honest: int


def facet_honesty(
    search: Callable[[SearchQuery], SearchResults], queries: Iterator[SearchQuery]
) -> Honesty:
    """Ask each query with facets, and again with each value of them as filter."""
    counts = honest = 0
    for query in queries:
        asked = replace(query, with_facets=True)
        for field, values in search(asked).facets.items():
            for value, _, count in values:
                clicked = replace(query, restriction=narrowed(field, value), limit=1)
                counts += 1
                honest += search(clicked).total == count
    return Honesty(counts, honest)


def narrowed(field: str, value: str) -> DocumentFilter:
    """Return the filter that a click on a facet sets.

    Raises:
        ValueError: For a field that is none.
    """
    if field == "kind":
        return DocumentFilter(kinds=(value,))
    if field == "language":
        return DocumentFilter(languages=(value,))
    if field == "year":
        return DocumentFilter(date_from=value, date_to=value)
    return DocumentFilter(entities=((EntityKind(field).value, value),))
