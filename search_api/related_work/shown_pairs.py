"""Pairs as they are shown: documents described, passages verbatim and marked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.ports import Catalogue
from ontology.model import DocumentSummary, Passage
from search_api.french import highlights
from search_api.french.question import Question
from search_api.hits import require_known
from search_api.query import PassageHit
from search_api.related_work.pairs import AskedParagraph, Pair
from search_api.related_work.reason_sentences import Reasons
from search_api.related_work.results import (
    Doubt,
    ParagraphAnswer,
    RelatedPassage,
    Repetition,
)

__all__ = ["ShownPairs", "read_shown"]


@dataclass(frozen=True, slots=True)
class ShownPairs:
    """What the catalogue knows of the pairs and documents of one answer.

    Attributes:
        summaries: Document → its description.
        passages: Passage of the corpus → its text.
        drafts: Paragraphs of the draft, by number.
        reasons: Says why a document is shown.
        cited: Documents that the draft cites.
    """

    summaries: Mapping[str, DocumentSummary]
    passages: Mapping[str, Passage]
    drafts: Sequence[Passage]
    reasons: Reasons
    cited: Collection[str] = ()

    def hit(self, pair: Pair) -> PassageHit:
        """Return the passage of a pair, with what it has of the paragraph marked."""
        passage = self.passages[pair.passage]
        text = self.drafts[pair.draft].text
        stems = highlights.question_stems(Question(plain=text, free=text))
        marked = highlights.mark(passage.text, stems, language=passage.language)
        return PassageHit(passage, pair.fused.score, pair.parts, marked.highlights)

    def paragraph(
        self,
        passage: Passage,
        asked: AskedParagraph,
        near: Sequence[str],
        repeats: tuple[Repetition, ...],
        doubt: Doubt | None,
    ) -> ParagraphAnswer:
        """Return what a paragraph found.

        Args:
            passage: The paragraph.
            asked: All that it found.
            near: The documents to show, best first.
            repeats: What it has word for word from documents.
            doubt: Why nothing supports it, or None.
        """
        return ParagraphAnswer(
            passage,
            bool(asked.close),
            tuple(
                self._near(passage, asked.pairs[name], name, name in asked.close)
                for name in near
            ),
            repeats=repeats,
            doubt=doubt,
        )

    def _near(
        self, paragraph: Passage, pair: Pair, name: str, is_close: bool
    ) -> RelatedPassage:
        document, hit = self.summaries[name], self.hit(pair)
        why = self.reasons.of_passage(document, hit, paragraph, is_close=is_close)
        return RelatedPassage(
            document, hit, is_close=is_close, why=why, is_cited=name in self.cited
        )


def read_shown(
    catalogue: Catalogue,
    pairs: Iterable[Pair],
    documents: Iterable[str],
    *,
    drafts: Sequence[Passage],
    reasons: Reasons,
    cited: Collection[str],
    generation: str,
) -> ShownPairs:
    """Read what an answer shows, in two look-ups.

    Args:
        catalogue: Of the generation.
        pairs: Whose passages are shown.
        documents: That are shown.
        drafts: Paragraphs of the draft that asked.
        reasons: Says why a document is shown.
        cited: Documents that the draft cites.
        generation: Its name, for the message.

    Raises:
        IndexDamaged: If index and catalogue do not know the same passages.
        StoreError: If the graph fails.
    """
    wanted = sorted({pair.passage for pair in pairs})
    names = sorted(set(documents))
    passages = catalogue.passages(wanted)
    summaries = catalogue.documents(names)
    known = {**passages, **summaries}
    require_known(sorted({*wanted, *names}), known, generation)
    return ShownPairs(summaries, passages, drafts, reasons, cited)
