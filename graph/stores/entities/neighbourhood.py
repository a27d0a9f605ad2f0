"""Which entities facts link, and in what order neighbours are shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.entity_ports import EntityRef, Fact, Neighbour
from graph.stores.entities.entity_keys import Key
from ontology.folding import fold_name

__all__ = ["FactLink", "fact_links", "ranked"]


@dataclass(slots=True)
class FactLink:
    """The facts that link an entity with one other."""

    certain: int = 0
    uncertain: int = 0
    labels: dict[str, bool] = field(default_factory=dict)

    @property
    def relations(self) -> tuple[str, ...]:
        """The names of the facts, certain ones first, without repetition."""
        return tuple(sorted(self.labels, key=lambda label: not self.labels[label]))

    def add(self, fact: Fact) -> None:
        """Count a fact."""
        if fact.is_certain:
            self.certain += 1
        else:
            self.uncertain += 1
        self.labels[fact.label] = self.labels.get(fact.label, False) or fact.is_certain


def fact_links(
    facts: Iterable[Fact], named_in: Iterable[Fact]
) -> Mapping[Key, FactLink]:
    """Gather by neighbour the facts about an entity and those that name it."""
    found: dict[Key, FactLink] = {}
    for fact in facts:
        if fact.target is not None:
            found.setdefault(_key(fact.target), FactLink()).add(fact)
    for fact in named_in:
        found.setdefault(_key(fact.subject), FactLink()).add(fact)
    return found


def ranked(neighbours: Iterable[Neighbour]) -> list[Neighbour]:
    """Sort neighbours: certain facts, any fact, shared passages, then the label."""
    return sorted(
        neighbours,
        key=lambda each: (
            not each.certain_facts,
            not each.uncertain_facts,
            -each.passages,
            fold_name(each.entity.label),
            each.entity.identifier,
        ),
    )


def _key(entity: EntityRef) -> Key:
    return entity.kind, entity.identifier
