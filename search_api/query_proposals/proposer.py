"""Proposes queries for a question: the nearest forms, filled with what it names."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ontology.folding import fold_name
from ontology.iris import Iris
from ontology.model import Entity, EntityKind
from search_api.answered import DirectAnswer
from search_api.errors import BadQuestion
from search_api.french import analysis
from search_api.ports import Embedder
from search_api.query_proposals.query_forms import QueryForm, query_forms
from search_api.query_proposals.word_cover import WordCover
from search_api.understanding.entity_cards import preferred_label
from search_api.understanding.question_cues import said_years
from search_api.understood import Found

__all__ = ["FilledSlot", "ProposedQuery", "QueryProposer", "QuestionFacts"]

LONGEST: Final = 400
"""Characters; a longer question is a text."""
MOST: Final = 3
LEAST: Final = 0.2
"""Score below which a form does not fit; see ``benchmarks/query_proposals.py``."""
_WORDS_OF_KINDS: Final[Mapping[str, str]] = {
    EntityKind.ACADEMY: "académie",
    EntityKind.CONCEPT: "sujet",
    EntityKind.GROUP: "groupe",
    EntityKind.LAB: "laboratoire",
    EntityKind.PERSON: "personne",
    EntityKind.REGION: "région",
    EntityKind.THEME: "thème",
    EntityKind.WAVE: "vague",
}
_MOST_ALIKE: Final = 2
"""Things in one place of a query; who names more describes a subject."""
_DAY: Final = re.compile(
    r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre"
    r"|décembre|[/-]) ?$",
    re.IGNORECASE,
)
_REASONS: Final = re.compile(r"\b(?:pourquoi|comment|why|how)\b", re.IGNORECASE)
_PLAIN: Final = frozenset({"gtnum", "academie", "cahier-experiences"})
"""Concepts whose names are words of our queries."""

QuestionFacts = Callable[[str, Sequence[Found]], Sequence[DirectAnswer]]


@dataclass(frozen=True, slots=True)
class FilledSlot:
    """A thing that stands in a query because the question names it.

    Attributes:
        variable: Of the query.
        kind: Of the thing.
        identifier: Of the thing.
        label: Of the thing, French where there is one.
        start: Offset of its name in the question.
        end: Offset behind it.
    """

    variable: str
    kind: EntityKind
    identifier: str
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ProposedQuery:
    """A query of ours that may be what a question asks for.

    Attributes:
        form: Name of the form.
        title: What the query answers, in French.
        query: Whole, in SPARQL 1.1.
        score: How well it fits, above 0 and up to 1; 1 where the question was
            understood wholly.
        filled: What the question names, and where it stands in the query.
        examples: Variables that hold an example, since the question names nothing.
        uncertainty: How uncertain facts show in the answer.
    """

    form: str
    title: str
    query: str
    score: float
    filled: tuple[FilledSlot, ...] = ()
    examples: tuple[str, ...] = ()
    uncertainty: str = ""


@dataclass(frozen=True, slots=True)
class _Named:
    kind: EntityKind
    identifier: str
    start: int
    end: int


class QueryProposer:
    """Proposes queries over one generation; safe to call from several threads.

    Args:
        embedder: A quick one.
        find_names: What a question names in the graph.
        answer: What the facts answer where a question is understood wholly.
        entities: Everything that has a name.
        iris: With the base of the generation.
    """

    def __init__(
        self,
        embedder: Embedder,
        *,
        find_names: Callable[[str], Sequence[Found]],
        answer: QuestionFacts,
        entities: Callable[[], Iterable[Entity]],
        iris: Iris,
    ) -> None:
        self._cover = WordCover(embedder)
        self._find_names = find_names
        self._answer = answer
        self._entities = entities
        self._iris = iris

    def propose(self, question: str) -> tuple[ProposedQuery, ...]:
        """Return the queries that may be meant, best first; none where none fits.

        Raises:
            BadQuestion: If the question is empty or too long.
            GraphError: If the store fails.
        """
        text = question.strip()
        if not text or len(text) > LONGEST:
            raise BadQuestion(
                f"La question doit avoir de 1 à {LONGEST} caractères.",
                parameter="q",
                remedy="Posez une question courte, par exemple « quels laboratoires "
                "de Nantes ».",
            )
        found = self._find_names(text)
        exact = [self._exact(one, found) for one in self._answer(text, found)]
        known = {one.form for one in exact}
        named = self._named(text, found)
        near = (
            made
            for score, form in self._fitting(text, named)
            if form.name not in known and (made := self._filled(form, named, score))
        )
        return (*exact, *near)[:MOST]

    def _exact(self, answer: DirectAnswer, found: Sequence[Found]) -> ProposedQuery:
        places = {(one.kind, one.identifier): one for one in found}
        filled = [
            FilledSlot("", ref.kind, ref.identifier, ref.label, place.start, place.end)
            for ref in answer.scope
            if (place := places.get((ref.kind.value, ref.identifier)))
        ]
        form = self._forms_by_name.get(answer.relation)
        return ProposedQuery(
            answer.relation,
            form.title if form else answer.heading,
            answer.query,
            1.0,
            tuple(filled),
            uncertainty=form.uncertainty if form else "",
        )

    def _fitting(
        self, text: str, named: Sequence[_Named]
    ) -> list[tuple[float, QueryForm]]:
        """Return the forms with a place for every name that are near enough."""
        if _REASONS.search(text):
            return []  # texts give reasons
        asked = self._cover.words(_without(text, named))
        kinds = [_WORDS_OF_KINDS[one.kind] for one in named]
        scored = [
            (max(self._cover.score(asked, kinds, each) for each in wordings), form)
            for form, wordings in self._worded
            if _has_room(form, named)
        ]
        fitting = [one for one in scored if one[0] >= LEAST]
        return sorted(fitting, key=lambda one: (-one[0], one[1].name))

    def _filled(
        self, form: QueryForm, named: Sequence[_Named], score: float
    ) -> ProposedQuery | None:
        values: dict[str, list[str]] = {}
        filled = []
        for one in named:
            variable = next(v for v, kinds in form.slots.items() if one.kind in kinds)
            iri = self._iris.entity(one.kind, one.identifier)
            values.setdefault(variable, []).append(iri)
            label = self._labels.get((one.kind, one.identifier), one.identifier)
            filled.append(
                FilledSlot(
                    variable, one.kind, one.identifier, label, one.start, one.end
                )
            )
        query = form.write(values)
        examples = tuple(
            variable
            for variable in dict.fromkeys((*form.slots, *form.free))
            if variable not in values and f"VALUES ?{variable} " in query
        )
        return ProposedQuery(
            form.name,
            form.title,
            query,
            score,
            tuple(filled),
            examples,
            form.uncertainty,
        )

    def _named(self, text: str, found: Sequence[Found]) -> list[_Named]:
        """Return the things that a query must have a place for, in their order."""
        named = [
            _Named(EntityKind(one.kind), one.identifier, one.start, one.end)
            for one in found
            if one.kind in _WORDS_OF_KINDS and one.identifier not in _PLAIN
        ]
        taken = [(one.start, one.end) for one in named]
        named += [
            one
            for one in (*self._academies_by_town(text), *self._waves_by_year(text))
            if not any(a < one.end and one.start < b for a, b in taken)
        ]
        kept: list[_Named] = []
        for one in sorted(named, key=lambda n: (n.start, n.start - n.end)):
            if not kept or one.start >= kept[-1].end:
                kept.append(one)
        return kept

    def _academies_by_town(self, text: str) -> Iterable[_Named]:
        """Yield the académies whose town stands in a question, as written there."""
        for word in analysis.words(text):
            typed = text[word.start : word.end]
            academy = self._towns.get(fold_name(typed))
            if academy and typed[0].isupper():
                yield _Named(EntityKind.ACADEMY, academy, word.start, word.end)

    def _waves_by_year(self, text: str) -> Iterable[_Named]:
        """Yield the waves that began in a year of the question, unless it is a day."""
        for found in said_years(text):
            wave = self._waves.get(found.identifier)
            if wave and not _DAY.search(text, 0, found.start):
                yield _Named(EntityKind.WAVE, wave, found.start, found.end)

    @cached_property
    def _forms_by_name(self) -> Mapping[str, QueryForm]:
        return {form.name: form for form in query_forms(self._iris.base)}

    @cached_property
    def _worded(self) -> list[tuple[QueryForm, list[tuple[str, ...]]]]:
        return [
            (form, [self._cover.words(each) for each in form.wordings])
            for form in self._forms_by_name.values()
        ]

    @cached_property
    def _labels(self) -> Mapping[tuple[EntityKind, str], str]:
        return {
            (entity.kind, entity.identifier): preferred_label(entity)
            for entity in self._entities()
        }

    @cached_property
    def _towns(self) -> Mapping[str, str]:
        return {
            fold_name(label.text): entity.identifier
            for entity in self._entities()
            if entity.kind is EntityKind.ACADEMY
            for label in entity.labels
            if not label.is_preferred and " " not in label.text
        }

    @cached_property
    def _waves(self) -> Mapping[str, str]:
        return {
            entity.identifier[:4]: entity.identifier
            for entity in self._entities()
            if entity.kind is EntityKind.WAVE
        }


def _has_room(form: QueryForm, named: Sequence[_Named]) -> bool:
    """Tell whether a form has a place for every name, and few names for each."""
    slots = [
        next((v for v, kinds in form.slots.items() if one.kind in kinds), None)
        for one in named
    ]
    return None not in slots and all(slots.count(s) <= _MOST_ALIKE for s in slots)


def _without(text: str, named: Sequence[_Named]) -> str:
    """Return a question without its names."""
    parts, behind = [], 0
    for one in named:
        parts.append(text[behind : one.start])
        behind = one.end
    return " ".join((*parts, text[behind:]))
