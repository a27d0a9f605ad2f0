"""Runs of five words that two texts share, whatever their case, accents and spaces.

    draft     « Les élèves mesurent la consommation électrique d’une vidéo »
    document  « … les élèves  mesurent la consommation électrique d’une vidéo. »
              7 runs of five words, one after the other

Folded words only: a heading left out, two paragraphs joined or other quotation marks
change a few runs and no more. Pure functions; offsets count code points.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from ontology.folding import WORD, fold, fold_words

__all__ = [
    "RUN",
    "Aligned",
    "Overlap",
    "PlacedWord",
    "Run",
    "aligned",
    "overlap",
    "placed",
    "runs",
    "text_runs",
]

RUN: Final = 5
"""Words: four stand in a row by chance, see ``docs/explanation/related-work.md``."""

_FEWEST: Final = 3
"""Shared words one after the other that are shown as shared."""


class PlacedWord(NamedTuple):
    """A folded word and where it stands."""

    folded: str
    start: int
    end: int


Run = tuple[str, ...]


def placed(text: str, offset: int = 0) -> list[PlacedWord]:
    """Return the words of a text, folded, with their offsets from ``offset`` on."""
    return [
        PlacedWord(folded, offset + match.start(), offset + match.end())
        for match in WORD.finditer(text)
        if (folded := fold(match[0]))
    ]


def runs(words: Sequence[PlacedWord]) -> list[Run]:
    """Return every run of five words, in order; none of fewer words."""
    return _runs([word.folded for word in words])


def text_runs(text: str) -> list[Run]:
    """Return every run of five words of a text, several times as fast.

    >>> text_runs("Un, deux ; trois quatre CINQ.")
    [('un', 'deux', 'trois', 'quatre', 'cinq')]
    """
    return _runs(fold_words(text))


def _runs(plain: Sequence[str]) -> list[Run]:
    return [tuple(plain[n : n + RUN]) for n in range(len(plain) - RUN + 1)]


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of a text stands in another one.

    Attributes:
        share: Of its runs, 0 to 1.
        shared: How many runs.
        longest: How many at most one after the other.
    """

    share: float
    shared: int
    longest: int


def overlap(own: Sequence[Run], other: Iterable[Run]) -> Overlap:
    """Measure how much of the runs of a text stands in those of another one.

    >>> words = placed("un deux trois quatre cinq six")
    >>> overlap(runs(words), runs(placed("Deux, trois, quatre, cinq, six !")))
    Overlap(share=0.5, shared=1, longest=1)
    """
    if not own:
        return Overlap(0.0, 0, 0)
    known = other if isinstance(other, set | frozenset) else set(other)
    shared = longest = row = 0
    for run in own:
        row = row + 1 if run in known else 0
        shared += run in known
        longest = max(longest, row)
    return Overlap(shared / len(own), shared, longest)


@dataclass(frozen=True, slots=True)
class Aligned:
    """The same words in two texts, from the first to the last of them.

    Attributes:
        own: Offsets in the one text.
        other: Offsets in the other.
        words: The shared words of the one text, by number.
    """

    own: tuple[int, int]
    other: tuple[int, int]
    words: tuple[int, ...]


def aligned(own: Sequence[PlacedWord], other: Sequence[PlacedWord]) -> Aligned | None:
    """Return where two texts say the same in the same order, None where nowhere.

    Args:
        own: Of one text; a few hundred words.
        other: Of the other, alike: the time grows with the product.
    """
    matcher = SequenceMatcher(
        None, [w.folded for w in own], [w.folded for w in other], autojunk=False
    )
    blocks = [b for b in matcher.get_matching_blocks() if b.size >= _FEWEST]
    if not blocks:
        return None
    first, last = blocks[0], blocks[-1]
    return Aligned(
        (own[first.a].start, own[last.a + last.size - 1].end),
        (other[first.b].start, other[last.b + last.size - 1].end),
        tuple(n for block in blocks for n in range(block.a, block.a + block.size)),
    )
