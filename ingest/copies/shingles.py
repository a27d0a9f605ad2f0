"""Texts as sets of five-word runs, the measure of how much two texts share.

Five words in a row are seldom the same by chance, and survive another layout: case,
accents, punctuation, hyphens at line ends and page breaks leave no trace in them.
"""

import hashlib
from collections.abc import Iterator

from ontology.folding import fold_words

__all__ = ["SHINGLE_WORDS", "jaccard", "shingles", "shingles_of"]

SHINGLE_WORDS = 5


def shingles(text: str) -> frozenset[bytes]:
    """Return the runs of five words of a text, each as 8 bytes; none when shorter."""
    return shingles_of(fold_words(text))


def shingles_of(words: list[str]) -> frozenset[bytes]:
    """Return the runs of five of these words, each as 8 bytes."""
    return frozenset(_runs(words))


def jaccard(one: frozenset[bytes], other: frozenset[bytes]) -> float:
    """Return what two sets share of all that they hold, from 0 to 1.

    A value above ``t`` says that each text holds more than ``t`` of the other: an
    excerpt never comes near the whole.

    >>> jaccard(shingles("a b c d e f"), shingles("a b c d e g"))
    0.3333333333333333
    """
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def _runs(words: list[str]) -> Iterator[bytes]:
    for at in range(len(words) - SHINGLE_WORDS + 1):
        run = " ".join(words[at : at + SHINGLE_WORDS])
        yield hashlib.blake2b(run.encode(), digest_size=8).digest()
