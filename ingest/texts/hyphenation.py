"""Words cut at the end of a line: join them, and keep the hyphens that are spelt.

``numé-|rique`` is *numérique*, but ``peut-|être`` keeps its hyphen. The document
decides first: the spelling that stands elsewhere in it is taken. Then capitals on both
sides (``Nancy-|Metz``), known compounds, the rules of French spelling (``-t-elle``,
``celui-ci``), and then joining.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from ingest.texts.characters import SOFT_HYPHEN
from ingest.texts.compound_words import COMPOUNDS

__all__ = ["Joiner"]

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# pdfium's mark stands inside the line; a printed hyphen stands at its end.
_MARKED = re.compile(
    rf"(?<![^\s{SOFT_HYPHEN}])(?P<left>[^\s{SOFT_HYPHEN}]*){SOFT_HYPHEN}\s*(?P<right>[^\s{SOFT_HYPHEN}]*)"
)
_PRINTED = re.compile(r"(?P<left>\S*[^\W\d_])-[ \t]*\n[ \t]*(?P<right>[^\W\d_]\S*)")
_FIGURES = re.compile(r"(?<=\w)-[ \t]*\n[ \t]*(?=\d)")
_LAST_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_FIRST_WORD = re.compile(r"^[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_ADDRESS = re.compile(r"://|www\.|@|doi\.|\w\.\w+/|[/_=&?#]")

_PREFIXES = """
après avant arrière contre demi grand grande intra non nouveau outre
peut petit quasi quelqu quelque quelques rendez sans semi sous sud nord ouest celui
celle ceux celles eux elles nous vous vice chef savoir aujourd dix vingt trente
quarante cinquante soixante quatre cent
"""
_KEEP_BEFORE = frozenset(_PREFIXES.split())
# Of words that begin like such a compound and are written as one.
_SOLID_TAILS = re.compile(
    r"partie|d[iî]|bande|fa[çci]|bas|carr|poids|ven|sens|point|temps|coup|maître|sign"
    r"|cri|trai|trac|obstan|chal|eur|ement|ios|iss|aine|ième|enaire|ag|efois"
)
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
        self._words: Counter[str] | None = None

    @property
    def _known(self) -> Counter[str]:
        # Many documents cut no word: their vocabulary is never asked for.
        if self._words is None:
            solid: Counter[str] = Counter()
            for page in self._pages:
                solid.update(page.casefold().split())
            # No word holds white space, and most stand in a document many times.
            words: Counter[str] = Counter()
            for piece, count in solid.items():
                if piece.isalpha():
                    words[piece] += count
                    continue
                for word in _WORD.findall(piece):
                    words[word] += count
                    if "-" in word:
                        words.update(word.split("-"))
            self._words = words
        return self._words

    def join(self, page: str) -> str:
        """Return the page with its cut words joined and no soft hyphen left."""
        if SOFT_HYPHEN in page:
            page = self._join_marked(page)
        if "-\n" in page or "- \n" in page:
            page = _PRINTED.sub(self._mend(is_marked=False), page)
            page = _FIGURES.sub("-", page)
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
        are_capitals = left[:1].isupper() and right[:1].isupper()
        is_name = are_capitals and not (left.isupper() and len(left) > 1)
        left, right = left.casefold(), right.casefold()
        first = re.split("[-’']", right)[0]
        solid = self._known[left + right] or self._known[left + first]
        hyphened = self._known[f"{left}-{right}"] or self._known[f"{left}-{first}"]
        if solid or hyphened:
            return "-" if hyphened > solid else ""
        if is_name or not COMPOUNDS.isdisjoint(
            (f"{left}-{right}", f"{left}-{first}", f"{left.rpartition('’')[2]}-{right}")
        ):
            return "-"
        return "-" if _is_spelt(left, right, first) else ""


def _is_spelt(left: str, right: str, first: str) -> bool:
    """Whether the rules of French spelling ask for a hyphen."""
    if "-" in right and len(left) <= 3 and not right.startswith("t-"):
        return True
    if left.rpartition("-")[2] in _KEEP_BEFORE and len(first) > 2:
        return not _SOLID_TAILS.match(first)
    if first in _ADVERBS and len(left) > 2:
        return True
    # « a-t|elle », « reconnaissez|vous »; but « main|te » stays a word.
    return first in _PRONOUNS and left.endswith(_VERB_ENDS)
