"""What a person typed, in the wording that texts have; never a change of meaning.

    thème huit, E.B.E.P., enseignant·e·s, deux mille vingt-trois, c koi
    thème 8,    EBEP,     enseignants,    2023,                   c'est quoi

``plain_wording`` keeps for each character where it was typed, so that whatever is
understood of the question is told in the letters of the person. ``with_accents`` gives
words back the accents that a library writes them with: models know « données » and not
« donnees ». Pure functions.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ontology.folding import fold, lower
from search_api.french import analysis

__all__ = ["Wording", "plain_wording", "with_accents"]

Span = tuple[int, int]
Edit = tuple[int, int, str]

_SHORTEST: Final = 3
# Addresses and identifiers are looked for as they stand.
_ADDRESS: Final = re.compile(r"(?<!\S)\S*[/@_]\S*")
_INITIALS: Final = re.compile(analysis.INITIALS)
# A hyphen or a dot also stands before words that are no ending: « dis-le ».
_ENDINGS: Final = r"e|es|ne|nes|rice|rices|trice|trices|euse|euses|ère|ères|ere|eres"
_MORE_ENDINGS: Final = rf"{_ENDINGS}|le|les|te|tes|se|ses|ve|ves|fe|fes|que|ques"
_INCLUSIVE: Final = re.compile(
    rf"\b(?P<word>[^\W\d_]{{2,}})(?:"
    rf"[·•‧⋅](?:{_MORE_ENDINGS})(?:[·•‧⋅]?s)?"
    rf"|\((?:{_MORE_ENDINGS})\)(?:\(s\)|s)?"
    rf"|[.-](?:{_ENDINGS})(?:[.-]s)?"
    r")(?![\w·•‧⋅])",
    re.IGNORECASE,
)
_TYPED: Final = re.compile(r"(?<![\w'’.-])[a-zé]+\d?(?![\w'’.-])")
_SPELT: Final = {
    typed: meant
    for meant, forms in {
        "quoi": "koi kwa",
        "pourquoi": "pourkoi pkoi pk pq pourqoi",
        "qui": "ki",
        "que": "ke",
        "quel": "kel",
        "quelle": "kelle",
        "quels": "kels",
        "quelles": "kelles",
        "quelque": "kelke",
        "quand": "kan kand",
        "est-ce que": "eske esque esk",
        "comment": "coment komen koment comen",
        "combien": "conbien kombien combin",
        "c'est": "c cé sé",
        "il y a": "ya",
        "dans": "ds",
        "pour": "pr",
        "avec": "avc",
        "toujours": "tjs tjrs",
        "beaucoup": "bcp bcps",
        "tout": "tt",
        "s'il vous plaît": "svp stp",
    }.items()
    for typed in forms.split()
}
_WORDS_TOO: Final = frozenset({"c", "ds", "pr", "sé", "tt", "pk", "pq", "svp", "stp"})
_UNITS: Final = (
    *("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    *("onze", "douze", "treize", "quatorze", "quinze", "seize"),
    *("dix-sept", "dix-huit", "dix-neuf"),
)
_TENS: Final = {"vingt": 20, "trente": 30}
_HEADS: Final = r"th[eè]mes?|axes?|t[eê]tes?|groupes?|gt\s?num|num[eé]ro|cycles?"


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as it is asked, and where it was typed.

    Attributes:
        typed: By the person.
        text: What is asked.
        spans: For each character of ``text``, the characters of ``typed`` it stands
            for: first offset and offset behind the last.
    """

    typed: str
    text: str
    spans: tuple[Span, ...]

    def span(self, start: int, end: int) -> Span:
        """Return where some characters of ``text`` were typed.

        Args:
            start: First offset in ``text``.
            end: Offset behind the last character, greater than ``start``.
        """
        return self.spans[start][0], self.spans[end - 1][1]


def plain_wording(typed: str) -> Wording:
    """Return a question without points in initials, inclusive endings, number words.

    >>> plain_wording("thème huit pour les enseignant·e·s").text
    'thème 8 pour les enseignants'
    >>> plain_wording("l'I.A. en deux mille vingt-trois").text
    "l'IA en 2023"
    """
    wording = Wording(typed, typed, tuple((n, n + 1) for n in range(len(typed))))
    for edits in (_short_messages, _initials, _inclusive, _years, _numbers):
        wording = _edited(wording, edits(wording.text))
    return wording


