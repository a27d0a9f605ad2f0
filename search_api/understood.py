"""The parts of a question that were understood, and what follows from each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from graph.ports import DocumentFilter
from ontology.kinds import kind_label
from ontology.model import DocumentSummary, EntityKind, Passage
from search_api.subject_groups import SubjectGroup

__all__ = [
    "Definition",
    "Effect",
    "EntityCard",
    "Found",
    "Spelling",
    "Understood",
    "UnderstoodQuestion",
]


class Effect(StrEnum):
    """What understanding a part of the question does; it never excludes anything.

    ``AVOID`` lets documents sink that are about what the question does not want.
    """

    AVOID = "avoid"
    BOOST = "boost"
    FIRST = "first"
    SYNONYMS = "synonyms"


@dataclass(frozen=True, slots=True)
class Found:
    """A run of characters of a question and what it names.

    Attributes:
        kind: Name of the filter that it is a value of: ``group``, ``lab``, ``year``,
            ``kind``, ``language`` …, or ``document``, ``period``, ``newest`` (works),
            ``without`` (what is not wanted).
        identifier: The value; of a period its bounds, ``2021/..``.
        start: First offset in the question.
        end: Offset behind the last character.
    """

    kind: str
    identifier: str
    start: int
    end: int

    @property
    def dates(self) -> tuple[str | None, str | None]:
        """First and last date of a year or a period, None where it is open."""
        first, _, last = self.identifier.partition("/")
        last = last or first
        return (None if first == ".." else first), (None if last == ".." else last)

    @property
    def restriction(self) -> DocumentFilter:
        """The filter that would keep only the documents meant."""
        match self.kind:
            case "kind":
                return DocumentFilter(kinds=(self.identifier,))
            case "language":
                return DocumentFilter(languages=(self.identifier,))
            case "year" | "period":
                first, last = self.dates
                return DocumentFilter(date_from=first, date_to=last)
            case _:
                return DocumentFilter(entities=((self.kind, self.identifier),))


@dataclass(frozen=True, slots=True)
class Understood:
    """A part of a question as a reader is told of it.

    Attributes:
        found: Where it stands and what it names.
        label: In French, for readers.
        iri: Of the entity, kind or document; None for a year or a language.
        effect: What it does to the answer.
        alternatives: Other names that are looked for too, for ``SYNONYMS``.
        strengths: Document meant, or to avoid → how much it is about what was named,
            above 0 and up to 1.
    """

    found: Found
    label: str
    iri: str | None
    effect: Effect
    alternatives: tuple[str, ...] = ()
    strengths: Mapping[str, float] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What names it in ``ignore``, beside its IRI: ``group:gtnum-2020-05-reve``."""
        return f"{self.found.kind}:{self.found.identifier}"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a glossary says of a term: ``text[start:end]`` of the whole document.

    Attributes:
        glossary: The document.
        passage: The entry.
        start: Offset in the text of the document.
        end: Offset behind the last character.
        text: From the term to the end of the first sentence about it, verbatim.
        sentence: Offset in the text of the document where that sentence begins.
    """

    glossary: DocumentSummary
    passage: Passage
    start: int
    end: int
    text: str
    sentence: int


@dataclass(frozen=True, slots=True)
class EntityCard:
    """An entity that the question names.

    Attributes:
        kind: What it is.
        identifier: Unique within its kind.
        label: Name to show.
        iri: Its IRI.
        names: Other names, at most three.
        documents: Number of documents linked to it.
        waves: Identifiers of the waves of a group.
        groups: Groups that work on it, where it is a subject (a concept or a theme);
            empty where none is known, None for other kinds.
        definition: What a glossary of the library says of a concept, or None.
    """

    kind: EntityKind
    identifier: str
    label: str
    iri: str
    names: tuple[str, ...] = ()
    documents: int = 0
    waves: tuple[str, ...] = ()
    groups: tuple[SubjectGroup, ...] | None = None
    definition: Definition | None = None

    @property
    def name(self) -> str:
        """The label where its kind is said before it: « région académique » Bretagne.

        >>> EntityCard(EntityKind.ACADEMY, "rennes", "académie de Rennes", "…").name
        'de Rennes'
        """
        kind = kind_label(self.kind)
        # Both words of a region go, and the one that a group's name has of its kind.
        for said in (kind, kind.split()[0]):
            if self.label.startswith(f"{said} "):
                return self.label.removeprefix(f"{said} ")
        return self.label


@dataclass(frozen=True, slots=True)
class UnderstoodQuestion:
    """All that was understood of a question, in the order of the text.

    Attributes:
        understood: What lets documents rise.
        entities: What the question names, as answers of their own.
        named: All that it names in the graph, whatever follows from it; several with
            one place where a name may mean several things.
        is_all: Whether most words of the question were understood, so that the
            documents meant are an answer even where no other sign says so.
        unasked: Places whose words shall not be looked for: what is not wanted, dates
            of works, names that are a plain word in texts.
    """

    understood: tuple[Understood, ...] = ()
    entities: tuple[EntityCard, ...] = ()
    named: tuple[Found, ...] = ()
    is_all: bool = False
    unasked: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Spelling:
    """A question written otherwise.

    Attributes:
        text: The question with other words.
        replaced: ``(typed, proposed)`` for each word that changed.
        is_applied: Whether this question was asked instead of the typed one.
    """

    text: str
    replaced: tuple[tuple[str, str], ...]
    is_applied: bool = False
