"""Opens what a service shall serve: the published generation, or what stands in for it.

It remembers what it passed over, and when to try that again: at once where somebody
publishes, else more and more rarely.
"""

import logging
import time
from collections.abc import Callable

from graph.errors import StoreError, StoreUnavailable
from gtnum.errors import LibraryDamaged, LibraryMissing
from gtnum.library.file_checks import LOST
from gtnum.library.generation import Generation
from gtnum.library.generation_choice import Choice, PassedOver
from gtnum.library.library_folder import Library
from ontology.errors import KnowledgeError
from search_api.errors import IndexDamaged
from search_api.web.services import Knowledge

__all__ = ["SoundOpening"]

_LOG = logging.getLogger(__name__)
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
_DAMAGE = (LibraryDamaged, StoreError, IndexDamaged)
# What foreign engines raise at files that are not theirs, where no border caught it.
_FOREIGN = (RuntimeError, ValueError, EOFError)


class SoundOpening:
    """Finds and opens sound generations of a library; one thread at a time.

    Args:
        library: Where generations are published.
        open_knowledge: Opens one; raises where it is damaged.
        clock: Monotonic seconds.

    Attributes:
        published: Name of the generation that should be served, as last seen; None
            where ``CURRENT`` names none.
        passed_over: What is not served because it is damaged.
    """

    def __init__(
        self,
        library: Library,
        open_knowledge: Callable[[Generation], Knowledge],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.published: str | None = None
        self.passed_over: tuple[PassedOver, ...] = ()
        self._library = library
        self._open = open_knowledge
        self._clock = clock
        self._distrusted: dict[str, PassedOver] = {}
        self._seen: tuple[object, str | None] | None = None
        self._pause, self._next_try = _FIRST_PAUSE, 0.0

    def first(self) -> Knowledge:
        """Open the first snapshot of a service.

        Raises:
            LibraryMissing: If nothing was ever published.
            LibraryDamaged: If no generation is sound.
            KnowledgeError: If the published one does not fit the settings.
            OSError: If the system refuses for a reason that is no damage.
        """
        state = self._library.pointer_state()
        opened, choice = self._opened(None, is_first=True)
        self._seen = (state, choice.require(self._library.root).name)
        return opened[0]

    def next(self, served: str | None) -> Knowledge | None:
        """Open what shall be served in place of what is; None where nothing shall.

        Args:
            served: Name of the sound generation that is served; None where what is
                served is damaged.

        Raises:
            OSError: If the system refuses for a reason that is no damage.
        """
        if not self._has_to_look(served):
            return None
        opened, _ = self._opened(served, is_first=False)
        return opened[0] if opened else None

    def distrust(self, name: str, damage: KnowledgeError) -> None:
        """Open a generation no more until somebody publishes."""
        if name not in self._distrusted:
            self._distrusted[name] = PassedOver(name, _as_damage(name, damage))

    def _has_to_look(self, served: str | None) -> bool:
        seen = (self._library.pointer_state(), served)
        self.published = self._library.published_or_none()
        if seen != self._seen:
            if self._seen is None or seen[0] != self._seen[0]:
                # What was damaged may have been put right.
                self._distrusted.clear()
            self._seen, self._pause = seen, _FIRST_PAUSE
            return True
        is_right = served is not None and served == self.published
        return not is_right and self._clock() >= self._next_try

    def _opened(
        self, served: str | None, *, is_first: bool
    ) -> tuple[list[Knowledge], Choice]:
        self.published = self._library.published_or_none()
        opened: list[Knowledge] = []

        def verify(generation: Generation) -> None:
            if generation.name == served:
                return
            is_asked = is_first and generation.name == self.published
            opened.append(self._open_one(generation, may_not_fit=not is_asked))

        try:
            choice = self._library.choose(verify, skip=self._distrusted)
        except LibraryMissing as gone:
            if is_first:
                raise
            lost = LibraryDamaged(gone.message, remedy=gone.remedy)
            choice = Choice(None, (PassedOver("CURRENT", lost),))
        self._remember((*self._distrusted.values(), *choice.passed_over))
        return opened, choice

    def _remember(self, passed_over: tuple[PassedOver, ...]) -> None:
        known = {one.name for one in self.passed_over}
        for one in passed_over:
            if one.name not in known:
                _LOG.error("%s is passed over: %s", one.name, one.damage)
        self.passed_over = passed_over
        self._next_try = self._clock() + self._pause
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)

    def _open_one(self, generation: Generation, *, may_not_fit: bool) -> Knowledge:
        """Open a generation.

        Raises:
            LibraryDamaged: If it is damaged or, where it may, does not fit settings.
            KnowledgeError: If it does not fit the settings, or the system refuses.
            OSError: If the system refuses for a reason that is no damage.
        """
        try:
            return self._open(generation)
        except StoreUnavailable:
            raise  # the system refuses; that is no damage
        except _DAMAGE as damage:
            raise _as_damage(generation.name, damage) from damage
        except KnowledgeError as unfit:
            if not may_not_fit:
                raise
            raise _as_damage(generation.name, unfit) from unfit
        except OSError as failure:
            if failure.errno not in LOST:
                raise
            raise _as_damage(generation.name, failure) from failure
        except _FOREIGN as failure:
            _LOG.exception("generation %s cannot be opened", generation.name)
            raise _as_damage(generation.name, failure) from failure


def _as_damage(name: str, failure: Exception) -> LibraryDamaged:
    if isinstance(failure, LibraryDamaged):
        return failure
    if isinstance(failure, KnowledgeError):
        return LibraryDamaged(
            f"génération {name} : {failure.message}", remedy=failure.remedy
        )
    return LibraryDamaged(
        f"la génération {name} ne s’ouvre pas ({type(failure).__name__} : {failure})",
        remedy="Vérifiez la bibliothèque : `gtnum library verify --all`.",
    )
