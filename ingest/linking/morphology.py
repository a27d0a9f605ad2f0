"""What French does to the words of a name: number, elision, articles.

Only the plural is undone. A stemmer would also join *éducation* and *éducatif*,
*forme* and *formation*, and a mention must name its entity, not merely recall it.
The singular need not be a French word: it only has to be the same for both numbers.
"""

from typing import Final

__all__ = ["ARTICLES", "CONNECTORS", "DETERMINERS", "singular"]

_IRREGULAR: Final = {
    "travaux": "travail",
    "yeux": "oeil",
    "baux": "bail",
    "vitraux": "vitrail",
    "feedback": "feedback",
}
# fmt: off
_INVARIABLE: Final = frozenset({
    "temps", "corps", "cours", "acces", "succes", "process", "campus", "virus",
    "bonus", "plus", "moins", "dans", "sans", "sous", "vers",
})
# fmt: on
_SHORTEST_PLURAL: Final = 4

ARTICLES: Final = frozenset({"l", "le", "la", "les", "un", "une", "des", "d", "du"})
"""Keys of articles, elided or not; the plural ones are as ``key_of`` leaves them."""

# fmt: off
DETERMINERS: Final = ARTICLES | frozenset({
    "ce", "cet", "cette", "ces", "son", "sa", "ses", "leur", "notre", "nos", "votre",
    "vos", "chaque", "plusieur", "quelque", "aucun", "aucune", "en", "par", "avec",
    "de",
})
# fmt: on
"""Keys of words that a noun follows."""

CONNECTORS: Final = frozenset({"de", "d", "du", "des", "la", "le", "les", "l"})
"""Keys of the small words between the parts of a French name."""


def singular(folded: str) -> str:
    """Return the form that singular and plural of a folded word share.

    >>> singular("reseaux"), singular("territoriaux"), singular("jeux")
    ('reseau', 'territorial', 'jeu')
    >>> singular("les"), singular("process"), singular("cours")
    ('les', 'process', 'cours')
    """
    if len(folded) < _SHORTEST_PLURAL or folded[-1] not in "sx":
        return folded
    if folded in _INVARIABLE:
        return folded
    if folded in _IRREGULAR:
        return _IRREGULAR[folded]
    if folded.endswith("aux") and not folded.endswith("eaux"):
        return f"{folded[:-3]}al"
    if folded.endswith(("ss", "aix")):
        return folded
    if folded[-1] == "x":
        return folded[:-1] if folded[-2] == "u" else folded
    return folded[:-1]
