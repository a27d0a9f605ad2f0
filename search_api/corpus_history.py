"""What became of the documents of the corpus: came, changed, left, and when.

One event for each change that a reader can see, in the order in which the generations
were published. Every generation keeps the whole list, so that it survives reindexing
and the deletion of old generations; feeds, « nouveautés » and the OAI-PMH provider
read their dates from it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

__all__ = [
    "Change",
    "CorpusEvent",
    "CorpusHistory",
    "Differences",
    "DocumentLife",
    "Publication",
]

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Change(StrEnum):
    """What happened to a document."""

    CAME = "came"
    CHANGED = "changed"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class CorpusEvent:
    """One change of one document.

    Attributes:
        document: Identifier.
        change: What happened.
        at: When it was published, UTC, whole seconds.
        generation: In which.
        title: Of the document; when it left, the last one it had.
        sets: What it belongs to, each ``kind:…``, ``group:…`` or ``wave:…``.
        fingerprint: Of what a reader is told of it; empty where it is not known.
    """

    document: str
    change: Change
    at: datetime
    generation: str
    title: str = ""
    sets: tuple[str, ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class DocumentLife:
    """Where a document stands after all that happened to it.

    Attributes:
        document: Identifier.
        came: When it came into the corpus, for the last time.
        last: Its last event.
    """

    document: str
    came: datetime
    last: CorpusEvent

    @property
    def updated(self) -> datetime:
        """When it last came, changed or left."""
        return self.last.at

    @property
    def is_gone(self) -> bool:
        """Whether it left."""
        return self.last.change is Change.LEFT


@dataclass(frozen=True, slots=True)
class Publication:
    """A generation in which something changed."""

    generation: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs between two moments; each newest first, then by identifier."""

    came: tuple[DocumentLife, ...]
    changed: tuple[DocumentLife, ...]
    left: tuple[DocumentLife, ...]


class CorpusHistory:
    """All events of a corpus up to one generation.

    Args:
        events: In the order in which they happened.

    Attributes:
        events: The same.
        lives: Document → where it stands now; documents that left stay in it.

    >>> at = datetime(2026, 3, 5, tzinfo=UTC)
    >>> history = CorpusHistory([CorpusEvent("note", Change.CAME, at, "0001")])
    >>> history.lives["note"].is_gone
    False
    """

    def __init__(self, events: Iterable[CorpusEvent] = ()) -> None:
        self.events = tuple(events)
        self.lives: Mapping[str, DocumentLife] = _lives(self.events)

    @property
    def began(self) -> datetime:
        """Time of the first event; long ago where there is none."""
        return min((event.at for event in self.events), default=_NEVER)

    @property
    def ended(self) -> datetime:
        """Time of the last event; long ago where there is none."""
        return max((event.at for event in self.events), default=_NEVER)

    @property
    def publications(self) -> tuple[Publication, ...]:
        """Generations in which something changed, newest first."""
        known = {event.generation: event.at for event in self.events}
        found = [Publication(name, at) for name, at in known.items()]
        return tuple(reversed(found))

    def came(self, document: str) -> datetime:
        """Return when a document came; long ago for an unknown one."""
        life = self.lives.get(document)
        return _NEVER if life is None else life.came

    def updated(self, document: str) -> datetime:
        """Return when a document last changed; long ago for an unknown one."""
        life = self.lives.get(document)
        return _NEVER if life is None else life.updated

    def between(self, since: datetime, until: datetime | None = None) -> Differences:
        """Return what differs between the corpus at two moments.

        A document that came and left in between is in neither corpus, so it is not
        named.

        Args:
            since: What happened at that very moment counts as before.
            until: The last moment that counts; now when None.
        """
        last = self.ended if until is None else until
        before = _lives(event for event in self.events if event.at <= since)
        after = _lives(event for event in self.events if event.at <= last)
        touched = {e.document for e in self.events if since < e.at <= last}
        found: dict[Change, list[DocumentLife]] = {change: [] for change in Change}
        for name in touched:
            was = name in before and not before[name].is_gone
            life = after[name]
            if not was and life.is_gone:
                continue
            change = Change.CHANGED if was else Change.CAME
            found[Change.LEFT if life.is_gone else change].append(life)
        return Differences(*(_newest_first(found[change]) for change in Change))


def _newest_first(lives: Iterable[DocumentLife]) -> tuple[DocumentLife, ...]:
    by_name = sorted(lives, key=lambda life: life.document)
    return tuple(sorted(by_name, key=lambda life: life.updated, reverse=True))


def _lives(events: Iterable[CorpusEvent]) -> dict[str, DocumentLife]:
    found: dict[str, DocumentLife] = {}
    for event in events:
        known = found.get(event.document)
        is_new = known is None or event.change is Change.CAME
        came = event.at if known is None or is_new else known.came
        found[event.document] = DocumentLife(event.document, came, event)
    return found
