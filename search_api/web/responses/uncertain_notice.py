"""Tells which uncertain facts an answer does not show, or that it shows them too.

A natural query is about certain facts. That others are known of the same properties is
said each time: in the header ``Uncertain-Facts`` for programs, and in words for people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.ports import QueryAnswer
from search_api.web.responses.short_names import short_name

__all__ = ["UNCERTAIN_FACTS", "HiddenFacts", "hidden_facts", "uncertain_header"]

UNCERTAIN_FACTS: Final = "Uncertain-Facts"
"""A list of RFC 9651: ``"<property>";count=2``, ``"*";count=9`` or ``included``."""

_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class HiddenFacts:
    """Uncertain facts with one property that an answer does not show.

    Attributes:
        property: Shortened where a prefix is known; empty for any property.
        count: How many there are in the graph.
    """

    property: str
    count: int


def uncertain_header(answer: QueryAnswer) -> dict[str, str]:
    """Return the header, or nothing where there is nothing to tell.

    >>> uncertain_header(QueryAnswer("text/csv", b"", 0, uncertain={"urn:p": 2}))
    {'Uncertain-Facts': '"urn:p";count=2'}
    >>> uncertain_header(QueryAnswer("text/csv", b"", 0, has_uncertain=True))
    {'Uncertain-Facts': 'included'}
    """
    if answer.has_uncertain:
        return {UNCERTAIN_FACTS: "included"}
    told = [f'"{iri}";count={number}' for iri, number in answer.uncertain.items()]
    return {UNCERTAIN_FACTS: ", ".join(told[:_MOST])} if told else {}


def hidden_facts(
    answer: QueryAnswer, prefixes: Mapping[str, str]
) -> Sequence[HiddenFacts]:
    """Return what the page tells of an answer, most facts first."""
    found = [
        HiddenFacts("" if iri == "*" else short_name(iri, prefixes), number)
        for iri, number in answer.uncertain.items()
    ]
    return sorted(found, key=lambda each: (-each.count, each.property))
