"""Spaces of French print: narrow ones inside guillemets and before ; ! ?, one before :.

Quotations are verbatim: only what stands around them comes here.
"""

import re
from typing import Final

__all__ = ["french_spaces", "quoted"]

_NARROW: Final = "\u202f"
_NO_BREAK: Final = "\u00a0"
# Each run of spaces is tried once, from its beginning, and given up at once.
_BEFORE: Final = re.compile(r"(?<![ \u00a0\u202f])[ \u00a0\u202f]++([;!?»])")
_COLON: Final = re.compile(r"(?<![ \u00a0\u202f])[ \u00a0\u202f]++:(?=\s|$)")
_AFTER: Final = re.compile(r"«[ \u00a0\u202f]++")


def quoted(text: str) -> str:
    r"""Return a text in guillemets, itself unchanged.

    >>> quoted("Oui ?")
    '«\u202fOui ?\u202f»'
    """
    return f"«{_NARROW}{text}{_NARROW}»"


def french_spaces(text: str) -> str:
    r"""Return a text whose spaces beside punctuation do not break.

    No space is added or taken away, so that titles in other languages and addresses
    stay as they are.

    >>> french_spaces("Titre : « a » ? Title: https://a.example/?q=b;c")
    'Titre\xa0: «\u202fa\u202f»\u202f? Title: https://a.example/?q=b;c'
    """
    narrow = _AFTER.sub(f"«{_NARROW}", _BEFORE.sub(rf"{_NARROW}\1", text))
    return _COLON.sub(f"{_NO_BREAK}:", narrow)
