"""How sound the text of a page is: 1 for prose, towards 0 for garbage."""

import re
import unicodedata
from collections import Counter
from operator import add

__all__ = ["GOOD_ENOUGH", "is_unsound", "lost_characters", "quality"]

GOOD_ENOUGH = 0.75
"""Below it another engine is asked."""

_BAD = re.compile(
    "[\ufffd\ue000-\uf8ff\x00-\x01\x03-\x08\x0e-\x1f\x7f-\x9f\ua000-\uabff]"
)
_GLYPH = re.compile(r"\(cid:\d+\)|/g?\d{1,3}(?=/|\s|$)|/[A-Z][a-z]+\d*(?=/)")
_SOURCE = re.compile(
    r"\bBT\s+/|/\w+\s+[\d.]+\s+Tf\b|\)\s*Tj\b|\]\s*TJ\b|(?:[\d.-]+\s+){2}T[dD]\b"
    r"|(?:[\d.-]+\s+){6}(?:Tm|cm)\b|\b\d+ \d+ obj\b|\bendobj\b|\bendstream\b"
    r"|/FlateDecode|/BaseFont|/XObject|<</"
)
_SIGNS = ("Tj", "TJ", "Tf", "0 obj", "endobj", "/Flate", "/BaseFont", "/XObject")
_MOST_OPERATORS = 0.06
"""Of the words of a page: one that speaks of PDF names a few, or shows a stray one."""

_RUBBISH = 0.5
_LOST = re.compile(
    "[\ufffd\x00\x01\x03-\x08\x0e-\x1a\x7f\x80-\x84\x86-\x9f\ue000-\uf8ff]"
)
_BULLETS = frozenset("\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0e8\uf02d")
_RUN = re.compile("[a-z]{3,}")
_MARKS = re.compile("[\u0300-\u036f]+")
_SAMPLE = 2_000
_ENOUGH = 4
_COMMON = (" de ", " la ", " et ", " les ", " the ", " of ", " and ", " to ", " in ")
"""Words that rubbish does not hold by chance."""

_FEWEST_PAIRS = 150
_LEAST_LIKELY = 0.45
_LIKELY = """
aa ab ac ad ag ai al am an ap ar as at au av ba be bi bl ca ce ch ci co ct da de di do
du ea ec ed ee eg ei el em en er es et eu ev fa fe fi fo ga ge gr ha he hi ho ia ic id
ie ig ij il im in io ir is it iv je ke la le li ll lo lu ma me mi mo mp na nc nd ne ng
ni nn no ns nt oc of oi ol om on oo op or os ot ou pa pe pl po pr qu ra rd re ri ro rs
rt sa sc se si so ss st su ta te th ti to tr ts tt tu ua ue ui ul um un ur us ut va ve
vi vo wa we wi
"""
"""The 150 pairs of letters that fill 82 to 91 % of seven languages of Europe."""

_PAIRS = frozenset(_LIKELY.split())

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
    bad = _codes(text)
    glued = apart = 0
    if max(lengths) > _GLUED:
        long = [word for word in solid if len(word) > _GLUED]
        glued = sum(len(word) for word in long if _is_glued(word))
    if lengths.count(1) > 0.6 * len(solid) and len(solid) > 30:
        single = sum(1 for word in solid if len(word) == 1 and word.islower())
        apart = single if single > 0.6 * len(solid) else 0
    return max(0.0, 1.0 - (bad + glued + apart) / size)


def _codes(text: str) -> int:
    """Return how many characters are lost ones, controls or numbers of glyphs."""
    bad = len(_BAD.findall(text))
    if "/" in text or "(cid:" in text:
        bad += sum(map(len, _GLYPH.findall(text)))
    return bad


def _is_glued(word: str) -> bool:
    letters = len(_LETTERS.findall(word)) > _GLUED - 5
    return letters and "://" not in word and "www." not in word


def is_unsound(text: str) -> bool:
    """Whether a page is glyph codes or the source of a PDF instead of words.

    >>> is_unsound("BT /F1 12 Tf 72 700 Td (Hello) Tj ET " * 9)
    True
    >>> is_unsound("Le groupe travaille avec les collèges de l’académie. " * 9)
    False
    """
    is_source = any(sign in text for sign in _SIGNS)
    operators = len(_SOURCE.findall(text)) if is_source else 0
    if operators > 3 and operators > _MOST_OPERATORS * len(text.split()):
        return True
    codes = _codes(text)
    if codes and codes > _RUBBISH * sum(map(len, text.split())):
        return bool(text.strip())
    return _is_unlikely(text)


def _is_unlikely(text: str) -> bool:
    """Whether the letters follow each other as in no language of Europe."""
    sample = text[:_SAMPLE]
    if sum(word in sample for word in _COMMON) >= _ENOUGH:
        return False
    folded = unicodedata.normalize("NFD", sample.casefold())
    letters = len(_LETTERS.findall(folded))
    runs = " ".join(_RUN.findall(_MARKS.sub("", folded)))
    counts = Counter(map(add, runs, runs[1:]))
    total = sum(count for pair, count in counts.items() if " " not in pair)
    # Pages of Greek or Arabic, and of formulas, are not judged.
    if total < _FEWEST_PAIRS or 2 * total < letters:
        return False
    return sum(map(counts.__getitem__, _PAIRS)) < _LEAST_LIKELY * total


def lost_characters(text: str) -> int:
    """Return how many characters of a page stand for no known letter."""
    return sum(1 for match in _LOST.finditer(text) if match[0] not in _BULLETS)
