"""How French a page reads: words that exist, accents that are whole.

The words come from ``wordfreq`` (French and English: the corpus quotes both). A page
without enough words — a cover, a picture — is not judged.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from wordfreq import zipf_frequency

__all__ = ["Soundness", "soundness"]

_WORD = re.compile(r"[^\W\d_]{3,}")
_LOOSE_ACCENT = re.compile(r"[a-zA-Z][´`ˆ¨](?=[a-zA-Z])|(?<=[a-z])[´`ˆ¨]|\ufffd")
_FEWEST = 40
_SOUND = 0.9
_RARE = 1.0
"""On the scale of Zipf: once in a hundred million words."""


@dataclass(frozen=True, slots=True)
class Soundness:
    """What was judged of some pages.

    Attributes:
        judged: Pages with enough words.
        sound: Share of them in which nine words of ten exist and no accent is loose.
        known: Share of all words that exist.
    """

    judged: int
    sound: float
    known: float


def soundness(pages: Iterable[str]) -> Soundness:
    """Judge pages."""
    judged = sound = known = total = 0
    for page in pages:
        words = _WORD.findall(unicodedata.normalize("NFC", page))
        if len(words) < _FEWEST:
            continue
        hits = sum(map(_exists, words))
        known, total = known + hits, total + len(words)
        judged += 1
        is_whole = not _LOOSE_ACCENT.search(page)
        sound += is_whole and hits >= _SOUND * len(words)
    return Soundness(judged, sound / max(judged, 1), known / max(total, 1))


@cache
def _exists(word: str) -> bool:
    return any(zipf_frequency(word, lang) >= _RARE for lang in ("fr", "en"))
