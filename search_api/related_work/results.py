"""What is found for a draft: documents, and what each paragraph finds for itself.

    RelatedResults ─▶ documents   each with why, its pairs, whether the draft cites it
                   ─▶ paragraphs  each with the nearest documents and what it repeats
                   ─▶ cited · copy_of · to_mention · keywords · definitions

Every quotation is verbatim: a ``DraftSpan`` is a slice of the text of the draft, a
``Passage`` and the offsets of a document are of its text. Nothing of the draft is kept.
"""

from dataclasses import dataclass
from enum import StrEnum

from graph.entity_ports import Certainty, FactSource
from ontology.model import DocumentSummary, EntityKind, Passage
from search_api.query import PassageHit
from search_api.related_work.draft_outline import DraftOutline
from search_api.understood import Definition

__all__ = [
    "CitationForm",
    "CitedWork",
    "CopiedDocument",
    "DefinedTerm",
    "Doubt",
    "DraftSpan",
    "Keyword",
    "MentionEvidence",
    "OutsideConcept",
    "ParagraphAnswer",
    "RelatedDocument",
    "RelatedPassage",
    "RelatedResults",
    "Repetition",
    "RepetitionKind",
    "ToMention",
]


class Doubt(StrEnum):
    """Why nothing supports a draft, a paragraph, or a document that is only near."""

    NO_SUBJECT = "no_subject"
    """It says nothing that the corpus could be about: stop words, numbers."""
    OTHER_LANGUAGE = "other_language"
    """It is written in a language that hardly any document has."""
    ONLY_TABLE = "only_table"
    """It is a table and no prose."""
    TOO_SHORT = "too_short"
    """It has fewer words than a paragraph that asks by itself."""
    NOTHING_NEAR = "nothing_near"
    """No document is about it."""


class CitationForm(StrEnum):
    """How a draft cites a work; the surest first."""

    LINK = "link"
    DOI = "doi"
    TITLE = "title"


class RepetitionKind(StrEnum):
    """What the words are that a paragraph shares with a document.

    ``quotation`` stands between guillemets and the draft names its source,
    ``unsourced_quotation`` only between guillemets.
    """

    REPETITION = "repetition"
    QUOTATION = "quotation"
    UNSOURCED_QUOTATION = "unsourced_quotation"


@dataclass(frozen=True, slots=True)
class DraftSpan:
    """Characters of the draft: ``text[start:end]`` of all of it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work of the corpus that the draft cites already.

    Attributes:
        document: The first of its manifestations.
        how: By which the work was recognised.
        found: The characters that cite it; of a link whose address is not printed, the
            words that carry the link.
    """

    document: DocumentSummary
    how: CitationForm
    found: DraftSpan


@dataclass(frozen=True, slots=True)
class Repetition:
    """Words that a paragraph has in common with a document, one after the other.

    Attributes:
        kind: Whether it repeats or quotes.
        share: Of the paragraph's runs of five words, 0 to 1, found in this place of the
            document.
        found: From the first to the last of these words in the draft.
        document: That has them.
        passage: Where they begin.
        text: From the first to the last of them in the document, verbatim.
        start: Offset in the text of the document.
        end: Offset behind the last character.
    """

    kind: RepetitionKind
    share: float
    found: DraftSpan
    document: DocumentSummary
    passage: Passage
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CopiedDocument:
    """A document that the whole draft repeats.

    Attributes:
        document: The document.
        share: Of the draft's runs of five words, 0 to 1, found in it.
    """

    document: DocumentSummary
    share: float


@dataclass(frozen=True, slots=True)
class MentionEvidence:
    """Why an entity should be mentioned: a document names it, or a fact says it.

    Attributes:
        document: A close document.
        passage: Where it names the entity; None where a fact says it.
        start: Offset of the name in the text of the document.
        end: Offset behind the last character.
        text: The name as it stands there, or the fact in words.
        source: Where the fact was read; None for a passage.
    """

    document: DocumentSummary
    passage: Passage | None
    start: int
    end: int
    text: str
    source: FactSource | None = None


@dataclass(frozen=True, slots=True)
class ToMention:
    """A group, lab, académie, call or person of the close documents.

    Attributes:
        kind: What it is.
        identifier: Unique within its kind.
        label: Name to show.
        iri: Its IRI.
        certainty: Of the weakest link between the documents and it.
        documents: How many of the close documents it stands in or behind.
        evidence: For it, three at most.
        named: Where the draft names it already; None where it does not.
        short: Its acronym where the label is a long name, else empty.
    """

    kind: EntityKind
    identifier: str
    label: str
    iri: str
    certainty: Certainty
    documents: int
    evidence: tuple[MentionEvidence, ...] = ()
    named: DraftSpan | None = None
    short: str = ""

    @property
    def is_named_in_draft(self) -> bool:
        """Whether nothing is left to do for it."""
        return self.named is not None


