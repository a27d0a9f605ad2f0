"""The facts of a generation by entity, each with its certainty and its sources.

Read once: the reference data are hundreds of facts, and they do not grow with the
number of documents.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolution

from graph.entity_ports import Certainty, EntityRef, Fact, FactSource
from graph.errors import StoreError
from graph.stores.entities.entity_keys import Key, entity_key
from graph.stores.fact_labels import short_name
from ontology.iris import Iris
from ontology.terms import Value

__all__ = ["FactReader", "read_sources"]

_CERTAINTIES: Final[Mapping[str, Certainty]] = {
    Value.CERTAINTY_HIGH: Certainty.HIGH,
    Value.CERTAINTY_MEDIUM: Certainty.MEDIUM,
    Value.CERTAINTY_LOW: Certainty.LOW,
}


@dataclass(slots=True)
class _Gathered:
    """The rows of one fact: they differ in the source only."""

    row: QuerySolution
    sources: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactReader:
    """Turns rows into facts.

    Attributes:
        labels: Names to show of the known entities.
        words: French names of properties and closed values, by IRI.
        sources: Sources by IRI.
        iris: With the base of the generation.
    """

    labels: Mapping[Key, str]
    words: Mapping[str, str]
    sources: Mapping[str, FactSource]
    iris: Iris

    def facts(self, rows: Iterable[QuerySolution]) -> list[Fact]:
        """Read ``facts.rq``, ``participations.rq`` or ``descriptions.rq``.

        What is about a thing of no kind of ours (a theme heading) is left out: it has
        no page to stand on.

        Raises:
            StoreError: If a fact has a certainty that is not ours.
        """
        gathered: dict[tuple[str, ...], _Gathered] = {}
        for row in rows:
            key = (str(row["subject"]), str(row["predicate"]), str(row["object"]))
            found = gathered.setdefault(key, _Gathered(row))
            if row["source"] is not None:
                found.sources[row["source"].value] = None
        facts = (self._fact(found) for found in gathered.values())
        return [fact for fact in facts if fact is not None]

    def _fact(self, gathered: _Gathered) -> Fact | None:
        row = gathered.row
        subject = self.reference(row["subject"].value)
        if subject is None:
            return None
        term = row["object"]
        iri = term.value if isinstance(term, NamedNode) else None
        target = None if iri is None else self.reference(iri)
        return Fact(
            subject=subject,
            predicate=row["predicate"].value,
            label=self._word(row["predicate"].value),
            value=target.label if target else self._value(term),
            target=target,
            url=None if iri is None or target else _web_address(iri, self.iris),
            certainty=_certainty(row),
            basis=self._word(_text(row, "basis")) if _text(row, "basis") else "",
            sources=tuple(
                self.sources.get(source, FactSource(source))
                for source in sorted(gathered.sources)
            ),
            printed=_text(row, "printed"),
            note=_text(row, "note"),
        )

    def reference(self, iri: str) -> EntityRef | None:
        """Return the known entity behind an IRI, or None."""
        key = entity_key(iri, self.iris)
        if key is None or key not in self.labels:
            return None
        return EntityRef(*key, self.labels[key])

    def _value(self, term: object) -> str:
        if isinstance(term, NamedNode):
            return self._word(term.value)
        return term.value if isinstance(term, Literal) else str(term)

    def _word(self, iri: str) -> str:
        return self.words.get(iri) or short_name(iri)


def read_sources(rows: Iterable[QuerySolution]) -> dict[str, FactSource]:
    """Read ``sources.rq``; the first label and the first address are kept."""
    found: dict[str, FactSource] = {}
    for row in rows:
        source, url = row["source"].value, row["url"]
        known = found.setdefault(source, FactSource(row["label"].value))
        if known.url is None and url is not None:
            found[source] = replace(known, url=url.value)
    return found


def _certainty(row: QuerySolution) -> Certainty:
    iri = row["certainty"].value
    if iri not in _CERTAINTIES:
        raise StoreError(
            f"« {iri} » n’est pas un degré de certitude",
            remedy="Vérifiez les données de référence : `gtnum validate`.",
        )
    return _CERTAINTIES[iri]


def _text(row: QuerySolution, name: str) -> str:
    # ``descriptions.rq`` has no basis and no note of its own.
    try:
        term = row[name]
    except KeyError:
        return ""
    return "" if term is None else str(term.value)


def _web_address(iri: str, iris: Iris) -> str | None:
    is_ours = iri.startswith(iris.base)
    return None if is_ours or not iri.startswith(("http://", "https://")) else iri
