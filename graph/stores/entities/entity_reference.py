"""What is read once of a generation: names, facts, counts and the subject scheme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.entity_ports import Concept, EntityRef, Fact
from graph.read_store import ReadStore
from graph.stores.entities.concept_scheme import read_concepts
from graph.stores.entities.entity_keys import Key, entity_key
from graph.stores.entities.entity_labels import preferred_label, read_entities
from graph.stores.entities.fact_reader import FactReader, read_sources
from graph.stores.entities.name_index import NameIndex, read_names, shown_labels
from graph.stores.fact_labels import read_words
from ontology.folding import fold_name
from ontology.iris import Iris
from ontology.model import Label

__all__ = ["EntityReference", "read_reference"]


@dataclass(frozen=True, slots=True)
class EntityReference:
    """The reference data of a generation, by entity.

    Attributes:
        labels: Name to show.
        shown: All names to show, preferred first.
        names: For search.
        documents: Number of documents linked; entities without one are absent.
        facts: Facts about the entity, in the order of their labels.
        named_in: Facts of others whose value the entity is.
        concepts: The subject scheme by identifier.
    """

    labels: Mapping[Key, str]
    shown: Mapping[Key, tuple[Label, ...]]
    names: NameIndex
    documents: Mapping[Key, int]
    facts: Mapping[Key, tuple[Fact, ...]]
    named_in: Mapping[Key, tuple[Fact, ...]]
    concepts: Mapping[str, Concept]

    def reference(self, key: Key) -> EntityRef:
        """Return a known entity as a link shows it."""
        return EntityRef(*key, self.labels[key])


def read_reference(store: ReadStore, iris: Iris) -> EntityReference:
    """Read the reference data.

    Raises:
        StoreError: If the store fails or holds a certainty that is not ours.
    """
    rows = list(store.select("entity_labels"))
    entities = {
        (each.kind, each.identifier): each for each in read_entities(rows, iris)
    }
    labels = {key: preferred_label(entity) for key, entity in entities.items()}
    counted = (
        (entity_key(row["entity"].value, iris), int(row["documents"].value))
        for row in store.select("entities/document_counts")
    )
    documents = {key: number for key, number in counted if key is not None}
    facts = _facts(store, labels, iris)
    return EntityReference(
        labels=labels,
        shown=shown_labels(rows, entities, iris),
        names=NameIndex(read_names(rows, iris)),
        documents=documents,
        facts=_grouped((_key(each.subject), each) for each in facts),
        named_in=_grouped((_key(each.target), each) for each in facts if each.target),
        concepts=read_concepts(
            store.select("entities/concept_links"),
            labels=labels,
            documents=documents,
            iris=iris,
        ),
    )


def _facts(store: ReadStore, labels: Mapping[Key, str], iris: Iris) -> list[Fact]:
    reader = FactReader(
        labels=labels,
        words=read_words(store.select("entities/words")),
        sources=read_sources(store.select("entities/sources")),
        iris=iris,
    )
    stated = reader.facts(store.select("entities/facts"))
    stated += reader.facts(store.select("entities/participations"))
    known = {(each.subject, each.predicate, each.value) for each in stated}
    # A value with a statement of its own is not told again by its row.
    return stated + [
        each
        for each in reader.facts(store.select("entities/descriptions"))
        if (each.subject, each.predicate, each.value) not in known
    ]


def _grouped(pairs: Iterable[tuple[Key, Fact]]) -> dict[Key, tuple[Fact, ...]]:
    found: dict[Key, list[Fact]] = {}
    for key, fact in pairs:
        found.setdefault(key, []).append(fact)
    return {key: tuple(sorted(facts, key=_order)) for key, facts in found.items()}


def _order(fact: Fact) -> tuple[str, bool, str, str, str]:
    return (
        fold_name(fact.label),
        not fact.is_certain,
        fold_name(fact.subject.label),
        fold_name(fact.value),
        fact.predicate,
    )


def _key(entity: EntityRef) -> Key:
    return entity.kind, entity.identifier
