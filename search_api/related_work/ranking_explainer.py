"""Turns a ranking into what is shown: pairs verbatim, reasons, what else is found."""

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from graph.ports import Catalogue, DocumentFilter
from search_api.ports import LexicalIndex
from search_api.related_work.doubts import Doubter
from search_api.related_work.draft_outline import outline_of
from search_api.related_work.naming import Named, Naming
from search_api.related_work.ranking import Ranking
from search_api.related_work.reason_sentences import Reasons
from search_api.related_work.repetitions import Repeated, RepetitionFinder
from search_api.related_work.results import (
    Doubt,
    RelatedDocument,
    RelatedResults,
)
from search_api.related_work.shown_pairs import ShownPairs, read_shown
from search_api.works import copies_of

__all__ = ["RankingExplainer"]


class RankingExplainer:
    """Explains rankings of one generation; safe to call from several threads.

    Args:
        catalogue: Knows documents and passages.
        words: Knows how rare a word is.
        generation: Its name.
        embedder: Name of the model that made its vectors.
        naming: Finds what the draft could name; None leaves that out.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        words: LexicalIndex,
        *,
        generation: str,
        embedder: str,
        naming: Naming | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._words = words
        self._generation = generation
        self._embedder = embedder
        self._naming = naming
        self._doubter = Doubter(words.frequency, len(words), self._language_share)
        self._repetitions = RepetitionFinder(catalogue)

    def explain(
        self, ranking: Ranking, *, paragraphs: int, started: float
    ) -> RelatedResults:
        """Return what is shown of a ranking.

        Args:
            ranking: Of a draft.
            paragraphs: How many the draft has, those that did not ask among them.
            started: When it was asked for, by ``time.perf_counter``.

        Raises:
            IndexDamaged: If index and catalogue do not know the same passages.
            StoreError: If the graph fails.
            CallCancelled: If nobody waits for it any more.
        """
        naming = self._naming
        if naming is not None:
            ranking = replace(ranking, shared=naming.sound_shared(ranking))
        repeated = self._repetitions.of(ranking)
        ranking = self._supported(ranking, repeated)
        shown = self._shown(ranking)
        named = naming.of(ranking) if naming else Named()
        answers = map(
            shown.paragraph,
            ranking.drafts,
            ranking.asked,
            ranking.near,
            repeated.by_paragraph,
            self._doubts(ranking),
        )
        return RelatedResults(
            documents=self._documents(ranking, shown),
            draft_passages=paragraphs,
            asked_passages=len(ranking.drafts),
            generation=self._generation,
            embedder=self._embedder,
            paragraphs=tuple(answers),
            cited=ranking.works,
            copy_of=repeated.copy_of,
            to_mention=named.to_mention,
            keywords=named.keywords,
            definitions=named.definitions,
            doubt=self._doubt(ranking),
            draft=ranking.record.document.identifier,
            outline=outline_of(ranking.asked, ranking.drafts),
            elapsed_seconds=time.perf_counter() - started,
        )

    def _supported(self, ranking: Ranking, repeated: Repeated) -> Ranking:
        """Return the ranking with what supports each paragraph beside its strength.

        What says the same, word for word, is about it, however short it is; nothing
        else is about a text without a subject, such as a column of numbers.
        """
        names_subject = map(self._doubter.names_subject, ranking.drafts)
        return ranking.with_close(
            [
                {document.document.identifier for document in own}
                | (one.close if has_subject else frozenset())
                for own, one, has_subject in zip(
                    repeated.by_paragraph, ranking.asked, names_subject, strict=True
                )
            ]
        )

    def _doubts(self, ranking: Ranking) -> Iterator[Doubt | None]:
        """Yield for each paragraph why nothing supports it."""
        for one, draft in zip(ranking.asked, ranking.drafts, strict=True):
            is_supported = bool(one.close)
            yield (
                None
                if is_supported
                else self._doubter.of_paragraph(ranking.record, draft)
            )

    def _doubt(self, ranking: Ranking) -> Doubt | None:
        if ranking.is_supported:
            return None
        return self._doubter.of_draft(ranking.record, ranking.own_drafts)

    def _language_share(self, language: str) -> float:
        """Return the part of the documents that are in a language."""
        total = len(self._catalogue.document_identifiers(DocumentFilter()))
        own = self._catalogue.document_identifiers(
            DocumentFilter(languages=(language,))
        )
        return len(own) / total if total else 0.0

    def _documents(
        self, ranking: Ranking, shown: ShownPairs
    ) -> tuple[RelatedDocument, ...]:
        copies = copies_of(ranking.chosen, self._catalogue)
        found = []
        for name, own in ranking.chosen.items():
            document = shown.summaries[name]
            pairs = tuple((ranking.drafts[pair.draft], shown.hit(pair)) for pair in own)
            close_to = ranking.close_to(name)
            why = shown.reasons.of_document(
                document,
                [hit for _, hit in pairs],
                close_to=close_to,
                asked=len(ranking.drafts),
                is_cited=name in ranking.cited,
            )
            told = tuple(entity.told for entity in ranking.shared.get(name, ()))
            found.append(
                RelatedDocument(
                    document,
                    ranking.scores[name],
                    pairs,
                    told,
                    copies[name],
                    why=why,
                    is_cited=name in ranking.cited,
                    doubt=None if close_to else Doubt.NOTHING_NEAR,
                )
            )
        return tuple(found)

    def _shown(self, ranking: Ranking) -> ShownPairs:
        """Read what is shown of documents and of paragraphs."""
        by_paragraph = [
            one.pairs[name]
            for one, own in zip(ranking.asked, ranking.near, strict=True)
            for name in own
        ]
        chosen = ranking.chosen
        return read_shown(
            self._catalogue,
            [*chain.from_iterable(chosen.values()), *by_paragraph],
            [*chosen, *chain.from_iterable(ranking.near)],
            drafts=ranking.drafts,
            cited=ranking.cited,
            reasons=Reasons(
                ranking.shared,
                ranking.mentions,
                self._words.frequency,
                len(self._words),
            ),
            generation=self._generation,
        )
