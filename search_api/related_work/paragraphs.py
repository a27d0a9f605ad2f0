"""The paragraphs of a draft, each of which asks for related work of its own.

A passage is as long as an answer should be; a draft tells its subjects apart by
paragraph. A line of a few words (a heading, « Sources ») says little by itself and goes
with what follows it. Where a draft has more paragraphs than may be asked, they are
taken at even distances, so that its end is asked for as well as its beginning.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ontology.model import Passage
from ontology.structure import PassageRole

__all__ = ["FEWEST_WORDS", "MOST_ASKED", "asked_paragraphs"]

MOST_ASKED: Final = 60
"""Some 4,000 words; a paragraph costs as much as a question."""

FEWEST_WORDS: Final = 8

_GAP: Final = re.compile(r"\n\s*\n")


def asked_paragraphs(
    passages: Sequence[Passage], *, most: int = MOST_ASKED
) -> tuple[list[Passage], int]:
    """Return the paragraphs that ask, in order, and how many the draft has.

    The text of each is a slice of its passage, with the offsets in the draft. They
    come from the body without « Sources » and the like; from all where nothing is left.

    Args:
        passages: Of the draft.
        most: How many may ask, 1 or more.
    """
    solid = [p for p in passages if any(sign.isalnum() for sign in p.text)]
    body = [p for p in solid if p.role.is_searched]
    prose = [p for p in body if p.role is not PassageRole.CAVEAT]
    found = [
        one for passage in (prose or body or solid) for one in _paragraphs(passage)
    ]
    count = len(found)
    if count > most:
        found = [found[place * count // most] for place in range(most)]
    return [replace(one, position=n) for n, one in enumerate(found)], count


def _paragraphs(passage: Passage) -> Iterator[Passage]:
    text, start = passage.text, 0
    ends = [match.end() for match in _GAP.finditer(text) if match.end() < len(text)]
    for end in (*ends, len(text)):
        piece = text[start:end]
        if end < len(text) and len(piece.split()) < FEWEST_WORDS:
            continue  # goes with what follows
        if any(sign.isalnum() for sign in piece):
            yield _slice(passage, start, end)
        start = end


def _slice(passage: Passage, start: int, end: int) -> Passage:
    piece = passage.text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    last = start + len(piece.rstrip())
    if (first, last) == (0, len(passage.text)):
        return passage
    return replace(
        passage,
        identifier=f"{passage.identifier}.{first}",
        start=passage.start + first,
        end=passage.start + last,
        text=passage.text[first:last],
    )
