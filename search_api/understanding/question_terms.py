"""Names of a question that the linker of texts must not know: places, other words.

In a text, « breton » or « Bordeaux » says where a sentence plays; in a question it is a
wish. Found are the words of ``ontology.reference.question_words`` and the names of
académies and regions, the longest first. Places count behind a word that says where
(« en bretagne »), or with their capitals in a question of three words: « l’école de
Paris » names painters. « La réunion » in small letters is no island.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ontology.model import Entity, EntityKind
from ontology.reference.question_words import QuestionWord
from search_api.french import analysis
from search_api.french.analysis import Word
from search_api.understood import Found

__all__ = ["QuestionTerms"]

_PLACES: Final = frozenset({EntityKind.ACADEMY, EntityKind.REGION})
_WHERE: Final = frozenset({"a", "au", "aux", "en", "dans", "in", "region", "academie"})
_LONGEST: Final = 6
_SHORT: Final = 3


@dataclass(frozen=True, slots=True)
class _Term:
    """What some words name, and which letters they must have.

    Attributes:
        kind: Of the things named.
        identifiers: Of the things named.
        written: The capitals needed; None for any letters.
        is_place: Whether it needs a word that says where, or a short question.
    """

    kind: EntityKind
    identifiers: tuple[str, ...]
    written: str | None = None
    is_place: bool = False


class QuestionTerms:
    """Finds them; safe to call from several threads.

    Args:
        entities: What the generation knows; words for other things name nothing.
        words: Those of the curated table.
    """

    def __init__(
        self, entities: Iterable[Entity], words: Iterable[QuestionWord]
    ) -> None:
        known = list(entities)
        held = {(each.kind, each.identifier) for each in known}
        self._terms: dict[tuple[str, ...], list[_Term]] = {}
        for word in words:
            meant = tuple(n for n in word.identifiers if (word.kind, n) in held)
            if meant:
                written = word.text if word.is_as_written else None
                self._add(word.text, _Term(word.kind, meant, written))
        curated = frozenset(self._terms)
        for entity in known:
            for label in entity.labels if entity.kind in _PLACES else ():
                if _key(analysis.words(label.text)) not in curated:
                    term = _Term(
                        *(entity.kind, (entity.identifier,), label.text), is_place=True
                    )
                    self._add(label.text, term)

    def find(self, text: str) -> list[Found]:
        """Return what is named, in order; several for one place of several things."""
        words = list(analysis.words(text))
        found: list[Found] = []
        first = 0
        while first < len(words):
            last = first + 1
            for end in range(min(first + _LONGEST, len(words)), first, -1):
                own = list(self._named(text, words, first, end))
                if own:
                    found, last = found + own, end
                    break
            first = last
        return found

    def _add(self, text: str, term: _Term) -> None:
        self._terms.setdefault(_key(analysis.words(text)), []).append(term)

    def _named(
        self, text: str, words: list[Word], first: int, end: int
    ) -> Iterator[Found]:
        start, behind = words[first].start, words[end - 1].end
        typed = text[start:behind]
        is_where = first > 0 and words[first - 1].folded in _WHERE
        for term in self._terms.get(_key(words[first:end]), ()):
            is_written = term.written is None or _capitals(typed) == _capitals(
                term.written
            )
            is_alone = is_written and len(words) <= _SHORT
            if is_where or is_alone if term.is_place else is_written:
                for identifier in dict.fromkeys(term.identifiers):
                    yield Found(term.kind.value, identifier, start, behind)


def _key(words: Iterable[Word]) -> tuple[str, ...]:
    """Return what names are compared by: folded words, the first plural gone."""
    return tuple(word.folded.removesuffix("s") for word in words)


def _capitals(text: str) -> list[bool]:
    """Return for each word whether it begins with a capital."""
    return [text[word.start].isupper() for word in analysis.words(text)]