def with_accents(
    text: str, written: Callable[[str], str], *, known: Collection[Span] = ()
) -> str:
    """Return a question with the accents that a library writes its words with.

    Words typed with any accent stay as they are, and so do single words in capitals:
    REVE is a name. The length stays: offsets of what was understood are still true.

    Args:
        text: The question.
        written: How a library writes a folded word, without accents where it does.
        known: Places that name something and stay as they are.
    """
    is_loud = text.isupper() and " " in text.strip()
    edits: list[Edit] = []
    for word in analysis.words(text):
        typed = text[word.start : word.end]
        if word.is_stop or len(typed) < _SHORTEST or lower(typed) != word.folded:
            continue
        if any(start <= word.start < end for start, end in known):
            continue
        is_capital = typed.isupper()
        form = written(word.folded)
        if len(form) == len(typed) and (is_loud or not is_capital):
            edits.append((word.start, word.end, _cased(form, typed)))
    for start, end, form in reversed(_outside_addresses(text, edits)):
        text = text[:start] + form + text[end:]
    return text


def _cased(form: str, typed: str) -> str:
    if typed.isupper():
        return form.upper()
    return form.capitalize() if typed[0].isupper() else form


def _edited(wording: Wording, edits: Iterable[Edit]) -> Wording:
    text, spans = wording.text, wording.spans
    for start, end, new in reversed(_outside_addresses(text, edits)):
        whole = spans[start][0], spans[end - 1][1]
        text = text[:start] + new + text[end:]
        spans = spans[:start] + (whole,) * len(new) + spans[end:]
    return Wording(wording.typed, text, spans)


def _outside_addresses(text: str, edits: Iterable[Edit]) -> list[Edit]:
    kept = [match.span() for match in _ADDRESS.finditer(text)]
    return [
        (start, end, new)
        for start, end, new in edits
        if not any(start < b and a < end for a, b in kept)
    ]


def _initials(text: str) -> Iterator[Edit]:
    for match in _INITIALS.finditer(text):
        letters = match.group().replace(".", "")
        yield *match.span(), letters.upper()


def _short_messages(text: str) -> Iterator[Edit]:
    """Yield what spellings of short messages mean; words too, where others stand by."""
    found = [match for match in _TYPED.finditer(text) if match.group() in _SPELT]
    is_message = any(match.group() not in _WORDS_TOO for match in found)
    for match in found:
        if is_message or match.group() not in _WORDS_TOO:
            yield *match.span(), _SPELT[match.group()]


def _inclusive(text: str) -> Iterator[Edit]:
    for match in _INCLUSIVE.finditer(text):
        word = match["word"]
        ending = match.group()[len(word) :].lower()
        is_plural = ending.rstrip(")").endswith("s") and word[-1] not in "sS"
        yield *match.span(), f"{word}s" if is_plural else word


def _small_numbers() -> dict[str, int]:
    """Return the words of the numbers from 2 to 39: « un » is an article too."""
    found = {word: number for number, word in enumerate(_UNITS[1:], 2)}
    for ten, value in _TENS.items():
        found |= {ten: value, f"{ten} et un": value + 1}
        found |= {f"{ten}-{word}": value + n for n, word in enumerate(_UNITS[1:9], 2)}
    return found


_NUMBERS: Final = _small_numbers()
# Longest first, so that « vingt-trois » is not read as « vingt »; hyphens are optional.
_NUMBER: Final = "|".join(
    re.escape(word).replace(r"\-", "[- ]").replace(r"\ ", "[- ]")
    for word in sorted(_NUMBERS, key=len, reverse=True)
)
_AFTER_HEAD: Final = re.compile(
    rf"\b(?:{_HEADS})\s+(?:num[eé]ro\s+|n[°ᵒo]\s*)?(?P<number>{_NUMBER})\b",
    re.IGNORECASE,
)
# « un » is an article too: a number only where nothing is named behind it.
_ONE: Final = re.compile(
    rf"\b(?:{_HEADS})\s+(?:num[eé]ro\s+|n[°ᵒo]\s*)?(?P<number>une?)"
    r"(?=\s*(?:$|[?!.,;:)])|\s+(?:20\d\d"
    r"|(?:de l[’']|du |de la )(?:appel|ami|vague|cycle)))",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(rf"\bdeux[- ]mille[- ](?P<number>{_NUMBER})\b", re.IGNORECASE)
_BY_FOLDED: Final = {fold(word).replace("-", " "): n for word, n in _NUMBERS.items()}


def _value(number: str) -> int:
    return _BY_FOLDED[" ".join(fold(number).replace("-", " ").split())]


def _years(text: str) -> Iterator[Edit]:
    for match in _YEAR.finditer(text):
        yield *match.span(), str(2000 + _value(match["number"]))


def _numbers(text: str) -> Iterator[Edit]:
    for match in _AFTER_HEAD.finditer(text):
        yield *match.span("number"), str(_value(match["number"]))
    for match in _ONE.finditer(text):
        yield *match.span("number"), "1"
