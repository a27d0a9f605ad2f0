"""What stands in the triples of a query: nodes with properties, and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from graph.sparql.exact_paths.path_algebra import Path

__all__ = ["Kind", "Node", "Property", "Statement"]


class Kind(Enum):
    """What a node is to a rewriting."""

    CONSTANT = "an IRI or a literal"
    VARIABLE = "a variable"
    LABEL = "a blank node with a label"
    BRACKETS = "[ … ], with properties or none"
    COLLECTION = "( … )"


@dataclass(frozen=True, slots=True)
class Node:
    """A subject or an object.

    Attributes:
        kind: What it is.
        text: As written; empty for brackets and collections.
        properties: Of brackets.
        items: Of a collection.
    """

    kind: Kind
    text: str = ""
    properties: tuple["Property", ...] = ()
    items: tuple["Node", ...] = ()

    def inner_nodes(self) -> Iterator["Node"]:
        """Yield the nodes right inside."""
        yield from self.items
        for own in self.properties:
            yield from own.objects

    def inner_properties(self) -> Iterator["Property"]:
        """Yield the properties inside, at any depth."""
        yield from self.properties
        for node in self.inner_nodes():
            yield from node.inner_properties()


@dataclass(frozen=True, slots=True)
class Property:
    """A path and the objects at its end."""

    path: Path
    objects: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Triples with one subject, without the dot behind them.

    Attributes:
        subject: Of all.
        properties: Empty where the subject says everything.
        start: Offset of the first character.
        end: Offset behind the last.
        graph: Variable or IRI of the GRAPH around; empty for the default graph.
    """

    subject: Node
    properties: tuple[Property, ...]
    start: int
    end: int
    graph: str = ""

    @property
    def as_node(self) -> Node:
        """Return a node that holds all of it, to look for what is inside."""
        held = Node(Kind.BRACKETS, properties=self.properties)
        return Node(Kind.COLLECTION, items=(self.subject, held))
