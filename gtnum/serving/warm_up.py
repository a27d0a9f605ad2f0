"""Reads ahead, in a thread of its own, what a generation reads at its first questions.

Names, facts and titles are read when somebody first needs them. Nobody has to be that
somebody: a service reads them as soon as a generation is opened, and answers meanwhile.
Afterwards it compares with their checksums the files that opening had no time for.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence

from ontology.errors import KnowledgeError

__all__ = ["Warming"]

_LOG = logging.getLogger(__name__)


class Warming:
    """The first uses of one generation, made in the background, in order.

    Args:
        generation: Its name, for the log.
        first_uses: Called once each; one that fails is logged and fails nothing else:
            what it should have read is read, or fails, at the question that needs it.
        check: Called last; where it fails, the generation is damaged.

    Attributes:
        is_damaged: Whether ``check`` failed; nothing may be answered afterwards.
    """

    def __init__(
        self,
        generation: str,
        first_uses: Sequence[Callable[[], object]],
        *,
        check: Callable[[], object] = lambda: None,
    ) -> None:
        self.is_damaged = False
        self._generation = generation
        self._first_uses = first_uses
        self._check = check
        self._stopped = threading.Event()
        self._thread = threading.Thread(
            target=self._run, name=f"warming-{generation}", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Begin nothing more and wait for what is being read.

        Only then may the generation be closed: an index that is closed while it is
        searched would take the process with it.
        """
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        started = time.monotonic()
        for use in self._first_uses:
            if self._stopped.is_set():
                return
            try:
                use()
            except (KnowledgeError, OSError) as failure:
                _LOG.warning("generation %s not warm: %s", self._generation, failure)
        self._look_for_damage()
        seconds = time.monotonic() - started
        _LOG.info("generation %s is warm after %.2f s", self._generation, seconds)

    def _look_for_damage(self) -> None:
        try:
            self._check()
        except KnowledgeError as found:
            _LOG.error("generation %s is damaged: %s", self._generation, found)
            self.is_damaged = True
        except OSError as failure:
            _LOG.warning("generation %s not checked: %s", self._generation, failure)
