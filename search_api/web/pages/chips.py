"""What was understood of a question, as a reader sees it and can take it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from search_api.answers import links
from search_api.answers.wording import FACET_LABELS
from search_api.query import SearchResults
from search_api.understood import Effect, Understood
from search_api.web.search_parameters import SearchParameters

__all__ = ["Chip", "chips"]

_SHOWN = 2

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Chip:
    """Something understood, the address without it, and the one of it alone.

    Attributes:
        field: What it is: « Groupe », « Année » …
        label: Its name.
        typed: The characters of the question.
        synonyms: Some of the other names that are looked for too; may be empty.
        without: The same search, where this is not meant.
        only: The same search among the documents meant, or None.
    """

    field: str
    label: str
    typed: str
    synonyms: tuple[str, ...]
    without: str
    only: str | None


def chips(
    path: str, kept: Pairs, parameters: SearchParameters, results: SearchResults
) -> list[Chip]:
    """Return what was understood, in the order of the question.

    Args:
        path: Path of the page.
        kept: What the address holds beside the filters.
        parameters: Of the search.
        results: Of the search.
    """
    pairs = [*kept, *parameters.filter_pairs()]
    return [
        Chip(
            field=FACET_LABELS.get(one.found.kind, one.found.kind),
            label=one.label,
            typed=results.query.text[one.found.start : one.found.end],
            synonyms=tuple(name for name in one.alternatives if name != one.label)[
                :_SHOWN
            ],
            without=links.with_parameters(path, [*pairs, ("ignore", one.key)]),
            only=_only(path, pairs, one),
        )
        for one in results.understood
    ]


def _only(path: str, pairs: Pairs, one: Understood) -> str | None:
    """Return the address that keeps only the documents meant, where a filter can."""
    match one.effect, one.found.kind:
        case Effect.BOOST, "year" | "period":
            names = zip(("date_from", "date_to"), one.found.dates, strict=True)
            added = [(name, value) for name, value in names if value]
        case Effect.BOOST, "newest":
            return None
        case Effect.BOOST, kind:
            added = [(kind, one.found.identifier)]
        case _:
            return None
    return links.with_parameters(path, [*pairs, *added])
