"""What a question asks for by its noun, and how a text would hold it.

    DOI du dépôt de l’étude              10.5281/zenodo.…
    numéro de téléphone du délégué       02 99 …
    dans quelle revue a-t-elle écrit ?   « revue » beside the words of the question
    nom du lycée pilote                  « lycée » beside them

Few nouns, each of which asks for one thing with a name or a number of its own: « quels
outils », « quelle démarche » are answered in other words. Pure functions.
"""

import re
from collections.abc import Mapping
from typing import Final

from ontology.folding import fold
from search_api.french import analysis

__all__ = ["holds_noun", "noun_asked_for"]

# What has a form of its own is told by that, whatever stands around it.
_FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    "doi": re.compile(r"\b10\.\d{4,}/\S"),
    "isbn": re.compile(r"\b97[89][\d -]{10,14}\b"),
    "telephone": re.compile(r"(?:\+33 ?|\b0)[1-9](?:[ .]?\d\d){4}\b"),
    "courriel": re.compile(r"\S@\S+\.\w"),
    "adresse electronique": re.compile(r"\S@\S+\.\w"),
}
_FORM: Final = "|".join(_FORMS)
_NAMED: Final = (
    r"ministres?|presidente?s?|recteurs?|rectrices?|maires?|deputee?s?|juges?|"
    r"tribuna(?:l|ux)|revues?|journa(?:l|ux)|editeurs?|lycees?|entreprises?|licences?|"
    r"decrets?|lois?"
)
_WHICH: Final = (
    r"\bquel(?:le)?s? (?:(?:est|sont|etait|etaient) )?(?:le |la |les |l')?"
    r"|\bnoms? (?:de la |de l'|des |du |de |d')"
)
_ASKED: Final = re.compile(
    rf"(?:^\W*|{_WHICH})(?:numeros? de )?(?P<form>{_FORM})\b"
    rf"|(?:{_WHICH})(?P<noun>{_NAMED})\b"
)


def noun_asked_for(text: str) -> str | None:
    """Return the folded noun by which a question asks for one thing, or None.

    >>> noun_asked_for("Dans quelle revue l’article a-t-il paru ?")
    'revue'
    >>> noun_asked_for("quels outils pour la revue de presse") is None
    True
    """
    match = _ASKED.search(" ".join(fold(text).split()))
    return (match["form"] or match["noun"]) if match else None


def holds_noun(sentence: str, noun: str, language: str) -> bool:
    """Return whether a sentence holds what is asked for by a noun.

    Args:
        sentence: Of a passage.
        noun: From ``noun_asked_for``.
        language: Of the passage, ISO 639-1.
    """
    form = _FORMS.get(noun)
    if form is not None:
        return form.search(sentence) is not None
    _, stem, _ = analysis.forms(noun, "fr")
    return bool(analysis.find(sentence, {stem}, language))
