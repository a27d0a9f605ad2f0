"""The history of the corpus in a generation: one JSON object a line, oldest first.

generations/0007/history.jsonl    what came, changed and left up to 0007

A generation takes over the list of the newest one on disk, which after a roll-back is
not its parent: what was published and is no more has left. Libraries made before there
were histories get one from the ledgers of the generations that are left.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from gtnum.errors import LibraryDamaged
from gtnum.library.generation import Generation
from ingest.durable_files import replacing
from ingest.ledger import Ledger, LedgerEntry
from search_api.corpus_history import Change, CorpusEvent, CorpusHistory

__all__ = [
    "HISTORY",
    "DocumentState",
    "continued",
    "from_ledgers",
    "read_history",
    "write_history",
]

HISTORY = "history.jsonl"

States = Callable[[Collection[str]], Mapping[str, "DocumentState"]]
"""From identifiers to what a reader is told of each document now."""


@dataclass(frozen=True, slots=True)
class DocumentState:
    """What a reader is told of a document, as far as changes of it matter.

    Attributes:
        title: As shown.
        sets: See ``CorpusEvent.sets``.
        fingerprint: Another one whenever something else would be told.
    """

    title: str
    sets: tuple[str, ...]
    fingerprint: str


def read_history(generation: Generation) -> CorpusHistory | None:
    """Return the history that a generation keeps, None where it keeps none.

    Raises:
        LibraryDamaged: If the file cannot be read, or is not what was published.
    """
    path = generation.folder / HISTORY
    if HISTORY in generation.manifest.files:
        # The next generation takes it over: a changed line would be told for ever.
        generation.verify(names=[HISTORY])
    if not path.is_file():
        return None
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        return CorpusHistory([_event(json.loads(line)) for line in lines if line])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as cause:
        raise LibraryDamaged(
            f"l’historique {path} ne peut pas être lu ({cause})",
            remedy="Revenez à une autre génération : `gtnum library rollback`.",
        ) from cause


def write_history(folder: Path, history: CorpusHistory) -> None:
    """Write a history into the folder of a generation.

    Raises:
        OSError: If the disk refuses.
    """
    with replacing(folder / HISTORY) as stream:
        for event in history.events:
            line = json.dumps(_fields(event), ensure_ascii=False)
            stream.write(f"{line}\n".encode())


def continued(
    history: CorpusHistory,
    *,
    present: Collection[str],
    touched: Collection[str],
    states: States,
    generation: str,
    at: datetime,
) -> CorpusHistory:
    """Return a history with what the next generation changes.

    Args:
        history: Up to the generation before.
        present: All documents of the next one.
        touched: Those that may differ from before.
        states: What is told of documents of the next one.
        generation: Its name.
        at: When it is published; never before what is already told.
    """
    moment = max(at.astimezone(UTC).replace(microsecond=0), history.ended)
    here = {name for name, life in history.lives.items() if not life.is_gone}
    unknown = {
        name for name in here & set(present) if not history.lives[name].last.fingerprint
    }
    asked = (set(present) - here) | (set(touched) & set(present)) | unknown
    now = states(sorted(asked))
    known = _completed(history, {name: now[name] for name in unknown if name in now})
    found: list[CorpusEvent] = []
    for name in sorted(asked & now.keys()):
        state, life = now[name], known.lives.get(name)
        change = Change.CHANGED
        if life is None or life.is_gone:
            change = Change.CAME
        elif life.last.fingerprint == state.fingerprint:
            continue
        found.append(
            CorpusEvent(
                name,
                change,
                moment,
                generation,
                state.title,
                sets=state.sets,
                fingerprint=state.fingerprint,
            )
        )
    for name in sorted(here - set(present)):
        last = known.lives[name].last
        gone = replace(last, change=Change.LEFT, at=moment, generation=generation)
        found.append(gone)
    return CorpusHistory([*known.events, *found])


def _completed(
    history: CorpusHistory, states: Mapping[str, DocumentState]
) -> CorpusHistory:
    """Fill in what ledgers do not know: no reader can tell that anything changed."""
    if not states:
        return history
    return CorpusHistory(
        replace(
            event,
            title=states[event.document].title,
            sets=states[event.document].sets,
            fingerprint=states[event.document].fingerprint,
        )
        if event.document in states
        else event
        for event in history.events
    )


def from_ledgers(generations: Iterable[Generation]) -> CorpusHistory:
    """Return what the ledgers of generations tell, oldest generation first.

    Raises:
        IngestError: If a ledger is damaged.
        ValueError: If a manifest has no readable date.
    """
    events: list[CorpusEvent] = []
    before: dict[str, LedgerEntry] = {}
    for generation in generations:
        at = datetime.fromisoformat(generation.manifest.created_at).astimezone(UTC)
        now = {
            entry.document: entry
            for entry in Ledger.load(generation.ledger)
            if entry.document
        }
        changes = {
            **dict.fromkeys(before.keys() - now.keys(), Change.LEFT),
            **dict.fromkeys(now.keys() - before.keys(), Change.CAME),
            **{
                name: Change.CHANGED
                for name in now.keys() & before.keys()
                if now[name].sha256 != before[name].sha256
            },
        }
        events += [
            CorpusEvent(
                name,
                change,
                at.replace(microsecond=0),
                generation.name,
                (now.get(name) or before[name]).title or name,
            )
            for name, change in sorted(changes.items())
        ]
        before = now
    return CorpusHistory(events)


def _fields(event: CorpusEvent) -> dict[str, object]:
    return {
        "document": event.document,
        "change": event.change.value,
        "at": event.at.isoformat(),
        "generation": event.generation,
        "title": event.title,
        "sets": list(event.sets),
        "fingerprint": event.fingerprint,
    }


def _event(fields: dict[str, object]) -> CorpusEvent:
    names = fields["sets"]
    if not isinstance(names, list):
        raise TypeError("« sets » n’est pas une liste")
    return CorpusEvent(
        document=str(fields["document"]),
        change=Change(str(fields["change"])),
        at=datetime.fromisoformat(str(fields["at"])).astimezone(UTC),
        generation=str(fields["generation"]),
        title=str(fields["title"]),
        sets=tuple(str(name) for name in names),
        fingerprint=str(fields["fingerprint"]),
    )
