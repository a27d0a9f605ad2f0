"""Counts what a store holds: things by class, statements by class and property.

Oxigraph counts a million statements in about a second. Which classes and datatypes the
values of a property have is read from a sample, whatever the size: joining all values
with their classes took five times as long, and editors need the names only. One query
asks the first things of a class about all their properties; only a property that none
of them has is asked for by itself, since hundreds of small queries take seconds.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import NamedNode, QuerySolution, QuerySolutions, Store, Variable

from graph.errors import StoreError
from graph.queries import load_query
from ontology.terms import PREFIXES

__all__ = [
    "Links",
    "Partition",
    "PropertyPartition",
    "StoreStatistics",
    "count_store",
]

_SAMPLE: Final = 1000
_VALUES_BY_PROPERTY: Final = """
SELECT DISTINCT ?property ?class ?datatype {{
  {{ SELECT ?thing {{ ?thing a {kind} }} LIMIT {sample} }}
  ?thing ?property ?value
  OPTIONAL {{ ?value a ?class }}
  BIND(IF(isLiteral(?value), DATATYPE(?value), ?nothing) AS ?datatype)
}}
"""
_VALUES: Final = """
SELECT DISTINCT ?class ?datatype {{
  {{ SELECT ?value {{ ?thing a {kind} ; {property} ?value }} LIMIT {sample} }}
  OPTIONAL {{ ?value a ?class }}
  BIND(IF(isLiteral(?value), DATATYPE(?value), ?nothing) AS ?datatype)
}}
"""
_LINKS: Final = f"""
SELECT ?property ?value {{
  VALUES ?property {{
    <{PREFIXES["owl"]}sameAs> <{PREFIXES["skos"]}exactMatch>
    <{PREFIXES["skos"]}closeMatch>
  }}
  ?thing ?property ?value FILTER(isIRI(?value))
}}
"""


@dataclass(frozen=True, slots=True)
class PropertyPartition:
    """The statements with one property, about the things of one class.

    Attributes:
        iri: Of the property.
        triples: How many statements.
        classes: Classes of values that are things, sorted; from a sample.
        datatypes: Datatypes of values that are texts or numbers, likewise.
    """

    iri: str
    triples: int
    classes: tuple[str, ...] = ()
    datatypes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Partition:
    """The things of one class.

    Attributes:
        iri: Of the class.
        entities: How many things have it.
        example: IRI of one of them, or None where all are blank.
        properties: Most statements first.
    """

    iri: str
    entities: int
    example: str | None
    properties: tuple[PropertyPartition, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """Links to the things of somebody else.

    Attributes:
        property: IRI of the property that links.
        origin: Where the other things stand, for example ``https://ror.org/``.
        triples: How many links.
    """

    property: str
    origin: str
    triples: int


@dataclass(frozen=True, slots=True)
class StoreStatistics:
    """What a store holds.

    Attributes:
        triples: Number of statements.
        partitions: One per class, most things first.
        links: One per property and other data set, sorted.
    """

    triples: int
    partitions: tuple[Partition, ...]
    links: tuple[Links, ...] = ()

    def counts(self) -> Mapping[tuple[str, str], int]:
        """Return the number of statements by class and property."""
        return {
            (part.iri, found.iri): found.triples
            for part in self.partitions
            for found in part.properties
        }


def count_store(store: Store) -> StoreStatistics:
    """Count an open store.

    Raises:
        OSError: If the store fails.
        StoreError: If a query that ships is no SELECT.
    """
    properties: dict[str, list[PropertyPartition]] = {}
    values = _SampledValues(store)
    for row in _rows(store, load_query("property_partitions")):
        kind, name = row["class"], row["property"]
        found = PropertyPartition(
            name.value, int(row["number"].value), *values.of(kind, name)
        )
        properties.setdefault(kind.value, []).append(found)
    partitions = tuple(
        Partition(
            row["class"].value,
            int(row["number"].value),
            _example(store, row["class"]),
            tuple(properties.get(row["class"].value, ())),
        )
        for row in _rows(store, load_query("class_partitions"))
    )
    return StoreStatistics(len(store), partitions, _links(store))


def _links(store: Store) -> tuple[Links, ...]:
    found: Counter[tuple[str, str]] = Counter()
    for row in _rows(store, _LINKS):
        parts = urlsplit(row["value"].value)
        found[row["property"].value, f"{parts.scheme}://{parts.netloc}/"] += 1
    return tuple(Links(*key, number) for key, number in sorted(found.items()))


class _SampledValues:
    """The classes and datatypes of the values of properties, one query a class."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kind: NamedNode | None = None
        self._found: dict[str, list[QuerySolution]] = {}

    def of(
        self, kind: NamedNode, name: NamedNode
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return classes and datatypes, each sorted; cheap when asked by class."""
        if kind != self._kind:
            self._kind, self._found = kind, {}
            query = _VALUES_BY_PROPERTY.format(kind=kind, sample=_SAMPLE)
            for row in _rows(self._store, query):
                self._found.setdefault(row["property"].value, []).append(row)
        rows = self._found.get(name.value)
        if rows is None:
            query = _VALUES.format(kind=kind, property=name, sample=_SAMPLE)
            rows = list(_rows(self._store, query))
        classes = {row["class"].value for row in rows if row["class"]}
        datatypes = {row["datatype"].value for row in rows if row["datatype"]}
        return tuple(sorted(classes)), tuple(sorted(datatypes))


def _example(store: Store, kind: NamedNode) -> str | None:
    thing = Variable("thing")
    rows = _rows(
        store, f"SELECT ?thing {{ ?thing a {kind} FILTER(isIRI(?thing)) }} LIMIT 1"
    )
    found = next(iter(rows), None)
    return None if found is None else str(found[thing].value)


def _rows(store: Store, query: str) -> QuerySolutions:
    # Classes and properties come from the store itself, whose IRIs were validated.
    found = store.query(query, use_default_graph_as_union=True)
    if not isinstance(found, QuerySolutions):
        raise StoreError("une requête de dénombrement n’est pas un SELECT")
    return found
