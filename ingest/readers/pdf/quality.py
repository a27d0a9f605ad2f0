"""How sound the text of a page is: 1 for prose, towards 0 for garbage."""

import re

__all__ = ["GOOD_ENOUGH", "quality"]

GOOD_ENOUGH = 0.75
"""Below it another engine is asked."""

_BAD = re.compile(
    "[\ufffd\ue000-\uf8ff\x00-\x01\x03-\x08\x0e-\x1f\x7f-\x9f\ua000-\uabff]"
)
_GLYPH = re.compile(r"\(cid:\d+\)|/g?\d{1,3}(?=/|\s|$)|/[A-Z][a-z]+\d*(?=/)")
_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]")


def quality(text: str) -> float:
    """Return the share of characters that a reader can make something of.

    Lost characters, glyph numbers and controls count against a page, and so do words
    of thirty letters and more (glued) and text of single characters (taken apart).

    >>> quality("La sobriété numérique à l’école.") > 0.9
    True
    >>> quality("(cid:12)(cid:7)(cid:31)") < 0.2
    True
    """
    solid = [word for word in _WORD.findall(text) if word]
    size = sum(map(len, solid))
    if size == 0:
        return 0.0
    bad = len(_BAD.findall(text)) + sum(len(g) for g in _GLYPH.findall(text))
    glued = sum(len(w) for w in solid if len(w) > 45 and len(_LETTERS.findall(w)) > 40)
    single = sum(1 for w in solid if len(w) == 1 and w.isalpha())
    apart = single if single > 0.6 * len(solid) and len(solid) > 30 else 0
    return max(0.0, 1.0 - (bad + glued + apart) / size)
