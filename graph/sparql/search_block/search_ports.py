"""What search blocks need from the search, which this package does not know."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from graph.ports import DocumentFilter

__all__ = ["FoundPassage", "NodeVectors", "TextQuestion", "TextSearch"]


@dataclass(frozen=True, slots=True)
class TextQuestion:
    """What a block asks.

    Attributes:
        text: 1 to 1,000 characters, with the operators of ``/search``.
        limit: Passages at most, 1 to ``MOST_HITS``.
        threshold: Lowest score, 0 to 1.
        mode: Which evidence ranks.
        restriction: Which documents may answer.
    """

    text: str
    limit: int = 10
    threshold: float = 0.0
    mode: Literal["hybrid", "words", "vectors"] = "hybrid"
    restriction: DocumentFilter = field(default_factory=DocumentFilter)


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that answers.

    Attributes:
        document: Identifier of its document.
        passage: Identifier.
        score: 0 to 1, as in ``/search``.
        quotation: The sentence that answers best, verbatim.
    """

    document: str
    passage: str
    score: float
    quotation: str


class TextSearch(Protocol):
    """Searches a published generation; safe to call from several threads."""

    def find(self, store: Path, question: TextQuestion) -> Sequence[FoundPassage]:
        """Return the best passages, best first.

        Args:
            store: Folder of the graph of the generation to be searched.
            question: What is asked.

        Raises:
            QueryRefused: If the text cannot be searched for.
            KnowledgeError: If the generation cannot be searched.
        """
        ...


class NodeVectors(Protocol):
    """Knows the vectors of the nodes of a generation."""

    def table(self, store: Path) -> Path:
        """Return a folder written by ``graph.sparql.vector_table.write_table``.

        Args:
            store: Folder of the graph of the generation.

        Raises:
            KnowledgeError: If the vectors cannot be read.
        """
        ...
