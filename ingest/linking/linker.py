"""Finds what the passages of a document name.

    passage ─cut▶ words ─trie, places, numbers▶ matches ─weigh▶ sure or possible
                                                     │
    document ── title, declared links ───────────────┴─ support ─settle▶ mentions

Declared links only support: a mention always has characters of its own.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from ingest.linking.disambiguation import settle, supported
from ingest.linking.group_numbers import Counted, Numbers, Surroundings
from ingest.linking.name_evidence import NameMatch, weigh
from ingest.linking.name_trie import Form, Method, Reference, Trie, label_forms
from ingest.linking.number_matches import NOTHING_KNOWN, numbered_matches
from ingest.linking.person_names import name_forms
from ingest.linking.territories import Places, Territory
from ingest.linking.word_keys import Words, cut, fold, hide_addresses, key_of
from ontology.call_context import checkpoint
from ontology.model import Document, Entity, EntityKind, Mention, Passage
from ontology.reference.ambiguous_words import AmbiguousWords, ambiguous_words

__all__ = ["LINKER_VERSION", "Linker"]

LINKER_VERSION: Final = "3"
"""Changes with the rules of linking, so that the next ingest links everything again."""

_NOTHING: Final[Mapping[Reference, Collection[Reference]]] = MappingProxyType({})
_IDENTIFIED: Final = {EntityKind.GROUP, EntityKind.PRODUCTION, EntityKind.THEME}
_PLACES: Final = {EntityKind.ACADEMY, EntityKind.REGION}
_ENGLISH_HEADS: Final = frozenset({"academic", "authority"})


@dataclass(frozen=True, slots=True)
class _Look:
    """A passage while it is read: its words, their matches, its numbers."""

    passage: Passage
    words: Words
    matches: tuple[NameMatch, ...]
    counted: Counted


class Linker:
    """Links passages to a fixed set of entities; safe to call from several threads.

    Args:
        entities: What may be named. Labels with an empty language are acronyms.
        neighbours: Entities known to go together, for example a group and its labs;
            they help to decide what a number or an ambiguous acronym names.
        ambiguous: Words that mean something else as often as not; those that ship
            when None.

    Raises:
        FactsError: If the table of ambiguous words is missing or malformed.
    """

    def __init__(
        self,
        entities: Iterable[Entity],
        *,
        neighbours: Mapping[Reference, Collection[Reference]] = _NOTHING,
        ambiguous: AmbiguousWords | None = None,
    ) -> None:
        known = list(entities)
        self._neighbours = _both_ways(neighbours)
        doubtful = ambiguous_words() if ambiguous is None else ambiguous
        self._ambiguous = doubtful.keyed(key_of)
        self._trie = Trie(form for entity in known for form in _forms(entity))
        self._places = Places(known)
        self._numbers = Numbers(known)
        self._by_name = _names(known)

    def __call__(
        self, document: Document, passages: Sequence[Passage], /
    ) -> tuple[Mention, ...]:
        """Return the mentions of one document in the order of their start.

        Pure: the same document and passages always give the same mentions, and
        ``document.text[mention.start:mention.end] == mention.text``.
        """
        declared = self._declared(document)
        looks = [self._look(passage) for passage in passages]
        named: set[Reference] = set()
        for look in looks:
            sure = [match for match in look.matches if match.is_sure]
            named.update(match.reference for match in settle(look.words, sure))
        title_years = [
            years.first_year for years in self._numbers.years(document.title)
        ]
        mentions: list[Mention] = []
        for look in looks:
            matches = supported(
                look.matches,
                named=named,
                declared=declared,
                neighbours=self._neighbours,
            )
            surroundings = Surroundings(
                declared=declared,
                title_years=title_years,
                in_document=named,
                neighbours=self._neighbours,
            )
            matches += numbered_matches(look.counted, matches, surroundings)
            mentions += _mentions(look, settle(look.words, matches))
        return tuple(sorted(mentions, key=lambda m: (m.start, m.end)))

    def _declared(self, document: Document) -> frozenset[Reference]:
        found: set[Reference] = set()
        for link in document.links:
            target = link.target.strip()
            found.add((link.kind, target))
            found.add((link.kind, target.lower()))
            known = self._by_name.get((link.kind, fold(target)))
            if known:
                found.add(known)
        return frozenset(found)

    def _look(self, passage: Passage) -> _Look:
        checkpoint()
        # A word of an address names nothing in the sentence around it.
        words = cut(hide_addresses(passage.text))
        matches: list[NameMatch] = []
        for hit in self._trie.hits(words):
            for form in hit.forms:
                match = weigh(
                    words, hit.first, hit.last, form, ambiguous=self._ambiguous
                )
                if match:
                    matches.append(match)
        matches += [_territory(words, place) for place in self._places.find(words)]
        joined = tuple(_joined_to_gtnum(words, match) for match in matches)
        return _Look(passage, words, joined, self._numbers.count(words.text))


def _territory(words: Words, place: Territory) -> NameMatch:
    return NameMatch(
        first=place.first,
        last=place.last,
        start=words.starts[place.first],
        end=words.ends[place.last],
        reference=place.reference,
        method=place.method,
        confidence=0.97 if place.method is Method.TERRITORY else 0.88,
    )


def _joined_to_gtnum(words: Words, match: NameMatch) -> NameMatch:
    """Take the word GTnum before the name of a group into the mention."""
    if match.reference[0] is not EntityKind.GROUP or match.first < 1:
        return match
    before = match.first - 1
    between = words.text[words.ends[before] : match.start]
    if words.keys[before] != "gtnum" or between.strip():
        return match
    start = words.starts[before]
    if start and words.text[start - 1] == "#":
        start -= 1
    return replace(match, first=before, start=start, is_sure=True)


def _mentions(look: _Look, matches: Iterable[NameMatch]) -> Iterator[Mention]:
    passage = look.passage
    for match in matches:
        if match.reference == NOTHING_KNOWN:
            continue
        kind, identifier = match.reference
        yield Mention(
            passage=passage.identifier,
            document=passage.document,
            page=passage.page,
            start=passage.start + match.start,
            end=passage.start + match.end,
            text=passage.text[match.start : match.end],
            entity=identifier,
            kind=kind,
            method=match.method.value,
            confidence=round(match.confidence, 3),
        )


def _forms(entity: Entity) -> Iterator[Form]:
    reference = (entity.kind, entity.identifier)
    if entity.kind is EntityKind.PERSON:
        yield from name_forms(entity)
        return
    if entity.kind is EntityKind.WAVE:
        return
    if entity.kind in _IDENTIFIED:
        yield Form(reference, entity.identifier, Method.IDENTIFIER)
    for form in label_forms(entity):
        # The place alone belongs to ``territories``, which asks for a head before it.
        keys = cut(form.text).keys
        if entity.kind not in _PLACES or not _ENGLISH_HEADS.isdisjoint(keys):
            yield form


def _names(entities: Iterable[Entity]) -> dict[tuple[EntityKind, str], Reference]:
    names: dict[tuple[EntityKind, str], Reference] = {}
    for entity in entities:
        for label in entity.labels:
            key = (entity.kind, fold(label.text))
            names.setdefault(key, (entity.kind, entity.identifier))
    return names


def _both_ways(
    neighbours: Mapping[Reference, Collection[Reference]],
) -> dict[Reference, frozenset[Reference]]:
    joined: dict[Reference, set[Reference]] = {}
    for one, others in neighbours.items():
        for other in others:
            joined.setdefault(one, set()).add(other)
            joined.setdefault(other, set()).add(one)
    return {one: frozenset(others) for one, others in joined.items()}
