"""Answers questions over one published generation.

SearchQuery ─▶ what answers it, of all documents    judgement
            ─▶ those that pass the filters          judgement
            ─▶ one score per passage                fusion
            ─▶ answers in order, others behind      here
            ─▶ texts, marks, facets                 catalogue, hits
            ─▶ SearchResults
"""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from graph.ports import Catalogue
from ontology.call_context import checkpoint
from ontology.folding import fold
from search_api import fusion
from search_api.diversity import spread
from search_api.errors import BadQuestion
from search_api.evidence import CANDIDATES, Indexes
from search_api.french.question import check
from search_api.fusion import Balance, Evidence, Fused
from search_api.hits import HitSources, answering_first, passage_hits, require_known
from search_api.identifiers import documents_of
from search_api.judgement import Judge, Judgement
from search_api.ports import Embedder, LexicalIndex, SecondLook, VectorIndex
from search_api.query import (
    AnswerState,
    SearchHit,
    SearchQuery,
    SearchResults,
    SearchSort,
    Stratum,
)
from search_api.reliability import SHIPPED, Calibration
from search_api.search_cursors import Cursor, read_cursor
from search_api.turns import SEARCHES
from search_api.understanding import boosts
from search_api.understanding.question_reader import QuestionReader
from search_api.understanding.spelling import Speller
from search_api.works import all_copies, copies_of, leaders

__all__ = ["Searcher"]


@dataclass(frozen=True, slots=True)
class Strata:
    """Documents of a whole result, one per work.

    Attributes:
        answers: In the order that is wanted.
        further: The nearest first.
    """

    answers: list[str]
    further: list[str]


