"""What queries are alike: the same steps, whatever their variables are called.

The cost of a query lies in its shape. Whoever asks one again with other names, numbers
or texts asks the same thing of the engine.
"""

import hashlib
from typing import Final

from graph.sparql.tokens import read_token

__all__ = ["exact_shape", "loose_shape"]

_READ_CHARACTERS: Final = 4_096
_LEFT_OUT: Final = frozenset({"blank", "comment"})
_NAMELESS: Final = frozenset({"variable", "node", "number", "string", "language"})
_LOOSE: Final = _NAMELESS | {"iri", "name"}


def exact_shape(query: str) -> str:
    """Return what queries about the same terms have in common; a short digest."""
    return _digest(query, _NAMELESS)


def loose_shape(query: str) -> str:
    """Return what queries about any terms have in common; a short digest."""
    return _digest(query, _LOOSE)


def _digest(query: str, nameless: frozenset[str]) -> str:
    """Digest the kinds of some tokens and the texts of the others.

    Only the beginning is read token by token; of the rest, its length counts.
    """
    parts = [str(len(query) // _READ_CHARACTERS)]
    position, end = 0, min(len(query), _READ_CHARACTERS)
    while position < end:
        token = read_token(query, position, may_compare=False)
        position = token.end
        if token.kind in _LEFT_OUT:
            continue
        if token.kind not in nameless:
            parts.append(token.text.casefold())
        elif token.kind == "number":
            parts.append("0" * len(token.text))  # ten rows are not a million
        else:
            parts.append(token.kind)
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=12).hexdigest()
