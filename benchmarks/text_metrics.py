"""How near an extracted text comes to the true one: characters, words, order.

All values lie between 0 and 1. Both texts are compared after white space is collapsed
and typewriter apostrophes are taken for typographic ones; the bars that our chain sets
between the cells of a table are taken out.
"""

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq, Levenshtein

from benchmarks.typesetting import Block

__all__ = [
    "character_errors",
    "lone_lines",
    "mended",
    "order",
    "recall",
    "rows_kept",
    "word_errors",
]

_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_NOT_LETTER = re.compile(r"[\W_]+")
_SHORTEST = 20
_FARTHEST = 120
"""Letters that may stand between two neighbouring sentences: a note, a footer."""


def plain(text: str) -> str:
    """Return a text as it is compared."""
    text = unicodedata.normalize("NFC", text).replace("'", "’").replace(" | ", " ")
    return " ".join(text.split())


def character_errors(found: str, true: str) -> float:
    """Return the edit distance over the length of the true text (may exceed 1)."""
    return float(Levenshtein.distance(plain(found), plain(true)) / len(plain(true)))


def word_errors(found: str, true: str) -> float:
    """Do as ``character_errors`` with words."""
    words = plain(true).split()
    return float(Levenshtein.distance(plain(found).split(), words) / len(words))


def mended(found: str, furniture: Sequence[str]) -> str:
    """Give any engine what is easy: no ligatures, no hyphens, no running lines."""
    known = {_key(line) for line in furniture}
    lines = [
        line
        for line in found.replace("\r", "").split("\n")
        if not line.strip() or _key(line) not in known
    ]
    text = unicodedata.normalize("NFKC", "\n".join(lines))
    return re.sub(r"(?:[\ufffe\u00ad\u0002]\s*|(?<=\w)-\s*\n\s*(?=[a-zà-ÿ]))", "", text)


def recall(found: str, true: str) -> float:
    """Return the share of true words that come in the true order."""
    words = plain(unicodedata.normalize("NFKC", true)).split()
    return float(LCSseq.similarity(plain(found).split(), words) / len(words))


def order(found: str, blocks: Sequence[Block]) -> float:
    """Return the share of neighbouring sentences that stay neighbours, in order."""
    text = _key(found)
    sentences = [
        key
        for block in blocks
        if block.kind == "body"
        for part in _SENTENCE.split(block.text)
        if len(key := _key(part)) >= _SHORTEST
    ]
    kept, at, previous = 0, 0, -1
    for key in sentences:
        # Behind the last one first: the same sentence may stand twice.
        place = text.find(key, max(at, 0))
        place = text.find(key) if place < 0 else place
        if place >= 0 and previous >= 0 and 0 <= place - previous <= _FARTHEST:
            kept += 1
        previous = place + len(key) if place >= 0 else -1
        at = max(previous, 0)
    return kept / max(len(sentences) - 1, 1)


def rows_kept(found: str, blocks: Sequence[Block]) -> float | None:
    """Return the share of table rows that are one line of their own."""
    rows = [block for block in blocks if block.kind == "row"]
    if not rows:
        return None
    lines = {_key(line) for line in found.split("\n")}
    return sum(_key(row.text) in lines for row in rows) / len(rows)


def lone_lines(found: str, blocks: Sequence[Block]) -> float | None:
    """Return the share of headings that are a line of their own."""
    headings = [block for block in blocks if block.kind == "heading"]
    if not headings:
        return None
    lines = {_key(line) for line in found.split("\n")}
    return sum(_key(heading.text) in lines for heading in headings) / len(headings)


def _key(text: str) -> str:
    flat = unicodedata.normalize("NFKC", text).casefold()
    return _NOT_LETTER.sub("", flat)
