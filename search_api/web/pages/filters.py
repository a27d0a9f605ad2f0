"""Filters as a reader sees them: what is active, what can be added, and the links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search_api.answers import links
from search_api.answers.wording import (
    FACET_LABELS,
    date_words,
    kind_label,
    language_label,
)
from search_api.web.search_parameters import FilterParameters

__all__ = ["ActiveFilter", "Choice", "FilterGroup", "active_filters", "filter_groups"]

_ORDER = (
    *("kind", "group", "theme", "wave", "year", "lab", "academy", "concept"),
    *("language", "region", "institution", "service", "person", "production"),
)
_SHOWN = 8

Pairs = Sequence[tuple[str, str]]
Facets = Mapping[str, list[tuple[str, str, int]]]


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter in force and the address without it."""

    field: str
    label: str
    without: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that would narrow the results, how far, and the address that does it."""

    label: str
    count: int
    address: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """The choices of one field, most frequent first."""

    label: str
    choices: tuple[Choice, ...]
    further: tuple[Choice, ...]


def active_filters(
    path: str, kept: Pairs, parameters: FilterParameters, facets: Facets
) -> list[ActiveFilter]:
    """Return the filters in force.

    Args:
        path: Path of the page.
        kept: What the address holds beside the filters, for example the question.
        parameters: The filters.
        facets: Of the results; they know the French labels of identifiers.
    """
    pairs = parameters.filter_pairs()
    return [
        ActiveFilter(
            field=FACET_LABELS.get(name, name),
            label=_label(name, value, facets),
            without=links.with_parameters(
                path, [*kept, *(pair for pair in pairs if pair != (name, value))]
            ),
        )
        for name, value in pairs
    ]


def filter_groups(
    path: str, kept: Pairs, parameters: FilterParameters, facets: Facets
) -> list[FilterGroup]:
    """Return what can narrow the results, in a fixed order; empty fields are left out.

    A field whose every document shares one value narrows nothing and is left out too,
    unless that value is in force.
    """
    pairs = parameters.filter_pairs()
    groups = []
    for field in _ORDER:
        choices = tuple(
            _choice(path, kept, pairs, field, value, label, count)
            for value, label, count in facets.get(field, ())
        )
        if len(choices) > 1 or any(choice.is_active for choice in choices):
            groups.append(
                FilterGroup(FACET_LABELS[field], choices[:_SHOWN], choices[_SHOWN:])
            )
    return groups


def _choice(
    path: str,
    kept: Pairs,
    pairs: Pairs,
    field: str,
    value: str,
    label: str,
    count: int,
) -> Choice:
    added = _as_pairs(field, value)
    is_active = all(pair in pairs for pair in added)
    others = [pair for pair in pairs if pair not in added]
    if field == "year":
        others = [pair for pair in others if not pair[0].startswith("date_")]
    chosen = others if is_active else [*others, *added]
    return Choice(
        _label(field, value, {field: [(value, label, count)]}),
        count,
        links.with_parameters(path, [*kept, *chosen]),
        is_active,
    )


def _as_pairs(field: str, value: str) -> list[tuple[str, str]]:
    if field == "year":
        return [("date_from", value), ("date_to", value)]
    return [(field, value)]


def _label(field: str, value: str, facets: Facets) -> str:
    match field:
        case "kind":
            return kind_label(value)
        case "language":
            return language_label(value)
        case "date_from" | "date_to":
            return date_words(value)
        case _:
            known = (label for name, label, _ in facets.get(field, ()) if name == value)
            return next(known, value)
