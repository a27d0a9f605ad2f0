"""Text to words: the one French analysis, shared by indexing, questions and marks.

    L’Æuvre « porte-monnaie » nᵒ 12   →   word   folded    stem      stop
                                          L’     l         l         yes
                                          Æuvre  aeuvre    aeuvr
                                          porte  porte     port
                                          …

A *word* is a run of letters or digits, so that elision and hyphens part words by
themselves. A *whole* is what parting would lose: the compound ``portemonnaie``, a DOI,
``75000`` written with a space, ``ebep`` written E.B.E.P. Pure functions; offsets count
code points of the text.
"""

import re
import string
import threading
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from Stemmer import Stemmer

from ontology.folding import LETTER, SIGNS, SILENT, WORD, fold, lower
from search_api.french.stop_words import ENGLISH, FRENCH

__all__ = [
    "ENGLISH",
    "FRENCH",
    "INITIALS",
    "Word",
    "find",
    "forms",
    "guess_language",
    "located_wholes",
    "part_dois",
    "stem",
    "wholes",
    "words",
]

LONGEST_WORD = 60
"""Longer runs (base64, broken PDF text) are cut: nobody types them."""

# One class, for speed.
_UNUSUAL = re.compile(f"[{SILENT[1:-1]}{SIGNS[1:-1]}]")
_ASCII = frozenset(string.ascii_letters + string.digits)
INITIALS = r"(?<![\w.])(?:[^\W\d_]\.)+(?:[^\W\d_]|(?<=\..\.))(?!\w|\.\w)"
"""Letters with points between, two at least: E.B.E.P., I.A"""

_WHOLE = re.compile(
    r"(?P<doi>\b10\.\d{4,9}/[^\s\"<>«»]+)"
    r"|(?P<number>\b\d{1,3}(?:[ \u00a0\u202f]\d{3})+\b)"
    r"|(?P<decimal>\b\d+(?:[.,]\d+)+\b)"
    rf"|(?P<initials>{INITIALS})"
    # Starts of words only: tried at every letter, it would take most of the time.
    r"|(?P<compound>(?<![^\W_])[^\W_]+(?:[-_\u2010\u2011][^\W_]+)+)"
)
_SEPARATORS = re.compile(r"[-_.\u2010\u2011 \u00a0\u202f]")

# The endings that Snowball knows by their accents alone. Of « ite », those whose stem
# would become that of another word stay as they are: « explicite » is no « expliquer ».
_UNACCENTED = re.compile(
    r"(?P<ee>ee(?=s?$))|(?P<ite>(?<!explic|implic)(?<!llic)ite(?=s?$))"
    r"|(?P<iere>iere(?=s?$|ment$))"
)
_ACCENTED: Final = {"ee": "ée", "ite": "ité", "iere": "ière"}
_stemmers = threading.local()


class Word(NamedTuple):
    """One word of a text; a tuple, because a page of hits makes thousands.

    Attributes:
        start: First offset in the text.
        end: Offset behind the last character.
        folded: Lower case, without accents and ligatures.
        stem: What the index holds for the word.
        is_stop: Whether the word says nothing about a subject.
    """

    start: int
    end: int
    folded: str
    stem: str
    is_stop: bool


def _stemmer(language: str) -> Stemmer:
    # A Snowball stemmer keeps state between calls: one per thread.
    name = "english" if language == "en" else "french"
    found: Stemmer | None = getattr(_stemmers, name, None)
    if found is None:
        found = Stemmer(name)
        setattr(_stemmers, name, found)
    return found


@lru_cache(maxsize=1 << 17)
def forms(word: str, language: str) -> tuple[str, str, bool]:
    """Return folded form, stem and whether it is a stop word.

    Accents go before the stem is taken, so that « donnees » finds « données »; endings
    that French rules know by their accents get them back first. English rules serve
    ``en``, French rules everything else.
    """
    folded = fold(lower(word)[:LONGEST_WORD])
    if language == "en":
        return folded, _stemmer(language).stemWord(folded), folded in ENGLISH
    ending = _UNACCENTED.sub(lambda match: _ACCENTED[match.lastgroup or ""], folded)
    stemmed = fold(_stemmer(language).stemWord(ending))
    if stemmed.endswith(("eux", "oux")):
        # Snowball leaves « enjeux » and « enjeu » apart.
        stemmed = stemmed[:-1]
    return folded, stemmed, folded in FRENCH


