"""What finding works is told of the documents of a graph."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ontology.model import DocumentKind, Work

__all__ = ["FindWorks", "KnownDocument"]


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document as far as finding its copies cares; fields as in ``Document``."""

    identifier: str
    title: str
    kind: DocumentKind
    language: str
    sha256: str
    source_uri: str
    signature: str
    url: str | None = None
    date: str | None = None
    doi: str | None = None
    handle: str | None = None
    hal_id: str | None = None


FindWorks = Callable[[Iterable[KnownDocument], Callable[[str], str]], Iterable[Work]]
"""From all documents, and the text of one by identifier, to the works."""
