"""Reads ``Accept`` headers: which media types a client wants, and how much."""

from dataclasses import dataclass

__all__ = ["Acceptance", "MediaRange"]

_LONGEST_HEADER = 4_000


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One range of an ``Accept`` header, for example ``text/*`` with weight 0.5."""

    main: str
    sub: str
    weight: float

    def precision(self, media_type: str) -> int:
        """Return how exactly the range fits: 2 exact, 1 main type, 0 any, -1 not."""
        main, _, sub = media_type.partition("/")
        if (self.main, self.sub) == (main, sub):
            return 2
        if (self.main, self.sub) == (main, "*"):
            return 1
        return 0 if (self.main, self.sub) == ("*", "*") else -1


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What an ``Accept`` header says.

    >>> accepted = Acceptance.parse("text/html, */*;q=0.1")
    >>> accepted.weight("text/html"), accepted.weight("application/json")
    (1.0, 0.1)
    >>> accepted.prefers_html
    True
    >>> Acceptance.parse("").prefers_html
    False
    """

    ranges: tuple[MediaRange, ...]

    @classmethod
    def parse(cls, header: str) -> "Acceptance":
        """Read a header; parts that make no sense are left out, as RFC 9110 allows."""
        parts = header[:_LONGEST_HEADER].split(",")
        ranges = (_media_range(part) for part in parts)
        return cls(tuple(found for found in ranges if found is not None))

    def weight(self, media_type: str) -> float:
        """Return the weight for a media type, from 0 (refused) to 1."""
        if not self.ranges:
            return 1.0
        fitting = [
            (found.precision(media_type), found.weight)
            for found in self.ranges
            if found.precision(media_type) >= 0
        ]
        return max(fitting)[1] if fitting else 0.0

    @property
    def prefers_html(self) -> bool:
        """Whether a person reads the answer: HTML is named, and JSON not before it."""
        named = any(
            found.precision("text/html") == 2 and found.weight > 0
            for found in self.ranges
        )
        return named and self.weight("text/html") >= self.weight("application/json")


def _media_range(part: str) -> MediaRange | None:
    name, *parameters = (piece.strip() for piece in part.lower().split(";"))
    main, slash, sub = name.partition("/")
    if not (main and slash and sub):
        return None
    weight = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                weight = min(max(float(value), 0.0), 1.0)
            except ValueError:
                return None
    return MediaRange(main, sub, weight)
