"""Académies, régions académiques and the services that are named after them.

A name of a place alone names a town or a province. It names an académie only behind a
head: *académie de Poitiers*, *rectorats de Nantes et de Rennes*, *Académies citées :
Besançon, Clermont-Ferrand, Paris*. The head decides what the place is: *Normandie* is
an académie and a région académique.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ingest.linking.morphology import CONNECTORS
from ingest.linking.name_trie import Form, Method, Reference, Trie
from ingest.linking.word_keys import BREAK, Words, cut, key_of
from ontology.model import Entity, EntityKind

__all__ = ["Places", "Territory"]

_ACADEMY_HEAD = re.compile(
    r"(?i)^(?:académie|rectorat)\s+(?:de\s+l[’']|d[’']|du\s|de\s)?\s*"
)
_REGION_HEAD = re.compile(
    r"(?i)^(?:rectorat\s+de\s+(?:la\s+)?)?région\s+académique\s+(?:d[’']|du\s|de\s)?\s*"
)
_SERVICE_HEADS: Final = frozenset({"drane", "dane", "drne", "srne", "dan"})
_SERVICE = re.compile(
    r"(?i)^(?P<head>DRANE|DANE|DRNE|SRNE|DAN)\s+"
    r"(?:de\s+l[’']|d[’']|du\s|de\s)?\s*(?:académie\s+(?:d[’']|de\s)|région\s+académique"
    r"\s+(?:d[’']|de\s)?)?\s*(?P<place>.+)$"
)
_MOST_CONNECTORS: Final = 4
_LONGEST_INTRODUCTION: Final = 6


@dataclass(frozen=True, slots=True)
class Territory:
    """Words ``first`` to ``last``, both included, that name a territory or service."""

    first: int
    last: int
    reference: Reference
    method: Method


class Places:
    """Finds territories by head and place.

    Args:
        entities: All entities; other kinds than the three are passed over.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        forms: list[Form] = []
        self._services: dict[tuple[str, tuple[str, ...]], Reference] = {}
        for entity in entities:
            reference = (entity.kind, entity.identifier)
            if entity.kind is EntityKind.ACADEMY:
                forms += self._places(entity, _ACADEMY_HEAD)
            elif entity.kind is EntityKind.REGION:
                forms += self._places(entity, _REGION_HEAD)
            elif entity.kind is EntityKind.SERVICE:
                for label in entity.labels:
                    found = _SERVICE.match(label.text)
                    if found:
                        place = cut(found["place"]).keys
                        head = key_of(found["head"])
                        self._services.setdefault((head, place), reference)
                        forms.append(Form(reference, found["place"], Method.TERRITORY))
        self._trie = Trie(forms)

    @staticmethod
    def _places(entity: Entity, head: re.Pattern[str]) -> Iterator[Form]:
        for label in entity.labels:
            text = head.sub("", label.text)
            yield Form((entity.kind, entity.identifier), text, Method.TERRITORY)
            without_article = re.sub(r"^L[ae] ", "", text)
            if without_article != text:
                reference = (entity.kind, entity.identifier)
                yield Form(reference, without_article, Method.TERRITORY)

    def find(self, words: Words) -> Iterator[Territory]:
        """Yield the territories and services of a text in order."""
        for position, key in enumerate(words.keys):
            if key in _SERVICE_HEADS and words.word(position)[:2].isupper():
                yield from self._service(words, position)
            elif key in {"academie", "rectorat"}:
                yield from self._headed(words, position, EntityKind.ACADEMY)
            elif key == "academique" and words.keys[position - 1] == "region":
                yield from self._headed(words, position, EntityKind.REGION)

    def _service(self, words: Words, head: int) -> Iterator[Territory]:
        start = head + 1
        skipped = CONNECTORS | {"academie", "region", "academique", "site"}
        for first in range(start, min(start + 2 * _MOST_CONNECTORS, len(words.keys))):
            hit = self._trie.longest(words, first)
            if hit and words.word(first)[:1].isupper():
                key = (words.keys[head], words.keys[first : hit.last + 1])
                reference = self._services.get(key)
                if reference:
                    yield Territory(head, hit.last, reference, Method.TERRITORY)
                return
            if words.keys[first] not in skipped:
                return

    def _headed(self, words: Words, head: int, kind: EntityKind) -> Iterator[Territory]:
        plural = words.word(head).lower().endswith("s")
        first = self._place(words, head + 1, kind)
        if first is None and plural:
            first = self._introduced(words, head, kind)
        if first is None:
            return
        if not plural:
            begin = head - 1 if kind is EntityKind.REGION else head
            yield Territory(begin, first.last, first.reference, Method.TERRITORY)
            return
        item: Territory | None = first
        while item is not None:
            yield item
            item = self._next_item(words, item.last, kind)

    def _introduced(
        self, words: Words, head: int, kind: EntityKind
    ) -> Territory | None:
        """Return the first place behind the colon of *académies citées :*."""
        for position in range(head, min(head + _LONGEST_INTRODUCTION, len(words.keys))):
            if words.keys[position] == BREAK:
                return None
            if ":" in words.gap(position):
                return self._place(words, position + 1, kind)
        return None

    def _next_item(self, words: Words, last: int, kind: EntityKind) -> Territory | None:
        gap, following = words.gap(last), last + 1
        if (
            words.word(following) == ""
            and gap.strip() == ""
            and following < len(words.keys)
        ):
            # A semicolon is a break elsewhere, and a comma of such a list.
            if words.text[words.ends[last] :].lstrip()[:1] != ";":
                return None
            return self._place(words, following + 1, kind)
        if words.keys[following : following + 1] in (("et",), ("ou",)):
            return self._place(words, following + 1, kind)
        return self._place(words, following, kind) if gap.strip() == "," else None

    def _place(self, words: Words, start: int, kind: EntityKind) -> Territory | None:
        for first in range(start, min(start + _MOST_CONNECTORS, len(words.keys))):
            hit = self._trie.longest(words, first)
            if hit and words.word(first)[:1].isupper():
                return self._choose(first, hit.last, hit.forms, kind)
            if words.keys[first] not in CONNECTORS or words.gap(first).strip(
                "’' \n\u00a0\u202f"
            ):
                return None
        return None

    @staticmethod
    def _choose(
        first: int, last: int, forms: tuple[Form, ...], kind: EntityKind
    ) -> Territory | None:
        found = {form.reference for form in forms}
        for wanted in (kind, EntityKind.REGION, EntityKind.ACADEMY):
            same = sorted(reference for reference in found if reference[0] is wanted)
            if same:
                method = Method.TERRITORY if wanted is kind else Method.LIST
                return Territory(first, last, same[0], method)
        return None
