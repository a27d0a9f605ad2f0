"""How much of a question a wording covers, and of a wording the question, in meaning.

    laboratoires  nantais  engagés          each word of one finds the nearest of the
         │1.0       ─        │.6            other; what is not near at all counts 0
    laboratoires d’une  académie  impliqués

A word that a query has no place for (« budget », « impact », « recette ») leaves the
question uncovered: that is how it is told from one that the query answers.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search_api.direct_answers.empty_words import EMPTY
from search_api.french import analysis
from search_api.ports import Embedder

__all__ = ["WordCover"]

_NEAR: Final = 0.35
"""Cosine of two words below which they have nothing to do with each other."""
_STRICTNESS: Final = 1.5
"""What is asked for counts more than what could have been."""
_COVERED: Final = 0.4
_REMEMBERED: Final = 5_000
_ASKING_WORDS: Final = """
quel quels quelle quelles combien lequel laquelle lesquels lesquelles qui que quoi est
ce sont etre etes ete a ont avoir as avez y t il elle ils elles on nous je moi me tous
toutes tout toute nom montrer savoir aussi different differents differente differentes
"""
_MEANT_WORDS: Final = """
groupe groupes group groups gtnum gtnums appel appels call calls membre participants
projet projets project projects nombre number presents
"""
_MEANT: Final = frozenset(_MEANT_WORDS.split())
"""Words that are empty in a question whose relation is known, and not here."""
_EMPTY: Final = (EMPTY - _MEANT) | frozenset(_ASKING_WORDS.split())
_WITHOUT: Final = frozenset(
    {"sans", "jamais", "aucun", "aucune", "pas", "non", "absent", "absents"}
)
"""« académies qui n’ont jamais participé », « académies sans groupe »."""


class WordCover:
    """Compares words by a table of vectors; safe to call from several threads.

    Args:
        embedder: Quick, since each word is embedded by itself.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._vector = lru_cache(_REMEMBERED)(
            lambda word: embedder.embed_queries([word])[0]
        )

    @staticmethod
    def words(text: str) -> tuple[str, ...]:
        """Return the words that say what is asked, in small letters."""
        said = (
            (word, text[word.start : word.end].lower()) for word in analysis.words(text)
        )
        return tuple(
            "sans" if word.folded in _WITHOUT else typed
            for word, typed in said
            if word.folded in _WITHOUT or not (word.is_stop or word.folded in _EMPTY)
        )

    def score(
        self, asked: Sequence[str], named: Sequence[str], wording: Sequence[str]
    ) -> float:
        """Return from 0 to 1 how well a question is covered by a wording.

        Args:
            asked: Its words beside names, from ``words``.
            named: What its names are, « académie »: a wording may speak of it, but
                that covers nothing of the question.
            wording: Words, as ``asked``.
        """
        if not asked or not wording:
            return 0.0
        near = self._rows((*asked, *named)) @ self._rows(wording).T
        near = np.where(near < _NEAR, 0.0, np.minimum(near, 1.0))
        covered = float(near[: len(asked)].max(axis=1).mean())
        used = float(near.max(axis=0).mean())
        return float(covered**_STRICTNESS * (_COVERED + (1 - _COVERED) * used))

    def _rows(self, words: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([self._vector(word) for word in words])
