"""Turns passages that were found into hits: text, marks, best sentence, score."""

from collections.abc import Iterable, Mapping, Sequence

from graph.ports import Catalogue
from ontology.model import Passage
from search_api.errors import IndexMismatch
from search_api.french import highlights
from search_api.french.answer_sentences import ShownPassage, best_sentences, sought
from search_api.french.highlights import Marked
from search_api.french.question import Question
from search_api.french.whole_sentences import layout_of
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
    catalogue: Catalogue,
) -> list[PassageHit]:
    """Return the hits of passages, in the given order.

    Args:
        passages: Found, as the graph knows them.
        scores: By identifier.
        evidence: What the scores were made of.
        question: What was asked.
        vector: ``(1, dimension)`` of ``question.plain`` by ``embedder``.
        embedder: Chooses the best sentences; should be quick.
        catalogue: Knows titles and blocks of their documents.
    """
    wanted = sought(question)
    marked = [
        highlights.mark(p.text, wanted.stems, language=p.language) for p in passages
    ]
    shown = _shown(passages, marked, catalogue)
    best = best_sentences(shown, wanted, vector=vector, embedder=embedder)
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


def _shown(
    passages: Sequence[Passage], marked: Sequence[Marked], catalogue: Catalogue
) -> list[ShownPassage]:
    """Return the passages with what is known of their documents."""
    documents = list(dict.fromkeys(passage.document for passage in passages))
    titles = catalogue.documents(documents)
    blocks = {name: catalogue.structure(name).blocks for name in documents}
    return [
        ShownPassage(
            own,
            passage.language,
            layout_of(passage, blocks[passage.document]),
            " ".join((titles[passage.document].title, *passage.section)),
        )
        for passage, own in zip(passages, marked, strict=True)
    ]


def _parts(passage: str, fused: Fused, evidence: Evidence) -> ScoreParts:
    """Return why a passage ranks where it does."""
    return ScoreParts(
        words=evidence.words.get(passage),
        vectors=evidence.vectors.get(passage),
        words_share=fused.words_share,
        vectors_share=fused.vectors_share,
        closeness_share=fused.closeness_share,
    )
