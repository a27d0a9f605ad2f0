"""What a question asks for: a person, a date, a place, a number, a definition.

    qui pilote les GTnum ?          person
    en quelle année …               date
    combien de groupes …            number
    qu’est-ce que la sobriété …     definition
    sobriété numérique au collège   subject: whatever speaks of it

Rules on the words of the question alone, French and English, without accents as well.
They are kept narrow: « les groupes qui travaillent », « quand on enseigne » in the
midst of a question and « what is known of » ask for nothing of the kind.
"""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from ontology.folding import fold, lower

__all__ = ["Asked", "asked"]


class Asked(StrEnum):
    """The kind of thing that would answer a question."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    DATE = "date"
    DURATION = "duration"
    AMOUNT = "amount"
    NUMBER = "number"
    DEFINITION = "definition"
    SUBJECT = "subject"

    @property
    def is_fact(self) -> bool:
        """Whether a few words would answer: all but a definition and a subject."""
        return self not in (Asked.DEFINITION, Asked.SUBJECT)


# Where a question, or one behind a subject (« GTnum Forges, qui … »), begins.
_BEGIN: Final = r"(?:^\W*|[,;:.?!–—-]\s+)"
_WHICH: Final = (
    r"\b(?:(?:quel(?:le)?s?|lesquel(?:le)?s)(?: (?:est|sont|etait|etaient|fut|furent))?"
    r"(?: (?:le|la|les) | l'| (?:premier|autre)e?s? | )"
    r"|(?:what|which)(?: (?:is|are|was|were))?(?: the)? )"
)
_PERSONS: Final = (
    r"(?:personnes?|chercheu(?:r|se)s?|auteure?s?|autrices?|responsables?|direct(?:eur|"
    r"rice)s?|coordinat(?:eur|rice)s?|intervenante?s?|referente?s?|"
    r"doctorante?s?|person|people|researchers?|authors?|speakers?|coordinators?|directors?)\b"
)
_ORGANISATIONS: Final = (
    r"(?:labos?|laboratoires?|equipes? de recherche|universites?|organismes?|"
    r"etablissements?|institutions?|instituts?|unites? de recherche|porteurs?|"
    r"partenaires?|bureau|services?|ministeres?|"
    r"labs?|laborator(?:y|ies)|teams?|universit(?:y|ies)|organi[sz]ations?)\b"
)
_PLACES: Final = (
    r"(?:lieux?|endroits?|villes?|pays|academies?|regions?|departements?|"
    r"territoires?|communes?|cit(?:y|ies)|countr(?:y|ies)|places?)\b"
)
_TIMES: Final = (
    r"(?:annees?|dates?|mois|jours?|periodes?|heure|"
    r"years?|dates?|months?|days?|period)\b"
)
_MONEY: Final = (
    r"(?:budgets?|montants?|couts?|prix|financements?|subventions?|allocations?|tarifs?|"
    r"costs?|price|funding|amount)\b"
)
_COUNTS: Final = (
    r"(?:nombre|pourcentage|proportion|part|taux|effectifs?|"
    r"number|percentage|share|rate)\b"
)

# Behind « qu’est-ce que » stands a thing, of six words at most, not what is done to it.
_WHAT_IS_IT: Final = (
    r"\bqu'?\s?est[- ]ce qu(?:'une?\b|e (?:l'|la |le |les )?"
    r"(?!(?:on|ils?|elles?|je|tu|nous|vous|ca|cela)\b)"
    r"(?:[^\W\d]+(?:['’ -]+|\W*$)){1,6}$)|\bc'est quoi\b"
)
_WHAT_IS: Final = (
    r"\bwhat(?:'s| is| are) (?:an? |the (?!.* of ))?"
    r"(?!(?:the|known|said|being|it|there|going)\b)"
)
_MEANS: Final = (
    r"\bdefini(?:r|tions?)\b|\b(?:que|qu'est-ce que) (?:veut|veulent) dire\b"
    r"|\b(?:que|qui) signifi|^\W*signification (?:de|du|d')|\bsignification\W*$"
    r"|\bque designe|\bqu'(?:appelle|entend)|\bdefine\b|\bmeaning of\b"
    r"|\bwhat do(?:es)? .+ mean"
)

# In order: of two that begin at the same place, the first is meant.
_PATTERNS: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            Asked.DURATION,
            r"\b(?:combien (?:de temps|d'(?:annees?|heures?)"
            r"|de (?:mois|semaines?|jours?|minutes?)\b)"
            r"|quelle (?:est )?(?:la )?duree|how long|how much time"
            r"|how many (?:years?|months?|weeks?|days?|hours?|minutes?)\b)",
        ),
        (
            Asked.AMOUNT,
            r"\b(?:(?:combien|cb) (?:(?:ca |cela |en )?cout|(?:d')?euros?|d'argent"
            r"|touch|vaut)"
            rf"|how much|how many euros?)|{_WHICH}{_MONEY}"
            r"|^\W*(?:montant|budget|cout|prix)s? (?:de|du|des|d'|alloue)",
        ),
        (
            Asked.NUMBER,
            rf"\b(?:combien|cb|cbn|how many)\b|{_WHICH}{_COUNTS}"
            r"|^\W*(?:nombre|number|pourcentage|percentage) (?:de|d'|of)",
        ),
        (
            Asked.DATE,
            r"\b(?:depuis|jusqu'a|de|des) quand\b|\b(?:since|until) when\b"
            rf"|{_BEGIN}(?:quand|when)\b|{_WHICH}{_TIMES}|^\W*dates? (?:de|du|des|d')",
        ),
        (
            Asked.ORGANISATION,
            rf"{_WHICH}{_ORGANISATIONS}|\blabo(?:ratoire)?s? porteurs?\b",
        ),
        (Asked.PLACE, rf"{_WHICH}{_PLACES}|\b(?:d'|jusqu'|^\W*)ou\b|{_BEGIN}where\b"),
        (
            Asked.PERSON,
            rf"{_WHICH}{_PERSONS}|\bnoms? (?:de la |de l'|des |du |d'){_PERSONS}"
            rf"|{_BEGIN}(?:qui|who|whose|whom)\b(?! (?:cherche|veut))"
            r"|\b(?:avec|par|pour|chez|a|de|vers) qui\s*\??$"
            r"|^\W*(?:avec|par|pour|chez|a|de|vers) qui\b|\bqui (?:contact|join)\w+\W*$"
            r"|\b(?:c'est|est-ce) qui\b(?<!qu'est-ce qui)|\bqui\s*\?\s*$",
        ),
        (Asked.DEFINITION, rf"{_WHAT_IS_IT}|{_WHAT_IS}|{_MEANS}"),
    )
)
_WHERE = re.compile(rf"(?:{_BEGIN}|\bpar )où\b")


@lru_cache(maxsize=256)
def asked(text: str) -> Asked:
    """Return what a question asks for; the first thing, where there are several.

    Remembered: every part of one answer asks it of the same question.

    >>> asked("Qui a coordonné le GTnum REVE ?").value
    'person'
    >>> asked("les groupes qui travaillent sur l’IA").value
    'subject'
    """
    folded = " ".join(fold(text).split())
    found = [
        (match.start(), place)
        for place, (_, pattern) in enumerate(_PATTERNS)
        if (match := pattern.search(folded))
    ]
    if found:
        return _PATTERNS[min(found)[1]][0]
    return Asked.PLACE if _WHERE.search(lower(text)) else Asked.SUBJECT
