"""Which documents are related to a draft, and which pairs of passages show it.

The draft was read and cut like the corpus. Each of its passages asks one question;
documents are ranked by what the passages say for them and not for all others, a little
by the entities they share with the draft, each by its rarity. Nothing of the draft is
kept.
"""

import re
import time
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from graph.ports import Catalogue, DocumentFilter
from ontology.model import DocumentRecord, Passage
from search_api import fusion
from search_api.draft_contrast import commons, contrasts
from search_api.draft_pairs import (
    AskedParagraph,
    Pair,
    best_scores,
    by_document,
    telling,
    unsupported,
)
from search_api.draft_paragraphs import MOST_ASKED, asked_paragraphs
from search_api.errors import BadQuestion, IndexDamaged
from search_api.evidence import Indexes
from search_api.french import highlights
from search_api.french.question import Question
from search_api.fusion import Balance, Evidence
from search_api.identifiers import document_of
from search_api.ports import Embedder, LexicalIndex, VectorIndex
from search_api.query import PassageHit, RelatedDocument, RelatedResults, ScoreParts
from search_api.reliability import (
    SHIPPED,
    Calibration,
    Look,
    document_strengths,
)
from search_api.shared_entities import SharedEntity, boost, shared_entities
from search_api.text_kinds import role_weights, weigh
from search_api.turns import SEARCHES
from search_api.works import all_copies, copies_of, leaders

__all__ = ["Related"]

CANDIDATES: Final = 100
"""Passages asked of each index for one passage of the draft."""

_LONGER: Final = 4.5
_WORDS_OF_ONE: Final = 15
"""A paragraph needs one unit of strength more for so many words, ``_LONGER`` at most;
see ``benchmarks/related_quality.py``."""

# What a question would take for an operator.
_OPERATORS: Final = re.compile(r"[\"“”]|(?<!\S)[-+]")


