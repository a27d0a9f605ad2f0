"""Finds the best passages for a text, whatever documents they stand in.

``Searcher`` answers people: documents, pages of hits, what a question names. A query
of an analyst wants rows: the same evidence and the same scores, passage by passage,
and only what was asked for.
"""

from dataclasses import dataclass

from graph.ports import Catalogue
from search_api import fusion, marking
from search_api.errors import IndexMismatch
from search_api.evidence import CANDIDATES, Indexes
from search_api.fusion import Evidence, Fused
from search_api.ports import Embedder, LexicalIndex, VectorIndex
from search_api.query import PassageHit, ScoreParts, SearchMode, SearchQuery
from search_api.question import Question, check, parse

__all__ = ["PassageSearch"]


@dataclass(frozen=True, slots=True)
class PassageSearch:
    """Searches one generation; safe to call from several threads.

    Attributes:
        catalogue: Knows documents and passages of the generation.
        embedder: The model that made the vectors.
        vectors: Finds by meaning.
        words: Finds by words.
        generation: Its name, for messages.
        sentence_embedder: Chooses the best sentence of each passage; a quick one.
    """

    catalogue: Catalogue
    embedder: Embedder
    vectors: VectorIndex
    words: LexicalIndex
    generation: str
    sentence_embedder: Embedder

    def find(self, query: SearchQuery, *, threshold: float = 0.0) -> list[PassageHit]:
        """Return the best passages, best first, at most ``query.limit``.

        Args:
            query: Its text, limit, restriction and mode count.
            threshold: Lowest score, 0 to 1.

        Raises:
            BadQuestion: If the text cannot be used.
            IndexMismatch: If index and catalogue do not know the same passages.
        """
        text = check(query.text)
        question = parse(text)
        evidence = self._evidence(text, question, query)
        scores = fusion.fuse(evidence, self._balance(query.mode))
        best = [
            passage
            for passage in fusion.ranked(scores)
            if scores[passage].score > 0 and scores[passage].score >= threshold
        ][: query.limit]
        return self._hits(best, question, scores, evidence)

    def _evidence(self, text: str, question: Question, query: SearchQuery) -> Evidence:
        documents = None
        if not query.restriction.is_empty:
            documents = self.catalogue.document_identifiers(query.restriction)
            if not documents:
                return Evidence({}, {})
        indexes = Indexes(self.vectors, self.words, max(CANDIDATES, query.limit))
        return indexes.gather(
            text,
            question,
            vector=self.embedder.embed_queries([question.plain]),
            documents=documents,
            mode=query.mode,
        )

    def _balance(self, mode: SearchMode) -> fusion.Balance:
        if mode is SearchMode.HYBRID:
            return fusion.balance_for(self.embedder.name)
        words = mode is SearchMode.WORDS
        return fusion.WORDS_ALONE if words else fusion.VECTORS_ALONE

    def _hits(
        self,
        names: list[str],
        question: Question,
        scores: dict[str, Fused],
        evidence: Evidence,
    ) -> list[PassageHit]:
        known = self.catalogue.passages(names)
        missing = next((name for name in names if name not in known), None)
        if missing is not None:
            raise IndexMismatch(
                f"Génération {self.generation} : l’index connaît « {missing} », "
                "le graphe ne le connaît pas.",
                remedy="Lancez `gtnum reindex`.",
            )
        stems = marking.question_stems(question)
        passages = [known[name] for name in names]
        marked = [marking.mark(p.text, stems, language=p.language) for p in passages]
        sentences = marking.best_sentences(
            marked,
            stems,
            vector=self.sentence_embedder.embed_queries([question.plain]),
            embedder=self.sentence_embedder,
        )
        return [
            PassageHit(
                passage=passage,
                score=scores[name].score,
                parts=ScoreParts(
                    words=evidence.words.get(name),
                    vectors=evidence.vectors.get(name),
                    words_share=scores[name].words_share,
                    vectors_share=scores[name].vectors_share,
                    closeness_share=scores[name].closeness_share,
                ),
                highlights=own.highlights,
                best_sentence=sentence,
            )
            for name, passage, own, sentence in zip(
                names, passages, marked, sentences, strict=True
            )
        ]
