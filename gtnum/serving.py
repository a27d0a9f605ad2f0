"""Serves the published generation and moves over when another one is published.

    watcher ──every second──▶ CURRENT changed? ──▶ open the new generation
                                                       │ a failure keeps the old one
    request ──current()──▶ Knowledge (a snapshot) ◀────┘ swap

A request keeps the snapshot it started with; a former snapshot is closed after a
grace period longer than any request.
"""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from graph.ports import QueryService
from gtnum.errors import LibraryError
from gtnum.generation import Generation
from gtnum.library import Library
from ontology.errors import KnowledgeError
from ontology.model import DocumentRecord
from search_api.web.services import Knowledge

__all__ = ["LiveLibrary"]

_LOG = logging.getLogger(__name__)
_GRACE_SECONDS = 60.0


class LiveLibrary:
    """The services of the web application over a library that may change.

    Args:
        library: Where generations are published.
        open_knowledge: Opens a generation for reading.
        queries: Answers SPARQL; follows the generations.
        read_draft: Turns the bytes of a draft into a record, storing nothing.
        release: Called once by ``close``, for what the parts above hold.
        poll_seconds: How often ``CURRENT`` is looked at.

    Raises:
        LibraryMissing: If nothing is published yet.
        LibraryDamaged: If the published generation cannot be read.
    """

    def __init__(
        self,
        library: Library,
        *,
        open_knowledge: Callable[[Generation], Knowledge],
        queries: QueryService,
        read_draft: Callable[[bytes, str | None, str | None], DocumentRecord],
        release: Callable[[], None] = lambda: None,
        poll_seconds: float = 1.0,
    ) -> None:
        self.queries = queries
        self._library = library
        self._open = open_knowledge
        self._read_draft = read_draft
        self._release = release
        self._poll_seconds = poll_seconds
        self._stopped = threading.Event()
        self._former: list[tuple[float, Knowledge]] = []
        generation = library.current()
        self._name = generation.name
        self._knowledge = open_knowledge(generation)
        queries.switch(generation.graph)
        self._watcher = threading.Thread(
            target=self._watch, name="generation-watcher", daemon=True
        )
        self._watcher.start()

    def current(self) -> Knowledge:
        """Return the snapshot that a request shall use from its start to its end."""
        return self._knowledge

    def read_draft(
        self, content: bytes, *, name: str | None, media_type: str | None
    ) -> DocumentRecord:
        """Read a draft exactly as the corpus was read; nothing is stored.

        Raises:
            ReadingError: If it cannot become text within the limits.
        """
        return self._read_draft(content, name, media_type)

    def original(self, sha256: str) -> Path | None:
        """Return the stored original file, or None."""
        return self._library.file(sha256)

    def close(self) -> None:
        """Stop watching and release everything."""
        self._stopped.set()
        self._watcher.join(timeout=5)
        for _, knowledge in self._former:
            knowledge.close()
        self._knowledge.close()
        self.queries.close()
        self._release()

    def _watch(self) -> None:
        while not self._stopped.wait(self._poll_seconds):
            self.follow()
            self._bury(time.monotonic())

    def follow(self) -> bool:
        """Move over if another generation is published; say whether it was.

        A generation that cannot be opened is logged and the former one goes on
        serving: an answer from yesterday beats no answer.
        """
        try:
            generation = self._library.current()
            if generation.name == self._name:
                return False
            knowledge = self._open(generation)
        except (LibraryError, KnowledgeError, OSError) as failure:
            _LOG.error("keep serving generation %s: %s", self._name, failure)
            return False
        self._former.append((time.monotonic(), self._knowledge))
        self._knowledge = knowledge
        self._name = generation.name
        self.queries.switch(generation.graph)
        _LOG.info("now serving generation %s", generation.name)
        return True

    def _bury(self, now: float) -> None:
        """Close the snapshots that no request can still be using."""
        while self._former and now - self._former[0][0] > _GRACE_SECONDS:
            self._former.pop(0)[1].close()
