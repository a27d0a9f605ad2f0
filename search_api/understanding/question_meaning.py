"""What follows from reading one question, in the forms the searcher needs."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from search_api.ports import Alternative
from search_api.query import SearchHit, SearchQuery
from search_api.understanding import boosts
from search_api.understanding.boosts import Preference
from search_api.understanding.question_reader import QuestionReader
from search_api.understanding.synonyms import alternatives, with_synonyms
from search_api.understood import UnderstoodQuestion

__all__ = ["Meaning", "meaning_of"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A question as it was understood.

    Attributes:
        question: What it names, for readers.
        preference: Which documents rise.
        alternatives: Other names that the words index looks for too.
    """

    question: UnderstoodQuestion = field(default_factory=UnderstoodQuestion)
    preference: Preference = field(default_factory=Preference)
    alternatives: tuple[Alternative, ...] = ()

    @property
    def places(self) -> list[tuple[int, int]]:
        """Where the question names something."""
        return [(one.found.start, one.found.end) for one in self.question.understood]

    @property
    def meant(self) -> frozenset[str]:
        """Documents that the question asks for by what it names, and by little else."""
        return frozenset(self.preference.strengths if self.question.is_all else ())

    def shown(self, hits: Iterable[SearchHit]) -> tuple[SearchHit, ...]:
        """Return hits that say what they owe to this meaning."""
        if not self.preference.weight and not self.alternatives:
            return tuple(hits)
        return tuple(self._shown(hit) for hit in hits)

    def _shown(self, hit: SearchHit) -> SearchHit:
        passages = []
        for found in hit.passages:
            share = self.preference.share(found.passage.document)
            parts = replace(found.parts, intent_share=share)
            passages.append(
                with_synonyms(replace(found, parts=parts), self.alternatives)
            )
        return replace(hit, passages=tuple(passages))


def meaning_of(query: SearchQuery, reader: QuestionReader | None) -> Meaning:
    """Return the meaning of a question; an empty one where nothing shall be read.

    Raises:
        StoreError: If the graph fails.
    """
    if reader is None or not query.with_intent:
        return Meaning()
    question = reader.read(query.text, ignored=query.ignored)
    return Meaning(
        question,
        boosts.prefer(question.understood, reader.document_count),
        alternatives(question.understood, query.text),
    )