class Related:
    """Finds related work in one generation; safe to call from several threads.

    Args:
        catalogue: Knows documents and passages of the generation.
        embedder: The model that made the vectors.
        vectors: Finds by meaning.
        words: Finds by words.
        generation: Its name.
        balance: How much vectors count beside words; what suits the model when None.
        candidates: Passages asked of each index, per paragraph of a draft.
        most_asked: Paragraphs of a draft that ask, at most.
        calibration: From where a document supports a paragraph, in this generation.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        embedder: Embedder,
        *,
        vectors: VectorIndex,
        words: LexicalIndex,
        generation: str,
        balance: Balance | None = None,
        candidates: int = CANDIDATES,
        most_asked: int = MOST_ASKED,
        calibration: Calibration = SHIPPED,
    ) -> None:
        self._catalogue = catalogue
        self._embedder = embedder
        # Draft passages are long: a second look says little more and costs much.
        self._indexes = Indexes(vectors, words, candidates=candidates)
        self._generation = generation
        self._most_asked = most_asked
        self._calibration = calibration
        self._balance = balance or fusion.balance_for(embedder.name)

    def find(
        self,
        record: DocumentRecord,
        *,
        limit: int = 10,
        restriction: DocumentFilter | None = None,
        exclude: Collection[str] = (),
        pairs_per_document: int = 3,
    ) -> RelatedResults:
        """Return the documents most related to a draft, best first.

        Args:
            record: The draft, read, cut and linked like the corpus.
            limit: Documents, 1 to 100.
            restriction: Which documents may answer.
            exclude: Documents that may not, nor their copies, for example the
                draft's own publication.
            pairs_per_document: How many pairs to show for each.

        Raises:
            BadQuestion: If the draft has no text or the limit is out of range.
            CallCancelled: If nobody waits for the answer any more.
            IndexDamaged: If index and catalogue do not know the same passages.
        """
        started = time.perf_counter()
        drafts, count = asked_paragraphs(record.passages, most=self._most_asked)
        _check(drafts, limit)
        documents = self._documents(restriction or DocumentFilter(), exclude)
        asked = self._asked(drafts, documents) if documents != frozenset() else []
        every = by_document(asked)
        pairs = {name: every[name] for name in leaders(every, self._catalogue)}
        said = best_scores(pairs, len(drafts))
        shared = shared_entities(self._catalogue, record, pairs)
        factors = {name: 1 + boost(own) for name, own in shared.items()}
        common = commons(said)
        scores = contrasts(said, common, factors=factors, most=limit)
        return RelatedResults(
            documents=self._described(
                {n: telling(pairs[n], common, pairs_per_document) for n in scores},
                scores,
                drafts=drafts,
                shared=shared,
            ),
            draft_passages=count,
            asked_passages=len(drafts),
            unsupported=unsupported(drafts, asked),
            generation=self._generation,
            embedder=self._embedder.name,
            elapsed_seconds=time.perf_counter() - started,
        )

    def _documents(
        self, restriction: DocumentFilter, exclude: Collection[str]
    ) -> frozenset[str] | None:
        """Return which documents may answer, None for all."""
        if restriction.is_empty and not exclude:
            return None
        left_out = all_copies(exclude, self._catalogue)
        return self._catalogue.document_identifiers(restriction) - left_out

    def _asked(
        self, drafts: Sequence[Passage], documents: frozenset[str] | None
    ) -> list[AskedParagraph]:
        """Return what each paragraph found, in their order."""
        vectors = self._embedder.embed_queries([passage.text for passage in drafts])
        roles = self._catalogue.passage_roles()
        found = []
        for number, passage in enumerate(drafts):
            # A draft is text, not a question with operators.
            text = _OPERATORS.sub(" ", passage.text)
            # One paragraph at a time: a long draft lets questions pass.
            with SEARCHES.turn():
                evidence = self._indexes.gather(
                    text,
                    Question(plain=text, free=text),
                    vector=vectors[number : number + 1],
                    documents=documents,
                )
            weights = role_weights(evidence.passages, roles, text)
            pairs: dict[str, Pair] = {}
            for pair in self._scored(number, evidence, weights):
                name = document_of(pair.passage)
                if name not in pairs or pair.fused.score > pairs[name].fused.score:
                    pairs[name] = pair
            words = len(text.split())
            supported = self._is_supported(evidence, weights, words=words)
            found.append(AskedParagraph(pairs, supported))
        return found

    def _is_supported(
        self, evidence: Evidence, weights: Mapping[str, float], *, words: int
    ) -> bool:
        """Return whether a document would answer the paragraph, were it a question.

        Args:
            evidence: What it found.
            weights: Of passages that are no prose.
            words: Of the paragraph: the more it says, the more is near by chance.
        """
        if not evidence.passages:
            return False
        strengths = document_strengths(evidence, self._calibration, weights=weights)
        border = self._calibration.borders[Look.of(evidence)]
        longer = min(_LONGER, words / _WORDS_OF_ONE)
        return max(strengths.values()) >= border + longer

    def _scored(
        self, number: int, evidence: Evidence, weights: Mapping[str, float]
    ) -> list[Pair]:
        # Paragraphs vote together, so their scores must be comparable.
        scores = fusion.absolute(evidence, self._balance)
        held = {name: weights[name] for name in weights.keys() & scores.keys()}
        return [
            Pair(
                number,
                passage,
                fused,
                ScoreParts(
                    evidence.words.get(passage),
                    evidence.vectors.get(passage),
                    fused.words_share,
                    fused.vectors_share,
                    kind_weight=held.get(passage, 1.0),
                ),
            )
            for passage, fused in weigh(scores, held).items()
            if fused.score > 0
        ]

    def _described(
        self,
        chosen: Mapping[str, Sequence[Pair]],
        scores: Mapping[str, float],
        *,
        drafts: Sequence[Passage],
        shared: Mapping[str, Sequence[SharedEntity]],
    ) -> tuple[RelatedDocument, ...]:
        wanted = [pair.passage for own in chosen.values() for pair in own]
        passages = self._catalogue.passages(wanted)
        summaries = self._catalogue.documents(list(chosen))
        missing = {*wanted, *chosen} - passages.keys() - summaries.keys()
        if missing:
            raise IndexDamaged(
                f"Génération {self._generation} : l’index connaît « {min(missing)} », "
                "le graphe ne le connaît pas.",
                remedy="Lancez `gtnum reindex`.",
            )
        copies = copies_of(chosen, self._catalogue)
        return tuple(
            RelatedDocument(
                document=summaries[name],
                score=scores[name],
                pairs=tuple(
                    (drafts[pair.draft], _hit(pair, passages, drafts)) for pair in own
                ),
                shared=tuple(entity.told for entity in shared.get(name, ())),
                copies=copies[name],
            )
            for name, own in chosen.items()
        )


def _hit(
    pair: Pair, passages: Mapping[str, Passage], drafts: Sequence[Passage]
) -> PassageHit:
    passage = passages[pair.passage]
    text = drafts[pair.draft].text
    stems = highlights.question_stems(Question(plain=text, free=text))
    return PassageHit(
        passage,
        pair.fused.score,
        pair.parts,
        highlights.mark(passage.text, stems, language=passage.language).highlights,
    )


def _check(drafts: Sequence[Passage], limit: int) -> None:
    if not drafts:
        raise BadQuestion(
            "Le brouillon ne contient pas de texte.",
            parameter="text",
            remedy="Collez un paragraphe, ou envoyez un fichier qui contient du texte.",
        )
    if not 1 <= limit <= 100:
        raise BadQuestion(
            f"« limit » vaut {limit}, il faut un nombre de 1 à 100.",
            parameter="limit",
            remedy="Corrigez ce nombre.",
        )