def stem(word: str, language: str = "fr") -> str:
    """Return what the index holds for a word.

    >>> stem("numériques"), stem("NUMERIQUE"), stem("Æson")
    ('numer', 'numer', 'aeson')
    """
    return forms(word, language)[1]


def words(text: str, language: str = "fr") -> Iterator[Word]:
    """Yield the words of a text in order, stop words included.

    >>> [(w.folded, w.is_stop) for w in words("L’école")]
    [('l', True), ('ecole', False)]
    """
    for match in WORD.finditer(text):
        folded, stemmed, stop = forms(match.group(), language)
        if folded:
            yield Word(match.start(), match.end(), folded, stemmed, stop)


def find(text: str, stems: Collection[str], language: str = "fr") -> list[Word]:
    """Return the words whose stem or folded form is among some, in order.

    The same as choosing from ``words``, without making those that nobody wants.

    >>> [word.folded for word in find("L’école, les écoles", {"ecol"})]
    ['ecole', 'ecoles']
    """
    # Signs that are no letters leave open where a word begins.
    likely = WORD if _UNUSUAL.search(text) else _beginning_like(frozenset(stems))
    found = []
    for match in likely.finditer(text):
        folded, stemmed, stop = forms(match[0], language)
        if folded and (stemmed in stems or folded in stems):
            found.append(Word(match.start(), match.end(), folded, stemmed, stop))
    return found


@lru_cache(maxsize=256)
def _beginning_like(stems: frozenset[str]) -> re.Pattern[str]:
    """Return what matches the words that begin like a stem, and few others.

    A stem begins as its word does, but for accents: letters beyond ASCII always pass.
    Words are then looked up only where they may be wanted, one in four or five.
    """
    initials = {stem[:1] for stem in stems}
    initials |= {initial.upper() for initial in initials}
    others = "".join(sorted(_ASCII - initials))
    return re.compile(rf"[^\W_\u02bc{others}](?<!{LETTER}[\s\S]){LETTER}*")


def wholes(text: str) -> list[str]:
    """Return what parting into words would lose, folded and without separators.

    >>> wholes("un porte-monnaie, 75 000 €, doi:10.52358/mm.vi17.392, E.B.E.P.")
    ['portemonnaie', '75000', '10.52358/mm.vi17.392', 'ebep']
    """
    return [whole for _, _, whole in located_wholes(text)]


def located_wholes(text: str) -> list[tuple[int, int, str]]:
    """Return wholes with their first offset and the offset behind their end."""
    found = []
    for match in _WHOLE.finditer(text):
        whole = match.group()
        if match.lastgroup == "doi":
            folded = _folded_doi(whole)
        elif match.lastgroup == "decimal":
            folded = whole.replace(",", ".")
        else:
            folded = _SEPARATORS.sub("", fold(whole))
        start = match.start()
        end = start + len(folded if match.lastgroup == "doi" else whole)
        found.append((start, end, folded[: 4 * LONGEST_WORD]))
    return found


def part_dois(text: str) -> tuple[str, list[str]]:
    """Return the text without DOIs, and the DOIs, folded.

    >>> part_dois("voir 10.52358/mm.vi17.392")
    ('voir  ', ['10.52358/mm.vi17.392'])
    """
    found = [m for m in _WHOLE.finditer(text) if m.lastgroup == "doi"]
    dois = [_folded_doi(match.group()) for match in found]
    for match in reversed(found):
        text = f"{text[: match.start()]} {text[match.end() :]}"
    return text, dois


def _folded_doi(text: str) -> str:
    return fold(text.rstrip(".,;:)]}'’"))


def guess_language(text: str) -> str:
    """Return ``fr``, ``en`` or ``und`` from accents and function words.

    Meant for questions, where a few words must do; ``und`` where they do not.

    >>> guess_language("How do pupils learn to code?"), guess_language("Moodle")
    ('en', 'und')
    """
    french = english = 0
    for match in WORD.finditer(text):
        accented = lower(match.group())
        folded = fold(accented)
        french += (folded in FRENCH and folded not in ENGLISH) or accented != folded
        english += folded in ENGLISH and folded not in FRENCH
    if french == english:
        return "und"
    return "fr" if french > english else "en"
