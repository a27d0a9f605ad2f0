"""Words glued at a line break that was lost: « numériqueModèles ».

They are parted only where nothing else is likely: both halves are words of the same
document, of four letters and more, and the glued form stands in it once. A name such as
« DossierFacile » begins with a capital and is never touched.
"""

import re
from collections import Counter
from collections.abc import Sequence

__all__ = ["part_glued_words"]

_GLUED = re.compile(
    r"(?<![\w@/.#-])([a-zà-öø-ÿœæ]{4,})([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿœæ]{3,})\b"
)
_INNER_CAPITAL = re.compile(r"[a-zà-öø-ÿœæ][A-ZÀ-ÖØ-Þ]")
_WORD = re.compile(r"[^\W\d_]{4,}")


def part_glued_words(pages: Sequence[str]) -> list[str]:
    """Return the pages with glued words parted where that is certain.

    >>> part_glued_words(["Le numériqueModèles.", "Le numérique. Modèles."])[0]
    'Le numérique Modèles.'
    """
    glued = Counter(
        match[0]
        for page in pages
        if _INNER_CAPITAL.search(page)
        for match in _GLUED.finditer(page)
    )
    if not glued:
        return list(pages)
    solid = {piece for page in pages for piece in page.split()}
    known = {word.casefold() for word in _WORD.findall(" ".join(solid))}

    def part(match: re.Match[str]) -> str:
        left, right = match[1], match[2]
        is_certain = glued[match[0]] == 1 and {left, right.casefold()} <= known
        return f"{left} {right}" if is_certain else match[0]

    return [
        _GLUED.sub(part, page) if _INNER_CAPITAL.search(page) else page
        for page in pages
    ]
