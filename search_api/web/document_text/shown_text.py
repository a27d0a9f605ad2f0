"""The words of the passages that a page shows, escaped, with their anchors and calls.

Every character of a document passes through ``words``: it is escaped there and nowhere
else, and there the places that links lead to are put between the characters.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from markupsafe import Markup

from ontology.model import Passage
from ontology.structure import Block, BlockKind
from search_api.web.document_text.block_tree import Node, walk
from search_api.web.excerpts import escaped

__all__ = ["ShownText"]

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_NOTES = 200
_AROUND = " \t\n[]()."


@dataclass(frozen=True, slots=True)
class _Call:
    end: int
    note: int


class ShownText:
    """The text of some passages, by the offsets of the document.

    Args:
        passages: In order of position; white space stands between them.
        nodes: Blocks of this part of the text.
        address_of: Gives the address of a passage.
    """

    def __init__(
        self,
        passages: Sequence[Passage],
        nodes: Sequence[Node],
        address_of: Callable[[Passage], str],
    ) -> None:
        self._passages = passages
        self._ends = [passage.end for passage in passages]
        self._address_of = address_of
        self._awaited: dict[int, Passage] = {}
        notes = [n.block for n in walk(nodes) if n.block.kind is BlockKind.NOTE]
        self._calls = self._found_calls(notes[:_MOST_NOTES])
        self._noted = {call.note for call in self._calls.values()}

    def expect(self, passages: Iterable[Passage]) -> None:
        """Have the anchors of passages put where their first character is written."""
        self._awaited.update((passage.start, passage) for passage in passages)

    def awaited(self, start: int, end: int) -> Passage | None:
        """Take the passage that begins with the first word between two offsets."""
        touching = self._touching(start, end)
        if not touching or touching[0].start < start:
            return None
        return self._awaited.pop(touching[0].start, None)

    def anchor(self, passage: Passage) -> Markup:
        """Return the sign that links to a passage."""
        return Markup(
            '<a class="anchor" href="{}" aria-label="Lien vers le passage {}">¶</a>'
        ).format(self._address_of(passage), passage.position + 1)

    def has_call(self, note: Block) -> bool:
        """Whether the call of a note was found, so that one can go back to it."""
        return note.start in self._noted

    def plain(self, start: int, end: int) -> str:
        """Return the characters between two offsets, with white space between."""
        pieces: list[str] = []
        last = start
        for passage in self._touching(start, end):
            if passage.start > last:
                pieces.append(" " if passage.start - last == 1 else "\n\n")
            low, high = max(start, passage.start), min(end, passage.end)
            pieces.append(passage.text[low - passage.start : high - passage.start])
            last = high
        return "".join(pieces)

    def words(self, start: int, end: int) -> Markup:
        """Return the characters between two offsets for people."""
        pieces: list[Markup] = []
        last = start
        for passage in self._touching(start, end):
            if passage.start > last:
                pieces.append(Markup(" "))
            if passage.start >= start and passage.start in self._awaited:
                pieces.append(self._place(self._awaited.pop(passage.start)))
            low, high = max(start, passage.start), min(end, passage.end)
            pieces += self._called(passage, low, high)
            last = high
        return Markup("").join(pieces)

    def solid(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where the first and behind the last visible character stand."""
        low = high = None
        for passage in self._touching(start, end):
            first, last = max(start, passage.start), min(end, passage.end)
            text = passage.text[first - passage.start : last - passage.start]
            if text.strip():
                if low is None:
                    low = first + len(text) - len(text.lstrip())
                high = first + len(text.rstrip())
        return None if low is None or high is None else (low, high)

    def gaps(
        self, start: int, end: int, pattern: re.Pattern[str]
    ) -> list[tuple[int, int]]:
        """Return where paragraphs are parted between two offsets."""
        found: list[tuple[int, int]] = []
        last = None
        for passage in self._touching(start, end):
            if last is not None and passage.start > last + 1:
                found.append((last, passage.start))
            low, high = max(start, passage.start), min(end, passage.end)
            found += [
                (passage.start + match.start(), passage.start + match.end())
                for match in pattern.finditer(
                    passage.text, low - passage.start, high - passage.start
                )
            ]
            last = high
        return found

    def _touching(self, start: int, end: int) -> list[Passage]:
        first = bisect_right(self._ends, start)
        return list(takewhile(lambda p: p.start < end, self._passages[first:]))

    def _place(self, passage: Passage) -> Markup:
        place = Markup('<span class="passage-start" id="passage-{}"></span>')
        return place.format(passage.position) + self.anchor(passage)

    def _called(self, passage: Passage, low: int, high: int) -> list[Markup]:
        pieces: list[Markup] = []
        for start, call in self._calls.items():
            if low <= start and call.end <= high:
                pieces.append(_part(passage, low, start))
                pieces.append(
                    Markup(
                        '<a class="call" role="doc-noteref" id="appel-{0}" '
                        'href="#note-{0}">{1}</a>'
                    ).format(call.note, _part(passage, start, call.end))
                )
                low = call.end
        pieces.append(_part(passage, low, high))
        return pieces

    def _found_calls(self, notes: Sequence[Block]) -> dict[int, _Call]:
        """Find the calls of notes: written one way, once, outside the notes."""
        found: dict[int, _Call] = {}
        for note in notes:
            label = note.label.strip(_AROUND)
            place = self._only_place(_forms(label), notes) if label else None
            if place is not None and place[0] not in found:
                found[place[0]] = _Call(place[1], note.start)
        return dict(sorted(found.items()))

    def _only_place(
        self, forms: Iterable[str], notes: Sequence[Block]
    ) -> tuple[int, int] | None:
        for form in forms:
            places = [
                (passage.start + match.start(), passage.start + match.end())
                for passage in self._passages
                for match in re.finditer(form, passage.text)
            ]
            outside = [
                place
                for place in places
                if not any(n.start <= place[0] < n.end for n in notes)
            ]
            if outside:
                # Twice the same call: which one is meant is not known.
                return outside[0] if len(outside) == 1 else None
        return None


def _forms(label: str) -> list[str]:
    """Return how a call is written, the surest first."""
    forms = [rf"\[{re.escape(label)}\]"]
    if label.isascii() and label.isdigit():
        raised = label.translate(_SUPERSCRIPTS)
        forms.append(rf"(?<![⁰¹²³⁴⁵⁶⁷⁸⁹]){raised}(?![⁰¹²³⁴⁵⁶⁷⁸⁹])")
        forms.append(rf"(?<=[^\W\d_]|[»”.,;!?)]){label}(?!\w)")
    elif not label.isalnum():
        forms.append(rf"(?<=\S){re.escape(label)}(?!\S*{re.escape(label)})")
    return forms


def _part(passage: Passage, start: int, end: int) -> Markup:
    return escaped(passage.text[start - passage.start : end - passage.start])
