"""What a question asks for by its noun, and how a text would hold it.

    DOI du dépôt de l’étude              10.5281/zenodo.…
    numéro de téléphone du délégué       02 99 …
    à quelle heure ouvre l’atelier ?     14 h 30
    dans quelle revue a-t-elle écrit ?   « revue » beside the words of the question
    nom du lycée pilote                  « lycée » beside them

Few nouns, each of which asks for one thing with a name or a number of its own: « quels
outils », « quelle démarche » are answered in other words. Pure functions.
"""

import re
from typing import Final

from ontology.folding import fold
from search_api.french import analysis

__all__ = ["holds_noun", "noun_asked_for"]

_WHICH: Final = (
    r"\bquel(?:le)?s? (?:(?:est|sont|etait|etaient) )?(?:le |la |les |l')?"
    r"|\bnoms? (?:de la |de l'|des |du |de |d')"
)
_HEAD: Final = rf"(?:^\W*|{_WHICH})(?:numeros? de |adresses? |l')?"

# Name, how a folded question asks for it, and what holds it whatever stands around.
_FORMS: Final = tuple(
    (name, re.compile(cue), re.compile(form, re.IGNORECASE))
    for name, cue, form in (
        ("doi", rf"{_HEAD}doi\b", r"\b10\.\d{4,}/\S"),
        ("isbn", rf"{_HEAD}isbn\b", r"\b97[89][\d -]{10,14}\b"),
        (
            "telephone",
            rf"{_HEAD}tele(?:ph|f)one\b|\bnumeros? de tele(?:ph|f)one\b",
            r"(?:\+33 ?|\b0)[1-9](?:[ .]?\d\d){4}\b",
        ),
        (
            "courriel",
            rf"{_HEAD}(?:courriel|e-?mail|electronique)\b|\be-?mail address\b",
            r"\S@[^\s@]+\.\w",
        ),
        (
            "heure",
            r"\ba quelle heure\b|^\W*horaires?\b|\bheures? d ?'?ouverture",
            r"\b\d{1,2}[ \u00a0]?(?:h|heures?\b|:)(?:[ \u00a0]?\d\d)?(?!\w)",
        ),
        (
            "age",
            r"\bquel (?:est l')?age\b|\bage (?:minim|maxim|requis|limite|legal)",
            r"\b\d{1,3}[ \u00a0]ans\b|\bâgée?s? de\b",
        ),
        (
            "succession",
            r"\bremplace|\bsuccede|\bsuccesseu|\bremplacant",
            r"\bremplaç|\bremplac|\bsucc[éè]d|\bsuccesseu",
        ),
    )
)
_HOLDING: Final = {name: form for name, _, form in _FORMS}
_NAMED: Final = (
    r"ministres?|presidente?s?|recteurs?|rectrices?|maires?|deputee?s?|juges?|"
    r"tribuna(?:l|ux)|revues?|journa(?:l|ux)|editeurs?|lycees?|entreprises?|licences?|"
    r"decrets?|lois?"
)
_NOUN: Final = re.compile(rf"(?:{_WHICH})(?P<noun>{_NAMED})\b")


def noun_asked_for(text: str) -> str | None:
    """Return the folded noun by which a question asks for one thing, or None.

    >>> noun_asked_for("Dans quelle revue l’article a-t-il paru ?")
    'revue'
    >>> noun_asked_for("à quelle heure ouvre l’atelier ?")
    'heure'
    >>> noun_asked_for("quels outils pour la revue de presse") is None
    True
    """
    folded = " ".join(fold(text).split())
    for name, cue, _ in _FORMS:
        if cue.search(folded):
            return name
    match = _NOUN.search(folded)
    return match["noun"] if match else None


def holds_noun(sentence: str, noun: str, language: str) -> bool:
    """Return whether a sentence holds what is asked for by a noun.

    Args:
        sentence: Of a passage.
        noun: From ``noun_asked_for``.
        language: Of the passage, ISO 639-1.
    """
    form = _HOLDING.get(noun)
    if form is not None:
        return form.search(sentence) is not None
    _, stem, _ = analysis.forms(noun, "fr")
    return bool(analysis.find(sentence, {stem}, language))
