"""The data as a data set: VoID with its partitions, and DCAT 3 for catalogues.

    <catalog/gtnum> ──▶ <dataset/gtnum> ──▶ <distribution/…>   size and checksum
           └──────────▶ <dataservice/…>     SPARQL and the API

Fields are those that data.gouv.fr and data.education.gouv.fr harvest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph import term_nodes as w
from graph.descriptions.description_terms import Namespace
from graph.descriptions.statistics import Links, Partition, StoreStatistics
from graph.dumps import Dump
from ontology.iris import Iris
from ontology.terms import PREFIXES

__all__ = ["DATA_LICENCE", "Release", "dataset_iri", "dataset_triples"]

DATA_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"

_DCAT: Final = Namespace("dcat")
_DCTERMS: Final = Namespace("dcterms")
_FOAF: Final = Namespace("foaf")
_SPDX: Final = Namespace("spdx")
_VOID: Final = Namespace("void")
_VOID_EXT: Final = Namespace("void-ext")
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_EUROPE: Final = "http://publications.europa.eu/resource/authority/"
_FORMATS: Final = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")
_EXAMPLES: Final = 12
_TITLE: Final = (
    ("fr", "Graphe de connaissances des GTnum"),
    ("en", "Knowledge graph of the GTnum groups"),
)
_ABOUT: Final = (
    (
        "fr",
        "Ce que publient les groupes thématiques numériques, passage par passage, et "
        "ce que l’on sait des groupes, laboratoires, académies, personnes et thèmes ; "
        "chaque fait avec sa source et son degré de certitude.",
    ),
    (
        "en",
        "What the GTnum groups publish, passage by passage, and what is known of "
        "groups, labs, académies, people and themes; each fact with its source and "
        "its certainty.",
    ),
)


@dataclass(frozen=True, slots=True)
class Release:
    """What is published.

    Attributes:
        version: Name of the generation, for example ``0007``.
        modified: When it was made, with time zone.
        dumps: Folder that the files to download are written to, or None for none.
        licence: Address of the licence of the data.
    """

    version: str
    modified: datetime
    dumps: Path | None = None
    licence: str = DATA_LICENCE


def dataset_iri(iris: Iris) -> NamedNode:
    """Return the IRI of the data set."""
    return NamedNode(iris.thing("dataset", "gtnum"))


def dataset_triples(
    iris: Iris,
    release: Release,
    *,
    statistics: StoreStatistics,
    dumps: Iterable[Dump],
) -> Iterator[Triple]:
    """Yield what the generation is, what it holds and where to get it."""
    node = dataset_iri(iris)
    yield from _catalogue(iris, node)
    yield from _dataset(iris, release, node)
    yield from _counts(statistics, node)
    for number, partition in enumerate(statistics.partitions):
        yield from _partition(partition, node, f"class{number}")
    for number, links in enumerate(statistics.links):
        yield from _linkset(links, node, f"links{number}")
    for dump in dumps:
        yield from _distribution(dump, release, node, iris)


def _named(
    node: NamedNode, predicate: NamedNode, texts: Iterable[tuple[str, str]]
) -> Iterator[Triple]:
    for language, text in texts:
        yield Triple(node, predicate, Literal(text, language=language))


def _catalogue(iris: Iris, dataset: NamedNode) -> Iterator[Triple]:
    catalogue = NamedNode(iris.thing("catalog", "gtnum"))
    agent = NamedNode(iris.thing("agent", "gtnum"))
    sparql = NamedNode(iris.thing("dataservice", "sparql"))
    api = NamedNode(iris.thing("dataservice", "api"))
    described = NamedNode(f"{iris.base}openapi.json")
    endpoint = NamedNode(f"{iris.base}sparql")
    yield Triple(agent, w.TYPE, _FOAF["Agent"])
    yield Triple(agent, w.NAME, Literal("Bibliothèque des GTnum", language="fr"))
    yield Triple(catalogue, w.TYPE, _DCAT["Catalog"])
    yield from _named(catalogue, w.TITLE, [("fr", "Données de la bibliothèque GTnum")])
    yield from _named(catalogue, _DCTERMS["description"], _ABOUT)
    yield Triple(catalogue, w.PUBLISHER, agent)
    yield Triple(catalogue, _FOAF["homepage"], NamedNode(iris.base))
    yield Triple(catalogue, _DCAT["dataset"], dataset)
    for service, address, title in (
        (sparql, endpoint, "Service SPARQL"),
        (api, NamedNode(iris.base), "API de recherche"),
    ):
        yield Triple(catalogue, _DCAT["service"], service)
        yield Triple(service, w.TYPE, _DCAT["DataService"])
        yield from _named(service, w.TITLE, [("fr", title)])
        yield Triple(service, _DCAT["endpointURL"], address)
        yield Triple(service, _DCAT["endpointDescription"], described)
        yield Triple(service, _DCAT["servesDataset"], dataset)
    yield Triple(sparql, _DCAT["endpointDescription"], endpoint)
    protocol = NamedNode("http://www.w3.org/TR/sparql11-protocol/")
    yield Triple(sparql, _DCTERMS["conformsTo"], protocol)


def _dataset(iris: Iris, release: Release, node: NamedNode) -> Iterator[Triple]:
    modified = Literal(release.modified.isoformat(), datatype=w.XSD_DATETIME)
    yield Triple(node, w.TYPE, _DCAT["Dataset"])
    yield Triple(node, w.TYPE, _VOID["Dataset"])
    yield from _named(node, w.TITLE, _TITLE)
    yield from _named(node, _DCTERMS["description"], _ABOUT)
    yield Triple(node, w.LICENSE, NamedNode(release.licence))
    yield Triple(node, w.PUBLISHER, NamedNode(iris.thing("agent", "gtnum")))
    yield Triple(node, _DCTERMS["modified"], modified)
    yield Triple(node, _DCAT["version"], Literal(release.version))
    yield Triple(node, _DCAT["theme"], NamedNode(f"{_EUROPE}data-theme/EDUC"))
    for language in ("FRA", "ENG"):
        yield Triple(node, w.LANGUAGE, NamedNode(f"{_EUROPE}language/{language}"))
    for keyword in ("GTnum", "numérique éducatif", "recherche en éducation"):
        yield Triple(node, _DCAT["keyword"], Literal(keyword, language="fr"))
    yield Triple(node, _FOAF["homepage"], NamedNode(iris.base))
    yield Triple(node, _VOID["sparqlEndpoint"], NamedNode(f"{iris.base}sparql"))
    yield Triple(node, _VOID["uriSpace"], Literal(f"{iris.base}id/"))
    for namespace in PREFIXES.values():
        yield Triple(node, _VOID["vocabulary"], NamedNode(namespace))
    for form in _FORMATS:
        feature = NamedNode(f"http://www.w3.org/ns/formats/{form}")
        yield Triple(node, _VOID["feature"], feature)


def _counts(statistics: StoreStatistics, node: NamedNode) -> Iterator[Triple]:
    parts = statistics.partitions
    properties = {found.iri for part in parts for found in part.properties}
    yield Triple(node, _VOID["triples"], _number(statistics.triples))
    yield Triple(node, _VOID["classes"], _number(len(parts)))
    yield Triple(node, _VOID["properties"], _number(len(properties)))
    for part in [part for part in parts if part.example][:_EXAMPLES]:
        yield Triple(node, _VOID["exampleResource"], NamedNode(str(part.example)))


def _partition(part: Partition, dataset: NamedNode, label: str) -> Iterator[Triple]:
    # Blank: a name would be a promise. Numbered: the same output each time.
    node = BlankNode(label)
    yield Triple(dataset, _VOID["classPartition"], node)
    yield Triple(node, _VOID["class"], NamedNode(part.iri))
    yield Triple(node, _VOID["entities"], _number(part.entities))
    for position, found in enumerate(part.properties):
        inner = BlankNode(f"{label}p{position}")
        yield Triple(node, _VOID["propertyPartition"], inner)
        yield Triple(inner, _VOID["property"], NamedNode(found.iri))
        yield Triple(inner, _VOID["triples"], _number(found.triples))
        for number, iri in enumerate(found.classes):
            values = BlankNode(f"{label}p{position}c{number}")
            yield Triple(inner, _VOID["classPartition"], values)
            yield Triple(values, _VOID["class"], NamedNode(iri))
        for number, iri in enumerate(found.datatypes):
            values = BlankNode(f"{label}p{position}d{number}")
            yield Triple(inner, _VOID_EXT["datatypePartition"], values)
            yield Triple(values, _VOID_EXT["datatype"], NamedNode(iri))


def _linkset(links: Links, dataset: NamedNode, label: str) -> Iterator[Triple]:
    node = BlankNode(label)
    yield Triple(dataset, _VOID["subset"], node)
    yield Triple(node, w.TYPE, _VOID["Linkset"])
    yield Triple(node, _VOID["subjectsTarget"], dataset)
    yield Triple(node, _VOID["objectsTarget"], NamedNode(links.origin))
    yield Triple(node, _VOID["target"], dataset)
    yield Triple(node, _VOID["target"], NamedNode(links.origin))
    yield Triple(node, _VOID["linkPredicate"], NamedNode(links.property))
    yield Triple(node, _VOID["triples"], _number(links.triples))


def _distribution(
    dump: Dump, release: Release, dataset: NamedNode, iris: Iris
) -> Iterator[Triple]:
    node = NamedNode(iris.thing("distribution", dump.kind.name))
    checksum = BlankNode(f"sha256{dump.kind.form.value.replace('.', '')}")
    address = NamedNode(f"{iris.base}dumps/{dump.kind.name}")
    size = Literal(
        str(dump.size_bytes),
        datatype=NamedNode(f"{PREFIXES['xsd']}nonNegativeInteger"),
    )
    digest = Literal(dump.sha256, datatype=NamedNode(f"{PREFIXES['xsd']}hexBinary"))
    yield Triple(dataset, _DCAT["distribution"], node)
    yield Triple(dataset, _VOID["dataDump"], address)
    yield Triple(node, w.TYPE, _DCAT["Distribution"])
    yield from _named(node, w.TITLE, [("fr", dump.kind.title)])
    yield Triple(node, _DCAT["downloadURL"], address)
    yield Triple(node, _DCAT["accessURL"], address)
    yield Triple(node, _DCAT["mediaType"], NamedNode(f"{_MEDIA}{dump.kind.media_type}"))
    yield Triple(node, _DCAT["compressFormat"], NamedNode(f"{_MEDIA}application/gzip"))
    yield Triple(node, _DCAT["byteSize"], size)
    yield Triple(node, w.LICENSE, NamedNode(release.licence))
    yield Triple(node, _SPDX["checksum"], checksum)
    yield Triple(checksum, w.TYPE, _SPDX["Checksum"])
    yield Triple(checksum, _SPDX["algorithm"], _SPDX["checksumAlgorithm_sha256"])
    yield Triple(checksum, _SPDX["checksumValue"], digest)


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=w.XSD_INTEGER)
