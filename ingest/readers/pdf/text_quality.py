"""How sound the text of a page is: 1 for prose, towards 0 for garbage."""

import re

__all__ = ["GOOD_ENOUGH", "quality"]

GOOD_ENOUGH = 0.75
"""Below it another engine is asked."""

_BAD = re.compile(
    "[\ufffd\ue000-\uf8ff\x00-\x01\x03-\x08\x0e-\x1f\x7f-\x9f\ua000-\uabff]"
)
_GLYPH = re.compile(r"\(cid:\d+\)|/g?\d{1,3}(?=/|\s|$)|/[A-Z][a-z]+\d*(?=/)")
_GLUED = 45
_LETTERS = re.compile(r"[^\W\d_]")


def quality(text: str) -> float:
    """Return the share of characters that a reader can make something of.

    Lost characters, glyph numbers and controls count against a page, and so do long
    words that are no address (glued) and text of single small letters (taken apart):
    single capitals are how covers are set, and are joined later.

    >>> quality("La sobriété numérique à l’école.") > 0.9
    True
    >>> quality("(cid:12)(cid:7)(cid:31)") < 0.2
    True
    """
    solid = text.split()
    lengths = list(map(len, solid))
    size = sum(lengths)
    if size == 0:
        return 0.0
    bad = len(_BAD.findall(text))
    if "/" in text or "(cid:" in text:
        bad += sum(map(len, _GLYPH.findall(text)))
    glued = apart = 0
    if max(lengths) > _GLUED:
        long = [word for word in solid if len(word) > _GLUED]
        glued = sum(len(word) for word in long if _is_glued(word))
    if lengths.count(1) > 0.6 * len(solid) and len(solid) > 30:
        single = sum(1 for word in solid if len(word) == 1 and word.islower())
        apart = single if single > 0.6 * len(solid) else 0
    return max(0.0, 1.0 - (bad + glued + apart) / size)


def _is_glued(word: str) -> bool:
    letters = len(_LETTERS.findall(word)) > _GLUED - 5
    return letters and "://" not in word and "www." not in word
