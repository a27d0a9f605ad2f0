"""Whether a sentence holds the kind of thing that a question asks for.

    qui ?         a name of a person, else of an organisation, who does something
    quand ?       a year, a month, a day, an hour
    combien ?     a number beside a word of the question; with its unit where one is due
    où ?          a name behind « à », « dans », « académie de » …
    qu’est-ce que a word of the question, then « est », « désigne » …

Signs, no proofs: they choose among sentences that are near already. Pure functions.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Final

from search_api.french import analysis
from search_api.french.asked import Asked

__all__ = ["holds"]

_CAPITAL: Final = r"[A-ZÀ-ÖØ-ÞŒÆ]"
_NAME: Final = rf"{_CAPITAL}[a-zà-öø-ÿœæ]+(?:-{_CAPITAL}[a-zà-öø-ÿœæ]+){{0,4}}"
_PERSON: Final = re.compile(
    rf"\b(?:M\.|Mmes?|Mlle|Dr|Pr|Mr|Mrs|Ms)[ \u00a0]{_NAME}"
    rf"|(?<!\w)(?P<first>{_NAME}) (?:(?:de|du|von|van|le|la|el|ben) |d’|{_CAPITAL}\. )?"
    rf"{_CAPITAL}[\w’-]+"
)
# Capitalised words that begin names of other things, folded.
_OTHER_NAMES: Final = """
    le la les un une des du de au aux ce cette ces son sa ses leur leurs en dans
    pour par sur avec selon grand grande nouvelle nouveau haut hauts basse pays ile
    iles universite universites ecole institut centre laboratoire reseau groupe
    groupes academie region ministere conseil direction delegation service maison
    ligue carnet appel theme note rapport education recherche sciences inspe drane
    saint sainte the this these university school group national open learning
