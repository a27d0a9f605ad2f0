"""Gathers the names of the GTnum world into entities."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, QuerySolution

from ontology.errors import OntologyError
from ontology.iris import Iris
from ontology.model import Entity, EntityKind, Label
from ontology.terms import LABEL_PROPERTIES, Property, Reused

__all__ = ["preferred_label", "read_entities"]

_SHORT = {Property.ACRONYM, Property.HASHTAG}
# A thing with no preferred label of SKOS is called by its name or its title.
_PREFERRED = (Reused.PREF_LABEL, Reused.NAME, Reused.TITLE)
_ORDER = {predicate: rank for rank, predicate in enumerate(LABEL_PROPERTIES)}


def read_entities(rows: Iterable[QuerySolution], iris: Iris) -> list[Entity]:
    """Read the rows of ``entity_labels.rq``, sorted by kind and identifier.

    Things outside our base, or of no kind that a mention may name, are left out: a
    document could not be linked to them.
    """
    names: dict[tuple[EntityKind, str], list[tuple[str, Literal]]] = {}
    for row in rows:
        entity, predicate, label = row["entity"], row["predicate"], row["label"]
        key = _key(entity.value, iris) if isinstance(entity, NamedNode) else None
        if key is not None and isinstance(label, Literal):
            names.setdefault(key, []).append((predicate.value, label))
    return [
        Entity(identifier, kind, _labels(found))
        for (kind, identifier), found in sorted(names.items())
    ]


def preferred_label(entity: Entity, language: str = "fr") -> str:
    """Return the name to show: preferred in this language, preferred, or any.

    >>> preferred_label(Entity("x", EntityKind.LAB, (Label("CREM", ""),)))
    'CREM'
    """
    ranked = sorted(
        entity.labels, key=lambda x: (not x.is_preferred, x.language != language)
    )
    return ranked[0].text if ranked else entity.identifier


def _key(iri: str, iris: Iris) -> tuple[EntityKind, str] | None:
    try:
        kind, identifier = iris.identifier(iri)
    except OntologyError:
        return None
    return (EntityKind(kind), identifier) if kind in set(EntityKind) else None


def _labels(found: list[tuple[str, Literal]]) -> tuple[Label, ...]:
    predicates = {predicate for predicate, _ in found}
    preferred = next((p for p in _PREFERRED if p in predicates), None)
    ranked = sorted(
        found, key=lambda x: (_ORDER[x[0]], x[1].language or "", x[1].value)
    )
    return tuple(
        Label(
            literal.value,
            "" if predicate in _SHORT else literal.language or "fr",
            predicate == preferred,
        )
        for predicate, literal in ranked
    )
