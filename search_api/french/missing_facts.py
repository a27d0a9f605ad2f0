"""Whether passages that speak of a subject say what is asked of it.

    qui dirige RINOREP ?       no name stands beside « RINOREP » or « dirige »
    budget annuel d’ÆSON       no sum of money stands beside these words
    calendrier Parcoursup      the name, or the thing asked for, stands nowhere

Signs for French questions. A long one speaks of more than it asks, so its last sentence
is taken for what it asks; words of another language stand nowhere whatever the corpus
says; and a word of a person's own (« chapeauter ») is no missing fact. Pure functions.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from ontology.folding import fold
from ontology.model import Passage
from search_api.french import analysis
from search_api.french.answer_signs import holds
from search_api.french.asked import Asked, asked
from search_api.french.asked_nouns import holds_noun, noun_asked_for
from search_api.french.highlights import question_stems
from search_api.french.question import Question

__all__ = ["asks_for_a_fact", "is_missing", "unknown_words"]

_MOST_WORDS: Final = 8
"""Words that say something, in a question short enough to ask for one thing."""

_FEWEST_LETTERS: Final = 6
_FEWEST_IN_A_NAME: Final = 3
_ADJECTIVE: Final = re.compile(
    r"(\w{5,}?)(?:i?elle?s?|i?ales?|i?al|i?aux|aires?|iques?|i(?:f|ve)s?)$"
)
_HELD: Final = 1 / 3
"""Part of the words of the question that stand with the fact."""

_FACTS: Final = frozenset(
    {Asked.PERSON, Asked.DATE, Asked.DURATION, Asked.AMOUNT, Asked.NUMBER}
)
# A group, a lab or a ministry answers such a « qui », and most sentences name one.
_BY_A_BODY: Final = re.compile(
    r"\b(?:anim|port|pilot|financ|etudi|travaill|publi|particip|soutien|associ|contact|join)\w*\b"
    r"|\b(?:a|avec|chez|par|vers) qui\b"
)
# Whoever is named in the question is what is asked for.
_IS: Final = re.compile(r"\bqui (?:est|sont|etai(?:t|ent)) (?!l[ae']|les |un|ce)")
# « est-elle », « a-t-on » are written as one word, and say nothing.
_INVERTED: Final = re.compile(r"(?:-t)?-(?:ils?|elles?|on|ce|je|tu|nous|vous)\b")
_UNITS: Final = frozenset({"combien", "cb", "cbn", "euro", "euros", "argent"})
_MONEY: Final = re.compile(
    r"\b(?:budgets?|couts?|prix|tarifs?|salaires?|montants?|sommes?|remunerations?)\b"
)
_COUNTS: Final = re.compile(r"\b(?:effectifs?|nombre|pourcentage|proportion|taux)\b")
_SENTENCE: Final = re.compile(r"(?<=[.!?;:])\s+|\n")
_PARTS: Final = re.compile(r"(?<=[.!?;:])\s+")


def asks_for_a_fact(text: str) -> Asked | str | None:
    """Return the kind of fact that a short French question asks for, or None.

    It is the noun itself where the question asks by one of ``asked_nouns``.

    >>> asks_for_a_fact("budget annuel du groupe ÆSON").value
    'amount'
    >>> asks_for_a_fact("sobriété numérique au collège") is None
    True
    """
    text = point(text)
    kind, folded = asked(text), fold(text)
    if noun := noun_asked_for(text):
        return noun
    if not _is_plain(text):
        # A sum of money is written alike in both languages.
        is_english = analysis.guess_language(text) == "en"
        return kind if is_english and kind is Asked.AMOUNT else None
    if kind is Asked.PERSON and (_BY_A_BODY.search(folded) or _IS.search(folded)):
        return None
    if kind in _FACTS:
        return kind
    if kind is Asked.SUBJECT and _MONEY.search(folded):
        return Asked.AMOUNT
    if kind is Asked.SUBJECT and _COUNTS.search(folded):
        return Asked.NUMBER
    return None


def point(text: str) -> str:
    """Return the part of a question that asks: of a long one, its last sentence.

    >>> point("Ma classe part en voyage avec deux autres du collège au printemps, "
    ...       "à Nantes. Combien coûte le car ?")
    'Combien coûte le car ?'
    """
    if len(list(_telling(text))) <= _MOST_WORDS:
        return text
    sentences = [part for part in _PARTS.split(text) if list(_telling(part))]
    return sentences[-1] if sentences else text


def is_missing(
    fact: Asked | str, question: Question, passages: Sequence[Passage]
) -> bool:
    """Return whether no passage says what is asked.

    A sentence says it where it holds a fact of that kind, and together with the
    sentences beside it a part of the other words of the question.

    Args:
        fact: What is asked for, from ``asks_for_a_fact``.
        question: Taken apart.
        passages: The best about the subject.
    """
    stems = question_stems(question) - _UNITS
    text = _INVERTED.sub("", point(question.plain))
    asked_for = {word.folded for word in _telling(text) if word.folded not in _UNITS}
    # No word of an English question stands in French, yet a sum does.
    is_english = analysis.guess_language(question.plain) == "en"
    least = 0.0 if is_english else _HELD * len(asked_for)
    return not any(
        len(beside) >= least and _says(sentence, fact, stems, passage.language)
        for passage in passages
        for sentence, beside in _with_neighbours(passage, stems)
    )


def _with_neighbours(
    passage: Passage, stems: frozenset[str]
) -> Iterator[tuple[str, set[str]]]:
    """Yield each sentence, and what it and those beside it hold of some stems."""
    sentences = _SENTENCE.split(passage.text)
    held = [
        {word.stem for word in analysis.find(sentence, stems, passage.language)}
        for sentence in sentences
    ]
    for place, sentence in enumerate(sentences):
        yield sentence, set().union(*held[max(0, place - 1) : place + 2])


def _says(
    sentence: str, fact: Asked | str, stems: frozenset[str], language: str
) -> bool:
    if not isinstance(fact, Asked):
        return holds_noun(sentence, fact, language)
    return holds(_unnamed(sentence, fact, stems), fact, stems, language) >= 1


def _unnamed(sentence: str, fact: Asked, stems: frozenset[str]) -> str:
    """Return a sentence without whom the question names: it asks for somebody else."""
    if fact is not Asked.PERSON:
        return sentence
    for word in reversed(analysis.find(sentence, stems)):
        if sentence[word.start].isupper():
            sentence = sentence[: word.start] + sentence[word.end :]
    return sentence


def unknown_words(text: str, *, is_known: Callable[[str], bool]) -> list[str]:
    """Return what a short French question is about and that stands nowhere.

    That is a name – what has a capital behind the first word, in a question that is not
    all capitals – and the first word of a question without a question word: « brevet
    des collèges ». Any other word may be a person's own for what the texts say.
    Words with a digit or a sign are left out.

    Args:
        text: The question.
        is_known: Whether a library holds a folded word in any of its forms.
    """
    if not _is_plain(text):
        return []
    first = next(iter(analysis.words(text)), None)
    return [
        word.folded
        for word in _telling(text)
        if (
            (_is_name(text, word) and len(word.folded) >= _FEWEST_IN_A_NAME)
            or (word == first and len(word.folded) >= _FEWEST_LETTERS)
        )
        and word.folded.isalpha()
        and not any(is_known(form) for form in _family(word.folded))
    ]


def _family(word: str) -> Iterator[str]:
    """Yield a word and, of an adjective, the nouns that it may be made of.

    >>> list(_family("ministerielle"))
    ['ministerielle', 'minister', 'ministere', 'ministerie']
    """
    yield word
    if noun := _ADJECTIVE.match(word):
        yield from (noun[1] + ending for ending in ("", "e", "ie"))


def _is_name(text: str, word: analysis.Word) -> bool:
    return word.start > 0 and text[word.start].isupper() and not text.isupper()


def _is_plain(text: str) -> bool:
    is_short = len(list(_telling(text))) <= _MOST_WORDS
    return is_short and analysis.guess_language(text) != "en"


def _telling(text: str) -> Iterable[analysis.Word]:
    return (word for word in analysis.words(text) if not word.is_stop)
