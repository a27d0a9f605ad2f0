"""The subject scheme: which concept is wider, narrower or related."""

from collections.abc import Iterable, Mapping

from pyoxigraph import QuerySolution

from graph.entity_ports import Concept, EntityRef
from graph.stores.entities.entity_keys import Key
from ontology.folding import fold_name
from ontology.iris import Iris
from ontology.model import EntityKind
from ontology.terms import Reused

__all__ = ["read_concepts"]


def read_concepts(
    rows: Iterable[QuerySolution],
    *,
    labels: Mapping[Key, str],
    documents: Mapping[Key, int],
    iris: Iris,
) -> dict[str, Concept]:
    """Read ``concept_links.rq``.

    A link is read in both directions: who writes ``broader`` need not write
    ``narrower`` too, and ``related`` holds both ways.

    Args:
        rows: Of the query.
        labels: Names to show of all entities.
        documents: How many documents are linked to each entity.
        iris: With the base of the generation.

    Returns:
        Identifier → concept, sorted by label.
    """
    broader: dict[str, set[str]] = {}
    narrower: dict[str, set[str]] = {}
    related: dict[str, set[str]] = {}
    for row in rows:
        one = iris.identifier(row["concept"].value)[1]
        other = iris.identifier(row["other"].value)[1]
        match row["predicate"].value:
            case Reused.BROADER:
                _join(broader, narrower, one, other)
            case Reused.NARROWER:
                _join(narrower, broader, one, other)
            case _:
                _join(related, related, one, other)

    def references(found: Iterable[str]) -> tuple[EntityRef, ...]:
        named = (
            EntityRef(EntityKind.CONCEPT, name, labels[EntityKind.CONCEPT, name])
            for name in found
        )
        return tuple(sorted(named, key=_by_label))

    identifiers = [name for kind, name in labels if kind is EntityKind.CONCEPT]
    return {
        each.identifier: Concept(
            entity=each,
            documents=documents.get((EntityKind.CONCEPT, each.identifier), 0),
            broader=references(broader.get(each.identifier, ())),
            narrower=references(narrower.get(each.identifier, ())),
            related=references(related.get(each.identifier, ())),
        )
        for each in references(identifiers)
    }


def _join(
    there: dict[str, set[str]], back: dict[str, set[str]], one: str, other: str
) -> None:
    there.setdefault(one, set()).add(other)
    back.setdefault(other, set()).add(one)


def _by_label(entity: EntityRef) -> tuple[str, str]:
    return fold_name(entity.label), entity.identifier
