"""One page of a list, as every list of the service answers it.

items of this page · total · next, and ``Link: <next>; rel="next"``
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["ListPage", "next_link"]

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class ListPage(Generic[_Item]):
    """A part of a list and the way to the next one.

    Attributes:
        items: Of this page, in order.
        total: Number of items of the whole list.
        offset: Place of the first item in the list, from 0.
        next: Address of the next page, None at the end.
    """

    items: Sequence[_Item]
    total: int
    offset: int
    next: str | None

    @property
    def headers(self) -> Mapping[str, str]:
        """The header that names the next page; none at the end."""
        return next_link(self.next)


def next_link(address: str | None) -> Mapping[str, str]:
    """Return the header that names the next page of an answer, if there is one.

    >>> next_link("/documents?limit=20")
    {'Link': '</documents?limit=20>; rel="next"'}
    """
    return {} if address is None else {"Link": f'<{address}>; rel="next"'}
