"""What a question does not want: « qui ne parlent pas d’IA », « hors lycée ».

    cue                                     object
    qui ne parlent pas de, ne traitant pas  up to the next sign or clause
    sauf, autres que, à l’exception de      up to the next sign or clause
    hors, sans parler de                    the same; « hors ligne » is a word

A bare « sans » is no cue: « l’informatique sans ordinateur » is about something. Pure
functions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["Unwanted", "said_unwanted"]

_VERBS: Final = (
    r"(?:parl|trait|port|mentionn|[ée]voqu|concern|abord|cit|utilis)(?:e|ent|ant|er)"
    r"|s['’]int[ée]ress(?:e|ent|ant)"
)
_LINKS: Final = (
    r"(?:\s+(?:pas|jamais|point|plus))?(?:\s+(?:de|du|des|sur|[àa]|aux?|les?|la))*"
)
_CUE: Final = re.compile(
    r"(?<!\w)(?:"
    rf"(?:et\s+)?qui\s+n(?:e\s+|['’])(?:{_VERBS})\s+(?:pas|jamais|aucunement)"
    r"|ne\s+(?:parl|trait|port|mentionn|[ée]voqu|concern|abord)ant\s+pas"
    rf"|sans\s+(?:{_VERBS}|mention|r[ée]f[ée]rence)"
    r"|(?:[àa]\s+l['’]exception|[àa]\s+l['’]exclusion)\s+(?:de|du|des)"
    r"|autres?\s+que|sauf|except[ée]s?|hormis"
    r"|(?:that\s+(?:are|do)\s+)?not\s+(?:about|mention(?:ing)?)"
    r"|without\s+mention(?:ing)?|except(?:\s+for)?|other\s+than"
    r"|hors(?!\s+(?:ligne|temps|sol|norme|champ|s[ée]rie|de|la|les?|du|des|classe)\b)"
    rf"){_LINKS}\s+(?:d['’]|l['’]|de\s+l['’]|the\s+)?",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"[,;:.!?()]|\s(?:mais|dans|pour|avec|depuis|avant|apr[èe]s|en|et\s+qui|qui|in|but)\b"
)
_MOST_CHARACTERS: Final = 80


@dataclass(frozen=True, slots=True)
class Unwanted:
    """What shall not be found.

    Attributes:
        text: As typed, without the words that refuse it.
        start: First offset of the words that refuse it.
        first: First offset of ``text``.
        end: Offset behind it.
    """

    text: str
    start: int
    first: int
    end: int


def said_unwanted(text: str) -> Iterator[Unwanted]:
    """Yield what a question does not want, in order.

    >>> [one.text for one in said_unwanted("travaux qui ne parlent pas d'IA, en 2022")]
    ['IA']
    >>> [one.text for one in said_unwanted("EMI hors lycée")]
    ['lycée']
    >>> list(said_unwanted("hors la classe, sans ordinateur, ne parlent pas d'IA"))
    []
    """
    place = 0
    while match := _CUE.search(text, place):
        stop = _END.search(text, match.end())
        end = min(stop.start() if stop else len(text), match.end() + _MOST_CHARACTERS)
        place = max(end, match.end())
        unwanted = text[match.end() : end].rstrip()
        if unwanted:
            yield Unwanted(
                unwanted, match.start(), match.end(), match.end() + len(unwanted)
            )
