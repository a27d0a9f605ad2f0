"""Answers questions over one published generation.

SearchQuery ─▶ documents that may answer      catalogue, before anything is ranked
            ─▶ names, years, kinds in it      understanding
            ─▶ candidates of both indexes     evidence
            ─▶ one score per passage          fusion
            ─▶ best passages per document     here
            ─▶ texts, marks, facets           catalogue, showing
            ─▶ SearchResults
"""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from graph.ports import Catalogue
from search_api import fusion
from search_api.diversity import spread
from search_api.errors import BadQuestion
from search_api.evidence import CANDIDATES, Indexes
from search_api.french.question import Question, check, parse
from search_api.fusion import Balance, Evidence, Fused
from search_api.hits import passage_hits, require_known
from search_api.identifiers import documents_of
from search_api.ports import (
    Embedder,
    LexicalIndex,
    SecondLook,
    VectorIndex,
    Vectors,
)
from search_api.query import SearchHit, SearchMode, SearchQuery, SearchResults
from search_api.reliability import is_reliable, reliable_alone
from search_api.search_cursors import Cursor, read_cursor
from search_api.turns import SEARCHES
from search_api.understanding import boosts
from search_api.understanding.question_meaning import Meaning, meaning_of
from search_api.understanding.question_reader import QuestionReader
from search_api.understanding.spelling import Speller
from search_api.understood import Spelling
from search_api.works import copies_of, leaders

__all__ = ["Searcher"]


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
        self._generation = generation
        self._reader = reader
        self._speller = speller
        self._sentence_embedder = sentence_embedder or embedder

    def search(self, query: SearchQuery) -> SearchResults:
        """Return one page of hits; waits for its turn, see ``turns``.

        Raises:
            BadQuestion: If the question or a parameter cannot be used.
            StaleCursor: If the cursor belongs to another generation.
            IndexMismatch: If index and catalogue do not know the same passages.
        """
        with SEARCHES.turn():
            return self._search(query)

    def _search(self, query: SearchQuery) -> SearchResults:
        started = time.perf_counter()
        query = replace(query, text=check(query.text))
        _check_numbers(query)
        cursor = read_cursor(query, generation=self._generation)
        meaning = meaning_of(query, self._reader)
        wanted = replace(query, text=meaning.asked(self._indexes.words.written))
        asked, spelling = self._spelled(wanted, meaning)
        question = parse(asked.text)
        vector = self._embedder.embed_queries([question.plain])
        evidence = self._evidence(asked, question, vector, meaning=meaning)
        scores = boosts.apply(
            fusion.fuse(evidence, evidence.balance), meaning.preference
        )
        by_document = _answers(query, scores, evidence, question, meaning)
        found = self._order(by_document, most_alike=query.most_alike)
        page = found[cursor.offset : cursor.offset + query.limit]
        chosen = {d: by_document[d][: query.passages_per_document] for d in page}
        counted = list(by_document) if query.with_facets else []
        return SearchResults(
            query=query,
            total=len(found),
            hits=meaning.shown(
                self._hits(chosen, scores, evidence, question=question, vector=vector)
            ),
            next_cursor=_next(cursor, query.limit, len(found)),
            facets=self._catalogue.facets(counted) if counted else {},
            is_reliable=is_reliable(evidence, question)
            or (meaning.question.is_all and bool(by_document)),
            generation=self._generation,
            embedder=self._embedder.name,
            elapsed_seconds=time.perf_counter() - started,
            understood=meaning.told,
            entities=meaning.question.entities,
            spelling=spelling,
            is_relaxed=evidence.is_relaxed,
            is_capped=evidence.is_capped and self._has_further(query, by_document),
        )

    def _has_further(self, query: SearchQuery, found: Collection[str]) -> bool:
        """Return whether more documents may answer than these."""
        return len(self._catalogue.document_identifiers(query.restriction)) > len(found)

    def _order(
        self, by_document: Mapping[str, Sequence[str]], *, most_alike: int
    ) -> list[str]:
        """Return one document per work, best first, repetitions behind."""
        found = leaders(by_document, self._catalogue)
        return spread(found, by_document, self._indexes.vectors, most=most_alike)

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

    def _evidence(
        self,
        query: SearchQuery,
        question: Question,
        vector: Vectors,
        *,
        meaning: Meaning,
    ) -> Evidence:
        documents = None
        if not query.restriction.is_empty:
            documents = self._catalogue.document_identifiers(query.restriction)
            if not documents:
                return Evidence({}, {})
        gather = partial(
            self._indexes.gather,
            query.text,
            question,
            vector=vector,
            mode=query.mode,
            alternatives=meaning.alternatives,
        )
        evidence = gather(documents=documents)
        preferred = frozenset(meaning.preference.strengths)
        if documents is not None:
            preferred &= documents
        if preferred:
            # Those that rise must be candidates, however many others there are.
            found = (*evidence.words, *evidence.vectors)
            preferred -= set(documents_of(found))
        if not preferred:
            return evidence
        first = () if question.is_strict else meaning.preference.first & preferred
        further = gather(documents=preferred, balance=evidence.balance)
        return boosts.joined(evidence, further, first=first)

    def _hits(
        self,
        chosen: Mapping[str, Sequence[str]],
        scores: Mapping[str, Fused],
        evidence: Evidence,
        *,
        question: Question,
        vector: Vectors,
    ) -> tuple[SearchHit, ...]:
        """Return the hits of a page, with texts and marks, in the given order."""
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
            catalogue=self._catalogue,
        )
        by_name = dict(zip(wanted, hits, strict=True))
        return tuple(
            SearchHit(
                summaries[name],
                scores[own[0]].score,
                tuple(by_name[p] for p in own),
                copies[name],
            )
            for name, own in chosen.items()
        )


def _grouped(scores: Mapping[str, Fused]) -> dict[str, list[str]]:
    """Return document → passages, both best first.

    A passage that no kind of evidence speaks for (score 0) is no answer.
    """
    grouped: dict[str, list[str]] = {}
    answers = [name for name in fusion.ranked(scores) if scores[name].score > 0]
    for document, passage in zip(documents_of(answers), answers, strict=True):
        grouped.setdefault(document, []).append(passage)
    return grouped


def _answers(
    query: SearchQuery,
    scores: Mapping[str, Fused],
    evidence: Evidence,
    question: Question,
    meaning: Meaning,
) -> dict[str, list[str]]:
    """Return document → passages, both best first.

    Where only what is reliable is wanted: documents that are an answer alone, or that
    the question asks for by name.
    """
    found = _grouped(scores)
    if not query.only_reliable:
        return found
    sure = {*reliable_alone(found, evidence, question), *meaning.meant}
    return {name: own for name, own in found.items() if name in sure}


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
