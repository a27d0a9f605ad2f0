"""What the library holds, counted once per generation."""

import threading
from collections.abc import Mapping

from graph.ports import DocumentFilter
from search_api.web.services import Knowledge

__all__ = ["Overview"]

Facets = Mapping[str, list[tuple[str, str, int]]]


class Overview:
    """Remembers the facets over all documents of the generation last asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation = ""
        self._facets: Facets = {}

    def facets(self, knowledge: Knowledge) -> Facets:
        """Return field → ``(value, French label, number of documents)``."""
        with self._lock:
            if knowledge.generation != self._generation:
                names = knowledge.catalogue.document_identifiers(DocumentFilter())
                self._facets = knowledge.catalogue.facets(names, limit=20)
                self._generation = knowledge.generation
            return self._facets
