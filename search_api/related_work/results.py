"""What is found for a draft: documents, and what each paragraph finds for itself."""

from dataclasses import dataclass

from ontology.model import DocumentSummary, Passage
from search_api.query import PassageHit

__all__ = ["ParagraphAnswer", "RelatedDocument", "RelatedPassage", "RelatedResults"]


@dataclass(frozen=True, slots=True)
class RelatedDocument:
    """A document related to a draft, with the pairs of passages that show it.

    Attributes:
        document: The related document.
        score: From 0 to 1.
        pairs: ``(draft passage, hit)``, best first.
        shared: Entities named by both: ``(kind, identifier, label)``.
        copies: The other manifestations of the same work.
    """

    document: DocumentSummary
    score: float
    pairs: tuple[tuple[Passage, PassageHit], ...]
    shared: tuple[tuple[str, str, str], ...] = ()
    copies: tuple[DocumentSummary, ...] = ()


@dataclass(frozen=True, slots=True)
class RelatedPassage:
    """What a document says on one paragraph of a draft.

    Attributes:
        document: The first of its manifestations that answers.
        hit: Its passage that is nearest.
        is_close: Whether the document would answer the paragraph, were it a question;
            else it is only near.
    """

    document: DocumentSummary
    hit: PassageHit
    is_close: bool


@dataclass(frozen=True, slots=True)
class ParagraphAnswer:
    """One paragraph of a draft that asked, and what it found.

    Attributes:
        passage: The paragraph, with its offsets in the draft.
        is_supported: Whether any document is about it.
        found: The nearest documents, best first; empty where nothing is near.
    """

    passage: Passage
    is_supported: bool
    found: tuple[RelatedPassage, ...] = ()


@dataclass(frozen=True, slots=True)
class RelatedResults:
    """Documents related to a draft, best first; nothing of the draft is kept.

    Attributes:
        documents: At most as many as were asked for.
        draft_passages: Paragraphs of the draft.
        asked_passages: How many of them asked: all, unless there are very many.
        generation: That was asked.
        embedder: That made its vectors.
        elapsed_seconds: From draft to answer, without reading the draft.
        paragraphs: Those that asked, in order, each with what it found.
    """

    documents: tuple[RelatedDocument, ...]
    draft_passages: int
    asked_passages: int
    generation: str
    embedder: str
    elapsed_seconds: float
    paragraphs: tuple[ParagraphAnswer, ...] = ()

    @property
    def unsupported(self) -> tuple[Passage, ...]:
        """The paragraphs that no document is about, in order."""
        return tuple(p.passage for p in self.paragraphs if not p.is_supported)

    @property
    def is_reliable(self) -> bool:
        """Whether a document is about any part of the draft."""
        return len(self.unsupported) < self.asked_passages
