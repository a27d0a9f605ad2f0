"""Slows down whoever tries tokens, and nobody else.

After a few wrong tokens an address has to wait: its next attempts are looked at one
after another, with growing pauses, and what comes meanwhile is not looked at. A token
that was right from the same address before passes at once, so that a guesser behind the
same proxy does not lock its holder out. Attempts from elsewhere never notice.
"""

import asyncio
import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["GuessLimits", "TokenGuesses", "TooManyGuesses"]

_Proof = tuple[str, bytes]
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class GuessLimits:
    """What one address may try.

    Attributes:
        free: Wrong tokens that cost nothing: people mistype.
        first_pause_seconds: Before the next one; each wrong one doubles it.
        longest_pause_seconds: Where it stops growing.
        forgotten_seconds: Without a wrong token, after which all is as before.
        places: Attempts of an address that wait at one time.
        all_places: The same for all addresses together.
        remembered: Addresses and right tokens that are kept, the latest of each.
    """

    free: int = 5
    first_pause_seconds: float = 0.5
    longest_pause_seconds: float = 8.0
    forgotten_seconds: float = 600.0
    places: int = 2
    all_places: int = 100
    remembered: int = 4096


class TooManyGuesses(Exception):  # noqa: N818 - a verdict
    """An attempt that was not looked at.

    Args:
        retry_after_seconds: When the next one may be.
    """

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"come back in {retry_after_seconds} s")
        self.retry_after_seconds = retry_after_seconds


@dataclass(slots=True)
class _Guesser:
    wrong: int = 0
    last: float = 0.0
    waiting: int = 0


class TokenGuesses:
    """Looks at tokens for a whole application; used from its event loop alone.

    Args:
        limits: What one address may try.
        clock: Monotonic seconds.
        sleep: Waits as many seconds.
    """

    def __init__(
        self,
        limits: GuessLimits | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._limits = limits or GuessLimits()
        self._clock = clock
        self._sleep = sleep
        self._guessers: OrderedDict[str, _Guesser] = OrderedDict()
        self._proofs: OrderedDict[_Proof, None] = OrderedDict()
        self._waiting = 0

    async def owner(
        self, client: str, token: str, owner_of: Callable[[str], str | None]
    ) -> str | None:
        """Return who holds a token, or None.

        Args:
            client: Where the attempt comes from, by what it cannot change at will.
            token: What is tried.
            owner_of: Compares it.

        Raises:
            TooManyGuesses: If too many attempts of this address are waiting.
        """
        proof = (client, hashlib.sha256(token.encode("utf-8", "replace")).digest())
        pause = 0.0 if proof in self._proofs else self._pause(client)
        if pause:
            await self._wait(client, pause)
        owner = owner_of(token)
        if owner is None:
            self._count(client)
        else:
            _keep(self._proofs, proof, None, self._limits.remembered)
        return owner

    def _pause(self, client: str) -> float:
        guesser = self._guessers.get(client)
        if guesser is None:
            return 0.0
        limits = self._limits
        if self._clock() - guesser.last > limits.forgotten_seconds:
            del self._guessers[client]
            return 0.0
        doublings = guesser.wrong - limits.free
        if doublings < 0:
            return 0.0
        return min(
            limits.longest_pause_seconds,
            limits.first_pause_seconds * 2.0 ** min(doublings, 30),
        )

    async def _wait(self, client: str, pause: float) -> None:
        limits, guesser = self._limits, self._guessers[client]
        if guesser.waiting >= limits.places or self._waiting >= limits.all_places:
            raise TooManyGuesses(math.ceil(pause))
        guesser.waiting += 1
        self._waiting += 1
        try:
            await self._sleep(pause)
        finally:
            guesser.waiting -= 1
            self._waiting -= 1

    def _count(self, client: str) -> None:
        guesser = self._guessers.pop(client, None) or _Guesser()
        guesser.wrong += 1
        guesser.last = self._clock()
        _keep(self._guessers, client, guesser, self._limits.remembered)


def _keep(kept: OrderedDict[_Key, _Value], key: _Key, value: _Value, most: int) -> None:
    """Put something last, and drop what came first where there is too much."""
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)
