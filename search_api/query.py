"""A question and its answer, as the searcher sees them.

The web layer maps these to JSON; the keys there are a promise, see
``docs/reference/api.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from graph.ports import DocumentFilter
from ontology.model import DocumentSummary, Passage
from search_api.answered import DirectAnswers
from search_api.understood import EntityCard, Found, Spelling, Understood

__all__ = [
    "MOST_ALIKE",
    "AnswerState",
    "PassageHit",
    "ScoreParts",
    "SearchHit",
    "SearchMode",
    "SearchQuery",
    "SearchResults",
    "SearchSort",
    "Stratum",
]


MOST_ALIKE: Final = 3
"""Near-identical documents that stand together unless asked otherwise."""


class SearchMode(StrEnum):
    """Which evidence ranks the passages."""

    HYBRID = "hybrid"
    WORDS = "words"
    VECTORS = "vectors"


class SearchSort(StrEnum):
    """In which order the answers stand; what is further stays behind, nearest first.

    Attributes:
        RELEVANCE: The best first.
        DATE: The latest work first, without a date last.
        TITLE: In alphabetical order.
    """

    RELEVANCE = "relevance"
    DATE = "date"
    TITLE = "title"


class AnswerState(StrEnum):
    """Whether the corpus answers a question.

    Attributes:
        ANSWERED: There are documents that answer.
        MENTIONED: There are documents about the subject, but what is asked of it (who,
            when, how much …) stands in none of them.
        NOTHING: Whatever is shown is only the nearest.
    """

    ANSWERED = "answered"
    MENTIONED = "mentioned"
    NOTHING = "nothing"


class Stratum(StrEnum):
    """Where a hit stands.

    Attributes:
        ANSWER: Among the documents that answer, or are about the subject.
        FURTHER: Behind them: near, where nothing is nearer.
    """

    ANSWER = "answer"
    FURTHER = "further"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is asked.

    Attributes:
        text: The question, 1 to 1,000 characters after trimming.
        limit: Documents per page, 1 to 100.
        cursor: The opaque ``next`` of the page before, or None.
        restriction: Which documents may answer.
        mode: Which evidence ranks.
        passages_per_document: 1 to 20.
        most_alike: Near-identical documents that may stand together, 0 to 20; 0 sets
            no bound. See ``diversity``.
        with_facets: Whether to count facets over the whole result set.
        with_intent: Whether names, years, kinds and identifiers in the question let
            documents rise.
        ignored: Keys or IRIs of what was understood and is not meant.
        with_spelling: Whether a question of unknown words is asked in known ones.
        only_answers: Whether to leave out what is further.
        sort: In which order the answers stand.
    """

    text: str
    limit: int = 10
    cursor: str | None = None
    restriction: DocumentFilter = field(default_factory=DocumentFilter)
    mode: SearchMode = SearchMode.HYBRID
    passages_per_document: int = 3
    most_alike: int = MOST_ALIKE
    with_facets: bool = False
    with_intent: bool = True
    ignored: tuple[str, ...] = ()
    with_spelling: bool = True
    only_answers: bool = False
    sort: SearchSort = SearchSort.RELEVANCE


@dataclass(frozen=True, slots=True)
class ScoreParts:
    """Why a passage ranks where it does.

    Attributes:
        words: BM25 as the index gave it, None where no word matched.
        vectors: Cosine from -1 to 1, None in mode ``words``.
        words_share: Normalised and weighted part of the fused score.
        vectors_share: Normalised and weighted part of the fused score.
        closeness_share: Part of the second look, word by word, in the score.
        intent_share: What the document owes to what was understood of the question.
        kind_weight: What the kind of text weighs: less than 1 for an entry of a
            glossary that nobody asked for; see ``text_kinds``.
    """

    words: float | None
    vectors: float | None
    words_share: float
    vectors_share: float
    intent_share: float = 0.0
    closeness_share: float = 0.0
    kind_weight: float = 1.0


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that answers.

    Attributes:
        passage: Verbatim, with page and offsets.
        score: Fused, from 0 to 1.
        parts: How the score came about.
        highlights: ``(start, end)`` offsets within ``passage.text`` to mark.
        best_sentence: ``(start, end)`` within ``passage.text`` of what answers best.
        synonyms: Other names of what was asked that the text holds.
        answer: How well the best sentence answers a question of fact, 0 or more; it
            compares the passages of one answer. 0 where a subject is asked.
    """

    passage: Passage
    score: float
    parts: ScoreParts
    highlights: tuple[tuple[int, int], ...] = ()
    best_sentence: tuple[int, int] | None = None
    synonyms: tuple[str, ...] = ()
    answer: float = 0.0


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A work with its best passages, best first; score is its best passage's.

    Attributes:
        document: The first of its manifestations that answers, the official before
            others.
        score: From 0 to 1.
        passages: Of that document.
        copies: The other manifestations, in the order of the work.
        stratum: Whether it answers, or is only near.
    """

    document: DocumentSummary
    score: float
    passages: tuple[PassageHit, ...]
    copies: tuple[DocumentSummary, ...] = ()
    stratum: Stratum = Stratum.ANSWER


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page of hits: the answers first, what is further behind them.

    Attributes:
        query: What was asked.
        total: Number of works that answer.
        hits: Of the page; within a stratum in the order of the query.
        next_cursor: For the following page, or None at the end.
        facets: Field → ``(value, label, count)`` over all ``total`` works; a count is
            the ``total`` of the same question with that value as a filter.
        state: Whether the corpus answers.
        generation: Which generation answered.
        embedder: Name of the model.
        elapsed_seconds: Time in the searcher.
        understood: What the question names and which documents rose for it.
        entities: What the question names, as answers of their own.
        wording: The question in the wording of texts, as it was read.
        named: All that it names in the graph, with places in ``wording``.
        direct: What the graph itself answers.
        spelling: The question in words of the corpus, proposed or asked instead.
        is_relaxed: Whether a phrase stands nowhere, so that its words were looked for.
        is_capped: Whether more works may answer than were looked at: ``total`` then
            counts the nearest.
        further_total: Number of works that are near but do not answer.
    """

    query: SearchQuery
    total: int
    hits: tuple[SearchHit, ...]
    next_cursor: str | None
    facets: Mapping[str, list[tuple[str, str, int]]]
    state: AnswerState
    generation: str
    embedder: str
    elapsed_seconds: float
    understood: tuple[Understood, ...] = ()
    entities: tuple[EntityCard, ...] = ()
    wording: str = ""
    named: tuple[Found, ...] = ()
    direct: DirectAnswers = field(default_factory=DirectAnswers)
    spelling: Spelling | None = None
    is_relaxed: bool = False
    is_capped: bool = False
    further_total: int = 0

    @property
    def is_reliable(self) -> bool:
        """Whether the corpus answers."""
        return self.state is AnswerState.ANSWERED
