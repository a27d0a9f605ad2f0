"""How much time each was given of late: what is long ago counts less and less.

Whoever shares something scarce asks it whose turn is next: places for requests in the
web, workers for queries in the graph.
"""

from typing import Final, Generic, TypeVar

__all__ = ["RecentTimes"]

_NOTHING_SECONDS: Final = 1e-4
_MOST: Final = 4_096

_Key = TypeVar("_Key")


class RecentTimes(Generic[_Key]):
    """Sums of seconds by key that fade; bounded in number; not for several threads.

    Args:
        half_life_seconds: After as long, half of what was given counts.
    """

    def __init__(self, half_life_seconds: float) -> None:
        self._half_life = half_life_seconds
        self._sums: dict[_Key, tuple[float, float]] = {}

    def __len__(self) -> int:
        """Return how many keys are remembered."""
        return len(self._sums)

    def faded(self, seconds: float, age_seconds: float) -> float:
        """Return what is left of some seconds after a while."""
        return float(seconds * 0.5 ** (age_seconds / self._half_life))

    def of(self, key: _Key, now: float) -> float:
        """Return what a key was given of late, in seconds.

        Args:
            key: Anybody; an unknown one was given nothing.
            now: By the clock of ``add``.
        """
        seconds, then = self._sums.get(key, (0.0, now))
        return self.faded(seconds, now - then)

    def add(self, key: _Key, seconds: float, now: float) -> None:
        """Give a key some more; less than nothing takes back what was too much."""
        if key not in self._sums and len(self._sums) >= _MOST:
            self._forget(now)
        self._sums[key] = (max(0.0, self.of(key, now) + seconds), now)

    def _forget(self, now: float) -> None:
        """Forget who was given next to nothing; where that is nobody, the lesser half.

        A crowd of many thousand addresses cannot fill the memory.
        """
        kept = {
            key: each
            for key, each in self._sums.items()
            if self.of(key, now) > _NOTHING_SECONDS
        }
        if len(kept) >= _MOST:
            dearest = sorted(kept, key=lambda key: -self.of(key, now))
            kept = {key: kept[key] for key in dearest[: _MOST // 2]}
        self._sums = kept
