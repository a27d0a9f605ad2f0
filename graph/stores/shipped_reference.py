"""The GTnum world as this version ships it, before any store exists.

Linking needs its names, and curation its facts, while the first generation is still
being written.
"""

from functools import cache

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from graph.errors import StoreError
from graph.queries import load_query
from graph.stores.entities.entity_keys import Key, entity_key
from graph.stores.entities.entity_labels import read_entities
from graph.stores.reference_facts import ReferenceFacts
from ontology.iris import Iris
from ontology.model import Entity
from ontology.shipped_files import read_text, turtle_files

__all__ = ["shipped_entities", "shipped_facts", "shipped_neighbours", "shipped_periods"]


@cache
def shipped_entities(iris: Iris) -> tuple[Entity, ...]:
    """Return every entity of the shipped reference data, with its labels; read once.

    Raises:
        StoreError: If a shipped file is not Turtle.
        OntologyError: If the package was installed without its data files.
    """
    return tuple(read_entities(_select("entity_labels", iris), iris))


def shipped_neighbours(iris: Iris) -> dict[Key, frozenset[Key]]:
    """Return the labs that certainly belong to each group.

    Raises:
        StoreError: If a shipped file is not Turtle.
        OntologyError: If the package was installed without its data files.
    """
    found: dict[Key, set[Key]] = {}
    for row in _select("neighbours", iris):
        group = entity_key(row["group"].value, iris)
        lab = entity_key(row["lab"].value, iris)
        if group is not None and lab is not None:
            found.setdefault(group, set()).add(lab)
    return {group: frozenset(labs) for group, labs in found.items()}


def shipped_periods(iris: Iris) -> dict[str, str]:
    """Return when each group worked, as EDTF, by identifier of the group.

    Its own dates where both are known, else those of its wave; a group of which only
    one is known has an unknown end. A group without any is left out.

    Raises:
        StoreError: If a shipped file is not Turtle.
        OntologyError: If the package was installed without its data files.
    """
    found: dict[str, str] = {}
    for row in _select("group_periods", iris):
        start, end, first, last = (
            "" if row[name] is None else row[name].value
            for name in ("start", "end", "waveStart", "waveEnd")
        )
        if not (start and end) and first and last:
            start, end = first, last
        if start or end:
            found[iris.identifier(row["group"].value)[1]] = f"{start}/{end}"
    return found


def shipped_facts(iris: Iris) -> ReferenceFacts:
    """Return the shipped facts that a person may correct.

    Raises:
        StoreError: If a shipped file is not Turtle.
        OntologyError: If the package was installed without its data files.
    """
    entities = {(one.kind, one.identifier) for one in shipped_entities(iris)}
    return ReferenceFacts(_select("curatable_facts", iris), entities, iris)


def _select(name: str, iris: Iris) -> QuerySolutions:
    rows = _shipped(iris).query(load_query(name), use_default_graph_as_union=True)
    if not isinstance(rows, QuerySolutions):
        raise StoreError(f"la requête « {name} » n’est pas un SELECT")
    return rows


@cache
def _shipped(iris: Iris) -> Store:
    """Load everything that ships, once: about 25,000 statements in memory."""
    store = Store()
    name = NamedNode(iris.named_graph("reference"))
    for file in turtle_files():
        try:
            text = read_text(file, base=iris.base)
            store.bulk_load(text, RdfFormat.TURTLE, to_graph=name)
        except SyntaxError as error:
            raise StoreError(
                f"« {file} » n’est pas du Turtle : {error}",
                remedy="Réinstallez le paquet.",
            ) from error
    return store
