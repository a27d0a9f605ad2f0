"""Reads a question: everything it says that the graph knows, ready to be shown.

One reader serves one generation. What it needs of the graph is read at the first
question.
"""

import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from graph.entity_ports import EntityCatalogue
from graph.ports import Catalogue
from ontology.folding import fold_name
from ontology.iris import Iris
from ontology.kinds import kind_iri, kind_label
from ontology.model import DocumentKind, Entity, EntityKind
from search_api.french import analysis
from search_api.french.question import without_excluded
from search_api.subject_groups import (
    SUBJECTS,
    SubjectGroup,
    groups_by_subject,
)
from search_api.understanding import question_cues
from search_api.understanding.document_strengths import Strengths
from search_api.understanding.named_entities import Link, QuestionNames
from search_api.understanding.synonyms import alternative_names, is_expanded
from search_api.understood import (
    Effect,
    EntityCard,
    Found,
    Understood,
    UnderstoodQuestion,
)

__all__ = ["QuestionReader"]

_LONGEST: Final = 400
"""Characters; a longer question is a text, and names in it are no wishes."""

_MOST_CARDS: Final = 3
_MOST_NAMES: Final = 3
_LANGUAGES: Final = {
    "fr": "français",
    "en": "anglais",
    "es": "espagnol",
    "de": "allemand",
    "it": "italien",
    "pt": "portugais",
}


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read once of a generation."""

    names: QuestionNames
    entities: dict[tuple[str, str], Entity]
    whole_names: dict[str, tuple[tuple[str, str], ...]]
    addresses: dict[str, str]
    groups: dict[tuple[EntityKind, str], tuple[SubjectGroup, ...]]
    total: int


class QuestionReader:
    """Understands questions asked of one generation; safe for several threads.

    Args:
        catalogue: Knows documents and the names of entities.
        entities: Describes entities.
        link: The linker that the generation was made with.
        iris: With the base of the generation.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        entities: EntityCatalogue,
        *,
        link: Link,
        iris: Iris,
    ) -> None:
        self._catalogue = catalogue
        self._entities = entities
        self._link = link
        self._iris = iris
        self._lock = threading.Lock()
        self._known: _Known | None = None
        self._strengths = Strengths(catalogue, entities)

    @property
    def document_count(self) -> int:
        """Number of documents of the generation."""
        return self._read_once().total

    def read(self, text: str, *, ignored: Collection[str] = ()) -> UnderstoodQuestion:
        """Return what a question says beside its words.

        Args:
            text: As typed; what it excludes by ``-`` is not understood.
            ignored: Keys or IRIs that the reader of the answer does not mean.

        Raises:
            StoreError: If the graph fails.
        """
        if len(text) > _LONGEST:
            return UnderstoodQuestion()
        known = self._read_once()
        asked = without_excluded(text)
        documents = list(self._documents(asked, known))
        hidden = _hidden(asked, [one.found for one in documents])
        named = known.names.find(hidden)
        said = [
            found
            for found in (
                *question_cues.said_years(hidden),
                *question_cues.said_languages(hidden),
            )
            if not any(_overlap(found, other) for other in named)
        ]
        # « état de l’art » is a concept and a kind: both may be meant.
        kinds = [
            found
            for found in question_cues.said_kinds(hidden)
            if not any(_overlap(found, n) for n in named if n.kind == EntityKind.THEME)
        ]
        understood = documents + [
            one
            for found in (*named, *said, *kinds)
            if (one := self._meaning(found, asked, known)) is not None
        ]
        kept = [
            one
            for one in sorted(understood, key=lambda u: (u.found.start, u.key))
            if one.key not in ignored and one.iri not in ignored
        ]
        cards = self._cards(hidden, named, known)
        return UnderstoodQuestion(
            tuple(kept), tuple(cards), tuple(named), is_all=_is_all(asked, kept)
        )

    def _documents(self, text: str, known: _Known) -> Iterable[Understood]:
        """Yield the documents whose identifier or address stands in the question."""
        for address, start, end in question_cues.said_addresses(text):
            name = known.addresses.get(address)
            if name is not None:
                yield Understood(
                    Found("document", name, start, end),
                    label=text[start:end],
                    iri=self._iris.document(name),
                    effect=Effect.FIRST,
                    strengths={name: 1.0},
                )

    def _meaning(self, found: Found, text: str, known: _Known) -> Understood | None:
        """Return what a name asks for, or None where nothing follows from it."""
        if found.kind == EntityKind.CONCEPT:
            entity = known.entities.get((found.kind, found.identifier))
            typed = text[found.start : found.end]
            names = alternative_names(found, typed, entity) if entity else ()
            if entity is None or not names:
                return None
            return Understood(
                found,
                _label(entity),
                self._iris.entity(entity.kind, entity.identifier),
                Effect.SYNONYMS,
                alternatives=names,
            )
        meant = self._strengths.of(found)
        if not meant:
            return None
        label, iri = self._labelled(found, known)
        return Understood(found, label, iri, Effect.BOOST, strengths=meant)

    def _labelled(self, found: Found, known: _Known) -> tuple[str, str | None]:
        match found.kind:
            case "kind":
                kind = DocumentKind(found.identifier)
                return kind_label(kind), kind_iri(kind)
            case "year":
                return found.identifier, None
            case "language":
                return _LANGUAGES[found.identifier], None
            case _:
                card = self._card((found.kind, found.identifier), known)
                waves = f" ({', '.join(card.waves)})" if card.waves else ""
                kind_name = kind_label(card.kind).split()[0]
                label = card.label.removeprefix(f"{kind_name} ")
                return f"{label}{waves}", card.iri

    def _cards(
        self, text: str, named: Sequence[Found], known: _Known
    ) -> list[EntityCard]:
        """Return the entities named: the whole question first, then groups."""
        order = list(EntityKind)
        keys = list(known.whole_names.get(fold_name(text), ()))
        # A plain word (« collège ») names a concept by chance: it is no answer.
        named = [
            found
            for found in named
            if found.kind != EntityKind.CONCEPT
            or is_expanded(text[found.start : found.end])
        ]
        keys += [
            (found.kind, found.identifier)
            for found in sorted(
                named, key=lambda f: (order.index(EntityKind(f.kind)), f.start)
            )
        ]
        unique = [
            key
            for key in dict.fromkeys(keys)
            if key in known.entities and key[0] != EntityKind.WAVE
        ]
        return [self._card(key, known) for key in unique[:_MOST_CARDS]]

    def _card(self, key: tuple[str, str], known: _Known) -> EntityCard:
        kind, identifier = EntityKind(key[0]), key[1]
        described = self._entities.describe(kind, identifier)
        if described is None:
            label = _label(known.entities[key])
            return EntityCard(
                kind, identifier, label, self._iris.entity(kind, identifier)
            )
        label = described.entity.label
        others = dict.fromkeys(
            each.text
            for each in described.labels
            if each.language in {"fr", ""} and fold_name(each.text) != fold_name(label)
        )
        waves = dict.fromkeys(
            fact.target.identifier
            for fact in described.facts
            if kind is EntityKind.GROUP
            and fact.target is not None
            and fact.target.kind is EntityKind.WAVE
        )
        return EntityCard(
            kind,
            identifier,
            label,
            described.iri,
            names=tuple(others)[:_MOST_NAMES],
            documents=described.documents,
            waves=tuple(waves),
            groups=known.groups.get((kind, identifier), ())
            if kind in SUBJECTS
            else None,
        )

    def _read_once(self) -> _Known:
        with self._lock:
            if self._known is None:
                self._known = self._read()
            return self._known

    def _read(self) -> _Known:
        entities = self._catalogue.entities()
        headings = self._catalogue.headings()
        addresses: dict[str, str] = {}
        for heading in headings:
            own = question_cues.addresses_in(heading.url or "")
            own |= {question_cues.comparable(number) for number in heading.numbers}
            for address in sorted(own):
                addresses.setdefault(address, heading.identifier)
        return _Known(
            names=QuestionNames(entities, self._link),
            entities={(each.kind.value, each.identifier): each for each in entities},
            whole_names=_whole_names(entities),
            addresses=addresses,
            groups=groups_by_subject(entities, self._entities),
            total=len(headings),
        )


