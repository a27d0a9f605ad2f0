"""Whether a name stands in a denial: « Ne pas lire CREM », « à distinguer du CREM ».

A mere mention inside a negation is no link. Only the sentence of the name is looked at,
a few words before and behind; where it is not clear, the name counts as denied: a
document that is about something names it elsewhere too. Pure functions.
"""

import re
from collections.abc import Mapping
from typing import Final

from ontology.model import Mention, Passage

__all__ = ["is_mention_sound", "is_negated"]

_BEFORE: Final = 80
_BEHIND: Final = 40

_END: Final = re.compile(r"[.!?;…](?=\s|$)|\n\s*\n|\n(?=\s*[-–—•*▪])")
_DENIED_BEFORE: Final = re.compile(
    r"\b(?:pas|plus|jamais|aucun|aucune|ni|sans|hors|sauf|hormis|excepté|contrairement"
    r"|distinguer|distingué|distinguée|distinct|distincte|confondre|confond|confondu"
    r"|différent|différente|plutôt que|et non|not|unlike|except)\b",
    re.IGNORECASE,
)
_DENIED_BEHIND: Final = re.compile(
    r"^[\s,)»”\]]*(?:[\w-]+\s+){0,4}(?:ne\b|n[’'])", re.I
)


def is_mention_sound(mention: Mention, passages: Mapping[str, Passage]) -> bool:
    """Whether a mention names its entity without denying it.

    Args:
        mention: Of a document.
        passages: Those known, by identifier; what is not known is not sound.
    """
    passage = passages.get(mention.passage)
    if passage is None:
        return False
    start, end = mention.start - passage.start, mention.end - passage.start
    return not is_negated(passage.text, start, end)


def is_negated(text: str, start: int, end: int) -> bool:
    """Whether the name ``text[start:end]`` is denied by its sentence.

    >>> text = "Le CREN, à distinguer du CREM, y participe."
    >>> is_negated(text, 3, 7), is_negated(text, 25, 29)
    (False, True)
    """
    before = text[max(0, start - _BEFORE) : start]
    before = before[max((m.end() for m in _END.finditer(before)), default=0) :]
    behind = text[end : end + _BEHIND]
    if (border_behind := _END.search(behind)) is not None:
        behind = behind[: border_behind.start()]
    return (
        _DENIED_BEFORE.search(before) is not None
        or _DENIED_BEHIND.match(behind) is not None
    )
