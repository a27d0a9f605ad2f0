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
_LONGEST_PAUSE = 60.0


class Warming:
    """The first uses of one generation, made in the background, in order.

    Args:
        generation: Its name, for the log.
        first_uses: Called once each; one that fails is logged and fails nothing else:
            what it should have read is read, or fails, at the question that needs it.
        check: Called last; where it raises a ``KnowledgeError``, the generation is
            damaged. After any other failure it is called again, more and more rarely.
        on_damage: Called once when it is found damaged.
        first_pause_seconds: Before ``check`` is called again; doubled each time.

    Attributes:
        damage: What ``check`` found, or None; nothing may be answered afterwards.
        failure: What kept the last use or check from its end; empty while all is well.
        has_failed_check: Whether that was the check, which then is still to be done.
    """

    def __init__(
        self,
        generation: str,
        first_uses: Sequence[Callable[[], object]],
        *,
        check: Callable[[], object] = lambda: None,
        on_damage: Callable[[], object] = lambda: None,
        first_pause_seconds: float = 1.0,
    ) -> None:
        self.damage: KnowledgeError | None = None
        self.failure = ""
        self.has_failed_check = False
        self._generation = generation
        self._first_uses = first_uses
        self._check = check
        self._on_damage = on_damage
        self._first_pause_seconds = first_pause_seconds
        self._stopped, self._again = threading.Event(), threading.Event()
        self._thread = threading.Thread(
            target=self._run, name=f"warming-{generation}", daemon=True
        )
        self._thread.start()

    @property
    def is_damaged(self) -> bool:
        """Whether ``check`` found damage."""
        return self.damage is not None

    def check_again(self) -> None:
        """Call ``check`` once more, in the thread that calls it."""
        self._again.set()

    def stop(self) -> None:
        """Begin nothing more and wait for what is being read.

        Only then may the generation be closed: an index that is closed while it is
        searched would take the process with it.
        """
        self._stopped.set()
        self._again.set()
        if self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        started = time.monotonic()
        for use in self._first_uses:
            if self._stopped.is_set():
                return
            try:
                use()
            except BaseException as failure:  # noqa: BLE001 - the outermost frame: what one use meets must not keep the others and the check from being done
                self._note("not warm", failure)
        if self._check_to_the_end():
            seconds = time.monotonic() - started
            _LOG.info("generation %s is warm after %.2f s", self._generation, seconds)
        while not self._stopped.is_set() and not self.is_damaged:
            self._again.wait()
            self._again.clear()
            if not self._stopped.is_set():
                self._check_to_the_end()

    def _check_to_the_end(self) -> bool:
        """Check until that comes to an end; say whether it did before the stop."""
        pause = self._first_pause_seconds
        while not self._is_checked():
            if self._stopped.wait(pause):
                return False
            pause = min(2 * pause, _LONGEST_PAUSE)
        return True

    def _is_checked(self) -> bool:
        """Check the generation; say whether that came to an end."""
        try:
            self._check()
        except KnowledgeError as found:
            _LOG.error("generation %s is damaged: %s", self._generation, found)
            self.damage = found
            self._on_damage()
        except BaseException as failure:  # noqa: BLE001 - the outermost frame: it is tried again
            self._note("not checked", failure)
            self.has_failed_check = True
            return False
        else:
            if self.has_failed_check:
                self.failure, self.has_failed_check = "", False
        return True

    def _note(self, what: str, failure: BaseException) -> None:
        """Log a failure; one that nobody expected with where it came from."""
        is_foreign = not isinstance(failure, (KnowledgeError, OSError))
        _LOG.warning(
            "generation %s %s: %s",
            self._generation,
            what,
            failure,
            exc_info=failure if is_foreign else None,
        )
        self.failure = f"{type(failure).__name__}: {failure}"
