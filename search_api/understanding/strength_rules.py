"""How strengths of documents grow and join, whatever found them. Pure functions.

A strength says how much a document is about something: above 0 and up to 1.
"""

from collections.abc import Iterable, Mapping
from typing import Final

__all__ = ["of_mentions", "strongest"]

_HALFWAY: Final = 1.4


def of_mentions(count: int) -> float:
    """Return what so many mentions say: each further one less than the one before.

    >>> [round(of_mentions(count), 2) for count in (0, 1, 2, 3)]
    [0.0, 0.42, 0.59, 0.68]
    """
    return count / (count + _HALFWAY)


def strongest(strengths: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return document → the greatest of its strengths.

    >>> strongest([{"a": 0.2, "b": 1.0}, {"a": 0.8}])
    {'a': 0.8, 'b': 1.0}
    """
    found: dict[str, float] = {}
    for each in strengths:
        for document, strength in each.items():
            found[document] = max(strength, found.get(document, 0.0))
    return found
