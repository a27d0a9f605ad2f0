"""Says what the SPARQL service is and what the data hold, in RDF.

SPARQL 1.1 Service Description for clients, VoID with class and property partitions for
editors that complete by themselves, ``sh:declare`` for their prefixes. Counting takes
seconds on a large store and is done once per generation; answers come from memory,
since clients give up on a description after three seconds.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import QuerySolutions, Store
from rdflib import DCTERMS, RDF, SH, VOID, XSD, BNode, Graph, Literal, Namespace, URIRef

from graph.errors import StoreError
from graph.queries import load_query
from graph.sparql.results import formats_for, negotiate
from ontology.iris import ONTOLOGY_NAMESPACE, Iris
from ontology.terms import PREFIXES

__all__ = ["Partition", "ServiceDescription", "StoreStatistics", "read_statistics"]

_SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
_SERIALIZERS: Final = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}


@dataclass(frozen=True, slots=True)
class Partition:
    """The things of one class.

    Attributes:
        iri: Of the class.
        entities: How many things have it.
        properties: ``(property IRI, number of triples)``, most first.
    """

    iri: str
    entities: int
    properties: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class StoreStatistics:
    """What a generation holds: number of triples, one partition per class."""

    triples: int
    partitions: tuple[Partition, ...]


def read_statistics(folder: Path) -> StoreStatistics:
    """Count a published generation.

    Raises:
        StoreError: If the store cannot be read.
    """
    try:
        store = Store.read_only(str(folder))
        properties: dict[str, list[tuple[str, int]]] = {}
        for row in _rows(store, "property_partitions"):
            entry = (row["property"].value, int(row["number"].value))
            properties.setdefault(row["class"].value, []).append(entry)
        partitions = tuple(
            Partition(
                row["class"].value,
                int(row["number"].value),
                tuple(properties.get(row["class"].value, ())),
            )
            for row in _rows(store, "class_partitions")
        )
        return StoreStatistics(len(store), partitions)
    except OSError as error:
        raise StoreError(f"le graphe {folder} ne peut pas être lu : {error}") from error


class ServiceDescription:
    """The description of one endpoint on one generation, made once.

    Args:
        endpoint: Public address of the SPARQL endpoint; never guessed from a request.
        iris: Base of the data.
        statistics: Of the generation.
        title: Name of the data, in French.
        licence: Address of the licence of the data.
    """

    def __init__(
        self,
        endpoint: str,
        iris: Iris,
        *,
        statistics: StoreStatistics,
        title: str,
        licence: str,
    ) -> None:
        self._statements = _statements(endpoint, iris, statistics, title, licence)
        self._bodies: dict[str, bytes] = {}

    def serialize(self, accept: str = "*/*") -> tuple[str, bytes]:
        """Return media type and body.

        Raises:
            NotAcceptable: If the client wants no RDF.
        """
        media_type = negotiate("CONSTRUCT", accept).media_type
        if media_type not in self._bodies:
            text = self._statements.serialize(format=_SERIALIZERS[media_type])
            self._bodies[media_type] = text.encode()
        return media_type, self._bodies[media_type]


def _statements(
    endpoint: str,
    iris: Iris,
    statistics: StoreStatistics,
    title: str,
    licence: str,
) -> Graph:
    found = Graph()
    for prefix, namespace in PREFIXES.items():
        found.bind(prefix, namespace)
    found.bind("sd", _SD)
    service, dataset = URIRef(endpoint), URIRef(f"{iris.base}id/dataset/gtnum")
    default = BNode("default")
    found.add((service, RDF.type, _SD.Service))
    found.add((service, _SD.endpoint, service))
    found.add((service, _SD.supportedLanguage, _SD.SPARQL11Query))
    found.add((service, _SD.feature, _SD.UnionDefaultGraph))
    for form in ("SELECT", "CONSTRUCT"):
        for offered in formats_for(form):
            found.add((service, _SD.resultFormat, URIRef(offered.iri)))
    found.add((service, _SD.defaultDataset, dataset))
    found.add((dataset, RDF.type, _SD.Dataset))
    found.add((dataset, RDF.type, VOID.Dataset))
    found.add((dataset, _SD.defaultGraph, default))
    found.add((default, RDF.type, _SD.Graph))
    found.add((dataset, DCTERMS.title, Literal(title, lang="fr")))
    found.add((dataset, DCTERMS.license, URIRef(licence)))
    found.add((dataset, VOID.sparqlEndpoint, service))
    found.add((dataset, VOID.uriSpace, Literal(f"{iris.base}id/")))
    found.add((dataset, VOID.triples, _integer(statistics.triples)))
    _describe_vocabularies(found, dataset)
    _describe_partitions(found, dataset, statistics)
    return found


def _describe_vocabularies(found: Graph, dataset: URIRef) -> None:
    ontology = URIRef(ONTOLOGY_NAMESPACE)
    for prefix, namespace in PREFIXES.items():
        found.add((dataset, VOID.vocabulary, URIRef(namespace)))
        declaration = BNode(f"prefix-{prefix}")
        found.add((ontology, SH.declare, declaration))
        found.add((declaration, SH.prefix, Literal(prefix)))
        address = Literal(namespace, datatype=XSD.anyURI)
        found.add((declaration, SH.namespace, address))


def _describe_partitions(
    found: Graph, dataset: URIRef, statistics: StoreStatistics
) -> None:
    # Named nodes would be a promise; numbered ones keep the output the same each time.
    for number, partition in enumerate(statistics.partitions):
        node = BNode(f"class-{number}")
        found.add((dataset, VOID.classPartition, node))
        found.add((node, VOID["class"], URIRef(partition.iri)))
        found.add((node, VOID.entities, _integer(partition.entities)))
        for position, (iri, triples) in enumerate(partition.properties):
            inner = BNode(f"class-{number}-{position}")
            found.add((node, VOID.propertyPartition, inner))
            found.add((inner, VOID.property, URIRef(iri)))
            found.add((inner, VOID.triples, _integer(triples)))


def _integer(value: int) -> Literal:
    return Literal(value, datatype=XSD.integer)


def _rows(store: Store, name: str) -> QuerySolutions:
    found = store.query(load_query(name), use_default_graph_as_union=True)
    if not isinstance(found, QuerySolutions):
        raise StoreError(f"la requête « {name} » n’est pas un SELECT")
    return found