"""
_NO_FIRST_NAME: Final = frozenset(_OTHER_NAMES.split())
_DOES: Final = re.compile(
    r"\b(?:(?:co-?)?(?:anim|pilot|coordonn|coordinat|dirig|direct(?:eur|rice)|encadr|"
    r"fond[eé]|présid|rédig|traduc|tradui|sign)\w*|"
    r"port(?:e|ent|é|ée|és|ait)|mènent?|responsables?|auteure?s?|"
    r"à la tête|écrit|publi|assur(?:e|ent|ée)|leads?|led|"
    r"heads?|headed|wrote|written|chairs?)",
    re.IGNORECASE,
)
_ORGANISATION: Final = re.compile(
    r"(?<![\w#])(?!GT)[A-ZÀÉÈÊÆŒ]{2,}[\w@’-]*|\b[A-Z][a-z]+[A-Z]\w+"
    r"|\b(?:[Uu]niversité|[Ii]nstitut|[Ll]aboratoire|[Rr]éseau|[Cc]entre|[Éé]cole|"
    r"[Uu]niversity|[Ii]nstitute)s? (?:de |du |des |d’|of )?"
    rf"{_CAPITAL}"
)
_PLACE: Final = re.compile(
    rf"\b(?:à|en|dans|de|du|au|vers|in|at|from)(?: l[ae]s?| the)? {_NAME}"
    rf"|\b(?:académies?|régions?|villes?|départements?) (?:de |du |des |d’)?{_CAPITAL}"
    rf"|\bd’{_NAME}"
)
_DATE: Final = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b(?:1er|\d{1,2}) (?:janv|févr|"
    r"mars|avril|mai|juin|juil|août|sept|oct|nov|déc)|\b(?:January|February|March|April|May|"
    r"June|July|August|September|October|November|December)\b"
    r"|\b\d{1,2}[ \u00a0]?h(?:\d\d)?\b"
    r"|\b(?:janvier|février|avril|juin|juillet|août|septembre|octobre|novembre|décembre)\b"
)
_WORDED: Final = (
    r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|"
    r"seize|vingt|trente|quarante|cinquante|soixante|cent|mille|dizaine|douzaine|"
    r"vingtaine|trentaine|centaine|millier|seule?|aucune?|two|three|four|five|six|seven|eight|nine|"
    r"ten|eleven|twelve|twenty|thirty|hundred|thousand"
)
_NUMBER: Final = re.compile(
    r"(?<![\w-])(?:(?!(?:19|20)\d\d\b)\d[\d \u00a0\u202f.,]*(?![\w/-])"
    rf"|(?:{_WORDED})s?\b)",
    re.IGNORECASE,
)
_MONEY: Final = re.compile(
    r"\d[ \u00a0\u202f]*(?:k?€|euros?|EUR|millions?|dollars?|\$)|[€$][ ]?\d"
    r"|\b(?:mille|cents?|millions?) (?:d’)?euros\b",
    re.IGNORECASE,
)
_SPAN_OF_TIME: Final = re.compile(
    rf"\b(?:\d+|un|une|one|an?|{_WORDED})[ \u00a0](?:ans?|années?|mois|semaines?|"
    r"jours?|heures?|minutes?|years?|months?|weeks?|days?|hours?)\b",
    re.IGNORECASE,
)
_DEFINES: Final = re.compile(
    r"\b(?:est|sont|désignent?|signifient?|consistent?|recouvre(?:nt)?|renvoie(?:nt)?|"
    r"se définit|se définissent|s’entend(?:ent)?|veut dire|on appelle|regroupe(?:nt)?|"
    r"is|are|means?|refers? to|denotes?|consists?)\b"
)
_PAUSE: Final = re.compile(r"[,;:!?()\t\n]")
_BEHIND: Final = 40
"""Characters behind a number within which what is counted stands."""

_SUBJECT: Final = 60
"""Characters at the beginning of a definition within which its subject stands."""


def holds(sentence: str, asked: Asked, stems: Collection[str], language: str) -> float:
    """Return how far a sentence holds what is asked: 0 not at all, to 1.

    Args:
        sentence: Of a passage.
        asked: What the question asks for.
        stems: Of the words of the question.
        language: Of the passage, ISO 639-1.
    """
    rule = _RULES.get(asked)
    return rule(sentence, stems, language) if rule else 0.0


def _person(sentence: str, _stems: Collection[str], _language: str) -> float:
    named = 0.8 if _names_person(sentence) else 0.5 * _organisation(sentence, (), "")
    # Who does something is asked more often than who is mentioned.
    return named + 0.2 if named and _DOES.search(sentence) else named


def _names_person(sentence: str) -> bool:
    firsts = (match["first"] for match in _PERSON.finditer(sentence))
    return any(
        first is None or analysis.forms(first, "fr")[0] not in _NO_FIRST_NAME
        for first in firsts
    )


def _organisation(sentence: str, _stems: Collection[str], _language: str) -> float:
    return 1.0 if _ORGANISATION.search(sentence) else 0.0


def _place(sentence: str, _stems: Collection[str], _language: str) -> float:
    return 1.0 if _PLACE.search(sentence) else 0.0


def _date(sentence: str, _stems: Collection[str], _language: str) -> float:
    return 1.0 if _DATE.search(sentence) else 0.0


def _amount(sentence: str, stems: Collection[str], language: str) -> float:
    if _MONEY.search(sentence):
        return 1.0
    return 0.3 * _number(sentence, stems, language)


def _duration(sentence: str, _stems: Collection[str], _language: str) -> float:
    return 1.0 if _SPAN_OF_TIME.search(sentence) else 0.0


def _number(sentence: str, stems: Collection[str], language: str) -> float:
    best = 0.0
    for match in _NUMBER.finditer(sentence):
        behind = sentence[match.end() : match.end() + _BEHIND]
        # What is counted stands in the same breath.
        behind = _PAUSE.split(behind, maxsplit=1)[0]
        if analysis.find(behind, stems, language):
            return 1.0
        best = 0.5
    return best


def _definition(sentence: str, stems: Collection[str], language: str) -> float:
    verb = _DEFINES.search(sentence)
    if verb is None or verb.start() > 2 * _SUBJECT:
        return 0.0
    subject = sentence[max(0, verb.start() - _SUBJECT) : verb.start()]
    held = {word.stem for word in analysis.find(subject, stems, language)}
    return len(held) / max(1, len(stems)) if held else 0.0


_RULES: Final[Mapping[Asked, Callable[[str, Collection[str], str], float]]] = {
    Asked.PERSON: _person,
    Asked.ORGANISATION: _organisation,
    Asked.PLACE: _place,
    Asked.DATE: _date,
    Asked.DURATION: _duration,
    Asked.AMOUNT: _amount,
    Asked.NUMBER: _number,
    Asked.DEFINITION: _definition,
}
