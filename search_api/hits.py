"""Turns passages that were found into hits: text, marks, best sentence, score."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from graph.ports import Catalogue
from ontology.call_context import checkpoint
from ontology.model import Passage
from ontology.structure import PassageRole
from search_api.errors import IndexDamaged
from search_api.french import highlights
from search_api.french.answer_sentences import ShownPassage, best_sentences, sought
from search_api.french.highlights import Marked
from search_api.french.question import Question
from search_api.french.whole_sentences import whole_sentences
from search_api.fusion import Evidence, Fused
from search_api.glossary import Glossary
from search_api.passage_layouts import PassageLayouts
from search_api.ports import Embedder, Vectors
from search_api.query import PassageHit, ScoreParts
from search_api.text_kinds import kind_weights, weigh

__all__ = ["HitSources", "answering_first", "passage_hits", "require_known"]


_ANSWER_WEIGHT: Final = 1.0
"""What the sentence counts beside the score of its passage, within one document."""


@dataclass(frozen=True, slots=True)
class HitSources:
    """What hits are read from, of one generation; remembers what it read.

    Attributes:
        catalogue: Knows titles of documents.
        layouts: Knows what is a heading, an item or a cell.
        glossary: Knows which passage defines which term.
    """

    catalogue: Catalogue
    layouts: PassageLayouts
    glossary: Glossary

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        """Return the sources of a generation, nothing of it read yet."""
        return cls(catalogue, PassageLayouts(catalogue), Glossary(catalogue))

    def weighed(
        self, scores: Mapping[str, Fused], question: Question
    ) -> tuple[dict[str, Fused], dict[str, float]]:
        """Return scores by the kind of each text, and the weights that are not 1.

        Args:
            scores: Of the passages found, 0 to 1.
            question: What was asked.

        Raises:
            StoreError: If the graph fails.
        """
        weights = kind_weights(
            scores,
            self.catalogue.passage_roles(),
            question.plain,
            glossary=self.glossary,
        )
        return weigh(scores, weights), weights

    def quoted(
        self, passage: Passage, sentence: tuple[int, int] | None
    ) -> tuple[int, int] | None:
        """Return what is quoted of a passage: of an entry, what it says of its term.

        Args:
            passage: That was found.
            sentence: The one that answers best.
        """
        if passage.role is not PassageRole.ENTRY:
            return sentence
        found = self.glossary.entry(passage.identifier)
        if found is None:
            return sentence
        said = found.sentence - passage.start, found.end - passage.start
        whole = whole_sentences(passage.text, self.layouts.of(passage))
        return said if said in whole else None


def passage_hits(
    passages: Sequence[Passage],
    scores: Mapping[str, Fused],
    evidence: Evidence,
    *,
    question: Question,
    vector: Vectors,
    embedder: Embedder,
    sources: HitSources,
    weights: Mapping[str, float],
) -> list[PassageHit]:
    """Return the hits of passages, in the given order.

    Args:
        passages: Found, as the graph knows them.
        scores: By identifier.
        evidence: What the scores were made of.
        question: What was asked.
        vector: ``(1, dimension)`` of ``question.plain`` by ``embedder``.
        embedder: Chooses the best sentences; should be quick.
        sources: Knows their documents.
        weights: Passage → what the kind of its text weighs, where that is not 1.
    """
    wanted = sought(question)
    marked = [
        highlights.mark(p.text, wanted.stems, language=p.language) for p in passages
    ]
    checkpoint()
    shown = _shown(passages, marked, sources)
    best = best_sentences(shown, wanted, vector=vector, embedder=embedder)
    return [
        PassageHit(
            passage,
            scores[passage.identifier].score,
            _parts(
                passage.identifier,
                scores[passage.identifier],
                evidence,
                weights.get(passage.identifier, 1.0),
            ),
            own.highlights,
            sources.quoted(passage, answer and answer.sentence),
            answer=answer.score if answer and wanted.asked.is_fact else 0.0,
        )
        for passage, own, answer in zip(passages, marked, best, strict=True)
    ]


def answering_first(hits: Iterable[PassageHit]) -> tuple[PassageHit, ...]:
    """Return the passages of one document, those first whose sentence answers a fact.

    Where a subject is asked for, the order stays.

    Args:
        hits: Best first.
    """
    return tuple(sorted(hits, key=lambda hit: -hit.score - _ANSWER_WEIGHT * hit.answer))


def require_known(
    wanted: Iterable[str], known: Mapping[str, object], generation: str
) -> None:
    """Check that the graph knows what the index found.

    Raises:
        IndexDamaged: Naming the first that it does not know.
    """
    missing = next((name for name in wanted if name not in known), None)
    if missing is not None:
        raise IndexDamaged(
            f"Génération {generation} : l’index connaît « {missing} », "
            "le graphe ne le connaît pas.",
            remedy="Lancez `gtnum reindex`.",
        )


def _shown(
    passages: Sequence[Passage], marked: Sequence[Marked], sources: HitSources
) -> list[ShownPassage]:
    """Return the passages with what is known of their documents."""
    documents = list(dict.fromkeys(passage.document for passage in passages))
    titles = sources.catalogue.documents(documents)
    return [
        ShownPassage(
            own,
            passage.language,
            sources.layouts.of(passage),
            " ".join((titles[passage.document].title, *passage.section)),
        )
        for passage, own in zip(passages, marked, strict=True)
    ]


def _parts(
    passage: str, fused: Fused, evidence: Evidence, kind_weight: float
) -> ScoreParts:
    """Return why a passage ranks where it does."""
    return ScoreParts(
        words=evidence.words.get(passage),
        vectors=evidence.vectors.get(passage),
        words_share=fused.words_share,
        vectors_share=fused.vectors_share,
        closeness_share=fused.closeness_share,
        kind_weight=kind_weight,
    )
