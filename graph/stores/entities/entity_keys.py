"""What an entity is called inside the stores: its kind and its identifier."""

from ontology.errors import OntologyError
from ontology.iris import Iris
from ontology.model import EntityKind

__all__ = ["Key", "entity_key"]

Key = tuple[EntityKind, str]


def entity_key(iri: str, iris: Iris) -> Key | None:
    """Return the key of an entity, or None for an IRI of anything else.

    >>> entity_key("https://gtnum.example/id/lab/techne", Iris())
    (<EntityKind.LAB: 'lab'>, 'techne')
    >>> entity_key("https://gtnum.example/id/document/fiche", Iris())
    """
    try:
        kind, identifier = iris.identifier(iri)
    except OntologyError:
        return None
    return (EntityKind(kind), identifier) if kind in set(EntityKind) else None
