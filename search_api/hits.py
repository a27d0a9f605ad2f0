"""Turns passages that were found into hits: text, marks, best sentence, score."""

from collections.abc import Iterable, Mapping, Sequence

from ontology.model import Passage
from search_api.errors import IndexMismatch
from search_api.french import highlights
from search_api.french.question import Question
from search_api.fusion import Evidence, Fused
from search_api.ports import Embedder, Vectors
from search_api.query import PassageHit, ScoreParts

__all__ = ["passage_hits", "require_known"]


def passage_hits(
    passages: Sequence[Passage],
    scores: Mapping[str, Fused],
    evidence: Evidence,
    *,
    question: Question,
    vector: Vectors,
    embedder: Embedder,
) -> list[PassageHit]:
    """Return the hits of passages, in the given order.

    Args:
        passages: Found, as the graph knows them.
        scores: By identifier.
        evidence: What the scores were made of.
        question: What was asked.
        vector: ``(1, dimension)`` of ``question.plain`` by ``embedder``.
        embedder: Chooses the best sentences; should be quick.
    """
    stems = highlights.question_stems(question)
    marked = [highlights.mark(p.text, stems, language=p.language) for p in passages]
    best = highlights.best_sentences(marked, stems, vector=vector, embedder=embedder)
    return [
        PassageHit(
            passage,
            scores[passage.identifier].score,
            _parts(passage.identifier, scores[passage.identifier], evidence),
            own.highlights,
            sentence,
        )
        for passage, own, sentence in zip(passages, marked, best, strict=True)
    ]


def require_known(
    wanted: Iterable[str], known: Mapping[str, object], generation: str
) -> None:
    """Check that the graph knows what the index found.

    Raises:
        IndexMismatch: Naming the first that it does not know.
    """
    missing = next((name for name in wanted if name not in known), None)
    if missing is not None:
        raise IndexMismatch(
            f"Génération {generation} : l’index connaît « {missing} », "
            "le graphe ne le connaît pas.",
            remedy="Lancez `gtnum reindex`.",
        )


def _parts(passage: str, fused: Fused, evidence: Evidence) -> ScoreParts:
    """Return why a passage ranks where it does."""
    return ScoreParts(
        words=evidence.words.get(passage),
        vectors=evidence.vectors.get(passage),
        words_share=fused.words_share,
        vectors_share=fused.vectors_share,
        closeness_share=fused.closeness_share,
    )
