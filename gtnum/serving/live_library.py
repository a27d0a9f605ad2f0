"""Serves the published generation and moves over when another one is published.

    watcher ──every second──▶ CURRENT changed? ──▶ open the new generation
                                                       │ a failure keeps the old one
    request ──current()──▶ Knowledge (a snapshot) ◀────┘ swap

A request keeps the snapshot it started with; a former snapshot is closed after a
grace period longer than any request. What a snapshot reads at its first questions is
read in the background as soon as it is open.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from graph.ports import QueryService
from gtnum.errors import LibraryDamaged, LibraryError
from gtnum.library.generation import Generation
from gtnum.library.library_folder import Library
from gtnum.serving.warm_up import Warming
from ontology.errors import KnowledgeError
from search_api.web.services import Knowledge

__all__ = ["LiveLibrary"]

_LOG = logging.getLogger(__name__)
_GRACE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class _Served:
    """An open snapshot and what is still read ahead of its first questions."""

    knowledge: Knowledge
    warming: Warming

    @classmethod
    def start(cls, knowledge: Knowledge) -> "_Served":
        """Begin to serve a snapshot that was just opened."""
        warming = Warming(
            knowledge.generation, knowledge.first_uses, check=knowledge.check
        )
        return cls(knowledge, warming)

    def close(self) -> None:
        """Stop reading ahead, then release the snapshot."""
        self.warming.stop()
        self.knowledge.close()


class LiveLibrary:
    """The services of the web application over a library that may change.

    Args:
        library: Where generations are published.
        open_knowledge: Opens a generation for reading.
        queries: Answers SPARQL; follows the generations.
        release: Called once by ``close``, for what the parts above hold.
        poll_seconds: How often ``CURRENT`` is looked at.

    Where making one fails, ``queries`` and what ``release`` is for stay the caller's.

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
        release: Callable[[], None] = lambda: None,
        poll_seconds: float = 1.0,
    ) -> None:
        self.queries = queries
        self._library = library
        self._open = open_knowledge
        self._release = release
        self._poll_seconds = poll_seconds
        self._stopped = threading.Event()
        self._former: list[tuple[float, _Served]] = []
        generation = library.current()
        self._name = generation.name
        self._served = _Served.start(open_knowledge(generation))
        self._watcher = threading.Thread(
            target=self._watch, name="generation-watcher", daemon=True
        )
        try:
            queries.switch(generation.graph)
            self._watcher.start()
        except BaseException:
            self._served.close()
            raise

    def current(self) -> Knowledge:
        """Return the snapshot that a request shall use from its start to its end.

        Raises:
            LibraryDamaged: If a file of it turned out not to be what was published:
                no answer beats a wrong one. The log names the file.
        """
        served = self._served
        if served.warming.is_damaged:
            raise LibraryDamaged(
                f"génération {served.knowledge.generation} : un fichier d’index a "
                "changé depuis sa publication",
                remedy="Revenez à une génération saine (`gtnum library rollback`) ou "
                "refaites les index (`gtnum reindex`).",
            )
        return served.knowledge

    def original(self, sha256: str) -> Path | None:
        """Return the stored original file, or None."""
        return self._library.file(sha256)

    def close(self) -> None:
        """Stop watching and release everything."""
        self._stopped.set()
        # Until it is gone it could open one more generation.
        self._watcher.join()
        with ExitStack() as closing:  # from the last to the first, whatever fails
            closing.callback(self._release)
            closing.callback(self._served.close)
            for _, served in self._former:
                closing.callback(served.close)
            closing.callback(self.queries.close)

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
        self._former.append((time.monotonic(), self._served))
        self._served = _Served.start(knowledge)
        self._name = generation.name
        self.queries.switch(generation.graph)
        _LOG.info("now serving generation %s", generation.name)
        return True

    def _bury(self, now: float) -> None:
        """Close the snapshots that no request can still be using."""
        while self._former and now - self._former[0][0] > _GRACE_SECONDS:
            self._former.pop(0)[1].close()