def _whole_names(entities: Iterable[Entity]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return folded name → entities; a person is also known by the surname."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for entity in entities:
        key = (entity.kind.value, entity.identifier)
        for label in entity.labels:
            folded = fold_name(label.text)
            names = {folded}
            if entity.kind is EntityKind.PERSON:
                names.add(folded.rpartition(" ")[2])
            for name in names - {""}:
                found.setdefault(name, {})[key] = None
    return {name: tuple(keys) for name, keys in found.items()}


def _label(entity: Entity) -> str:
    preferred = [label for label in entity.labels if label.is_preferred]
    french = [label for label in preferred if label.language == "fr"]
    chosen = french or preferred or list(entity.labels)
    return chosen[0].text if chosen else entity.identifier


def _is_all(text: str, understood: Sequence[Understood]) -> bool:
    """Tell whether names make at least half of the words that say something."""
    names = [one.found for one in understood if one.iri is not None]
    content = [word for word in analysis.words(text) if not word.is_stop]
    held = sum(any(n.start <= w.start < n.end for n in names) for w in content)
    return 2 * held >= max(1, len(content))


def _hidden(text: str, found: Iterable[Found]) -> str:
    """Return the text with some places blank, its length kept."""
    for one in found:
        blank = " " * (one.end - one.start)
        text = text[: one.start] + blank + text[one.end :]
    return text


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end
