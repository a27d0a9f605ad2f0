"""The language of a text: French, English, Spanish, or ``und`` when it is too short.

Two means: counting function words, which is quick and certain in running text, and
py3langid restricted to our languages, which decides the rest. Corpora of the programme
hold no other language; a text in German would be given the nearest of the three.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Protocol, cast

__all__ = ["UNDETERMINED", "language_of", "language_of_passage", "normal_language"]

UNDETERMINED = "und"
LANGUAGES = ("en", "es", "fr")
SHORTEST = 60
"""Letters that a text must have before its language is guessed."""

SHORTEST_PASSAGE = 200
"""Characters that a passage must have to differ from its document."""

_SAMPLE = 4_000
_WORD = re.compile(r"[^\W\d_]+")
_FRENCH = """
le la les des du un une et est dans pour que qui sur par au aux avec ce cette ces ou
sont leur leurs nous vous il elle ils elles d l qu n s être plus
"""
_ENGLISH = """
the of and to in is that for it with as was on are be this by from at or which have
has their they we you an not can
"""
_SPANISH = """
el los las del y en que por para con una un es su sus como más al lo se este esta
estos son o pero
"""
_FUNCTION_WORDS = {
    "fr": frozenset(_FRENCH.split()),
    "en": frozenset(_ENGLISH.split()),
    "es": frozenset(_SPANISH.split()),
}


_CODING = "cp1252"
_SPACED = bytes(
    code if _WORD.fullmatch(bytes((code,)).decode(_CODING, "replace")) else 0x20
    for code in range(256)
)
_CODED_WORDS = {
    language: frozenset(word.encode(_CODING) for word in words)
    for language, words in _FUNCTION_WORDS.items()
}


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


def normal_language(stated: str) -> str | None:
    """Return the ISO 639-1 code of a stated language, or None when it is not one.

    >>> normal_language("fr-FR"), normal_language("fre"), normal_language("?")
    ('fr', 'fr', None)
    """
    code = re.split(r"[-_]", stated.strip().casefold())[0]
    names = {
        "fra": "fr", "fre": "fr", "français": "fr", "french": "fr",
        "eng": "en", "english": "en", "anglais": "en",
        "spa": "es", "español": "es", "spanish": "es", "espagnol": "es",
    }  # fmt: skip
    code = names.get(code, code)
    return code if re.fullmatch(r"[a-z]{2}", code) else None


def language_of(text: str) -> str:
    """Return the language of a document, or ``und`` when it is too short to tell."""
    sample = _sample(text)
    if sum(map(len, _WORD.findall(sample))) < SHORTEST:
        return UNDETERMINED
    return _by_words(sample) or _identifier().classify(sample)[0]


def language_of_passage(text: str, of_document: str) -> str:
    """Return the language of a passage: the document's unless clearly another."""
    if len(text) < SHORTEST_PASSAGE:
        return of_document
    by_words = _by_words(text)
    if by_words in (None, of_document):
        return of_document
    guess = _identifier().classify(text)[0]
    # Both must agree: a list of English titles in a French text stays French.
    return guess if guess == by_words else of_document


def _sample(text: str) -> str:
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return " ".join(
        (
            text[_SAMPLE // 2 : _SAMPLE + _SAMPLE // 2],
            text[middle : middle + _SAMPLE],
            text[-_SAMPLE:],
        )
    )


def _by_words(text: str) -> str | None:
    """Return the language whose function words clearly lead, or None."""
    lists: Mapping[str, frozenset[object]]
    words: list[bytes] | list[str]
    try:
        # Text of our languages is counted as bytes, several times as fast.
        coded = text.casefold().encode(_CODING)
        words, lists = coded.translate(_SPACED).split(), _CODED_WORDS
    except UnicodeEncodeError:
        words, lists = _WORD.findall(text.casefold()), _FUNCTION_WORDS
    counts = sorted(
        (sum(map(known.__contains__, words)), language)
        for language, known in lists.items()
    )
    (second, _), (first, language) = counts[-2:]
    is_clear = first >= 4 and first >= 0.12 * len(words) and first > 1.6 * second
    return language if is_clear else None


@cache
def _identifier() -> _Identifier:
    # Loading takes most of a second, so it waits for the first text that needs it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(LANGUAGES)
    return cast("_Identifier", identifier)
