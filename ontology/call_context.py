"""Who a piece of work is done for, and whether anybody still waits for it.

Threads cannot be stopped, only asked to: what takes long asks ``checkpoint()`` between
its stages, and what waits is woken by ``CallContext.on_cancel``. The context travels in
a context variable, so that a search, a draft or a query need not hand it on. It stands
in the lowest package because all others must ask it.

    web ──serving(context)──▶ search, drafts, SPARQL ──checkpoint()──▶ CallCancelled
     └──cancel(CLIENT_GONE) when the client hangs up

Without a caller (command line, tests) nothing is ever cancelled.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Final

from ontology.errors import KnowledgeError

__all__ = [
    "CallCancelled",
    "CallContext",
    "CancelReason",
    "checkpoint",
    "current_call",
    "serving",
]


class CancelReason(StrEnum):
    """Why nobody waits for an answer any more."""

    CLIENT_GONE = "client-gone"
    DEADLINE = "deadline"


_MESSAGES: Final = {
    CancelReason.CLIENT_GONE: "le client est parti avant sa réponse",
    CancelReason.DEADLINE: "la réponse n’était pas prête à temps",
}


class CallCancelled(KnowledgeError):  # noqa: N818 - what was wanted, not a fault
    """Work was stopped because nobody waits for its result.

    Attributes:
        reason: Why.
    """

    def __init__(self, reason: CancelReason) -> None:
        super().__init__(
            _MESSAGES[reason], remedy="Demandez moins, ou réessayez plus tard."
        )
        self.reason = reason


class CallContext:
    """One call from outside; safe to use from several threads.

    Args:
        client: Whose call it is; calls of one client share what is given to clients.
    """

    def __init__(self, client: str = "") -> None:
        self.client = client
        self._reason: CancelReason | None = None
        # Held while actions run: who has left ``on_cancel`` is never acted upon.
        self._lock = threading.RLock()
        self._actions: dict[int, Callable[[], object]] = {}
        self._next = 0

    @property
    def reason(self) -> CancelReason | None:
        """Return why the call was cancelled, None while somebody waits."""
        return self._reason

    def cancel(self, reason: CancelReason) -> None:
        """Say that nobody waits any more; only the first reason counts."""
        with self._lock:
            if self._reason is not None:
                return
            self._reason = reason
            actions, self._actions = self._actions, {}
            for action in actions.values():
                action()

    def check(self) -> None:
        """Go on only if somebody waits.

        Raises:
            CallCancelled: If nobody does.
        """
        if self._reason is not None:
            raise CallCancelled(self._reason)

    @contextmanager
    def on_cancel(self, action: Callable[[], object]) -> Iterator[None]:
        """Have an action run once if the call is cancelled during the block.

        Args:
            action: Must neither wait nor raise: it runs in the thread that cancels,
                or at once where the call was cancelled before.
        """
        with self._lock:
            number, self._next = self._next, self._next + 1
            if self._reason is None:
                self._actions[number] = action
            else:
                action()
        try:
            yield
        finally:
            with self._lock:
                self._actions.pop(number, None)


_NOBODY: Final = CallContext()
_CURRENT: Final[ContextVar[CallContext]] = ContextVar("call_context", default=_NOBODY)


def current_call() -> CallContext:
    """Return the context of the call that this thread or task works for."""
    return _CURRENT.get()


def checkpoint() -> None:
    """Go on only if somebody waits for the current call.

    Raises:
        CallCancelled: If nobody does.
    """
    _CURRENT.get().check()


@contextmanager
def serving(context: CallContext) -> Iterator[CallContext]:
    """Make this the current call for the duration of the block."""
    token = _CURRENT.set(context)
    try:
        yield context
    finally:
        _CURRENT.reset(token)
