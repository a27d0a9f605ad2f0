"""From a printed name to a person or a body, where a source does not tell them apart.

A body cut into first and last name is a false citation; a person kept whole is only one
that is not inverted. So a name is cut where its form shows a person, and nowhere else.
"""

import re

from ontology.folding import fold
from search_api.citations.citable import Author, Body, Person

__all__ = ["author_of"]

_BODY_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        academie admin administrateur agence association atelier bureau cafe
        canope carnet cellule centre centres cned cnrs collectif college comite
        commission communaute conseil consortium delegation departement direction
        dne drane ecole education enseignement equipe equipes etablissement
        federation fondation france groupe groupes gt gtn gtnum inria inspe
        inspection institut institute lab labo laboratoire lycee maison ministere
        mission numerique observatoire office open partenaires plateforme pole
        project projet recherche rectorat redaction region reseau revue
        secretariat service services societe team unite universite universites
        university ville webmestre
        """,
    )
)
_PARTICLES = frozenset(
    {
        *("van", "der", "den", "de", "di", "da", "del", "della", "dos", "du", "des"),
        *("von", "zu", "ten", "ter", "la", "le", "bin", "ibn", "al"),
    }
)
_FIXED = frozenset({"Le", "La", "Du", "Des", "De", "Van", "Von", "El", "Ben", "Saint"})
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*\.?", re.UNICODE)
_ELIDED = re.compile(r"([dD]['’])(\w.*)")
_MOST_WORDS = 5


def author_of(printed: str) -> Author:
    """Return the author that a printed name means.

    >>> author_of("Georges de La Tour").inverted, author_of("van der Berg, Jan").name
    ('de La Tour, Georges', 'Jan van der Berg')
    >>> author_of("Équipe du graphe GTnum"), author_of("CREM")
    (Body(name='Équipe du graphe GTnum', iri=None), Body(name='CREM', iri=None))
    """
    name = " ".join(printed.split()).rstrip(" ,;")
    if _is_body(name):
        return Body(name)
    family, comma, given = name.partition(",")
    if comma:
        return _person(family.split(), given.strip())
    words = name.split()
    place = _start_of_family(words)
    return _person(words[place:], " ".join(words[:place]))


def _is_body(name: str) -> bool:
    parts = name.split(",")
    words = name.replace(",", " ").split()
    if not 2 <= len(words) <= _MOST_WORDS or len(parts) > 2 or not all(parts):
        return True
    if any(_WORD.fullmatch(word) is None for word in words):
        return True
    if _BODY_WORDS & {fold(part) for word in words for part in re.split("['’-]", word)}:
        return True
    if words[0].islower() and len(parts) == 1:
        return True
    # « Inria Bordeaux » is not told from a person by its form, « TECHNE Poitiers » is.
    return len(parts) == 1 and len(words[0]) > 2 and words[0].isupper()


def _start_of_family(words: list[str]) -> int:
    for place, word in enumerate(words[1:], start=1):
        is_particle = word in _PARTICLES or word in _FIXED or _ELIDED.match(word)
        if is_particle and (place < len(words) - 1 or _ELIDED.match(word)):
            return place
    return len(words) - 1


def _person(family: list[str], given: str) -> Person:
    """Part the particles from a family name; French « de » and « d’ » leave it."""
    elided = _ELIDED.fullmatch(" ".join(family))
    if elided and elided[1][0] == "d":
        return Person(elided[2], given, dropped_particle=elided[1])
    place = 0
    while place < len(family) - 1 and family[place] in _PARTICLES:
        place += 1
    particle, rest = " ".join(family[:place]), " ".join(family[place:])
    if particle == "de":
        return Person(rest, given, dropped_particle=particle)
    return Person(rest, given, particle=particle)
