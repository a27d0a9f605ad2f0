"""Tasks for related work, made from a folder of notes that nobody wrote for us.

    halves        first half of a note     ─▶ its second half
    beginnings    its first 150 words      ─▶ the rest
    translations  a note in English        ─▶ the same in French, both in one library
    triples       the beginnings of three  ─▶ the second halves of all three
    strangers     texts on other subjects  ─▶ nothing

The notes are Markdown with front matter; two with one ``translationKey`` are the same
in two languages. A text is cut between paragraphs.
"""

import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Draft", "Note", "Tasks", "read_notes", "strangers", "tasks"]

BEGINNING = 150
"""Words of a short draft."""

TRIPLES = 100
_SHORTEST = 300
"""Words of a note that is long enough to be cut."""

_SEED = 20261201
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_KEY = re.compile(r"^translationKey: *(.+)$", re.MULTILINE)
_TITLE = re.compile(r"^title: *'?(.+?)'? *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Note:
    """A note in one language.

    Attributes:
        key: The same for its translations; a file name without ending.
        title: Its own.
        paragraphs: Of its body, in order.
    """

    key: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft and what it should find.

    Attributes:
        text: As somebody would paste it.
        wanted: Names of documents; empty where nothing is related.
    """

    text: str
    wanted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tasks:
    """Drafts over one library.

    Attributes:
        texts: Name → text of each document of the library.
        drafts: Name of the task → its drafts.
    """

    texts: Mapping[str, str]
    drafts: Mapping[str, Sequence[Draft]]


def read_notes(folder: Path) -> list[Note]:
    """Return the notes of a folder that are long enough, by their keys.

    Raises:
        OSError: If the folder cannot be read.
    """
    notes = []
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        front = _FRONT.match(text)
        head, body = (front[1], text[front.end() :]) if front else ("", text)
        key, title = _KEY.search(head), _TITLE.search(head)
        paragraphs = tuple(p.strip() for p in body.split("\n\n") if p.strip())
        if sum(len(p.split()) for p in paragraphs) >= _SHORTEST and len(paragraphs) > 1:
            name = re.sub(r"\W+", "-", key[1].strip() if key else path.stem)
            notes.append(Note(name, title[1].strip() if title else "", paragraphs))
    return sorted(notes, key=lambda note: note.key)


def tasks(french: Sequence[Note], english: Sequence[Note] = ()) -> list[Tasks]:
    """Return the tasks of notes, one library each."""
    halves = {note.key: _cut(note, _words(note) // 2) for note in french}
    begun = {note.key: _cut(note, BEGINNING) for note in french}
    found = [
        Tasks(
            {key: rest for key, (_, rest) in halves.items()},
            {
                "halves": [_draft(first, key) for key, (first, _) in halves.items()],
                "triples": _triples(begun),
            },
        ),
        Tasks(
            {key: rest for key, (_, rest) in begun.items()},
            {"beginnings": [_draft(first, key) for key, (first, _) in begun.items()]},
        ),
    ]
    known = {note.key for note in french}
    pairs = [note for note in english if note.key in known]
    if pairs:
        mixed = {f"fr-{note.key}": _whole(note) for note in french}
        # Others in the draft's own language stand beside the translation.
        mixed |= {f"en-{note.key}": _whole(note) for note in pairs[::2]}
        drafts = [_draft(_whole(note), f"fr-{note.key}") for note in pairs[1::2]]
        found.append(Tasks(mixed, {"translations": drafts}))
    return found


def strangers(sets: Sequence[Path], *, each: int) -> list[Draft]:
    """Return drafts on other subjects: texts of evaluation sets, evenly taken.

    Args:
        sets: Folders with ``corpus.jsonl``.
        each: How many of each.

    Raises:
        OSError: If a set cannot be read.
    """
    drafts = []
    for folder in sets:
        lines = (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        texts = [f"{row.get('title', '')}\n\n{row['text']}".strip() for row in rows]
        long = [text for text in texts if len(text.split()) >= 40]
        step = max(1, len(long) // each)
        drafts += [Draft(text, frozenset()) for text in long[::step][:each]]
    return drafts


def _draft(text: str, *wanted: str) -> Draft:
    return Draft(text, frozenset(wanted))


def _triples(begun: Mapping[str, tuple[str, str]]) -> list[Draft]:
    chance = random.Random(_SEED)  # noqa: S311 - a sample, no secret
    keys = sorted(begun)
    drafts = []
    for _ in range(TRIPLES):
        three = chance.sample(keys, 3)
        drafts.append(_draft("\n\n".join(begun[key][0] for key in three), *three))
    return drafts


def _words(note: Note) -> int:
    return sum(len(paragraph.split()) for paragraph in note.paragraphs)


def _whole(note: Note) -> str:
    return "\n\n".join((f"# {note.title}", *note.paragraphs))


def _cut(note: Note, words: int) -> tuple[str, str]:
    """Return the paragraphs up to so many words with the title, and the others."""
    seen = place = 0
    for place, paragraph in enumerate(note.paragraphs[:-1], 1):  # noqa: B007
        seen += len(paragraph.split())
        if seen >= words:
            break
    first = "\n\n".join((note.title, *note.paragraphs[:place]))
    return first, "\n\n".join(note.paragraphs[place:])
