"""Finds the best passages for a text, whatever documents they stand in.

``Searcher`` answers people: documents, pages of hits, what a question names. A query
of an analyst wants rows: the same evidence and the same scores, passage by passage,
and only what was asked for.
"""

from dataclasses import dataclass

from graph.ports import Catalogue
from search_api import fusion
from search_api.evidence import CANDIDATES, Indexes
from search_api.french.question import Question, check, parse
from search_api.french.typed_wording import plain_wording, with_accents
from search_api.fusion import Evidence, Fused
from search_api.hits import HitSources, passage_hits, require_known
from search_api.ports import Embedder, LexicalIndex, SecondLook, VectorIndex
from search_api.query import PassageHit, SearchQuery
from search_api.turns import SEARCHES

__all__ = ["PassageSearch"]


@dataclass(frozen=True, slots=True)
class PassageSearch:
    """Searches one generation; safe to call from several threads.

    Attributes:
        sources: What hits are read from, of the generation.
        embedder: The model that made the vectors.
        vectors: Finds by meaning.
        words: Finds by words.
        generation: Its name, for messages.
        sentence_embedder: Chooses the best sentence of each passage; a quick one.
        second_look: Judges what both found once more; None leaves that out.
    """

    sources: HitSources
    embedder: Embedder
    vectors: VectorIndex
    words: LexicalIndex
    generation: str
    sentence_embedder: Embedder
    second_look: SecondLook | None = None

    @property
    def catalogue(self) -> Catalogue:
        """Knows documents and passages of the generation."""
        return self.sources.catalogue

    def find(self, query: SearchQuery, *, threshold: float = 0.0) -> list[PassageHit]:
        """Return the best passages, best first, at most ``query.limit``.

        Waits for its turn, see ``turns``.

        Args:
            query: Its text, limit, restriction and mode count.
            threshold: Lowest score, 0 to 1.

        Raises:
            BadQuestion: If the text cannot be used.
            IndexMismatch: If index and catalogue do not know the same passages.
        """
        with SEARCHES.turn():
            return self._find(query, threshold)

    def _find(self, query: SearchQuery, threshold: float) -> list[PassageHit]:
        text = plain_wording(check(query.text)).text
        text = with_accents(text, self.words.written)
        question = parse(text)
        evidence = self._evidence(text, question, query)
        fused = fusion.fuse(evidence, evidence.balance)
        scores, weights = self.sources.weighed(fused, question)
        best = [
            passage
            for passage in fusion.ranked(scores)
            if scores[passage].score > 0 and scores[passage].score >= threshold
        ][: query.limit]
        return self._hits(best, question, scores, evidence, weights)

    def _evidence(self, text: str, question: Question, query: SearchQuery) -> Evidence:
        documents = None
        if not query.restriction.is_empty:
            documents = self.catalogue.document_identifiers(query.restriction)
            if not documents:
                return Evidence({}, {})
        indexes = Indexes(
            self.vectors,
            self.words,
            self.second_look,
            candidates=max(CANDIDATES, query.limit),
            balance=fusion.balance_for(self.embedder.name),
        )
        return indexes.gather(
            text,
            question,
            vector=self.embedder.embed_queries([question.plain]),
            documents=documents,
            mode=query.mode,
        )

    def _hits(
        self,
        names: list[str],
        question: Question,
        scores: dict[str, Fused],
        evidence: Evidence,
        weights: dict[str, float],
    ) -> list[PassageHit]:
        known = self.catalogue.passages(names)
        require_known(names, known, self.generation)
        return passage_hits(
            [known[name] for name in names],
            scores,
            evidence,
            question=question,
            vector=self.sentence_embedder.embed_queries([question.plain]),
            embedder=self.sentence_embedder,
            sources=self.sources,
            weights=weights,
        )
