"""Where the next page starts: opaque to clients, bound to generation and question.

Order may differ in another generation, so a cursor of one is refused by the next.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass, replace

from search_api.errors import BadQuestion, StaleCursor
from search_api.query import SearchQuery

__all__ = ["Cursor", "read_cursor"]

_LONGEST = 512


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the results of one question in one generation.

    Attributes:
        generation: Name of the generation.
        question: See ``question_key``.
        offset: Documents before the page.
    """

    generation: str
    question: str
    offset: int

    def to_text(self) -> str:
        """Return the cursor as URL-safe text."""
        content = json.dumps([self.generation, self.question, self.offset])
        return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def question_key(query: SearchQuery) -> str:
    """Return what identifies a question apart from its page."""
    bare = replace(query, cursor=None, limit=1, with_facets=False)
    return hashlib.blake2b(repr(bare).encode(), digest_size=6).hexdigest()


def read_cursor(query: SearchQuery, *, generation: str) -> Cursor:
    """Return the place a query asks for; the start where it has no cursor.

    Raises:
        BadQuestion: If the text is no cursor, or is that of another question.
        StaleCursor: If it belongs to another generation.
    """
    key = question_key(query)
    if query.cursor is None:
        return Cursor(generation, key, 0)
    cursor = _decoded(query.cursor)
    if cursor.generation != generation:
        raise StaleCursor(
            "La liste a changé : la bibliothèque a été mise à jour depuis la page "
            "précédente.",
            remedy="Reprenez la recherche depuis la première page.",
        )
    if cursor.question != key:
        raise BadQuestion(
            "Ce curseur appartient à une autre recherche.",
            parameter="cursor",
            remedy="Gardez la même question et les mêmes filtres d’une page à l’autre.",
        )
    return cursor


def _decoded(text: str) -> Cursor:
    try:
        raw = base64.b64decode(
            text[:_LONGEST] + "=" * (-len(text) % 4), altchars=b"-_", validate=True
        )
        content = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError) as cause:
        raise _unreadable() from cause
    match content:
        case [str(generation), str(question), int(offset)] if 0 <= offset < 1 << 31:
            return Cursor(generation, question, int(offset))
    raise _unreadable()


def _unreadable() -> BadQuestion:
    return BadQuestion(
        "Le curseur n’est pas lisible.",
        parameter="cursor",
        remedy="Suivez le lien de la page suivante, ou repartez de la première.",
    )
