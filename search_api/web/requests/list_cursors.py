"""Asks for a page of a list: the cursor, whether anything changed, where it goes on.

    cursor ──ListRequest.read──▶ offset, limit      (or a problem, or 304)
    items  ──ListRequest.page──▶ ListPage           (items, total, next)

Cursors are opaque to clients and bound to the generation they belong to.
"""

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from search_api.answers import links
from search_api.errors import StaleCursor
from search_api.web.problems.problem_report import ProblemError, ProblemItem
from search_api.web.responses.caching import Freshness
from search_api.web.responses.list_page import ListPage

__all__ = ["ListRequest"]

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class ListRequest:
    """Which part of a list is wanted.

    Attributes:
        generation: The one that is being read.
        offset: Place of the first item wanted, from 0.
        limit: Items of a page at most.
    """

    generation: str
    offset: int
    limit: int

    @classmethod
    def read(
        cls, cursor: str | None, *, limit: int, generation: str, freshness: Freshness
    ) -> "ListRequest":
        """Read what is wanted, and stop where the client holds the answer already.

        Raises:
            ProblemError: If the cursor is not one of ours.
            StaleCursor: If it belongs to another generation.
            NotModified: If the client already holds this very answer.
        """
        offset = _offset(cursor, generation)
        freshness.require_changed()
        return cls(generation, offset, limit)

    def page(
        self, items: Sequence[_Item], path: str, pairs: Iterable[tuple[str, str]]
    ) -> ListPage[_Item]:
        """Return the part of a list that is wanted.

        Args:
            items: The whole list.
            path: Of the list.
            pairs: Its parameters, without the cursor.
        """
        end = self.offset + self.limit
        following = None
        if end < len(items):
            cursor = _cursor(self.generation, end)
            following = links.with_parameters(path, [*pairs, ("cursor", cursor)])
        return ListPage(items[self.offset : end], len(items), self.offset, following)


def _cursor(generation: str, offset: int) -> str:
    """Return the cursor for the part of a list that begins at an offset."""
    return base64.urlsafe_b64encode(f"{generation}:{offset}".encode()).decode()


def _offset(cursor: str | None, generation: str) -> int:
    """Return the offset of a cursor, 0 for none."""
    if cursor is None:
        return 0
    try:
        written = base64.b64decode(
            cursor.encode("ascii"), altchars=b"-_", validate=True
        )
        name, _, offset = written.decode().rpartition(":")
        position = int(offset) if offset.isascii() and offset.isdigit() else -1
    except (UnicodeError, binascii.Error, ValueError):
        name, position = "", -1
    if not name or position < 0:
        raise ProblemError(
            "invalid-parameter",
            "« cursor » n’est pas une suite donnée par ce service. "
            "Repartez de la première page.",
            errors=(ProblemItem(detail="suite inconnue", parameter="cursor"),),
        )
    if name != generation:
        raise StaleCursor(
            "Cette suite vient d’une ancienne version de la bibliothèque.",
            remedy="Repartez de la première page.",
        )
    return position
