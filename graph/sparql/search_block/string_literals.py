r"""Strings of SPARQL: read from a query, and written into one.

Written strings mean the same whether or not an engine expands ``\u`` before it parses:
a backslash before ``u`` could become something else, so that letter is escaped itself.

>>> written('dit "oui"\n')
'"dit \\"oui\\"\\n"'
>>> literal_value(written("C:\\u0022")) == "C:\\u0022"
True
"""

import re
from typing import Final

__all__ = ["literal_value", "place_of", "written"]

_ESCAPE: Final = re.compile(
    r"\\(?:([tbnrf\"'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|)", re.DOTALL
)
_SIGNS: Final = dict(zip("tbnrf\"'\\", "\t\b\n\r\f\"'\\", strict=True))
_WRITTEN: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_TO_WRITE: Final = re.compile(r'\\[uU]?|["\n\r]')


def literal_value(token: str) -> str:
    """Return what a string means that stands in a query, quotes included.

    Raises:
        ValueError: If an escape means nothing.
    """
    width = 3 if token[:3] in ("'''", '"""') else 1
    return _ESCAPE.sub(_sign, token[width:-width])


def _sign(found: re.Match[str]) -> str:
    if found[1]:
        return _SIGNS[found[1]]
    number = int(found[2] or found[3] or "-1", 16)
    if not 0 <= number < 0x110000 or 0xD800 <= number < 0xE000:
        raise ValueError(found[0])
    return chr(number)


def written(text: str) -> str:
    """Return a text as a SPARQL string, on one line."""
    return f'"{_TO_WRITE.sub(_escaped, text)}"'


def _escaped(found: re.Match[str]) -> str:
    if len(found[0]) == 2:
        return f"\\\\\\u{ord(found[0][1]):04x}"
    return _WRITTEN[found[0]]


def place_of(query: str, offset: int) -> tuple[int, int]:
    r"""Return line and column of an offset, both from 1.

    >>> place_of("a\nbc", 3)
    (2, 2)
    """
    before = query[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
