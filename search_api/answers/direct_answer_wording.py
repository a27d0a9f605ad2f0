"""How what the graph answers is said in French, wherever it is shown.

Certain and uncertain answers are never summed: « 2 laboratoires certains, 1 probable ».
"""

from typing import Final

from graph.entity_ports import Certainty, EntityRef
from ontology.model import EntityKind
from search_api.answered import AnswerFact, Counted, DirectAnswer, DirectAnswers
from search_api.answers.date_wording import edtf_words

__all__ = [
    "certainty_word",
    "fact_words",
    "failure_words",
    "meaning_words",
    "summary_words",
    "title_words",
]

_WORDS: Final = {
    Certainty.HIGH: "certain",
    Certainty.MEDIUM: "probable",
    Certainty.LOW: "possible",
}
_QUOTED: Final = frozenset({EntityKind.CONCEPT, EntityKind.THEME})
_NONE_KNOWN: Final = (
    "Aucun fait du graphe ne le dit. Les données de référence restent ouvertes : cela "
    "ne prouve pas qu’il n’y en a pas."
)
_FAILED: Final = (
    "Le graphe devait répondre à cette question et ne l’a pas pu. Les documents "
    "trouvés sont là comme toujours."
)


def title_words(answer: DirectAnswer) -> str:
    """Say what was asked, of what: *Laboratoires : académie de Rennes*."""
    scope = ", ".join(map(_scope_words, answer.scope))
    return f"{answer.heading} : {scope}" if scope else answer.heading


def summary_words(answer: DirectAnswer) -> str:
    """Say how many answers there are of each certainty; empty where nobody counts.

    >>> from graph.entity_ports import Certainty
    >>> counts = {Certainty.HIGH: 2, Certainty.MEDIUM: 1}
    >>> lab = Counted("laboratoire", "laboratoires")
    >>> answer = DirectAnswer("labs", "", lab, (), "", (), counts, (), ())
    >>> summary_words(answer)
    '2 laboratoires certains, 1 probable.'
    """
    counted = answer.counted
    if not answer.counts:
        return _none_words(counted)
    if not counted.is_told:
        return ""
    parts: list[str] = []
    for certainty, word in _WORDS.items():
        if number := answer.counts.get(certainty):
            noun = "" if parts else f" {_plural(counted, number)}"
            parts.append(f"{number}{noun} {_agreed(word, counted, number)}")
    return f"{', '.join(parts)}.{_announced_words(answer.announced)}"


def meaning_words(answer: DirectAnswer) -> str | None:
    """Say what « none known » means; None where something is."""
    return _NONE_KNOWN if answer.is_none_known else None


def failure_words(direct: DirectAnswers) -> str | None:
    """Say that the graph could not answer; None where it could."""
    return _FAILED if direct.is_failed else None


def certainty_word(certainty: Certainty) -> str:
    """Return the certainty in one word, for something without gender."""
    return _WORDS[certainty]


def fact_words(fact: AnswerFact) -> str:
    """Say what a fact adds, with its date; may be empty."""
    return " : ".join(filter(None, (fact.text, edtf_words(fact.date))))


def _announced_words(announced: int | None) -> str:
    if announced is None:
        return ""
    plural = "s" if announced > 1 else ""
    return f" {announced} groupe{plural} annoncé{plural}."


def _none_words(counted: Counted) -> str:
    if counted.is_feminine:
        return f"Aucune {counted.singular} connue."
    return f"Aucun {counted.singular} connu."


def _plural(counted: Counted, number: int) -> str:
    return counted.plural if number > 1 else counted.singular


def _agreed(word: str, counted: Counted, number: int) -> str:
    feminine = "e" if counted.is_feminine and not word.endswith("e") else ""
    return f"{word}{feminine}{'s' if number > 1 else ''}"


def _scope_words(entity: EntityRef) -> str:
    if entity.kind in _QUOTED:
        return f"« {entity.label} »"
    if entity.kind is EntityKind.GROUP and not entity.label.startswith("GTnum"):
        return f"groupe {entity.label}"
    return entity.label
