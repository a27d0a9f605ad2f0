r"""The sentences of a passage that can be quoted as they stand.

    À retenir                               heading           no
    La sobriété part du besoin.             sentence          yes
    Trois unités sont associées :           stub of a list    no
    - Techné, Université de Poitiers        item, no end      no
    - Comparer. Une heure de vidéo …        item              its whole sentences
    Efficacité\tPeut-on faire …             cells             no

Blocks of the document say what is a heading, an item or a cell. Where there are none,
careful rules on lines and signs stand in. Offsets only; the text is never changed.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ontology.folding import WORD
from ontology.model import Passage
from ontology.structure import CELL_SEPARATOR, Block, BlockKind

__all__ = ["FEWEST_WORDS", "Layout", "layout_of", "sentences", "whole_sentences"]

Span = tuple[int, int]

FEWEST_WORDS: Final = 6
"""Between white space; what is shorter says nothing without its neighbours."""

# A sentence ends at its mark, at closing quotes behind it, or at an empty line.
_BREAK: Final = re.compile(
    r"(?<![.!?…])[.!?…]+(?:[ \u00a0\u202f]?[\"»”’)\]])*\s++"
    r"(?=[\"«“(\[\-–—]?\s*[^\W_a-zà-ÿ])"
    r"|\n\s*\n|\n(?=\s*[-–—•*▪#|])"
)
# « M. », « p. », « n. » and « J.-P. » do not end a sentence.
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:[A-ZÀ-Ý]\.-?)?[A-ZÀ-Ý]|\b(?:pp?|cf|fig|art|vol|n|éd|eds?|al|ex|Drs?|Prs?|"
    r"MM|Mmes?|Mlles?|St|Ste|env|chap|coll|dir|ibid|op|loc|vs|nos?))\.\s+$"
)
_LABEL: Final = re.compile(
    r"(?:[-–—•*▪◦‣·►✓]+|\(?\d{1,3}[.)]|\(?[a-z]\)|#+)[ \u00a0\t]+(?=\S)"
)
_BEGINNING: Final = re.compile(r"[«“\"'‘’(\[\u00a0\u202f …]*[#@]?[^\W_a-zà-öø-ÿœæ]")
_END: Final = re.compile(r"[.!?…]['\"»”’)\]\u00a0\u202f ]*$")
_LEADERS: Final = re.compile(r"\.{4,}|…{2,}|(?:\. ){3,}|…\s*\d+\s*$|_{3,}")
_REFERENCE: Final = re.compile(
    r"https?://|www\.|\bdoi\b|\b10\.\d{4}/|\bISBN\b|\bpp?\.[ \u00a0]?\d|\bvol\.|"
    r"\bn[°o][ \u00a0]?\d|\(\d{4}[a-z]?\)|\b[ÉE]ditions?\b|\bIn[ :][A-Z]|\bet al\b|"
    r"\b\w+\.(?:org|fr|com|net)/"
)
_AUTHOR: Final = re.compile(
    r"[^\W\d_a-z][\w’'-]+,? (?:[A-ZÀ-Ý]\.[ -]?)+(?:,|\(|;|&|et\b)"
)
_PAIRS: Final = (("«", "»"), ("(", ")"), ("[", "]"), ("“", "”"))
_MOST_REFERENCES: Final = 1
_LONGEST_QUOTED: Final = 200
_FEWEST_LETTERS: Final = 0.65
_SHORT_LINE: Final = 0.7
"""A line so much shorter than the longest one ends before its margin."""

_NO_PROSE: Final = frozenset(BlockKind) - {
    BlockKind.PARAGRAPH,
    BlockKind.LIST_ITEM,
    BlockKind.NOTE,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """What the blocks of a document say about one passage; offsets in its text.

    Attributes:
        edges: Where a block begins or ends, in order: no sentence crosses one.
        unfit: Headings, cells and the like, in order.
        is_known: Whether the document has blocks at all.
    """

    edges: tuple[int, ...] = ()
    unfit: tuple[Span, ...] = ()
    is_known: bool = False


def layout_of(passage: Passage, blocks: Sequence[Block]) -> Layout:
    """Return what the blocks of its document say about a passage.

    Args:
        passage: Of the document.
        blocks: Of the document, in reading order.
    """
    # The block before may reach into the passage: an item that was cut.
    first = max(0, bisect_left(blocks, passage.start, key=lambda b: b.start) - 1)
    edges: set[int] = set()
    unfit: list[Span] = []
    for block in blocks[first:]:
        if block.start >= passage.end:
            break
        start = max(0, block.start - passage.start)
        end = min(block.end, passage.end) - passage.start
        if end <= start:
            continue
        edges |= {start, end}
        if block.kind in _NO_PROSE:
            unfit.append((start, end))
    return Layout(tuple(sorted(edges)), tuple(unfit), is_known=bool(blocks))


def sentences(text: str, layout: Layout | None = None) -> list[Span]:
    """Return the sentences of a text, in order, without white space around them.

    What is no sentence – a heading, a cell – is one run of its own.

    >>> [("Un. Deux ! Trois"[a:b]) for a, b in sentences("Un. Deux ! Trois")]
    ['Un.', 'Deux !', 'Trois']
    """
    layout = layout or Layout()
    cuts = sorted({0, len(text), *layout.edges, *_breaks(text)})
    return [span for raw in pairwise(cuts) if (span := _trimmed(text, *raw))]


def whole_sentences(text: str, layout: Layout | None = None) -> list[Span]:
    r"""Return the sentences that can be quoted as they stand, in order.

    Labels of items are left out. Nothing may be left of a list of names.

    >>> text = "Résumé\n\nLe groupe étudie les usages des élèves. Unités :"
    >>> [text[a:b] for a, b in whole_sentences(text)]
    ['Le groupe étudie les usages des élèves.']
    """
    layout = layout or Layout()
    unfit = (*layout.unfit, *_references(text))
    found = (_without_label(text, span) for span in sentences(text, layout))
    return [
        (start, end)
        for start, end in found
        if not any(low < end and start < high for low, high in unfit)
        and _is_whole(text[start:end])
    ]


def _breaks(text: str) -> Iterator[int]:
    """Yield where one sentence ends and the next begins."""
    start = 0
    for match in _BREAK.finditer(text):
        end = match.end()
        if _ABBREVIATION.search(text, start, end) or _is_quoting(text, start, end):
            continue
        start = end
        yield start
    yield from _line_breaks(text)


def _is_quoting(text: str, start: int, end: int) -> bool:
    """Tell whether a title or quotation is open that soon closes: « A. B » : C."""
    if text.count("«", start, end) <= text.count("»", start, end):
        return False
    closing = text.find("»", end, end + _LONGEST_QUOTED)
    return closing >= 0 and "\n\n" not in text[end:closing]


def _line_breaks(text: str) -> Iterator[int]:
    """Yield the ends of lines that look like headings: short, without an end."""
    lines = text.split("\n")
    margin = _SHORT_LINE * max(map(len, lines))
    at = 0
    for line, following in pairwise(lines):
        at += len(line) + 1
        is_short = 0 < len(line) < margin and not line.rstrip().endswith(",")
        if is_short and _BEGINNING.match(following.lstrip()):
            yield at


def _references(text: str) -> Iterator[Span]:
    """Yield the lines of a bibliography: an author, then signs of a reference."""
    for line in re.finditer(r"[^\n]+", text):
        item = _without_label(text, line.span())
        if _AUTHOR.match(text, *item) and _REFERENCE.search(text, *item):
            yield item


def _without_label(text: str, span: Span) -> Span:
    label = _LABEL.match(text, *span)
    return (label.end(), span[1]) if label else span


def _is_whole(sentence: str) -> bool:
    """Tell whether a run of text is a sentence that says something by itself."""
    if not _BEGINNING.match(sentence) or not _END.search(sentence):
        return False
    if CELL_SEPARATOR in sentence or _LEADERS.search(sentence):
        return False
    if sum(WORD.search(word) is not None for word in sentence.split()) < FEWEST_WORDS:
        return False
    solid = [sign for sign in sentence if not sign.isspace()]
    letters = sum(map(str.isalpha, solid))
    if letters < _FEWEST_LETTERS * len(solid) or sentence.isupper():
        return False
    # Prose may cite a work, a line of a bibliography shows several signs of it.
    if sum(1 for _ in _REFERENCE.finditer(sentence)) > _MOST_REFERENCES:
        return False
    return not _is_unbalanced(sentence)


def _is_unbalanced(sentence: str) -> bool:
    """Tell whether a quotation or a bracket begins or ends elsewhere."""
    return any(sentence.count(left) != sentence.count(right) for left, right in _PAIRS)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    stripped = piece.strip()
    if not any(sign.isalnum() for sign in stripped):
        return None
    first = start + len(piece) - len(piece.lstrip())
    return first, first + len(stripped)
