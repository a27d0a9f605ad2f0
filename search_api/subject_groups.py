"""Which groups work on a subject, so that an answer can say that none is known.

    concept   groups whose subject it is, then those of narrower concepts
    theme     groups that answer this theme of a call

Texts that speak of e-sport do not mean that a group works on it: whoever asks must not
take the nearest group for an answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.entity_ports import Concept, EntityCatalogue, Fact
from ontology.model import Entity, EntityKind

__all__ = ["SUBJECTS", "SubjectGroup", "groups_by_subject"]

SUBJECTS = frozenset({EntityKind.CONCEPT, EntityKind.THEME})
"""Kinds of entities that groups work on."""

_Key = tuple[EntityKind, str]


@dataclass(frozen=True, slots=True)
class SubjectGroup:
    """A group that works on a subject.

    Attributes:
        identifier: Of the group.
        label: Name to show.
        is_certain: Whether a certain fact says so.
    """

    identifier: str
    label: str
    is_certain: bool


def groups_by_subject(
    entities: Iterable[Entity], catalogue: EntityCatalogue
) -> dict[_Key, tuple[SubjectGroup, ...]]:
    """Return subject → groups; a subject without groups is not in it.

    Args:
        entities: All that the generation knows.
        catalogue: Describes groups and concepts.

    Raises:
        StoreError: If the store fails.
    """
    concepts = catalogue.concepts()
    facts = [
        (key, fact)
        for entity in entities
        if entity.kind is EntityKind.GROUP
        and (described := catalogue.describe(entity.kind, entity.identifier))
        for fact in described.facts
        if (key := _subject(fact)) is not None
    ]
    found: dict[_Key, dict[str, SubjectGroup]] = {}
    for key, fact in facts:
        _add(found, key, fact)
    # Behind those that name the subject itself.
    for (kind, identifier), fact in facts:
        if kind is EntityKind.CONCEPT:
            for broader in _broader(identifier, concepts):
                _add(found, (kind, broader), fact)
    return {key: tuple(groups.values()) for key, groups in found.items()}


def _subject(fact: Fact) -> _Key | None:
    if fact.target is None or fact.target.kind not in SUBJECTS:
        return None
    return fact.target.kind, fact.target.identifier


def _add(found: dict[_Key, dict[str, SubjectGroup]], key: _Key, fact: Fact) -> None:
    """Note a group; one certain fact is enough for certainty."""
    groups = found.setdefault(key, {})
    known = groups.get(fact.subject.identifier)
    is_certain = fact.is_certain or (known is not None and known.is_certain)
    groups[fact.subject.identifier] = SubjectGroup(
        fact.subject.identifier, fact.subject.label, is_certain
    )


def _broader(identifier: str, concepts: Mapping[str, Concept]) -> set[str]:
    """Return all wider concepts, however many steps away; a circle ends."""
    seen: set[str] = set()
    waiting = [identifier]
    while waiting:
        concept = concepts.get(waiting.pop())
        for ref in concept.broader if concept else ():
            if ref.identifier not in seen:
                seen.add(ref.identifier)
                waiting.append(ref.identifier)
    return seen - {identifier}
