"""What may be asked about the things of the GTnum world, and the shape of answers.

    search ──▶ EntityHit            a name leads to entities
    describe ──▶ EntityDescription  its names and facts, each with its sources
    documents, evidence ──▶ where it is mentioned, with the exact characters
    neighbours ──▶ Neighbour        what facts link it to, what passages name beside it

    graph.queries.bound.bind ──query──▶ FactQueries.rows   our own questions about facts

A fact that is not certain says so itself (``Fact.is_certain``): no reader of these
classes has to know how the graph stores certainty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ontology.model import EntityKind, Label, Mention

__all__ = [
    "Certainty",
    "Concept",
    "EntityCatalogue",
    "EntityDescription",
    "EntityDocument",
    "EntityHit",
    "EntityRef",
    "Fact",
    "FactQueries",
    "FactRow",
    "FactSource",
    "Neighbour",
]


class Certainty(StrEnum):
    """How sure a person was of a fact; only ``high`` is certain."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class EntityRef:
    """An entity as a link shows it.

    Attributes:
        kind: What it is.
        identifier: Unique within its kind.
        label: Name to show, French where there is one.
    """

    kind: EntityKind
    identifier: str
    label: str


@dataclass(frozen=True, slots=True)
class EntityHit:
    """An entity that a search by name found.

    Attributes:
        entity: The entity.
        matched: The name that matched; the label itself where nothing was asked.
        documents: Number of documents linked to it.
    """

    entity: EntityRef
    matched: str
    documents: int


@dataclass(frozen=True, slots=True)
class FactSource:
    """Where a fact was read.

    Attributes:
        label: Title, address or « connaissance générale ».
        url: Address to check it at, or None. Never that of a mere copy.
    """

    label: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of the reference data.

    Attributes:
        subject: What it is about.
        predicate: IRI of the property, or of the role of a person.
        label: The property in French.
        value: The value in words.
        target: The value where it is an entity, else None.
        url: The value where it is an address, else None.
        certainty: A person's judgement.
        basis: How the fact was won, in French; empty for names and descriptions.
        sources: Where it was read; never empty in the shipped data.
        printed: What the source prints where that differs; may be empty.
        note: For readers, in French; may be empty.
    """

    subject: EntityRef
    predicate: str
    label: str
    value: str
    target: EntityRef | None
    url: str | None
    certainty: Certainty
    basis: str
    sources: tuple[FactSource, ...]
    printed: str = ""
    note: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether the fact may be shown without a reservation."""
        return self.certainty is Certainty.HIGH


@dataclass(frozen=True, slots=True)
class EntityDescription:
    """What the reference data say of an entity.

    Attributes:
        entity: The entity.
        iri: Its IRI.
        labels: Names to show, preferred first; names for search only are left out.
        documents: Number of documents linked to it.
        facts: Whose subject it is, in the order of their labels.
        named_in: Facts of other entities whose value it is.
    """

    entity: EntityRef
    iri: str
    labels: tuple[Label, ...]
    documents: int
    facts: tuple[Fact, ...]
    named_in: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class EntityDocument:
    """A document linked to an entity, and by what.

    Attributes:
        document: Identifier.
        mentions: Number of mentions in its text.
        is_declared: Whether the document itself states the link.
    """

    document: str
    mentions: int
    is_declared: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An entity near another one.

    Attributes:
        entity: The neighbour.
        relations: French names of the facts that link both, certain ones first.
        certain_facts: Number of certain facts that link both.
        uncertain_facts: Number of the others.
        passages: Number of passages that mention both.
    """

    entity: EntityRef
    relations: tuple[str, ...]
    certain_facts: int
    uncertain_facts: int
    passages: int


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept in the subject scheme; neighbours are sorted by label.

    Attributes:
        entity: The concept.
        documents: Number of documents linked to it.
        broader: Wider concepts; none for a top concept.
        narrower: Concepts that name this one as wider.
        related: Concepts named as related, in either direction.
    """

    entity: EntityRef
    documents: int
    broader: tuple[EntityRef, ...]
    narrower: tuple[EntityRef, ...]
    related: tuple[EntityRef, ...]


class EntityCatalogue(Protocol):
    """Reads the entities of a published generation; safe for several threads.

    Every method raises ``StoreError`` if the store fails.
    """

    def kinds(self) -> Mapping[EntityKind, int]:
        """Return how many entities of each kind are known, in the order of kinds."""
        ...

    def search(
        self, question: str, *, kind: EntityKind | None = None, prefix: bool = True
    ) -> list[EntityHit]:
        """Return the entities with a name like this, best first, all of them.

        Accents, ligatures, case and punctuation do not matter.

        Args:
            question: One or several words; all entities for an empty one.
            kind: Only entities of this kind.
            prefix: Whether the words may be beginnings of words.
        """
        ...

    def describe(self, kind: EntityKind, identifier: str) -> EntityDescription | None:
        """Return names and facts of an entity, or None where it is unknown."""
        ...

    def documents(self, kind: EntityKind, identifier: str) -> list[EntityDocument]:
        """Return all documents linked to an entity, most mentions first."""
        ...

    def evidence(
        self, kind: EntityKind, identifier: str, *, document: str
    ) -> list[Mention]:
        """Return the mentions of an entity in one document, in reading order."""
        ...

    def neighbours(self, kind: EntityKind, identifier: str) -> list[Neighbour]:
        """Return all neighbours: linked by facts first, then by shared passages."""
        ...

    def concepts(self) -> Mapping[str, Concept]:
        """Return the subject scheme, by identifier, sorted by label."""
        ...

    def mentions(self, document: str) -> list[Mention]:
        """Return all mentions of a document, in reading order."""
        ...

    def labels(
        self, entities: Sequence[tuple[EntityKind, str]]
    ) -> dict[tuple[EntityKind, str], str]:
        """Return the names to show; an unknown entity is called by its identifier."""
        ...


FactRow = Mapping[str, str]
"""Column → value: an IRI or the text of a literal; a column without value is absent."""


class FactQueries(Protocol):
    """Answers our own questions about facts, over one generation; safe for threads.

    Strangers ask through ``QueryService`` instead, in processes that can be killed. The
    queries asked here are ours and run over the reference data, whose size does not
    grow with the documents.
    """

    def rows(self, query: str) -> list[FactRow]:
        """Return the rows of a SELECT over the facts, in its order.

        Args:
            query: Made by ``graph.queries.bound.bind``.

        Raises:
            StoreError: If the store fails, the query cannot be read, or the answer has
                more rows than a question about facts ever has.
        """
        ...

    def sources(self) -> Mapping[str, FactSource]:
        """Return every source of facts by its IRI.

        Raises:
            StoreError: If the store fails.
        """
        ...
