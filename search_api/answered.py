"""What the graph answers by itself to a question, above the documents that answer it.

    DirectAnswer   one question as understood, with the query that was asked
    └── AnswerItem     a lab, a group, a person … that answers
        └── AnswerFact     why: one row of the query, its certainty, its sources

Certain and uncertain items are counted apart and never summed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.entity_ports import Certainty, EntityRef, FactSource

__all__ = [
    "MOST_ITEMS",
    "AnswerFact",
    "AnswerItem",
    "AnswerSource",
    "Counted",
    "DirectAnswer",
    "DirectAnswers",
]

MOST_ITEMS = 50
"""Items shown of an answer; ``counts`` counts them all."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How things are counted in French.

    Attributes:
        singular: For example ``production``.
        plural: For example ``productions``.
        is_feminine: Whether adjectives take the feminine form.
        is_told: Whether their number says something.
    """

    singular: str
    plural: str
    is_feminine: bool = False
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class AnswerSource:
    """A source of an answer.

    Attributes:
        source: Title or address, as the reference data give it.
        document: Identifier of the document of this library that is this source, or
            None.
    """

    source: FactSource
    document: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """One row of the query.

    Attributes:
        text: More about it, in French; may be empty.
        certainty: The least of the facts that the row rests on.
        sources: Numbers of sources of the answer, from 1, rising.
        through: The thing through which it answers, or None.
        date: As stated, ISO 8601 with any precision, or None.
    """

    text: str
    certainty: Certainty
    sources: tuple[int, ...]
    through: EntityRef | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """Something that answers.

    Attributes:
        iri: Of the thing.
        label: Name to show, with the acronym where that says more.
        entity: The thing as a link shows it; None where it has no page.
        certainty: The best of its facts: one certain fact is enough.
        facts: Why it answers; never empty.
    """

    iri: str
    label: str
    entity: EntityRef | None
    certainty: Certainty
    facts: tuple[AnswerFact, ...]


@dataclass(frozen=True, slots=True)
class DirectAnswer:
    """An answer of the graph to a question whose relation and names were understood.

    Attributes:
        relation: What was asked, for example ``labs``.
        heading: The same in French, for readers.
        counted: How items are counted.
        scope: What the question names: of whom, where, on what.
        query: The SPARQL that gave every row, complete.
        items: At most ``MOST_ITEMS``, certain ones first; empty where none is known.
        counts: Number of all items of each certainty; those that are 0 are absent.
        sources: All sources of the items, in the order of their numbers.
        keys: What takes the answer back, in ``ignore``: its own key first, then that
            of all answers to its relation, then keys and IRIs of what is named.
        announced: Number of groups that the call announced, where that was asked.
    """

    relation: str
    heading: str
    counted: Counted
    scope: tuple[EntityRef, ...]
    query: str
    items: tuple[AnswerItem, ...]
    counts: Mapping[Certainty, int]
    sources: tuple[AnswerSource, ...]
    keys: tuple[str, ...]
    announced: int | None = None

    @property
    def is_none_known(self) -> bool:
        """Whether the graph knows what was named, but nothing that answers."""
        return not self.items


@dataclass(frozen=True, slots=True)
class DirectAnswers:
    """All direct answers to a question.

    Attributes:
        answers: In the order of the question; empty for most questions.
        is_failed: Whether the graph should have answered and could not.
    """

    answers: tuple[DirectAnswer, ...] = field(default=())
    is_failed: bool = False

    @property
    def is_any_known(self) -> bool:
        """Whether the graph knows something that answers."""
        return any(not answer.is_none_known for answer in self.answers)

    @property
    def is_none_known(self) -> bool:
        """Whether the graph was asked, and knows nothing that answers."""
        return bool(self.answers) and not self.is_any_known
