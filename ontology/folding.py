"""Words made comparable: the one folding of the house, letter by letter.

    Søren  Łukasz  Œuvre  Straße  ﬁche  𝐍  co·op (soft hyphen)  L’École
    soren  lukasz  oeuvre strasse fiche n  coop                 l ecole

Graph, linking, copies and search all cut words with ``WORD`` and fold them with
``fold``, so that what one of them finds another finds too. What a use adds on purpose
stands beside that use, and ``tests/ontology/test_folding.py`` holds them in one table.
"""

import re
import unicodedata
from functools import lru_cache

__all__ = [
    "LETTER",
    "SIGNS",
    "SILENT",
    "WORD",
    "fold",
    "fold_name",
    "fold_words",
    "lower",
]

# Character classes, for patterns of others; ʼ is a letter to Unicode alone.
LETTER = "[^\\W_\u02bc]"
"""A letter or a digit."""

SILENT = (
    "[\u00ad\u0300-\u0344\u0346-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    "\u1ab0-\u1ace\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]"
)
"""A mark or an invisible sign: it belongs to the word around it and is never read."""

SIGNS = (
    "[\u2100\u2101\u2103\u2105\u2106\u2109\u2116\u2120-\u2122\u213b\u249c-\u24e9"
    "\u32cc-\u32cf\u3371-\u337a\u3380-\u33df\U0001f110-\U0001f12e\U0001f130-\U0001f149]"
)
"""A sign for letters; « Moodle™ » is the word Moodle and a sign behind it."""

WORD = re.compile(f"{LETTER}+(?:{SILENT}+{LETTER}*)*|{SIGNS}+")
"""A word as printed: letters and digits with their marks, or signs for letters."""

# Unicode leaves these letters whole, although readers type them otherwise. Letters
# that are one of ours *with* something (ø, ł, đ, ħ) are found by their name.
_STANDS_FOR = {
    "œ": "oe", "æ": "ae", "ß": "ss", "ð": "d", "þ": "th", "ı": "i", "ȷ": "j",
    "ĸ": "k", "ŋ": "n", "ʼ": "'", "’": "'", "‘": "'", "‛": "'", "′": "'", "＇": "'",
}  # fmt: skip
_SILENT = re.compile(SILENT)
_WITH = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH .+")


class _Letters(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __init__(self, *, keeps_accents: bool) -> None:
        super().__init__()
        self._keeps_accents = keeps_accents

    def __missing__(self, code: int) -> str:
        letters = _taken_apart(chr(code))
        if not self._keeps_accents:
            letters = "".join(x for x in letters if not unicodedata.combining(x))
        self[code] = letters
        return letters


def _taken_apart(letter: str) -> str:
    """Return a character in lower case, its ligature parted, its accents behind it."""
    # Until nothing changes, as Unicode compares (D146): « ℠ » is two capitals only
    # once it is decomposed, « ﬀ » is one letter until it is.
    before, parts = "", letter
    while parts != before:
        before = parts
        parts = unicodedata.normalize("NFKD", parts.casefold())
        parts = "".join(map(_base, parts))
    if WORD.match(letter):
        # One letter is never several words: « ﷺ » holds spaces, « ½ » a bar.
        parts = "".join(x for x in parts if x.isalnum() or unicodedata.combining(x))
    return parts


def _base(letter: str) -> str:
    if _SILENT.match(letter) and not unicodedata.combining(letter):
        return ""
    with_something = _WITH.fullmatch(unicodedata.name(letter, ""))
    if with_something and not unicodedata.decomposition(letter):
        return with_something[1].lower()
    return _STANDS_FOR.get(letter, letter)


_FOLDED = _Letters(keeps_accents=False)
_LOWERED = _Letters(keeps_accents=True)


def fold(text: str) -> str:
    """Return the text in lower case, without accents, ligatures and silent signs.

    >>> fold("ÆSON, cœur d’Été"), fold("Søren 𝐍 ℠")
    ("aeson, coeur d'ete", 'soren n sm')
    """
    return text.lower() if text.isascii() else text.translate(_FOLDED)


def lower(text: str) -> str:
    """Return the text folded but for its accents, which stand in their letters.

    >>> lower("ÆSON, cœur d’ÉTÉ")
    "aeson, coeur d'été"
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text.translate(_LOWERED))


def fold_words(text: str) -> list[str]:
    """Return the words of a text, folded, in order.

    >>> fold_words("L’école d’Été, œuvre-clé™ !")
    ['l', 'ecole', 'd', 'ete', 'oeuvre', 'cle', 'tm']
    """
    return fold(" ".join(WORD.findall(text))).split()


# Names are folded to be sorted, to be compared and to be found: the same ones.
@lru_cache(maxsize=1 << 14)
def fold_name(text: str) -> str:
    """Return the words of a name, folded, with one space between them.

    >>> fold_name("  L’École (INSPÉ), #ÆSON HN_éducation")
    'l ecole inspe aeson hn education'
    """
    return " ".join(fold_words(text))
