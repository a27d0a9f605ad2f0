"""Which sentences nobody would quote as an answer; written apart from the product.

What the service highlights should stand alone: a whole sentence of prose. This rule
looks at the shape of the text only and knows nothing of how the service chose.
"""

import re
from collections.abc import Collection
from typing import Final

__all__ = ["FEWEST_WORDS", "unfit_reason"]

FEWEST_WORDS: Final = 6

_MARK = r"(?:[-–—•*▪◦]|\d{1,2}[.)]|[a-z]\))(?:\s|$)"
_LIST_ITEM = re.compile(rf"^{_MARK}")
_ITEM_INSIDE = re.compile(rf"\n\s*{_MARK}")
_TABLE = re.compile(r"\t|\s\|\s")
_LEADERS = re.compile(r"(?:…|\.{3,}|(?:\. ){3,})\s*\d+")
# An end, then what may close behind it: quotes, brackets, the number of a footnote.
_END = re.compile(r"[.!?…][»”\"')\]\s]*\d{0,2}$")
_BEGINNING = re.compile(r"^[«“\"'(\[#\s]*[^\W_a-zà-öø-ÿœæ]")
_REFERENCE = re.compile(
    r"^(?:\[\d+\]|https?://|doi\b)|\(\d{4}[a-z]?\)[.,]|\bpp?\. ?\d+|\bvol\. ?\d+",
    re.IGNORECASE,
)


def unfit_reason(sentence: str, *, headings: Collection[str] = ()) -> str | None:
    """Return why a sentence is not fit to be quoted, or None if it is.

    Args:
        sentence: Verbatim, line ends included.
        headings: Titles above it and of its document.

    >>> unfit_reason("Ce qui reste incertain")
    'few words'
    """
    bare = sentence.strip()
    words = " ".join(bare.split())
    shapes = {
        "heading": words.casefold()
        in {" ".join(h.split()).casefold() for h in headings},
        "table row": bool(_TABLE.search(bare)),
        "contents": bool(_LEADERS.search(words)),
        "reference": bool(_REFERENCE.search(words)),
        "few words": len(re.findall(r"\w[\w’'.-]*", words)) < FEWEST_WORDS,
        "list stub": _is_list_stub(bare),
        "no end": not _END.search(words),
        "no beginning": not (_BEGINNING.match(words) or _LIST_ITEM.match(bare)),
    }
    return next((name for name, is_so in shapes.items() if is_so), None)


def _is_list_stub(bare: str) -> bool:
    """Return whether it is an item without an end, or leads into or spans items."""
    is_open_item = bool(_LIST_ITEM.match(bare)) and not _END.search(bare)
    return is_open_item or bare.endswith((":", ";")) or bool(_ITEM_INSIDE.search(bare))