class Searcher:
    """Searches one generation; safe to call from several threads.

    Args:
        catalogue: Knows documents and passages of the generation.
        embedder: The model that made the vectors.
        vectors: Finds by meaning.
        words: Finds by words.
        generation: Its name, bound into cursors.
        sentence_embedder: Chooses the best sentence of each hit; a quick one, where
            ``embedder`` is slow. ``embedder`` itself when None.
        second_look: Judges what both indexes found once more; None leaves that out.
        balance: How much vectors count beside words; what suits the model when None.
        candidates: Passages asked of each index.
        reader: Understands what a question names; None where nothing shall be.
        speller: Proposes words of the corpus; None where none shall be proposed.
        calibration: What signs of an answer mean in this generation.
        sources: What hits are read from, where others read it too; own when None.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        embedder: Embedder,
        *,
        vectors: VectorIndex,
        words: LexicalIndex,
        generation: str,
        sentence_embedder: Embedder | None = None,
        second_look: SecondLook | None = None,
        balance: Balance | None = None,
        candidates: int = CANDIDATES,
        reader: QuestionReader | None = None,
        speller: Speller | None = None,
        calibration: Calibration = SHIPPED,
        sources: HitSources | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._embedder = embedder
        self._indexes = Indexes(
            vectors,
            words,
            second_look,
            candidates=candidates,
            balance=balance or fusion.balance_for(embedder.name),
        )
        self._judge = Judge(
            catalogue,
            embedder,
            indexes=self._indexes,
            calibration=calibration,
            reader=reader,
            speller=speller,
        )
        self._generation = generation
        self._sources = sources or HitSources.of(catalogue)
        self._sentence_embedder = sentence_embedder or embedder

    def search(self, query: SearchQuery) -> SearchResults:
        """Return one page of hits; waits for its turn, see ``turns``.

        Raises:
            BadQuestion: If the question or a parameter cannot be used.
            StaleCursor: If the cursor belongs to another generation.
            IndexMismatch: If index and catalogue do not know the same passages.
            CallCancelled: If nobody waits for the answer any more.
        """
        with SEARCHES.turn():
            return self._search(query)

    def _search(self, query: SearchQuery) -> SearchResults:
        started = time.perf_counter()
        query = replace(query, text=check(query.text))
        _check_numbers(query)
        cursor = read_cursor(query, generation=self._generation)
        judged = self._judge.judge(query)
        meaning = judged.meaning
        evidence, answers = self._judge.within(judged, query.restriction)
        scores, weights = self._scored(judged, evidence)
        by_document = _grouped(scores, answers)
        checkpoint()
        strata = self._strata(query, by_document, answers)
        ordered = [*strata.answers, *strata.further]
        page = ordered[cursor.offset : cursor.offset + query.limit]
        chosen = {d: by_document[d][: query.passages_per_document] for d in page}
        checkpoint()
        own = partial(self._hits, judged=judged, answers=answers, weights=weights)
        hits = own(chosen, scores, evidence)
        counted = sorted(answers) if query.with_facets else []
        return SearchResults(
            query=query,
            total=len(strata.answers),
            hits=meaning.shown(hits),
            next_cursor=_next(cursor, query.limit, len(ordered)),
            facets=self._catalogue.facets(counted) if counted else {},
            state=judged.state if answers else AnswerState.NOTHING,
            generation=self._generation,
            embedder=self._embedder.name,
            elapsed_seconds=time.perf_counter() - started,
            understood=meaning.told,
            entities=meaning.question.entities,
            wording=meaning.wording.text,
            named=meaning.question.named,
            spelling=judged.spelling,
            is_relaxed=evidence.is_relaxed,
            is_capped=judged.verdict.is_capped and self._has_more(query, answers),
            further_total=len(strata.further),
        )

    def _scored(
        self, judged: Judgement, evidence: Evidence
    ) -> tuple[dict[str, Fused], dict[str, float]]:
        """Return passage → score, and the weight of its kind of text where not 1."""
        fused = fusion.fuse(evidence, evidence.balance)
        risen = boosts.apply(fused, judged.meaning.preference)
        return self._sources.weighed(risen, judged.question)

    def _has_more(self, query: SearchQuery, answers: Collection[str]) -> bool:
        """Return whether there are documents beside these."""
        documents = self._catalogue.document_identifiers(query.restriction)
        return len(documents) > len(answers)

    def _strata(
        self,
        query: SearchQuery,
        by_document: Mapping[str, Sequence[str]],
        answers: Collection[str],
    ) -> Strata:
        """Return one document per work: those that answer, in order, and the others."""
        answering = {name: own for name, own in by_document.items() if name in answers}
        first = self._sorted(query, leaders(answering, self._catalogue), by_document)
        if query.only_answers:
            return Strata(first, [])
        # A copy of an answer is shown beside it, whether it answers or not.
        covered = all_copies(answering, self._catalogue)
        others = {n: own for n, own in by_document.items() if n not in covered}
        further = leaders(others, self._catalogue)
        return Strata(first, self._spread(query, further, by_document))

    def _sorted(
        self,
        query: SearchQuery,
        documents: Sequence[str],
        by_document: Mapping[str, Sequence[str]],
    ) -> list[str]:
        """Return documents, given best first, in the order that is wanted."""
        match query.sort:
            case SearchSort.DATE:
                return self._catalogue.newest_first(documents)
            case SearchSort.TITLE:
                known = self._catalogue.documents(documents)
                return sorted(
                    documents, key=lambda name: (fold(known[name].title), name)
                )
            case _:
                return self._spread(query, documents, by_document)

    def _spread(
        self,
        query: SearchQuery,
        documents: Sequence[str],
        by_document: Mapping[str, Sequence[str]],
    ) -> list[str]:
        """Return documents best first, repetitions behind."""
        return spread(
            documents, by_document, self._indexes.vectors, most=query.most_alike
        )

    def _hits(
        self,
        chosen: Mapping[str, Sequence[str]],
        scores: Mapping[str, Fused],
        evidence: Evidence,
        *,
        judged: Judgement,
        answers: Collection[str],
        weights: Mapping[str, float],
    ) -> tuple[SearchHit, ...]:
        """Return the hits of a page, with texts and marks, in the given order."""
        question, vector = judged.question, judged.vector
        wanted = [passage for own in chosen.values() for passage in own]
        summaries = self._catalogue.documents(list(chosen))
        copies = copies_of(chosen, self._catalogue)
        passages = self._catalogue.passages(wanted)
        require_known([*chosen, *wanted], {**summaries, **passages}, self._generation)
        if self._sentence_embedder is not self._embedder:
            vector = self._sentence_embedder.embed_queries([question.plain])
        hits = passage_hits(
            [passages[name] for name in wanted],
            scores,
            evidence,
            question=question,
            vector=vector,
            embedder=self._sentence_embedder,
            sources=self._sources,
            weights=weights,
        )
        by_name = dict(zip(wanted, hits, strict=True))
        return tuple(
            SearchHit(
                summaries[name],
                scores[own[0]].score,
                answering_first(by_name[p] for p in own),
                copies[name],
                Stratum.ANSWER if name in answers else Stratum.FURTHER,
            )
            for name, own in chosen.items()
        )


def _grouped(
    scores: Mapping[str, Fused], answers: Collection[str]
) -> dict[str, list[str]]:
    """Return document → passages, both best first.

    A passage that no kind of evidence speaks for (score 0) is shown only where its
    document answers.
    """
    grouped: dict[str, list[str]] = {}
    ordered = fusion.ranked(scores)
    for document, passage in zip(documents_of(ordered), ordered, strict=True):
        if scores[passage].score > 0 or document in answers:
            grouped.setdefault(document, []).append(passage)
    return grouped


def _next(cursor: Cursor, limit: int, total: int) -> str | None:
    offset = cursor.offset + limit
    return replace(cursor, offset=offset).to_text() if offset < total else None


def _check_numbers(query: SearchQuery) -> None:
    """Refuse page sizes out of range.

    Raises:
        BadQuestion: Naming the parameter.
    """
    for parameter, value, most in (
        ("limit", query.limit, 100),
        ("passages", query.passages_per_document, 20),
    ):
        if not 1 <= value <= most:
            raise BadQuestion(
                f"« {parameter} » vaut {value}, il faut un nombre de 1 à {most}.",
                parameter=parameter,
                remedy="Corrigez ce nombre.",
            )