@dataclass(frozen=True, slots=True)
class OutsideConcept:
    """What another vocabulary has for a concept.

    Attributes:
        scheme: Name of the vocabulary, for example ``Wikidata``.
        identifier: There.
        url: Its address.
        relation: ``exact``, ``close``, ``broad`` or ``narrow``, as in SKOS.
        certainty: Of the match.
    """

    scheme: str
    identifier: str
    url: str
    relation: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Keyword:
    """A concept to tag the draft with.

    Attributes:
        identifier: Of the concept.
        label: Name to show.
        iri: Its IRI.
        rarity: 1 for what one document names, 0 for what all do.
        documents: How many of the close documents name it.
        named: Where the draft names it, three places at most.
        definition: What a glossary or the scheme says of it, verbatim; may be empty.
        outside: What other vocabularies have for it.
    """

    identifier: str
    label: str
    iri: str
    rarity: float
    documents: int
    named: tuple[DraftSpan, ...] = ()
    definition: str = ""
    outside: tuple[OutsideConcept, ...] = ()


@dataclass(frozen=True, slots=True)
class DefinedTerm:
    """A term of the draft that a glossary of the library defines.

    Attributes:
        label: Of the concept.
        found: Where the draft names it first.
        definition: What the glossary says, with its place.
    """

    label: str
    found: DraftSpan
    definition: Definition


@dataclass(frozen=True, slots=True)
class RelatedDocument:
    """A document related to a draft, with the pairs of passages that show it.

    Attributes:
        document: The related document.
        score: From 0 to 1.
        pairs: ``(draft passage, hit)``, best first.
        shared: Entities named by both: ``(kind, identifier, label)``.
        copies: The other manifestations of the same work.
        why: The reasons in one French sentence, facts only.
        is_cited: Whether the draft cites it already.
        doubt: Why it is only near; None where it is about a part of the draft.
    """

    document: DocumentSummary
    score: float
    pairs: tuple[tuple[Passage, PassageHit], ...]
    shared: tuple[tuple[str, str, str], ...] = ()
    copies: tuple[DocumentSummary, ...] = ()
    why: str = ""
    is_cited: bool = False
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class RelatedPassage:
    """What a document says on one paragraph of a draft.

    Attributes:
        document: The first of its manifestations that answers.
        hit: Its passage that is nearest.
        is_close: Whether the document would answer the paragraph, were it a question;
            else it is only near.
        why: The reasons in one French sentence, facts only.
        is_cited: Whether the draft cites it already.
    """

    document: DocumentSummary
    hit: PassageHit
    is_close: bool
    why: str = ""
    is_cited: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphAnswer:
    """One paragraph of a draft that asked, and what it found.

    Attributes:
        passage: The paragraph, with its offsets in the draft.
        is_supported: Whether any document is about it.
        found: The nearest documents, best first; empty where nothing is near.
        repeats: What it has word for word from documents, most first.
        doubt: Why nothing supports it; None where something does.
    """

    passage: Passage
    is_supported: bool
    found: tuple[RelatedPassage, ...] = ()
    repeats: tuple[Repetition, ...] = ()
    doubt: Doubt | None = None


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
        cited: Works of the corpus that the draft cites, in the order of the draft.
        copy_of: The document that the whole draft repeats, or None.
        to_mention: What the close documents are by or about, what the draft does not
            name first.
        keywords: Concepts to tag: those that the draft names, then those that its close
            documents share.
        definitions: Of terms that the draft names, in its order.
        doubt: Why nothing supports the draft; None where something does.
        outline: What it is about, for who follows it; None where there is no room.
        draft: Identifier of the draft among the documents of its passages, to tell
            them from those of documents that the editor likes; empty if unknown.
    """

    documents: tuple[RelatedDocument, ...]
    draft_passages: int
    asked_passages: int
    generation: str
    embedder: str
    elapsed_seconds: float
    paragraphs: tuple[ParagraphAnswer, ...] = ()
    cited: tuple[CitedWork, ...] = ()
    copy_of: CopiedDocument | None = None
    to_mention: tuple[ToMention, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    definitions: tuple[DefinedTerm, ...] = ()
    doubt: Doubt | None = None
    outline: DraftOutline | None = None
    draft: str = ""

    def liked(self, passage: Passage) -> str | None:
        """Return the liked document that a passage asks for, None for the draft's."""
        return passage.document if self.draft not in ("", passage.document) else None

    @property
    def own_paragraphs(self) -> tuple[ParagraphAnswer, ...]:
        """The paragraphs of the draft itself; all where documents are only liked."""
        own = (p for p in self.paragraphs if self.liked(p.passage) is None)
        return tuple(own) or self.paragraphs

    @property
    def unsupported(self) -> tuple[Passage, ...]:
        """The paragraphs of the draft that no document is about, in order."""
        return tuple(p.passage for p in self.own_paragraphs if not p.is_supported)

    @property
    def is_reliable(self) -> bool:
        """Whether a document is about any part of the draft."""
        asked = len(self.own_paragraphs) or self.asked_passages
        return len(self.unsupported) < asked
