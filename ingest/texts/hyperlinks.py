"""Where the links of a text stand in it, found again by their words.

A reader tells which words lead where, in the order of the text; what it writes is
cleaned and cut into blocks afterwards. The words are looked for from one link to the
next, so that the third « ici » is the third. A link around an image has no place.
"""

from collections.abc import Iterable
from typing import Final

from ingest.read_text import LinkedWords
from ingest.texts.characters import clean_characters
from ontology.model import Hyperlink

__all__ = ["MOST_LINKS", "located_links"]

MOST_LINKS: Final = 500
"""Of one text; those behind are not looked for."""

_LONGEST_TARGET: Final = 2_000
_LONGEST_WORDS: Final = 500
_MOST_LOOKED_THROUGH: Final = 20_000_000
"""Characters for all links of a text, so that links without place cost no minutes."""

_SPACES: Final = str.maketrans(dict.fromkeys("\n\t\f\u00a0\u202f", " "))
_SCHEMES: Final = ("http://", "https://", "doi:", "hdl:")


def located_links(links: Iterable[LinkedWords], text: str) -> tuple[Hyperlink, ...]:
    """Return the links to other places whose words stand in the text, in its order.

    Args:
        links: In the order of the text.
        text: As it is kept.

    >>> located_links([LinkedWords("ici", "https://a.fr/1")], "Lire ici, puis ici.")
    (Hyperlink(start=5, end=8, target='https://a.fr/1'),)
    """
    flat = text.translate(_SPACES)
    left = _MOST_LOOKED_THROUGH
    behind = 0
    found: list[Hyperlink] = []
    for link in links:
        target = link.target.strip()
        if not target.lower().startswith(_SCHEMES) or len(target) > _LONGEST_TARGET:
            continue
        words = " ".join(clean_characters(link.words[:_LONGEST_WORDS]).split())
        if not words or left <= 0 or len(found) >= MOST_LINKS:
            continue
        start = flat.find(words, behind)
        left -= (start if start >= 0 else len(flat)) - behind
        if start >= 0:
            behind = start + len(words)
            found.append(Hyperlink(start, behind, target))
    return tuple(found)
