"""Words of a question that no passage holds, and the words that may be meant.

A word is doubtful when no passage holds it in any form, or hardly one does while a word
one slip away is common. Slips are letters missing, added, changed or swapped: one in
short words, two from eight letters on; the first letter, or the second, is right.

A question is never changed silently. The corrected question is asked instead, and the
answer says so, where each word that changes is held by no passage and is surely a slip:
five letters or more, one slip away from a word of the corpus, no word of the language
and no name; or where *no* word of the question is known and all can be mended. Else it
is only proposed. Where none is known and not all can be mended, the question is about
something else: « recette de tarte » shall not become « récente de tarte ».

A word of the language is one that the vocabulary of the model holds whole: of the 8,000
most frequent French words 83 % are, of the same words with one slip 3 %.
"""

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ontology.folding import lower
from search_api.french import analysis
from search_api.french.analysis import Word
from search_api.ports import LexicalIndex, SubwordTable
from search_api.understood import Spelling

__all__ = ["Speller"]

_SHORTEST: Final = 4
_SHORTEST_SURE: Final = 5
_LONG: Final = 8
_HARDLY: Final = 1
_COMMON: Final = 10
_MOST_WORDS: Final = 12
_REMEMBERED: Final = 4096


class Speller:
    """Proposes words that the corpus holds; safe to call from several threads.

    Args:
        words: Knows which words passages hold.
        written: How a folded word is written: *numérique* for ``numerique``.
        table: Knows the words of the language; None knows none.
    """

    def __init__(
        self,
        words: LexicalIndex,
        written: Callable[[str], str],
        *,
        table: SubwordTable | None = None,
    ) -> None:
        self._words = words
        self._written = written
        self._table = table
        # A generation never changes: neither do its words.
        self._nearest = lru_cache(_REMEMBERED)(self._find_nearest)

    def check(
        self, text: str, *, known: Collection[tuple[int, int]] = ()
    ) -> Spelling | None:
        """Return the question written otherwise, or None where nothing is doubtful.

        Args:
            text: As typed.
            known: Places that name something in the graph; they are never doubtful.
        """
        content = [word for word in analysis.words(text) if not word.is_stop]
        doubtful = [word for word in content if self._is_doubtful(text, word, known)]
        if not doubtful or len(content) > _MOST_WORDS:
            return None
        replaced, corrected, is_sure = [], text, True
        for word in reversed(doubtful):
            nearest = self._nearest(word.folded)
            if nearest is None:
                continue
            is_sure &= self._is_slip(text, word, nearest)
            typed = text[word.start : word.end]
            proposed = self._written(nearest)
            replaced.append((typed, proposed))
            corrected = corrected[: word.start] + proposed + corrected[word.end :]
        if not replaced:
            return None
        is_lost = all(self._words.frequency(word.folded) == 0 for word in content)
        if is_lost and len(replaced) < len(content):
            return None
        told = tuple(reversed(replaced))
        return Spelling(corrected, told, is_applied=is_lost or is_sure)

    def _is_doubtful(
        self, text: str, word: Word, known: Collection[tuple[int, int]]
    ) -> bool:
        if len(word.folded) < _SHORTEST or not word.folded.isalpha():
            return False
        if any(start <= word.start < end for start, end in known):
            return False
        if self._words.frequency(word.folded) > _HARDLY:
            return False
        return not self._is_word(lower(text[word.start : word.end]))

    def _is_word(self, typed: str) -> bool:
        """Tell whether the language has a word, as it is typed in small letters."""
        return self._table is not None and len(self._table.subwords([typed])[0]) == 1

    def _is_slip(self, text: str, word: Word, nearest: str) -> bool:
        """Tell whether a word is surely another one mistyped."""
        is_name = text[word.start].isupper() and bool(text[: word.start].strip())
        return (
            len(word.folded) >= _SHORTEST_SURE
            and (not is_name or text.isupper())
            and self._words.frequency(word.folded) == 0
            and OSA.distance(word.folded, nearest) == 1
        )

    def _find_nearest(self, folded: str) -> str | None:
        """Return the nearest word, the most frequent of equals; None if none is."""
        slips = 2 if len(folded) >= _LONG else 1
        candidates: dict[str, int] = {}
        for letter in sorted({folded[0], folded[1]}):
            candidates.update(self._words.terms(letter))
        candidates.pop(folded, None)
        least = 1
        if self._words.frequency(folded):
            # It is held somewhere: only a common word one slip away speaks against it.
            slips, least = 1, _COMMON
        found = process.extract(
            folded,
            [term for term, count in candidates.items() if count >= least],
            scorer=OSA.distance,
            score_cutoff=slips,
            limit=None,
        )
        ranked = sorted((slip, -candidates[term], term) for term, slip, _ in found)
        return ranked[0][2] if ranked else None
