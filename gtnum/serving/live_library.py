"""Serves the published generation and moves over when another one is published.

    watcher ──every second──▶ what is to be served? ──▶ open the new generation
                                                       │ a failure keeps the old one
    request ──current()──▶ Knowledge (a snapshot) ◀────┘ swap

What is to be served is the published generation or, where it is damaged, the one that
stands in for it: at the start, when another one is published, and when the check that
runs behind finds damage. A request keeps the snapshot it started with; a former
snapshot is closed after a grace period longer than any request. What a snapshot reads
at its first questions is read in the background as soon as it is open.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from graph.ports import QueryService
from gtnum.errors import LibraryDamaged
from gtnum.library.generation import DUMPS, Generation
from gtnum.library.library_folder import Library
from gtnum.library.originals import OriginalDamaged
from gtnum.serving.condition import reasons_of
from gtnum.serving.guarded_queries import GuardedQueries
from gtnum.serving.sound_opening import SoundOpening
from gtnum.serving.warm_up import Warming
from gtnum.watched_threads import WatchedThread
from search_api.service_condition import Reason
from search_api.web.services import Knowledge, OriginalUnsound, ServiceNotReady

__all__ = ["LiveLibrary"]

_LOG = logging.getLogger(__name__)
_GRACE_SECONDS = 60.0
_READ_FOR_A_PAGE = 16 << 20
"""Bytes of an original: twenty milliseconds, once for each file."""


class _NothingSound(LibraryDamaged, ServiceNotReady):
    """What is served is damaged, and nothing can stand in for it: 503 for all."""


@dataclass(frozen=True, slots=True)
class _Served:
    """An open snapshot and what is still read ahead of its first questions."""

    knowledge: Knowledge
    warming: Warming

    @classmethod
    def start(cls, knowledge: Knowledge, on_damage: Callable[[], object]) -> "_Served":
        """Begin to serve a snapshot that was just opened."""
        warming = Warming(
            knowledge.generation,
            knowledge.first_uses,
            check=knowledge.check,
            on_damage=on_damage,
        )
        return cls(knowledge, warming)

    def close(self) -> None:
        """Stop reading ahead, then release the snapshot."""
        self.knowledge.halt()
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
        LibraryDamaged: If no generation can be served.
        KnowledgeError: If the published one does not fit the settings.
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
        self._queries = queries
        self.queries: QueryService = GuardedQueries(queries, self.current)
        self._library = library
        self._release = release
        self._opening = SoundOpening(library, open_knowledge)
        self._moving = threading.Lock()
        self._next_doubt = 0.0
        self._former: list[tuple[float, _Served]] = []
        self._watcher = WatchedThread(
            "generation-watcher", self._turn, pause_seconds=poll_seconds
        )
        self._served = self._serve(self._opening.first())
        try:
            self._switch_queries()
            self._watcher.start()
        except BaseException:
            self._served.close()
            raise

    def current(self) -> Knowledge:
        """Return the snapshot that a request shall use from its start to its end.

        Raises:
            LibraryDamaged: If a file of it turned out not to be what was published,
                and no other generation is sound: no answer beats a wrong one. The log
                names the file.
        """
        served = self._served
        if served.warming.is_damaged:
            raise _NothingSound(
                f"génération {served.knowledge.generation} : un fichier a changé "
                "depuis sa publication",
                remedy="Revenez à une génération saine (`gtnum library rollback`) ou "
                "refaites les index (`gtnum reindex`).",
            )
        return _without_spoiled(served.knowledge)

    def original(self, sha256: str) -> Path | None:
        """Return the stored original file, or None.

        Raises:
            OriginalUnsound: If it is not what was read.
            OSError: If the system refuses to read it.
        """
        try:
            return self._library.originals.sound(sha256)
        except OriginalDamaged as damage:
            _LOG.error("%s", damage)
            raise OriginalUnsound(
                "Le fichier conservé de ce document n’est plus celui qui a été lu."
            ) from damage

    def original_problem(self, sha256: str) -> str:
        """Say what is wrong with an original, unless reading it would take long."""
        originals = self._library.originals
        path = originals.find(sha256)
        if path is None or path.stat().st_size > _READ_FOR_A_PAGE:
            return ""
        return originals.problem(sha256)

    def reasons(self) -> tuple[Reason, ...]:
        """Say why the service is not quite itself; nothing is read for it."""
        served = self._served
        return tuple(
            reasons_of(
                served.knowledge,
                served.warming,
                published=self._opening.published,
                passed_over=self._opening.passed_over,
                watcher=self._watcher,
            )
        )

    def doubt(self) -> None:
        """Compare every file that is served once more, since one could not be read.

        Once a minute at most; ``verified`` is false meanwhile.
        """
        served, now = self._served, time.monotonic()
        if now >= self._next_doubt:
            self._next_doubt = now + _GRACE_SECONDS
            served.knowledge.check_again()
            served.warming.check_again()

    def close(self) -> None:
        """Stop watching and release everything."""
        # Until it is gone it could open one more generation.
        self._watcher.stop()
        with ExitStack() as closing:  # from the last to the first, whatever fails
            closing.callback(self._release)
            closing.callback(self._served.close)
            for _, served in self._former:
                closing.callback(served.close)
            closing.callback(self._queries.close)

    def _turn(self) -> None:
        self.follow()
        self._bury(time.monotonic())

    def follow(self) -> bool:
        """Move over if another generation is to be served; say whether it was.

        What is damaged or cannot be opened is logged and told by ``reasons``, and the
        former generation goes on serving: an answer from yesterday beats no answer. It
        is tried again when somebody publishes, else more and more rarely.
        """
        with self._moving:
            served = self._served
            name: str | None = served.knowledge.generation
            if served.warming.damage is not None:
                self._opening.distrust(
                    served.knowledge.generation, served.warming.damage
                )
                name = None
            opened = self._opening.next(name)
            if opened is None:
                return False
            self._former.append((time.monotonic(), served))
            self._served = self._serve(opened)
            self._switch_queries()
            _LOG.info("now serving generation %s", opened.generation)
            return True

    def _serve(self, opened: Knowledge) -> _Served:
        return _Served.start(opened, on_damage=self._watcher.wake)

    def _switch_queries(self) -> None:
        name = self._served.knowledge.generation
        self._queries.switch(self._library.generation_folder(name) / "graph")

    def _bury(self, now: float) -> None:
        """Close the snapshots that no request can still be using."""
        while self._former and now - self._former[0][0] > _GRACE_SECONDS:
            self._former.pop(0)[1].close()


def _without_spoiled(knowledge: Knowledge) -> Knowledge:
    """Return a snapshot that offers no file to download that is damaged."""
    spoiled = knowledge.spoiled()
    if not spoiled:
        return knowledge
    kept = {
        name: download
        for name, download in knowledge.downloads.items()
        if f"{DUMPS}/{name}" not in spoiled
    }
    return replace(knowledge, downloads=kept)
