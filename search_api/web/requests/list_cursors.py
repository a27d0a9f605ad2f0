"""Cursors of plain lists: opaque to clients, bound to the generation they belong to."""

import base64
import binascii
from collections.abc import Iterable

from search_api.answers import links
from search_api.errors import StaleCursor
from search_api.web.problems.problem_report import ProblemError, ProblemItem

__all__ = ["next_address", "read_cursor", "write_cursor"]


def write_cursor(generation: str, offset: int) -> str:
    """Return the cursor for the part of a list that begins at an offset."""
    return base64.urlsafe_b64encode(f"{generation}:{offset}".encode()).decode()


def next_address(
    path: str,
    pairs: Iterable[tuple[str, str]],
    *,
    generation: str,
    end: int,
    total: int,
) -> str | None:
    """Return the address of the next part of a list, or None at its end.

    Args:
        path: Of the list.
        pairs: Its parameters, without the cursor.
        generation: The one that is being read.
        end: Offset behind the last item of this part.
        total: Number of items of the whole list.
    """
    if end >= total:
        return None
    cursor = write_cursor(generation, end)
    return links.with_parameters(path, [*pairs, ("cursor", cursor)])


def read_cursor(cursor: str | None, *, generation: str) -> int:
    """Return the offset of a cursor, 0 for none.

    Raises:
        ProblemError: If it is not a cursor of ours.
        StaleCursor: If it belongs to another generation.
    """
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
