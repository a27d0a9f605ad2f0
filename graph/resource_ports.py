"""What may be asked about anything that has an IRI of ours, and the shape of answers.

describe(iri) ──▶ bytes in Turtle, N-Triples, RDF/XML or JSON-LD
facts(iri) ─────▶ the same for people: property, value, their French labels
graph(name) ────▶ bytes, all statements of one named graph
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

__all__ = ["FactRow", "NoResources", "PropertyUse", "Resources"]


@dataclass(frozen=True, slots=True)
class FactRow:
    """One statement as a page shows it.

    Attributes:
        predicate: IRI of the property.
        label: Of the property, French where there is one, else its local name.
        value: A text, or the label of a thing.
        iri: Of the thing, None where the value is a text.
        language: Of the text, may be empty.
        is_inverse: Whether the thing described is the object and ``iri`` the subject.
    """

    predicate: str
    label: str
    value: str
    iri: str | None = None
    language: str = ""
    is_inverse: bool = False


@dataclass(frozen=True, slots=True)
class PropertyUse:
    """How the graph uses a property.

    Attributes:
        iri: Of the property.
        count: How many statements have it.
        domains: Classes of the things that have it, most statements first; a few.
        ranges: Classes and datatypes of its values; a few.
        subject: IRI of a thing that has it, or empty.
        value: Of that thing: a text, or an IRI; may be empty.
        has_text: Whether the value is a text.
    """

    iri: str
    count: int
    domains: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()
    subject: str = ""
    value: str = ""
    has_text: bool = False


class Resources(Protocol):
    """Reads the statements of a published generation; safe for several threads.

    Every method raises ``StoreError`` if the store fails.
    """

    def knows(self, iri: str) -> bool:
        """Say whether any statement is about this; False for what is no IRI."""
        ...

    def label(self, iri: str) -> str:
        """Return the name to show, French where there is one, else the IRI."""
        ...

    def describe(self, iri: str, *, media_type: str) -> bytes | None:
        """Return the description of a thing, None where nothing is said about it.

        It holds the statements about the thing, the names of what they point to, its
        parts, and for an entity every sourced statement about it.

        Args:
            iri: Of the thing.
            media_type: ``text/turtle``, ``application/n-triples``,
                ``application/rdf+xml``, ``application/ld+json``,
                ``application/trig`` or ``application/n-quads``.

        Raises:
            QueryTooLarge: If the whole passes the cap.
        """
        ...

    def facts(self, iri: str) -> list[FactRow]:
        """Return what is said about a thing, for people; empty for an unknown one."""
        ...

    def has_graph(self, name: str) -> bool:
        """Say whether there is a named graph of this IRI."""
        ...

    def graph(self, name: str | None, *, media_type: str) -> bytes:
        """Return a named graph; nothing but prefixes for an unknown one.

        Args:
            name: IRI of the graph; None for all graphs together.
            media_type: As for ``describe``.

        Raises:
            QueryTooLarge: If the whole passes the cap.
        """
        ...

    def vocabulary(self, *, media_type: str) -> bytes:
        """Return the vocabulary and the shapes.

        Raises:
            QueryTooLarge: If the whole passes the cap.
        """
        ...

    def uses(self) -> Sequence[PropertyUse]:
        """Return every property of the graph, in order of its IRI; counted once."""
        ...


class NoResources:
    """Knows nothing; see ``Resources`` for the methods."""

    def knows(self, iri: str) -> bool:  # noqa: ARG002 - the names of the port
        """Know no thing."""
        return False

    def label(self, iri: str) -> str:
        """Return the IRI itself."""
        return iri

    def describe(
        self,
        iri: str,  # noqa: ARG002
        *,
        media_type: str,  # noqa: ARG002
    ) -> bytes | None:
        """Describe nothing."""
        return None

    def facts(self, iri: str) -> list[FactRow]:  # noqa: ARG002
        """Return no fact."""
        return []

    def has_graph(self, name: str) -> bool:  # noqa: ARG002
        """Hold no graph."""
        return False

    def graph(
        self,
        name: str | None,  # noqa: ARG002
        *,
        media_type: str,  # noqa: ARG002
    ) -> bytes:
        """Return nothing."""
        return b""

    def vocabulary(self, *, media_type: str) -> bytes:  # noqa: ARG002
        """Return nothing."""
        return b""

    def uses(self) -> Sequence[PropertyUse]:
        """Use no property."""
        return ()
