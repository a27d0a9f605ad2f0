"""What follows from reading one question, in the forms the searcher needs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Final

from ontology.model import EntityKind
from search_api.french import analysis
from search_api.french.typed_wording import Wording, plain_wording, with_accents
from search_api.ports import Alternative
from search_api.query import SearchHit, SearchQuery
from search_api.understanding import boosts
from search_api.understanding.boosts import Preference
from search_api.understanding.question_reader import QuestionReader
from search_api.understanding.synonyms import alternatives, with_synonyms
from search_api.understood import Effect, Understood, UnderstoodQuestion

__all__ = ["Meaning", "meaning_of"]

_NAMES: Final = frozenset(
    {
        EntityKind.GROUP,
        EntityKind.LAB,
        EntityKind.INSTITUTION,
        EntityKind.SERVICE,
        EntityKind.PERSON,
    }
)
"""Kinds whose names keep their letters: the group REVE is no « rêve »."""

_THINGS: Final = frozenset(
    {
        EntityKind.ACADEMY,
        EntityKind.GROUP,
        EntityKind.INSTITUTION,
        EntityKind.LAB,
        EntityKind.REGION,
    }
)
"""Kinds of which two that share no document never meet in the corpus."""

_SUBJECT: Final = 0.75
"""Strength from which a document is about what is named, not beside other things."""

_ENTITIES: Final = frozenset(EntityKind) - {EntityKind.WAVE}


@dataclass(frozen=True, slots=True)
class Meaning:
    """A question as it was understood.

    Attributes:
        wording: What was typed, and as it is asked.
        question: What it names, with offsets in the wording that is asked.
        preference: Which documents rise.
        alternatives: Other names that the words index looks for too.
    """

    wording: Wording = field(default_factory=lambda: plain_wording(""))
    question: UnderstoodQuestion = field(default_factory=UnderstoodQuestion)
    preference: Preference = field(default_factory=Preference)
    alternatives: tuple[Alternative, ...] = ()

    @property
    def places(self) -> list[tuple[int, int]]:
        """Where the question names something."""
        return [(one.found.start, one.found.end) for one in self.question.understood]

    @property
    def told(self) -> tuple[Understood, ...]:
        """What was understood, with offsets in the question as it was typed."""
        return tuple(self._typed(one) for one in self.question.understood)

    @property
    def meant(self) -> frozenset[str]:
        """Documents that the question asks for by what it names, and by little else."""
        return frozenset(self.preference.strengths if self.question.is_all else ())

    @property
    def subjects(self) -> frozenset[str]:
        """Documents that are about every entity that the question names."""
        about: dict[tuple[int, int], set[str]] = {}
        for one in self.question.understood:
            if one.effect is Effect.AVOID or one.found.kind not in _ENTITIES:
                continue
            span = (one.found.start, one.found.end)
            about.setdefault(span, set()).update(
                name for name, strength in one.strengths.items() if strength >= _SUBJECT
            )
        return frozenset(set.intersection(*about.values()) if about else ())

    @property
    def is_of_strangers(self) -> bool:
        """Whether two groups, labs or places that it names share no document."""
        linked: dict[tuple[int, int], set[str]] = {}
        for one in self.question.understood:
            if one.found.kind in _THINGS and one.strengths:
                span = (one.found.start, one.found.end)
                linked.setdefault(span, set()).update(one.strengths)
        pairs = combinations(linked.values(), 2)
        return any(first.isdisjoint(second) for first, second in pairs)

    def asked(self, written: Callable[[str], str]) -> str:
        """Return the text to look for, of the length of ``wording.text``.

        Args:
            written: How the library writes a folded word.
        """
        text = self.wording.text
        for start, end in self.question.unasked:
            text = text[:start] + " " * (end - start) + text[end:]
        if all(word.is_stop for word in analysis.words(text)):
            # All that was said is when, or what not: better its words than none.
            text = self.wording.text
        names = [
            (one.found.start, one.found.end)
            for one in self.question.understood
            if one.found.kind in _NAMES
        ]
        return with_accents(text, written, known=names)

    def _typed(self, one: Understood) -> Understood:
        start, end = self.wording.span(one.found.start, one.found.end)
        return replace(one, found=replace(one.found, start=start, end=end))

    def shown(self, hits: Iterable[SearchHit]) -> tuple[SearchHit, ...]:
        """Return hits that say what they owe to this meaning."""
        if self.preference.is_empty and not self.alternatives:
            return tuple(hits)
        return tuple(self._shown(hit) for hit in hits)

    def _shown(self, hit: SearchHit) -> SearchHit:
        passages = []
        for found in hit.passages:
            share = self.preference.share(found.passage.document)
            # As the other shares: they add up to the score.
            share *= found.parts.kind_weight
            parts = replace(found.parts, intent_share=share)
            passages.append(
                with_synonyms(replace(found, parts=parts), self.alternatives)
            )
        return replace(hit, passages=tuple(passages))


def meaning_of(query: SearchQuery, reader: QuestionReader | None) -> Meaning:
    """Return the meaning of a question; its wording alone where nothing shall be read.

    Raises:
        StoreError: If the graph fails.
    """
    wording = plain_wording(query.text)
    if reader is None or not query.with_intent:
        return Meaning(wording)
    question = reader.read(wording.text, ignored=query.ignored)
    return Meaning(
        wording,
        question,
        boosts.prefer(question.understood, reader.document_count),
        alternatives(question.understood, wording.text),
    )
