"""What a reader may be about to type: names, titles, frequent words.

All names and titles stand in memory, folded and sorted by the words they begin with, so
that a prefix is found by bisection. Words come from the index of words. Suggestions are
never personal: nothing that anybody asked is kept.
"""

import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from graph.ports import Catalogue
from ontology.folding import fold_name
from ontology.model import EntityKind
from search_api.french import analysis
from search_api.ports import LexicalIndex

__all__ = ["MOST_SUGGESTIONS", "Suggester", "Suggestion"]

MOST_SUGGESTIONS: Final = 20

_LEFT_OUT: Final = frozenset({EntityKind.WAVE})
_ORDER: Final = {
    **{kind.value: number for number, kind in enumerate(EntityKind)},
    EntityKind.CONCEPT.value: 2,
    "document": 20,
}
_MOST_WORDS: Final = 3
_SHORTEST_WORD: Final = 4
_RARE: Final = 2
_ASKED: Final = 12
_LAST: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that completes what was typed.

    Attributes:
        text: To put into the box.
        kind: An ``EntityKind``, ``document`` or ``word``.
        identifier: Of the entity or document; empty for a word.
        passages: Passages that hold the word; 0 for names and titles.
    """

    text: str
    kind: str
    identifier: str = ""
    passages: int = 0


@dataclass(frozen=True, slots=True)
class _Entry:
    suggestion: Suggestion
    folded: str
    is_preferred: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """Entries, and for each word of each: ``(word, offset in the entry, entry)``."""

    entries: tuple[_Entry, ...]
    words: tuple[tuple[str, int, int], ...]
    written: dict[str, str]


class Suggester:
    """Completes what is typed, over one generation; safe for several threads.

    Args:
        catalogue: Knows names and titles.
        words: Knows which words passages hold.
    """

    def __init__(self, catalogue: Catalogue, words: LexicalIndex) -> None:
        self._catalogue = catalogue
        self._words = words
        self._lock = threading.Lock()
        self._known: _Known | None = None

    def suggest(self, typed: str, limit: int = 8) -> list[Suggestion]:
        """Return completions, best first: names, then titles, then words.

        Accents, ligatures and case do not matter. Nothing comes back for a text
        without letters or digits.

        Args:
            typed: So far.
            limit: 1 to ``MOST_SUGGESTIONS``.

        Raises:
            StoreError: If the graph fails.
        """
        wanted = fold_name(typed)
        if not wanted:
            return []
        words = self._completed_words(typed)
        room = max(1, limit - len(words))
        found = list(self._named(wanted, room))
        texts = {fold_name(one.text) for one in found}
        found += [one for one in words if fold_name(one.text) not in texts]
        return found[:limit]

    def written(self, term: str) -> str:
        """Return how a folded word is written: *numérique* for ``numerique``."""
        return self._read_once().written.get(term) or self._words.written(term)

    def _named(self, wanted: str, limit: int) -> Iterator[Suggestion]:
        known = self._read_once()
        first = wanted.partition(" ")[0]
        start = bisect_left(known.words, (first, 0, 0))
        # A longer question must hold its first word whole.
        last = first if " " in wanted else first + _LAST
        end = bisect_left(known.words, (last, 1 << 30, 0))
        best: dict[tuple[str, str], tuple[tuple[int, ...], int]] = {}
        for _, offset, number in known.words[start:end]:
            entry = known.entries[number]
            if not entry.folded.startswith(wanted, offset):
                continue
            own = entry.suggestion
            rank = (
                int(offset > 0),
                _ORDER.get(own.kind, 10),
                int(not entry.is_preferred),
                len(entry.folded),
                number,
            )
            key = (own.kind, own.identifier)
            if key not in best or rank < best[key][0]:
                best[key] = (rank, number)
        texts: set[str] = set()
        for _, number in sorted(best.values()):
            suggestion = known.entries[number].suggestion
            if suggestion.text not in texts and len(texts) < limit:
                texts.add(suggestion.text)
                yield suggestion

    def _completed_words(self, typed: str) -> list[Suggestion]:
        """Return the text with its last word completed by frequent words."""
        before, last = _last_word(typed)
        if len(last) < _RARE or not last.isalpha():
            return []
        found = []
        for term, count in self._words.terms(last, _ASKED):
            if term != last and _is_telling(term, count):
                text = f"{before}{self.written(term)}"
                found.append(Suggestion(text, "word", passages=count))
        return found[:_MOST_WORDS]

    def _read_once(self) -> _Known:
        with self._lock:
            if self._known is None:
                self._known = _known(self._entries())
            return self._known

    def _entries(self) -> Iterator[_Entry]:
        for entity in self._catalogue.entities():
            if entity.kind in _LEFT_OUT:
                continue
            for label in entity.labels:
                if label.language in {"fr", ""}:
                    own = Suggestion(label.text, entity.kind.value, entity.identifier)
                    yield _Entry(own, fold_name(label.text), label.is_preferred)
        for heading in self._catalogue.headings():
            own = Suggestion(heading.title, "document", heading.identifier)
            yield _Entry(own, fold_name(heading.title), is_preferred=True)


def _known(found: Iterable[_Entry]) -> _Known:
    entries = tuple(entry for entry in found if entry.folded)
    words: list[tuple[str, int, int]] = []
    written: dict[str, str] = {}
    for number, entry in enumerate(entries):
        offset = 0
        for word in entry.folded.split(" "):
            words.append((word, offset, number))
            offset += len(word) + 1
        for own in analysis.words(entry.suggestion.text):
            text = entry.suggestion.text[own.start : own.end]
            if text.islower():
                written.setdefault(own.folded, text)
    return _Known(entries, tuple(sorted(words)), written)


def _last_word(typed: str) -> tuple[str, str]:
    """Return what stands before the last word, and that word folded."""
    words = list(analysis.words(typed))
    if not words or words[-1].end != len(typed):
        return typed, ""
    return typed[: words[-1].start], words[-1].folded


def _is_telling(term: str, count: int) -> bool:
    return (
        len(term) >= _SHORTEST_WORD
        and count >= _RARE
        and term.isalpha()
        and term not in analysis.FRENCH
        and term not in analysis.ENGLISH
    )
