"""What a person typed, taken apart without ever refusing a sign.

    sobriété "à l'école" +collège -tablette
    └ free ┘ └ phrase ─┘ required  excluded

Operators that do not work out (a lone quote, a dash before a number) are plain text.
``check`` says in French what cannot be asked at all: nothing, too much, or only words
that stand in every text (« le la les », AND, 1).
"""

import re
import unicodedata
from dataclasses import dataclass

from search_api.errors import BadQuestion
from search_api.french import analysis
from search_api.french.analysis import Word

__all__ = ["LONGEST_QUESTION", "Question", "check", "parse", "without_excluded"]

LONGEST_QUESTION = 1_000
"""In characters, after trimming."""

_LONGEST_NUMBER = 2
"""Digits of a number that says nothing alone; a year, or a code, does."""

# A dash excludes only before a letter, so that « -5 % » stays a number.
_OPERATOR = re.compile(
    r"""(?:(?<=\s)|^)(?P<sign>[-+]?)["“](?P<phrase>(?=[^"“”]*\w)[^"“”]*)["”]"""
    r"""|(?:(?<=\s)|^)(?P<mark>\+|-(?=[^\W\d_]))(?P<word>(?=[^\s"“”]*\w)[^\s"“”]*)"""
)


@dataclass(frozen=True, slots=True)
class Question:
    """The parts of a question.

    Attributes:
        plain: All that is looked for, without signs and without what is excluded.
        free: Text whose words may be found.
        required: Words and phrases that every hit must hold.
        phrases: Those of ``required`` that stood in quotes.
        excluded: Words and phrases that no hit may hold.
    """

    plain: str
    free: str
    required: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def is_strict(self) -> bool:
        """Whether hits must or must not hold something."""
        return bool(self.required or self.phrases or self.excluded)


def parse(text: str) -> Question:
    """Return the parts of any text; never raises.

    >>> parse('sobriété "à l’école" +collège -tablette').plain
    'sobriété à l’école collège'
    >>> parse('un "guillemet seul').is_strict
    False
    """
    required: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    plain: list[str] = []
    free: list[str] = []
    end = 0
    for match in _OPERATOR.finditer(text):
        before = text[end : match.start()]
        plain.append(before)
        free.append(before)
        end = match.end()
        content = match["phrase"] or match["word"]
        if (match["sign"] or match["mark"]) == "-":
            excluded.append(content)
            continue
        plain.append(content)
        (phrases if match["phrase"] else required).append(content)
    plain.append(text[end:])
    free.append(text[end:])
    return Question(
        plain=" ".join(" ".join(plain).split()),
        free=" ".join(" ".join(free).split()),
        required=tuple(required),
        phrases=tuple(phrases),
        excluded=tuple(excluded),
    )


def without_excluded(text: str) -> str:
    """Return the text with blanks for what it excludes, its length kept.

    >>> without_excluded("école -TECHNE numérique")
    'école         numérique'
    """
    for match in _OPERATOR.finditer(text):
        if (match["sign"] or match["mark"]) == "-":
            blank = " " * len(match.group())
            text = text[: match.start()] + blank + text[match.end() :]
    return text


def check(text: str) -> str:
    """Return the question trimmed and without control characters.

    Raises:
        BadQuestion: If it is empty, too long, or holds no letter and no digit, or
            says only what to leave out, or only words that stand in every text.
    """
    cleaned = "".join(
        " " if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} else sign
        for sign in text[: 20 * LONGEST_QUESTION]
    ).strip()
    if not cleaned:
        raise BadQuestion(
            "La question est vide.",
            parameter="q",
            remedy="Écrivez un ou plusieurs mots, ou une phrase.",
        )
    if len(cleaned) > LONGEST_QUESTION:
        raise BadQuestion(
            f"La question compte plus de {LONGEST_QUESTION:,} caractères.".replace(
                ",", " "
            ),
            parameter="q",
            remedy="Raccourcissez-la, ou cherchez les travaux proches d’un texte.",
        )
    if not any(sign.isalnum() for sign in cleaned):
        raise BadQuestion(
            "La question ne contient ni lettre ni chiffre.",
            parameter="q",
            remedy="Écrivez un ou plusieurs mots, ou une phrase.",
        )
    question = parse(cleaned)
    if not any(sign.isalnum() for sign in question.plain):
        raise BadQuestion(
            "La question dit seulement ce qu’il faut exclure.",
            parameter="q",
            remedy="Ajoutez au moins un mot à chercher, sans « - ».",
        )
    if not question.phrases and _says_nothing(question.plain):
        raise BadQuestion(
            "La question ne contient que des mots trop courants, des lettres ou des "
            "chiffres isolés.",
            parameter="q",
            remedy="Ajoutez le sujet cherché, ou mettez ces mots entre guillemets.",
        )
    return cleaned


def _says_nothing(text: str) -> bool:
    # « I.A. » is a whole of two letters.
    is_empty = all(map(_is_empty, analysis.words(text)))
    return is_empty and not analysis.wholes(text)


def _is_empty(word: Word) -> bool:
    """Tell whether a word alone asks for nothing: « le », AND, « x », 1."""
    folded = word.folded
    is_short = len(folded) == 1 and folded.isascii()
    is_number = len(folded) <= _LONGEST_NUMBER and folded.isdecimal()
    return word.is_stop or folded in analysis.ENGLISH or is_short or is_number
