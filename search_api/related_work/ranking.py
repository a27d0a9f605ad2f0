"""What ranking found for a draft, handed on to be explained."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ontology.model import DocumentRecord, Mention, Passage
from search_api.related_work.pairs import AskedParagraph, Pair
from search_api.related_work.results import CitedWork
from search_api.related_work.shared_entities import SharedEntity

__all__ = ["Ranking"]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What ranking found for a draft, before it is explained.

    Attributes:
        record: The draft.
        drafts: Its paragraphs that asked.
        asked: What each of them found.
        scores: Document → score of those that are shown, best first.
        chosen: Document → its pairs that are shown, the most telling first.
        near: For each paragraph, the documents nearest to it.
        shared: Document → entities that it shares with the draft, rarest first.
        mentions: What the body of the draft names, « Sources » left out.
        best: Document → score of the best, best first, however few are shown.
        works: Works that the draft cites.
        cited: Their documents, and the copies of these.
    """

    record: DocumentRecord
    drafts: Sequence[Passage]
    asked: Sequence[AskedParagraph]
    scores: Mapping[str, float]
    chosen: Mapping[str, Sequence[Pair]]
    near: Sequence[Sequence[str]]
    shared: Mapping[str, Sequence[SharedEntity]]
    mentions: Sequence[Mention] = ()
    best: Mapping[str, float] = field(default_factory=dict)
    works: tuple[CitedWork, ...] = ()
    cited: Collection[str] = ()

    def close_to(self, document: str) -> int:
        """Return how many paragraphs a document is about."""
        return sum(document in one.close for one in self.asked)

    def with_close(self, documents: Sequence[Collection[str]]) -> "Ranking":
        """Return the ranking where paragraphs are supported by other documents.

        Args:
            documents: For each paragraph, in their order.
        """
        asked = [
            replace(one, close=frozenset(more))
            for one, more in zip(self.asked, documents, strict=True)
        ]
        return replace(self, asked=asked)

    @property
    def own_drafts(self) -> Sequence[Passage]:
        """The paragraphs of the draft itself; all where documents are only liked."""
        own = self.record.document.identifier
        return [one for one in self.drafts if one.document == own] or self.drafts

    @property
    def is_supported(self) -> bool:
        """Whether any document is about any paragraph of the draft."""
        own = {draft.position for draft in self.own_drafts}
        return any(one.close for n, one in enumerate(self.asked) if n in own)
