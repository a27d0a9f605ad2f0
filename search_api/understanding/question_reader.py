"""Reads a question: everything it says that the graph knows, ready to be shown.

One reader serves one generation. What it needs of the graph is read at the first
question.
"""

import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from graph.entity_ports import EntityCatalogue
from graph.ports import Catalogue
from ontology.folding import fold_name
from ontology.iris import Iris
from ontology.kinds import kind_iri, kind_label
from ontology.model import DocumentKind, Entity, EntityKind
from ontology.reference.question_words import question_words
from search_api.french import analysis
from search_api.french.question import without_excluded
from search_api.glossary import Glossary
from search_api.ports import LexicalIndex
from search_api.subject_groups import (
    SubjectGroup,
    groups_by_subject,
)
from search_api.understanding import question_cues
from search_api.understanding.document_strengths import Strengths
from search_api.understanding.entity_cards import (
    entity_card,
    preferred_label,
    whole_names,
)
from search_api.understanding.named_entities import Link, QuestionNames
from search_api.understanding.question_negations import said_unwanted
from search_api.understanding.question_periods import said_periods
from search_api.understanding.synonyms import (
    alternative_names,
    as_written,
    is_expanded,
)
from search_api.understanding.unwanted_documents import understood_unwanted
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

_MANY: Final = 0.25
"""Part of the documents that may name a concept."""

_FEW: Final = 0.15
"""The same for one whose name is a plain word."""

_DATES: Final = frozenset({"period", "newest"})
_MOST_CARDS: Final = 3
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
        words: Knows which passages hold words that are not wanted; where None,
            nothing that a question refuses is understood.
        glossary: Of the generation, where others read it too; its own when None.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        entities: EntityCatalogue,
        *,
        link: Link,
        iris: Iris,
        words: LexicalIndex | None = None,
        glossary: Glossary | None = None,
    ) -> None:
        self._words = words
        self._catalogue = catalogue
        self._glossary = glossary or Glossary(catalogue)
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
        unwanted = list(self._unwanted(hidden, known))
        hidden = _hidden(hidden, [one.found for one in unwanted])
        named = known.names.find(hidden)
        said = _said(hidden, named)
        understood = [
            *documents,
            *unwanted,
            *(
                one
                for found in (*named, *said)
                if (one := self._meaning(found, asked, known)) is not None
            ),
        ]
        kept = [
            one
            for one in sorted(understood, key=lambda u: (u.found.start, u.key))
            if one.key not in ignored and one.iri not in ignored
        ]
        return UnderstoodQuestion(
            tuple(kept),
            tuple(self._cards(hidden, named, known)),
            tuple(named),
            is_all=_is_all(asked, kept),
            unasked=_unasked(asked, kept, named, ignored),
        )

    def _unwanted(self, text: str, known: _Known) -> Iterable[Understood]:
        """Yield what the question refuses, where documents are about it."""
        if self._words is None:
            return
        for each in said_unwanted(text):
            named = [
                (found, known.entities[found.kind, found.identifier])
                for found in known.names.find(each.text)
                if (found.kind, found.identifier) in known.entities
            ]
            one = understood_unwanted(
                each,
                named,
                strengths=self._strengths.of,
                catalogue=self._catalogue,
                words=self._words,
            )
            if one is not None:
                yield one

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
            return self._concept(found, text[found.start : found.end], known)
        meant = self._strengths.of(found)
        if not meant:
            return None
        label, iri = self._labelled(found, known)
        return Understood(found, label, iri, Effect.BOOST, strengths=meant)

    def _concept(self, found: Found, typed: str, known: _Known) -> Understood | None:
        """Return what a concept asks for; None where most documents name it."""
        entity = known.entities.get((found.kind, found.identifier))
        if entity is None:
            return None
        typed = as_written(typed, entity)
        described = self._entities.describe(entity.kind, entity.identifier)
        share = described.documents / max(1, known.total) if described else 0.0
        # A plain word (« collège ») says little, unless few documents name it; what
        # most of them name says nothing at all.
        if share > (_MANY if is_expanded(typed) else _FEW):
            return None
        iri = self._iris.entity(entity.kind, entity.identifier)
        names = alternative_names(found, typed, entity)
        meant = self._strengths.of(found)
        if not (names or meant):
            return None
        effect = Effect.SYNONYMS if names else Effect.BOOST
        return Understood(
            found,
            preferred_label(entity),
            iri,
            effect,
            alternatives=names,
            strengths=meant,
        )

    def _labelled(self, found: Found, known: _Known) -> tuple[str, str | None]:
        match found.kind:
            case "kind":
                kind = DocumentKind(found.identifier)
                return kind_label(kind), kind_iri(kind)
            case "year":
                return found.identifier, None
            case "period":
                return _period_label(found), None
            case "newest":
                return "les plus récents d’abord", None
            case "language":
                return _LANGUAGES[found.identifier], None
            case _:
                card = self._card((found.kind, found.identifier), known)
                waves = f" ({', '.join(card.waves)})" if card.waves else ""
                return f"{card.name}{waves}", card.iri

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
        return entity_card(
            known.entities[key],
            described=self._entities.describe(EntityKind(key[0]), key[1]),
            iris=self._iris,
            groups=known.groups,
            glossary=self._glossary,
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
            names=QuestionNames(entities, self._link, words=question_words()),
            entities={(each.kind.value, each.identifier): each for each in entities},
            whole_names=whole_names(entities),
            addresses=addresses,
            groups=groups_by_subject(entities, self._entities),
            total=len(headings),
        )


def _said(text: str, named: Sequence[Found]) -> list[Found]:
    """Return dates, languages and kinds that a question says beside names."""
    periods = _apart(said_periods(text), named)
    plain = (*question_cues.said_years(text), *question_cues.said_languages(text))
    # « état de l’art » is a concept and a kind: both may be meant.
    themes = [found for found in named if found.kind == EntityKind.THEME]
    kinds = _apart(question_cues.said_kinds(text), themes)
    return [*periods, *_apart(plain, [*periods, *named]), *kinds]


def _unasked(
    text: str,
    understood: Iterable[Understood],
    named: Iterable[Found],
    ignored: Collection[str],
) -> tuple[tuple[int, int], ...]:
    """Return the places whose words are not looked for, see ``UnderstoodQuestion``."""
    spans = {
        (one.found.start, one.found.end)
        for one in understood
        if one.effect is Effect.AVOID or one.found.kind in _DATES
    }
    spans |= {
        (found.start, found.end)
        for found in named
        if f"{found.kind}:{found.identifier}" not in ignored
        and text[found.start : found.end] in _capital_words()
    }
    return tuple(sorted(spans))


@cache
def _capital_words() -> frozenset[str]:
    """Return the names that are a plain word once their capitals are gone."""
    return frozenset(word.text for word in question_words() if word.is_as_written)


def _period_label(found: Found) -> str:
    first, last = found.dates
    if first is None:
        return f"jusqu’à {last}"
    return f"depuis {first}" if last is None else f"de {first} à {last}"


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


def _apart(found: Iterable[Found], others: Collection[Found]) -> list[Found]:
    """Return what stands in no place of others."""
    return [
        one
        for one in found
        if not any(one.start < each.end and each.start < one.end for each in others)
    ]
