"""Asks the graph what a question asks of it, and says which query that was."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from graph.entity_ports import EntityCatalogue, EntityRef, FactQueries
from graph.ports import Catalogue
from graph.queries.bound import bind
from ontology.errors import OntologyError
from ontology.iris import Iris
from ontology.model import EntityKind
from search_api.answered import DirectAnswer
from search_api.direct_answers.answer_rows import answered_rows
from search_api.direct_answers.asked_question import AskedFact, asked_facts
from search_api.french.question import without_excluded
from search_api.understanding import question_cues
from search_api.understood import Found

__all__ = ["FactAnswerer"]

_REMEMBERED: Final = 256
_ALL: Final = "tous"
"""Condition of the query of groups that names nothing."""


class FactAnswerer:
    """Answers from the facts of one generation; safe to call from several threads.

    Args:
        facts: Answers queries.
        entities: Knows names, and the waves of groups and themes.
        catalogue: Knows the addresses of documents.
        iris: With the base of the generation.
    """

    def __init__(
        self,
        facts: FactQueries,
        entities: EntityCatalogue,
        *,
        catalogue: Catalogue,
        iris: Iris,
    ) -> None:
        self._facts = facts
        self._entities = entities
        self._catalogue = catalogue
        self._iris = iris
        # A generation never changes: what it answered once stays true.
        self._remembered = lru_cache(_REMEMBERED)(self._ask)
        self._waves = cache(self._read_waves)
        self._documents = cache(self._read_documents)

    def answer(
        self, text: str, named: Sequence[Found], *, ignored: Collection[str] = ()
    ) -> tuple[DirectAnswer, ...]:
        """Return what the graph answers; nothing for most questions.

        Args:
            text: The question, as ``named`` was found in it.
            named: What it names in the graph.
            ignored: Keys or IRIs that the reader of the answer does not mean.

        Raises:
            GraphError: If the store fails.
        """
        if without_excluded(text) != text:
            return ()
        asked = asked_facts(
            text,
            named,
            question_cues.said_years(text),
            waves=self._waves(),
            waves_of=self._waves_of,
        )
        answers = map(self._remembered, asked)
        return tuple(one for one in answers if not set(one.keys) & set(ignored))

    def warm_up(self) -> None:
        """Read all that a first question needs.

        Raises:
            GraphError: If the store fails.
        """
        self._facts.sources()
        self._waves()
        self._documents()

    def _ask(self, asked: AskedFact) -> DirectAnswer:
        relation = asked.relation
        values: dict[str, Sequence[str]] = {**relation.values}
        values |= dict.fromkeys(asked.flags, ())
        for slot, kind, identifier in asked.names:
            together = values.get(slot, ())
            values[slot] = (*together, self._iris.entity(kind, identifier))
        if not asked.names:
            values[_ALL] = ()
        query = bind(relation.query, values, base=self._iris.base)
        found = answered_rows(
            self._facts.rows(query),
            self._facts.sources(),
            refer=self._refer,
            document_of=self._documents().get,
        )
        return DirectAnswer(
            relation=relation.name,
            heading=_heading(asked),
            counted=relation.counted,
            scope=self._scope(asked),
            query=query,
            items=found.items,
            counts=found.counts,
            sources=found.sources,
            keys=tuple(self._keys(asked)),
            announced=found.announced,
        )

    def _scope(self, asked: AskedFact) -> tuple[EntityRef, ...]:
        keys = [(kind, identifier) for _, kind, identifier in asked.names]
        labels = self._entities.labels(keys)
        return tuple(EntityRef(*key, labels[key]) for key in keys)

    def _keys(self, asked: AskedFact) -> Iterator[str]:
        own = [f"answer:{asked.relation.name}", *(name for *_, name in asked.names)]
        yield ":".join(own)
        yield own[0]
        for _, kind, identifier in asked.names:
            yield f"{kind.value}:{identifier}"
            yield self._iris.entity(kind, identifier)

    def _refer(self, iri: str, name: str) -> EntityRef | None:
        try:
            kind, identifier = self._iris.identifier(iri)
        except OntologyError:
            return None
        if kind not in set(EntityKind):
            return None
        return EntityRef(EntityKind(kind), identifier, name)

    def _waves_of(self, found: Found) -> Collection[str]:
        described = self._entities.describe(EntityKind(found.kind), found.identifier)
        facts = described.facts if described else ()
        return {
            fact.target.identifier
            for fact in facts
            if fact.target is not None and fact.target.kind is EntityKind.WAVE
        }

    def _read_waves(self) -> tuple[str, ...]:
        hits = self._entities.search("", kind=EntityKind.WAVE)
        return tuple(sorted(hit.entity.identifier for hit in hits))

    def _read_documents(self) -> Mapping[str, str]:
        """Return address of a source → document of the library; the first keeps it."""
        found: dict[str, str] = {}
        for heading in self._catalogue.headings():
            if heading.url:
                found.setdefault(heading.url, heading.identifier)
        return found


def _heading(asked: AskedFact) -> str:
    relation = asked.relation
    told = [relation.flags[name].heading for name in sorted(asked.flags)]
    return told[0] if told else relation.heading
