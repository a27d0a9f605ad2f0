"""Which documents are related to a draft, and which pairs of passages show it.

The draft was read and cut like the corpus. Each of its passages asks one question;
documents are ranked by their best pairs, a little by the entities they share with the
draft. Nothing of the draft is kept.
"""

import re
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.ports import Catalogue, DocumentFilter
from ontology.call_context import checkpoint
from ontology.model import DocumentRecord, EntityKind, Label, Passage
from search_api import fusion
from search_api.errors import BadQuestion, IndexMismatch
from search_api.evidence import Indexes
from search_api.french import highlights
from search_api.french.question import Question
from search_api.fusion import Balance, Evidence, Fused
from search_api.identifiers import document_of
from search_api.ports import Embedder, LexicalIndex, VectorIndex
from search_api.query import PassageHit, RelatedDocument, RelatedResults, ScoreParts
from search_api.turns import SEARCHES
from search_api.works import all_copies, copies_of, leaders

__all__ = ["Related"]

CANDIDATES: Final = 100
"""Passages asked of each index for one passage of the draft."""

BEST_PAIRS: Final = 3
"""Pairs, each of another draft passage, that make a document's score."""

SHARED_BOOST: Final = 0.04
"""What one shared entity adds to a score, relatively."""

_MOST_SHARED: Final = 5
# What a question would take for an operator.
_OPERATORS: Final = re.compile(r"[\"“”]|(?<!\S)[-+]")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A passage of the draft and one of the corpus, with their evidence."""

    draft: int
    passage: str
    fused: Fused
    parts: ScoreParts


class Related:
    """Finds related work in one generation; safe to call from several threads.

    Args:
        catalogue: Knows documents and passages of the generation.
        embedder: The model that made the vectors.
        vectors: Finds by meaning.
        words: Finds by words.
        generation: Its name.
        balance: How much vectors count beside words; what suits the model when None.
        candidates: Passages asked of each index, per draft passage.
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
    ) -> None:
        self._catalogue = catalogue
        self._embedder = embedder
        # Draft passages are long: a second look says little more and costs much.
        self._indexes = Indexes(vectors, words, candidates=candidates)
        self._generation = generation
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
            IndexMismatch: If index and catalogue do not know the same passages.
        """
        started = time.perf_counter()
        drafts = _asking(record.passages)
        _check(drafts, limit)
        documents = self._documents(restriction or DocumentFilter(), exclude)
        every = self._pairs(drafts, documents) if documents != frozenset() else {}
        pairs = {name: every[name] for name in leaders(every, self._catalogue)}
        shared = self._shared(record, pairs)
        scores = {
            name: _score(own, len(drafts), len(shared.get(name, ())))
            for name, own in pairs.items()
        }
        best = sorted(scores, key=lambda name: (-scores[name], name))[:limit]
        return RelatedResults(
            documents=self._described(
                {name: pairs[name][:pairs_per_document] for name in best},
                scores,
                drafts=drafts,
                shared=shared,
            ),
            draft_passages=len(drafts),
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

    def _pairs(
        self, drafts: Sequence[Passage], documents: frozenset[str] | None
    ) -> dict[str, list[_Pair]]:
        """Return document → pairs, best first, at most one per draft passage."""
        vectors = self._embedder.embed_queries([passage.text for passage in drafts])
        best: dict[tuple[str, int], _Pair] = {}
        for number, passage in enumerate(drafts):
            # A draft is text, not a question with operators.
            text = _OPERATORS.sub(" ", passage.text)
            # One passage at a time: a long draft lets questions pass.
            with SEARCHES.turn():
                evidence = self._indexes.gather(
                    text,
                    Question(plain=text, free=text),
                    vector=vectors[number : number + 1],
                    documents=documents,
                )
            for pair in _scored(number, evidence, self._balance):
                key = (document_of(pair.passage), number)
                if key not in best or pair.fused.score > best[key].fused.score:
                    best[key] = pair
        found: dict[str, list[_Pair]] = {}
        for (name, _), pair in best.items():
            found.setdefault(name, []).append(pair)
        for own in found.values():
            own.sort(key=lambda pair: (-pair.fused.score, pair.draft, pair.passage))
        return found

    def _shared(
        self, record: DocumentRecord, found: Collection[str]
    ) -> dict[str, list[tuple[str, str, str]]]:
        """Return document → entities that it shares with the draft."""
        named = sorted({(m.kind, m.entity) for m in record.mentions})
        if not named or not found:
            return {}
        checkpoint()
        labels = {
            (entity.kind, entity.identifier): _label(entity.labels)
            for entity in self._catalogue.entities()
        }
        shared: dict[str, list[tuple[str, str, str]]] = {}
        for kind, identifier in named:
            checkpoint()
            label = labels.get((EntityKind(kind), identifier), identifier)
            restriction = DocumentFilter(entities=((str(kind), identifier),))
            for name in self._catalogue.document_identifiers(restriction):
                if name in found:
                    shared.setdefault(name, []).append((str(kind), identifier, label))
        return shared

    def _described(
        self,
        chosen: Mapping[str, Sequence[_Pair]],
        scores: Mapping[str, float],
        *,
        drafts: Sequence[Passage],
        shared: Mapping[str, Sequence[tuple[str, str, str]]],
    ) -> tuple[RelatedDocument, ...]:
        wanted = [pair.passage for own in chosen.values() for pair in own]
        passages = self._catalogue.passages(wanted)
        summaries = self._catalogue.documents(list(chosen))
        missing = {*wanted, *chosen} - passages.keys() - summaries.keys()
        if missing:
            raise IndexMismatch(
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
                shared=tuple(shared.get(name, ())),
                copies=copies[name],
            )
            for name, own in chosen.items()
        )


def _scored(number: int, evidence: Evidence, balance: Balance) -> list[_Pair]:
    # Draft passages vote together, so their scores must be comparable.
    scores = fusion.absolute(evidence, balance)
    return [
        _Pair(
            number,
            passage,
            fused,
            ScoreParts(
                evidence.words.get(passage),
                evidence.vectors.get(passage),
                fused.words_share,
                fused.vectors_share,
            ),
        )
        for passage, fused in scores.items()
        if fused.score > 0
    ]


def _score(pairs: Sequence[_Pair], drafts: int, shared: int) -> float:
    """Return the mean of the best pairs, raised a little by shared entities.

    A long draft asks for several pairs; one lucky sentence is not related work.
    """
    wanted = min(BEST_PAIRS, drafts)
    mean = sum(pair.fused.score for pair in pairs[:wanted]) / wanted
    return min(1.0, mean * (1 + SHARED_BOOST * min(shared, _MOST_SHARED)))


def _hit(
    pair: _Pair, passages: Mapping[str, Passage], drafts: Sequence[Passage]
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


def _label(labels: Sequence[Label]) -> str:
    """Return the label to show: preferred first, French first."""
    best = min(labels, key=lambda x: (not x.is_preferred, x.language != "fr"))
    return best.text


def _asking(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages of a draft that ask: its body, or all where it has none."""
    solid = [p for p in passages if any(letter.isalnum() for letter in p.text)]
    return [p for p in solid if p.role.is_searched] or solid


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
