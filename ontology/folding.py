"""Names made comparable: without case, accents, ligatures and punctuation."""

import re
import unicodedata
from functools import lru_cache

__all__ = ["fold"]

# NFKD leaves these letters whole, although readers type them as two.
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})
_WORDS = re.compile(r"[^\W_]+")


# Names are folded to be sorted, to be compared and to be found: the same ones.
@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """Return the words of a text, folded, with one space between them.

    >>> fold("  L’École (INSPÉ), #ÆSON HN_éducation")
    'l ecole inspe aeson hn education'
    """
    # Twice, as Unicode compares (D146): « ℠ » is a capital only once decomposed.
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    lowered = unicodedata.normalize("NFKD", decomposed.casefold())
    plain = "".join(x for x in lowered if not unicodedata.combining(x))
    return " ".join(_WORDS.findall(plain.translate(_LIGATURES)))
