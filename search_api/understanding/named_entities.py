"""Which entities a question names, by the rules that link the corpus.

Questions are typed in a hurry: « cren nantes » for CREN. So the linker is asked up to
three times: about the question as typed, about it with the letters of known names as
they should be, and about that with a word in front that says that bodies are meant. The
last one counts only for names typed with capitals, for short questions and for waves:
in a long sentence in small letters, « rêve » is a dream. That word is too far from the
end of a long question: an acronym in capitals is asked for alone as well. Words that
link no text (``question_terms``) are found beside.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ingest.linking.group_numbers import Numbered, Numbers
from ingest.linking.name_trie import is_acronym
from ingest.linking.word_keys import BREAK, Words, cut
from ontology.folding import fold_name
from ontology.model import Document, Entity, EntityKind, Mention, Passage, Source
from ontology.reference.ambiguous_words import ambiguous_words
from ontology.reference.question_words import QuestionWord
from search_api.understanding.question_terms import QuestionTerms
from search_api.understanding.synonyms import is_everyday
from search_api.understood import Found

__all__ = ["Link", "QuestionNames"]

Link = Callable[[Document, Sequence[Passage]], Sequence[Mention]]

_CONTEXT: Final = "groupe ; "
_BESIDE: Final = "groupe "
_SHORT: Final = 3
_LONGEST_NAME: Final = 6
_NAMED: Final = frozenset(
    {
        EntityKind.GROUP,
        EntityKind.LAB,
        EntityKind.INSTITUTION,
        EntityKind.SERVICE,
        EntityKind.PERSON,
    }
)
_PLACES: Final = frozenset({EntityKind.ACADEMY, EntityKind.REGION})
_BEFORE_NOUNS: Final = frozenset(
    {"mon", "ton", "son", "notre", "votre", "leur", "un", "une", "ce", "cet", "cette"}
)
_PLACE_HEADS: Final = frozenset({"academie", "rectorat", "region", "academique"})


class QuestionNames:
    """Finds names in questions; safe to call from several threads.

    Args:
        entities: What may be named, as the generation knows it.
        link: The linker that the generation was made with.
        words: That people ask with, see ``ontology.reference.question_words``.
    """

    def __init__(
        self,
        entities: Iterable[Entity],
        link: Link,
        *,
        words: Iterable[QuestionWord] = (),
    ) -> None:
        known = list(entities)
        self._terms = QuestionTerms(known, words)
        self._link = link
        self._numbers = Numbers(known)
        self._written: dict[str, str] = {}
        self._kinds: dict[str, EntityKind] = {}
        for entity in known:
            for label in entity.labels:
                if _is_kept(entity, label.text):
                    folded = label.text.casefold()
                    self._written.setdefault(folded, label.text)
                    self._kinds.setdefault(folded, entity.kind)
        self._coined = frozenset(_coined(known))

    def find(self, text: str) -> list[Found]:
        """Return what the question names, in order; several for an ambiguous number.

        Args:
            text: At most a few hundred words.
        """
        words = cut(text)
        is_short = sum(key != BREAK for key in words.keys) <= _SHORT
        restored = self._restored(words, is_short=is_short)
        mentions = list(self._mentions(text))
        mentions += self._mentions(restored)
        for found in self._mentions(_CONTEXT + restored, skipped=len(_CONTEXT)):
            shown = text[found.start : found.end]
            is_typed = sum(sign.isupper() for sign in shown) > 1
            if is_short or is_typed or found.kind == EntityKind.WAVE:
                mentions.append(found)
        mentions += () if is_short else self._loud(words, restored)
        mentions += self._terms.find(text)
        return _apart([*mentions, *self._numbered(text, mentions)])

    def _mentions(self, text: str, *, skipped: int = 0) -> Iterator[Found]:
        passage = Passage("q.0", "q", 0, 1, 0, len(text), text, "fr")
        source = Source("question", "text/plain", len(text), "0" * 64)
        asked = Document("q", source, "q", title="", text=text, pages=())
        for mention in self._link(asked, [passage]):
            if mention.start >= skipped:
                yield Found(
                    mention.kind.value,
                    mention.entity,
                    mention.start - skipped,
                    mention.end - skipped,
                )

    def _loud(self, words: Words, text: str) -> Iterator[Found]:
        """Yield the names in capitals, wherever in a long question they stand.

        Args:
            words: Of the question.
            text: The question with known names in their own letters, as long.
        """
        for at, key in enumerate(words.keys):
            name = text[words.starts[at] : words.ends[at]]
            if key != BREAK and self._is_loud(name):
                for found in self._mentions(_BESIDE + name, skipped=len(_BESIDE)):
                    start = words.starts[at]
                    yield replace(
                        found, start=found.start + start, end=found.end + start
                    )

    def _is_loud(self, name: str) -> bool:
        """Tell whether a word in these letters names a body and nothing else."""
        folded = name.casefold()
        if self._written.get(folded) != name:
            return False
        is_body = self._kinds[folded] in _NAMED - {EntityKind.PERSON}
        return is_body and (is_acronym(name) or folded in self._coined)

    def _restored(self, words: Words, *, is_short: bool) -> str:
        """Return the text with known names in their own letters, its length kept."""
        text, first = words.text, 0
        while first < len(words.keys):
            last = self._last_of_name(words, first, is_short=is_short)
            if last is None:
                first += 1
                continue
            start, end = words.starts[first], words.ends[last]
            text = text[:start] + self._written[text[start:end].casefold()] + text[end:]
            first = last + 1
        return text

    def _last_of_name(self, words: Words, first: int, *, is_short: bool) -> int | None:
        furthest = min(first + _LONGEST_NAME, len(words.keys))
        for last in range(furthest - 1, first - 1, -1):
            typed = words.surface(first, last)
            written = self._written.get(typed.casefold())
            if written is None or len(written) != len(typed):
                continue
            if self._may_be_meant(words, first, typed, is_short=is_short):
                return last
        return None

    def _may_be_meant(
        self, words: Words, first: int, typed: str, *, is_short: bool
    ) -> bool:
        """Tell whether a word in whatever letters may be a name here."""
        kind = self._kinds[typed.casefold()]
        before = words.keys[max(0, first - 2) : first]
        if kind in _PLACES:
            return not _PLACE_HEADS.isdisjoint(before)
        if kind is EntityKind.CONCEPT:
            # « mon ami » is no call for expressions of interest.
            is_word = is_everyday(fold_name(typed))
            return not is_word or (is_short and _BEFORE_NOUNS.isdisjoint(before[-1:]))
        written = self._written[typed.casefold()]
        is_coined = typed.casefold() in self._coined
        return is_short or " " in typed or is_coined or _is_unmistakable(written)

    def _numbered(self, text: str, mentions: list[Found]) -> Iterator[Found]:
        """Yield every group or theme that an undecided number may name."""
        waves = {m.identifier[:4] for m in mentions if m.kind == EntityKind.WAVE}
        numbered: list[Numbered] = [
            *self._numbers.groups(text),
            *self._numbers.themes(text),
        ]
        for number in numbered:
            if any(m.start < number.end and number.start < m.end for m in mentions):
                continue
            for (kind, identifier), year in number.candidates.items():
                if not waves or str(year) in waves:
                    yield Found(kind.value, identifier, number.start, number.end)


def _is_kept(entity: Entity, label: str) -> bool:
    """Tell whether a name is worth writing as it should be."""
    if label == label.casefold():
        return False
    return entity.kind in _NAMED | _PLACES or (
        entity.kind is EntityKind.CONCEPT and is_acronym(label)
    )


def _is_unmistakable(written: str) -> bool:
    """Tell whether small letters still name it in a long question: *techne*."""
    return is_acronym(written) and len(written) > _SHORT + 1


def _coined(entities: Iterable[Entity]) -> Iterator[str]:
    """Yield the names that groups made up for themselves, in small letters.

    A hashtag is made to name one thing; words that people also use are left out.
    """
    doubtful = {fold_name(word) for word in ambiguous_words().bodies}
    for entity in entities:
        tags = [label.text for label in entity.labels if label.text.startswith("#")]
        for tag in tags if entity.kind is EntityKind.GROUP else ():
            name = tag.removeprefix("#")
            folded = fold_name(name)
            if name.isalpha() and not (folded in doubtful or is_everyday(folded)):
                yield name.casefold()


def _apart(found: list[Found]) -> list[Found]:
    """Keep the longest of what overlaps; equal spans are alternatives."""
    kept: list[Found] = []
    for one in sorted(set(found), key=lambda f: (f.start - f.end, f.start)):
        if not any(
            one.start < other.end
            and other.start < one.end
            and (one.start, one.end) != (other.start, other.end)
            for other in kept
        ):
            kept.append(one)
    return sorted(kept, key=lambda f: (f.start, f.kind, f.identifier))
