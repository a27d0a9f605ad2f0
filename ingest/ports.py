"""What the pipeline needs from outside: a linker and places to write to."""

from collections.abc import Sequence
from typing import Protocol

from ontology.model import Document, DocumentRecord, Mention, Passage

__all__ = ["Linker", "Sink"]


class Linker(Protocol):
    """Finds what the passages of a document name."""

    def __call__(
        self, document: Document, passages: Sequence[Passage], /
    ) -> tuple[Mention, ...]:
        """Return the mentions of one document in the order of their start.

        Pure: the same document and passages always give the same mentions.
        """
        ...


class Sink(Protocol):
    """Takes records: the graph writer, the indexer, the store of original files.

    A sink that cannot write raises; the run then stops, because a library that holds a
    document in one place and not in another would be wrong without saying so.
    """

    def write(self, record: DocumentRecord) -> None:
        """Store a record, replacing one with the same document identifier."""
        ...

    def remove(self, document: str) -> None:
        """Forget a document; nothing happens when it is unknown."""
        ...
