"""What is told of an entity that a question names, and which a whole question names."""

from collections.abc import Iterable, Mapping
from typing import Final

from graph.entity_ports import EntityDescription
from ontology.folding import fold_name
from ontology.iris import Iris
from ontology.model import Entity, EntityKind
from search_api.glossary import Glossary
from search_api.subject_groups import SUBJECTS, SubjectGroup
from search_api.understood import Definition, EntityCard

__all__ = ["entity_card", "preferred_label", "whole_names"]

_MOST_NAMES: Final = 3


def entity_card(
    entity: Entity,
    *,
    described: EntityDescription | None,
    iris: Iris,
    groups: Mapping[tuple[EntityKind, str], tuple[SubjectGroup, ...]],
    glossary: Glossary,
) -> EntityCard:
    """Return the card of an entity; its name alone where nothing describes it.

    Args:
        entity: With its labels.
        described: Its facts.
        iris: With the base of the generation.
        groups: Subject → groups that work on it.
        glossary: Knows what concepts mean.
    """
    kind, identifier = entity.kind, entity.identifier
    if described is None:
        label = preferred_label(entity)
        return EntityCard(kind, identifier, label, iris.entity(kind, identifier))
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
        groups=groups.get((kind, identifier), ()) if kind in SUBJECTS else None,
        definition=_definition(described, glossary),
    )


def _definition(described: EntityDescription, glossary: Glossary) -> Definition | None:
    """Return what a glossary says of a concept, by the first name it knows."""
    if described.entity.kind is not EntityKind.CONCEPT:
        return None
    names = (described.entity.label, *(each.text for each in described.labels))
    return glossary.definition(names)


def preferred_label(entity: Entity) -> str:
    """Return the French name of an entity, else any, else its identifier."""
    preferred = [label for label in entity.labels if label.is_preferred]
    french = [label for label in preferred if label.language == "fr"]
    chosen = french or preferred or list(entity.labels)
    return chosen[0].text if chosen else entity.identifier


def whole_names(entities: Iterable[Entity]) -> dict[str, tuple[tuple[str, str], ...]]:
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
