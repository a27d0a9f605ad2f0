"""What a whole library says of one question: what is meant, found, and answers.

SearchQuery ─▶ names, years, kinds in it       understanding
            ─▶ candidates of both indexes      evidence
            ─▶ documents that answer           reliability
            ═▶ Judgement: no filter, no page, no order in it

A filter then takes documents away from the judgement. So a value of a facet keeps just
the answers that have it, and the pages of a question, its filters and its feed agree.
The last judgements are kept: whoever turns a page or tries a filter asks the same.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from heapq import nsmallest
from typing import Final

from graph.ports import Catalogue, DocumentFilter
from ontology.call_context import checkpoint
from ontology.folding import fold
from ontology.model import Passage
from search_api.evidence import Indexes
from search_api.french.missing_facts import (
    asks_for_a_fact,
    is_missing,
    unknown_words,
)
from search_api.french.question import Question, parse
from search_api.fusion import Balance, Evidence
from search_api.identifiers import documents_of
from search_api.ports import Embedder, Vectors
from search_api.query import AnswerState, SearchMode, SearchQuery
from search_api.reliability import Calibration, Verdict, document_strengths, verdict
from search_api.text_kinds import role_weights
from search_api.understanding import boosts
from search_api.understanding.question_meaning import Meaning, meaning_of
from search_api.understanding.question_reader import QuestionReader
from search_api.understanding.spelling import Speller
from search_api.understood import Spelling

__all__ = ["Judge", "Judgement"]

_KEPT: Final = 64
_LOOKED_AT: Final = 10
"""Passages behind a filter that had a second look before it: a page of hits. Fewer, and
the best behind the filter get one of their own."""
_TELLING: Final = 400
"""Passages from which a library is so large that a word it lacks says something."""
_READ: Final = 12
"""Passages read for what is asked."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A question as a whole library answers it.

    Attributes:
        asked: The query as it is asked, in known words and without a filter.
        question: Its text, taken apart.
        meaning: What it names.
        spelling: Other words for it, proposed or asked.
        vector: ``(1, dimension)`` of ``question.plain``.
        evidence: About all documents.
        verdict: Which documents answer, or are about the subject.
        state: Whether they say what is asked.
    """

    asked: SearchQuery
    question: Question
    meaning: Meaning
    spelling: Spelling | None
    vector: Vectors
    evidence: Evidence
    verdict: Verdict
    state: AnswerState = AnswerState.NOTHING


class Judge:
    """Judges questions over one generation; safe to call from several threads.

    Args:
        catalogue: Knows which documents pass a filter.
        embedder: The model that made the vectors.
        indexes: Of the generation.
        calibration: Of the generation.
        reader: Understands what a question names; None where nothing shall be.
        speller: Proposes words of the corpus; None where none shall be proposed.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        embedder: Embedder,
        *,
        indexes: Indexes,
        calibration: Calibration,
        reader: QuestionReader | None,
        speller: Speller | None,
    ) -> None:
        self._catalogue = catalogue
        self._embedder = embedder
        self._indexes = indexes
        self._calibration = calibration
        self._reader = reader
        self._speller = speller
        self._kept = lru_cache(_KEPT)(self._judge)

    def judge(self, query: SearchQuery) -> Judgement:
        """Return what the whole library says of a question.

        Raises:
            StoreError: If the graph fails.
        """
        return self._kept(
            SearchQuery(
                query.text,
                mode=query.mode,
                with_intent=query.with_intent,
                ignored=query.ignored,
                with_spelling=query.with_spelling,
            )
        )

    def within(
        self, judgement: Judgement, restriction: DocumentFilter
    ) -> tuple[Evidence, frozenset[str]]:
        """Return evidence and answers among the documents that pass a filter.

        Where more may answer than were looked at, those that do by the same border are
        added.

        Raises:
            StoreError: If the graph fails.
        """
        answers = judgement.verdict.answers
        if restriction.is_empty:
            return judgement.evidence, answers
        documents = self._catalogue.document_identifiers(restriction)
        if not documents:
            return Evidence({}, {}), frozenset()
        whole = boosts.about(documents, judgement.evidence)
        narrow = self._gathered(
            judgement,
            documents=documents,
            balance=judgement.evidence.balance,
            with_second_look=len(whole.closeness) < _LOOKED_AT,
        )
        evidence = replace(
            boosts.joined(whole, narrow, first=()), is_relaxed=narrow.is_relaxed
        )
        kept = answers & documents
        if judgement.verdict.is_capped:
            weights = self._weights(judgement, evidence)
            found = document_strengths(evidence, self._calibration, weights=weights)
            border = judgement.verdict.border
            kept |= {name for name, strength in found.items() if strength >= border}
        return evidence, kept

    def _judge(self, query: SearchQuery) -> Judgement:
        meaning = meaning_of(query, self._reader)
        checkpoint()
        wanted = replace(query, text=meaning.asked(self._indexes.words.written))
        asked, spelling = self._spelled(wanted, meaning)
        checkpoint()
        question = parse(asked.text)
        judgement = Judgement(
            asked,
            question,
            meaning,
            spelling,
            vector=self._embedder.embed_queries([question.plain]),
            evidence=Evidence({}, {}),
            verdict=Verdict(),
        )
        evidence = self._gathered(judgement)
        judgement = replace(
            judgement, evidence=evidence, verdict=self._verdict(judgement, evidence)
        )
        return replace(judgement, state=self._state(judgement))

    def _state(self, judgement: Judgement) -> AnswerState:
        """Return whether what is asked stands in the documents about the subject.

        Raises:
            StoreError: If the graph fails.
        """
        if not judgement.verdict.answers:
            return AnswerState.NOTHING
        if judgement.question.is_strict:
            return AnswerState.ANSWERED
        is_unsaid = (
            judgement.meaning.is_of_strangers
            or self._lacks_a_word(judgement)
            or self._lacks_the_fact(judgement)
        )
        return AnswerState.MENTIONED if is_unsaid else AnswerState.ANSWERED

    def _lacks_a_word(self, judgement: Judgement) -> bool:
        """Return whether a word of the question stands nowhere and is no slip."""
        words = self._indexes.words
        if len(words) < _TELLING or judgement.meaning.question.is_all:
            return False
        proposed = judgement.spelling.replaced if judgement.spelling else ()
        slips = {fold(typed) for typed, _ in proposed}
        unknown = unknown_words(
            judgement.asked.text, is_known=lambda word: words.frequency(word) > 0
        )
        return not slips.issuperset(unknown)

    def _lacks_the_fact(self, judgement: Judgement) -> bool:
        """Return whether a fact is asked for that the best passages do not hold."""
        fact = asks_for_a_fact(judgement.asked.text)
        if fact is None:
            return False
        answers = judgement.verdict.answers
        best = self._best_passages(judgement.evidence, answers)
        return is_missing(fact, judgement.question, best)

    def _best_passages(
        self, evidence: Evidence, documents: Collection[str]
    ) -> list[Passage]:
        """Return the passages of some documents that are nearest to the question."""
        nearness = evidence.closeness or evidence.vectors or evidence.words
        found = boosts.about(documents, evidence).passages & nearness.keys()
        best = nsmallest(_READ, found, key=lambda name: (-nearness[name], name))
        return list(self._catalogue.passages(best).values())

    def _verdict(self, judgement: Judgement, evidence: Evidence) -> Verdict:
        """Return which documents answer, with those that are asked for by name."""
        found = verdict(
            evidence,
            judgement.question,
            self._calibration,
            candidates=self._indexes.candidates,
            weights=self._weights(judgement, evidence),
        )
        held = set(documents_of(evidence.passages))
        meaning = judgement.meaning
        meant = meaning.meant | meaning.preference.first
        if found.answers:
            meant |= meaning.subjects
        return replace(found, answers=found.answers | (meant & held))

    def _weights(self, judgement: Judgement, evidence: Evidence) -> dict[str, float]:
        """Return what passages count that are no prose.

        Raises:
            StoreError: If the graph fails.
        """
        roles = self._catalogue.passage_roles()
        return role_weights(evidence.passages, roles, judgement.question.plain)

    def _spelled(
        self, query: SearchQuery, meaning: Meaning
    ) -> tuple[SearchQuery, Spelling | None]:
        """Return what to ask, and the question in words of the corpus."""
        is_checked = query.with_spelling and query.mode is not SearchMode.VECTORS
        if self._speller is None or not is_checked or parse(query.text).is_strict:
            return query, None
        spelling = self._speller.check(query.text, known=meaning.places)
        if spelling is None or not spelling.is_applied:
            return query, spelling
        return replace(query, text=spelling.text), spelling

    def _gathered(
        self,
        judgement: Judgement,
        *,
        documents: Collection[str] | None = None,
        balance: Balance | None = None,
        with_second_look: bool = True,
    ) -> Evidence:
        """Return evidence in which what the question names is a candidate."""
        meaning = judgement.meaning
        gather = partial(
            self._indexes.gather,
            judgement.asked.text,
            judgement.question,
            vector=judgement.vector,
            mode=judgement.asked.mode,
            alternatives=meaning.alternatives,
            with_second_look=with_second_look,
        )
        evidence = gather(documents=documents, balance=balance)
        preferred = frozenset(meaning.preference.strengths)
        if documents is not None:
            preferred &= frozenset(documents)
        if preferred:
            # Those that rise must be candidates, however many others there are.
            preferred -= set(documents_of(evidence.passages))
        if not preferred:
            return evidence
        is_strict = judgement.question.is_strict
        first = () if is_strict else meaning.preference.first & preferred
        # Whatever is found later counts as what was found first.
        further = gather(documents=preferred, balance=evidence.balance)
        return boosts.joined(evidence, further, first=first)
