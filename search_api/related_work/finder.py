"""Which documents are related to a draft, and which pairs of passages show it.

The draft was read and cut like the corpus. Each of its passages asks one question;
documents are ranked by what the passages say for them and not for all others, a little
by the entities they share with the draft, each by its rarity. Nothing of the draft is
kept.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from graph.ports import Catalogue, DocumentFilter
from ontology.model import DocumentRecord, Passage
from ontology.structure import PassageRole
from search_api import fusion
from search_api.errors import BadQuestion
from search_api.evidence import Indexes
from search_api.fusion import Balance
from search_api.ports import Embedder, LexicalIndex, VectorIndex
from search_api.related_work.asking import ParagraphAsker
from search_api.related_work.cited_works import CITED, CitedWorks, with_discoveries
from search_api.related_work.close_documents import MOST_CLOSE
from search_api.related_work.contrast import commons, contrasts
from search_api.related_work.draft_follower import DraftFollower
from search_api.related_work.naming import Naming
from search_api.related_work.pairs import (
    DEFINING,
    AskedParagraph,
    Pair,
    best_scores,
    by_document,
    nearest,
    only_defines,
    telling,
)
from search_api.related_work.paragraphs import MOST_ASKED, asked_paragraphs
from search_api.related_work.preferences import (
    lowered,
    numbered_from,
    telling_passages,
)
from search_api.related_work.ranking import Ranking
from search_api.related_work.ranking_explainer import RankingExplainer
from search_api.related_work.results import RelatedResults
from search_api.related_work.shared_entities import (
    SharedEntity,
    boost,
    shared_entities,
)
from search_api.reliability import SHIPPED, Calibration
from search_api.works import all_copies, leaders

__all__ = ["Related"]

CANDIDATES: Final = 100
"""Passages asked of each index for one passage of the draft."""

_SHARE: Final = 4
"""The part of all that may ask, for documents liked and again for those disliked."""

PER_PARAGRAPH: Final = 3
"""Documents named for each paragraph, at most."""


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
        naming: Finds what the draft could name; None leaves that out.

    Attributes:
        follower: Finds what comes near a draft of which only the outline is left.
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
        naming: Naming | None = None,
    ) -> None:
        self._catalogue = catalogue
        # Draft passages are long: a second look says little more and costs much.
        indexes = Indexes(vectors, words, candidates=candidates)
        self._most_asked = most_asked
        self._vectors = vectors
        self._cited = CitedWorks(catalogue)
        self._explainer = RankingExplainer(
            catalogue,
            words,
            generation=generation,
            embedder=embedder.name,
            naming=naming,
        )
        self.follower = DraftFollower(
            catalogue,
            embedder,
            vectors,
            candidates=candidates,
            calibration=calibration,
        )
        self._asker = ParagraphAsker(
            catalogue,
            embedder,
            indexes,
            balance=balance or fusion.balance_for(embedder.name),
            calibration=calibration,
        )

    def find(
        self,
        record: DocumentRecord,
        *,
        limit: int = 10,
        restriction: DocumentFilter | None = None,
        exclude: Collection[str] = (),
        liked: Collection[str] = (),
        disliked: Collection[str] = (),
        pairs_per_document: int = 3,
    ) -> RelatedResults:
        """Return the documents most related to a draft, best first.

        Args:
            record: The draft, read, cut and linked like the corpus.
            limit: Documents, 1 to 100.
            restriction: Which documents may answer.
            exclude: Documents that may not, nor their copies, for example the
                draft's own publication.
            liked: Documents whose telling passages ask like paragraphs of the draft,
                behind its own; they do not answer, nor their copies.
            disliked: Documents that lower what is near them; nor do they answer.
            pairs_per_document: How many pairs to show for each.

        Raises:
            BadQuestion: If the draft has no text or the limit is out of range.
            CallCancelled: If nobody waits for the answer any more.
            IndexDamaged: If index and catalogue do not know the same passages.
        """
        started = time.perf_counter()
        more, against = self._telling(liked), self._telling(disliked)
        most = max(1, self._most_asked - len(more) - len(against))
        drafts, count = asked_paragraphs(record.passages, most=most)
        drafts += numbered_from(len(drafts), more)
        _check(drafts, limit)
        documents = self._documents(restriction, {*exclude, *liked, *disliked})
        asked = self._asked(drafts, documents)
        every = by_document(asked)
        pairs = {name: every[name] for name in leaders(every, self._catalogue)}
        said = best_scores(pairs, len(drafts))
        cited = self._cited.of(record)
        body = _body(record, drafts)
        shared = shared_entities(self._catalogue, body, pairs)
        known = all_copies([one.document.identifier for one in cited], self._catalogue)
        roles = self._catalogue.passage_roles()
        factors = _factors(pairs, shared, known, roles)
        common = commons(said, self._kin(record))
        if against:
            lost = self._said(against, documents, pairs)
            factors = lowered(factors, said, lost, (common, commons(lost)))
        most = max(limit, MOST_CLOSE) + len(known)
        best = contrasts(said, common, factors=factors, most=most)
        scores = with_discoveries(best, known, limit)
        chosen = {
            n: telling(
                pairs[n], [own.get(n, 0.0) for own in common], pairs_per_document
            )
            for n in scores
        }
        near = [nearest(one, pairs, PER_PARAGRAPH, roles=roles) for one in asked]
        found = record, drafts, asked, scores, chosen, near, shared
        ranking = Ranking(
            *found, mentions=body.mentions, best=best, works=cited, cited=known
        )
        count += len(more)
        return self._explainer.explain(ranking, paragraphs=count, started=started)

    def _kin(self, record: DocumentRecord) -> frozenset[str] | None:
        """Return the documents in the language of the draft, None where it has none."""
        language = record.document.language
        if not language:
            return None
        return self._catalogue.document_identifiers(
            DocumentFilter(languages=(language,))
        )

    def _telling(self, documents: Collection[str]) -> list[Passage]:
        """Return what asks for documents that an editor likes or dislikes."""
        most = max(len(documents), self._most_asked // _SHARE)
        return telling_passages(documents, self._catalogue, self._vectors, most=most)

    def _said(
        self,
        passages: Sequence[Passage],
        documents: frozenset[str] | None,
        known: Collection[str],
    ) -> list[dict[str, float]]:
        """Return what passages that are not shown say for the documents found."""
        asked = by_document(self._asked(numbered_from(0, passages), documents))
        pairs = {name: own for name, own in asked.items() if name in known}
        return best_scores(pairs, len(passages))

    def _asked(
        self, drafts: Sequence[Passage], documents: frozenset[str] | None
    ) -> list[AskedParagraph]:
        if documents is not None and not documents:
            return [AskedParagraph({}) for _ in drafts]
        return self._asker.ask(drafts, documents)

    def _documents(
        self, restriction: DocumentFilter | None, exclude: Collection[str]
    ) -> frozenset[str] | None:
        """Return which documents may answer, None for all."""
        restriction = restriction or DocumentFilter()
        if restriction.is_empty and not exclude:
            return None
        left_out = all_copies(exclude, self._catalogue)
        return self._catalogue.document_identifiers(restriction) - left_out


def _factors(
    pairs: Mapping[str, Sequence[Pair]],
    shared: Mapping[str, Sequence[SharedEntity]],
    cited: Collection[str],
    roles: Mapping[str, PassageRole],
) -> dict[str, float]:
    """Return document → what its score is multiplied by."""
    factors = {name: 1 + boost(shared.get(name, ())) for name in pairs}
    for name, own in pairs.items():
        factors[name] *= CITED if name in cited else 1.0
        factors[name] *= DEFINING if only_defines(own, roles) else 1.0
    return factors


def _body(record: DocumentRecord, drafts: Sequence[Passage]) -> DocumentRecord:
    """Return the draft without what « Sources » and the like name: no reason at all."""
    named = tuple(
        mention
        for mention in record.mentions
        if any(
            draft.document == mention.document
            and draft.start <= mention.start < draft.end
            for draft in drafts
        )
    )
    return replace(record, mentions=named)


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
