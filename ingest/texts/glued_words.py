"""Words glued at a line break that was lost: « numériqueModèles ».

They are parted only where nothing else is likely: both halves are words of the same
document, of four letters and more, and the glued form stands in it once. A name such as
« DossierFacile » begins with a capital and is never touched.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

__all__ = ["word_parter"]

_GLUED = re.compile(
    r"(?<![\w@/.#-])([a-zà-öø-ÿœæ]{4,})([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿœæ]{3,})\b"
)
_INNER_CAPITAL = re.compile(r"[a-zà-öø-ÿœæ][A-ZÀ-ÖØ-Þ]")
_WORD = re.compile(r"[^\W\d_]{4,}")


def word_parter(pages: Sequence[str]) -> Callable[[str], str]:
    """Return what parts glued words in any part of these pages, where it is certain.

    >>> part = word_parter(["Le numériqueModèles.", "Le numérique. Modèles."])
    >>> part("Le numériqueModèles.")
    'Le numérique Modèles.'
    """
    glued = Counter(
        match[0]
        for page in pages
        if _INNER_CAPITAL.search(page)
        for match in _GLUED.finditer(page)
    )
    if not glued:
        return str
    solid = {piece for page in pages for piece in page.split()}
    known = {word.casefold() for word in _WORD.findall(" ".join(solid))}

    def part(match: re.Match[str]) -> str:
        left, right = match[1], match[2]
        is_certain = glued[match[0]] == 1 and {left, right.casefold()} <= known
        return f"{left} {right}" if is_certain else match[0]

    return lambda text: _GLUED.sub(part, text) if _INNER_CAPITAL.search(text) else text
