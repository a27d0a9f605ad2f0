"""Finds entities by their names: folded, by word or by the beginning of words.

All names stand in memory, folded once; a question is compared with each of them. With
50,000 names that takes a few milliseconds.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolution

from graph.stores.entities.entity_keys import Key, entity_key
from ontology.folding import fold_name
from ontology.iris import Iris
from ontology.model import Entity, Label
from ontology.terms import Reused

__all__ = ["Name", "NameIndex", "read_names", "shown_labels"]

_EXACT, _BEGINS, _HOLDS, _SCATTERED = range(4)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an entity, beside its folded form for comparison."""

    key: Key
    text: str
    folded: str


class NameIndex:
    """The names of all entities.

    Args:
        names: In any order; several entities may share one.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = tuple(name for name in names if name.folded)

    def find(self, question: str, *, prefix: bool) -> dict[Key, tuple[int, str]]:
        """Return the entities with such a name: rank (0 is best) and that name.

        Args:
            question: In any spelling; finds nothing where it holds no letter or digit.
            prefix: Whether its words may be beginnings of words.
        """
        wanted = fold_name(question)
        if not wanted:
            return {}
        found: dict[Key, tuple[int, str]] = {}
        for name in self._names:
            rank = _rank(wanted, name.folded, prefix=prefix)
            if rank is not None and rank < found.get(name.key, (9, ""))[0]:
                found[name.key] = (rank, name.text)
        return found


def _rank(wanted: str, name: str, *, prefix: bool) -> int | None:
    if name == wanted:
        return _EXACT
    end = "" if prefix else " "
    padded = f"{name} "
    if padded.startswith(wanted + end):
        return _BEGINS
    if f" {wanted}{end}" in padded:
        return _HOLDS
    if " " in wanted and _holds_all(wanted.split(), name.split(), prefix=prefix):
        return _SCATTERED
    return None


def _holds_all(wanted: list[str], words: list[str], *, prefix: bool) -> bool:
    if not prefix:
        return set(wanted) <= set(words)
    return all(any(word.startswith(each) for word in words) for each in wanted)


def read_names(rows: Iterable[QuerySolution], iris: Iris) -> list[Name]:
    """Read every name of ``entity_labels.rq``, those for search only among them."""
    names: dict[Name, None] = {}
    for key, _, text in _names(rows, iris):
        names[Name(key, text, fold_name(text))] = None
    return list(names)


def shown_labels(
    rows: Iterable[QuerySolution], entities: Mapping[Key, Entity], iris: Iris
) -> dict[Key, tuple[Label, ...]]:
    """Return the labels of entities without those for search only.

    Args:
        rows: Of ``entity_labels.rq``; they know which names are hidden.
        entities: With all labels, as ``read_entities`` ranked them.
        iris: With the base of the generation.
    """
    hidden: dict[Key, set[str]] = {}
    for key, predicate, text in _names(rows, iris):
        if predicate == Reused.HIDDEN_LABEL:
            hidden.setdefault(key, set()).add(text)
    return {
        key: _without(entity.labels, hidden.get(key, set()))
        for key, entity in entities.items()
    }


def _names(rows: Iterable[QuerySolution], iris: Iris) -> Iterator[tuple[Key, str, str]]:
    for row in rows:
        entity, label = row["entity"], row["label"]
        key = entity_key(entity.value, iris) if isinstance(entity, NamedNode) else None
        if key is not None and isinstance(label, Literal):
            yield key, row["predicate"].value, label.value


def _without(labels: tuple[Label, ...], hidden: set[str]) -> tuple[Label, ...]:
    """Leave out names for search only and repetitions; preferred names first."""
    kept: dict[tuple[str, str], Label] = {}
    for label in sorted(labels, key=lambda each: not each.is_preferred):
        # An acronym, which has no language, may be written again as a name.
        is_told = not label.language and any(label.text == text for text, _ in kept)
        if label.is_preferred or not (is_told or label.text in hidden):
            kept.setdefault((label.text, label.language), label)
    return tuple(kept.values())
