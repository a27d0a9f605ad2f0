"""Words cut at the end of a line: join them, and keep the hyphens that are spelt.

``numé-|rique`` is *numérique*, but ``peut-|être`` keeps its hyphen. The document
decides first: if one of the two spellings stands elsewhere in it, that one is taken.
Then come the rules of French spelling (``-t-elle``, ``celui-ci``), then joining.
"""

import re
from collections.abc import Callable, Sequence

from ingest.texts.characters import SOFT_HYPHEN

__all__ = ["Joiner"]

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# pdfium's mark stands inside the line; a printed hyphen stands at its end.
_MARKED = re.compile(
    rf"(?<![^\s{SOFT_HYPHEN}])(?P<left>[^\s{SOFT_HYPHEN}]*){SOFT_HYPHEN}\s*(?P<right>[^\s{SOFT_HYPHEN}]*)"
)
_PRINTED = re.compile(r"(?P<left>\S*[^\W\d_])-[ \t]*\n[ \t]*(?P<right>[^\W\d_]\S*)")
_LAST_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_FIRST_WORD = re.compile(r"^[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_ADDRESS = re.compile(r"://|www\.|@|doi\.|\w\.\w+/|[/_=&?#]")

_PREFIXES = """
après avant arrière contre demi ex extra grand grande intra mi mini non nouveau outre
peut petit quasi quelqu quelque quelques rendez sans semi sous sud nord ouest celui
celle ceux celles eux elles nous vous vice chef savoir aujourd dix vingt trente
quarante cinquante soixante quatre cent
"""
_KEEP_BEFORE = frozenset(_PREFIXES.split())
_ADVERBS = frozenset({"ci", "là", "même", "mêmes", "être", "dessus", "dessous", "delà"})
_PRONOUNS = frozenset({"il", "ils", "elle", "elles", "on", "vous", "nous", "je"})
_VERB_ENDS = ("-t", "ez", "ons", "ent", "ait", "aut", "oit", "ont", "est")


class Joiner:
    """Joins cut words with the vocabulary of one document.

    Args:
        pages: All pages of the document, with the marks still in.
    """

    def __init__(self, pages: Sequence[str]) -> None:
        self._pages = pages
        self._words: set[str] | None = None

    @property
    def _known(self) -> set[str]:
        # Many documents cut no word: their vocabulary is never asked for.
        if self._words is None:
            solid: set[str] = set()
            for page in self._pages:
                solid.update(page.casefold().split())
            # No word holds white space, and most stand in a document many times.
            words = set(_WORD.findall(" ".join(solid)))
            halves = [half for w in words if "-" in w for half in w.split("-")]
            self._words = words.union(halves)
        return self._words

    def join(self, page: str) -> str:
        """Return the page with its cut words joined and no soft hyphen left."""
        if SOFT_HYPHEN in page:
            page = self._join_marked(page)
        if "-\n" in page or "- \n" in page:
            page = _PRINTED.sub(self._mend(is_marked=False), page)
        return page.replace(SOFT_HYPHEN, "-")

    def _join_marked(self, page: str) -> str:
        # A token may hold two marks; the second is met in the next round.
        for _ in range(3):
            page = _MARKED.sub(self._mend(is_marked=True), page)
            if SOFT_HYPHEN not in page:
                break
        return page

    def _mend(self, *, is_marked: bool) -> Callable[[re.Match[str]], str]:
        def mend(match: re.Match[str]) -> str:
            left, right = match["left"], match["right"]
            head = _LAST_WORD.search(left)
            tail = _FIRST_WORD.match(right)
            is_address = _ADDRESS.search(left) or "://" in right
            is_name = not is_marked and right[0].isupper() and not left.isupper()
            if is_address or is_name or not head or not tail:
                return f"{left}-{right}"
            return left + self._link(head[0], tail[0]) + right

        return mend

    def _link(self, left: str, right: str) -> str:
        """Return what belongs between the two halves: nothing or a hyphen."""
        left, right = left.casefold(), right.casefold()
        first = re.split("[-’']", right)[0]
        if left + right in self._known or left + first in self._known:
            return ""
        if f"{left}-{right}" in self._known:
            return "-"
        if "-" in right and len(left) <= 3 and not right.startswith("t-"):
            return "-"
        if left.rpartition("-")[2] in _KEEP_BEFORE and len(first) > 2:
            return "-"
        if first in _ADVERBS and len(left) > 2:
            return "-"
        # « a-t|elle », « reconnaissez|vous »; but « main|te » stays a word.
        return "-" if first in _PRONOUNS and left.endswith(_VERB_ENDS) else ""
