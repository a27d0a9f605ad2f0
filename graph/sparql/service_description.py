"""Says what the SPARQL service is and what the data hold, in RDF.

SPARQL 1.1 Service Description, and with it the description that the generation keeps in
its own store (VoID, DCAT, prefixes, questions). Answers come from memory: clients give
up on a description after three seconds.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph import term_nodes as w
from graph.descriptions.dataset_description import dataset_iri
from graph.descriptions.description_terms import Namespace
from graph.descriptions.publication import DESCRIPTION
from graph.descriptions.serialization import SerializedOnce
from graph.sparql.result_formats import formats_for, negotiate
from graph.sparql.search_block.block_vocabulary import SIMILARITY
from ontology.iris import (
    EVERYTHING_GRAPH,
    SEARCH_SERVICE,
    UNCERTAIN_GRAPH,
    Iris,
)

__all__ = ["ServiceDescription", "at_public_address", "service_triples"]

_SD: Final = Namespace("sd")
_COMMENT: Final = Namespace("rdfs")["comment"]
_MANNERS: Final = (
    (
        "fr",
        "En lecture seule : les mises à jour (SPARQL Update) sont refusées par une "
        "erreur 403, comme SERVICE vers d’autres adresses. Une réponse est entière "
        "ou remplacée par une erreur.",
    ),
    (
        "en",
        "Read only: updates (SPARQL Update) are refused with a 403, and so is SERVICE "
        "to other addresses. An answer is whole, or an error takes its place.",
    ),
)
_GRAPHS: Final = (
    *("reference", "ontology", "curation", "generation", DESCRIPTION),
    # Named when asked for, and no part of the union that the default graph is.
    *(UNCERTAIN_GRAPH, EVERYTHING_GRAPH),
)
_ADDRESSES: Final = ("sparql", "openapi.json", "dumps/")


class ServiceDescription:
    """The description of one endpoint on one generation, made once.

    Args:
        endpoint: Public address of the SPARQL endpoint; never guessed from a request.
        iris: Base of the data.
        described: Reads the description of the generation, see ``read_description``;
            called at the first question, and again should it fail.
    """

    def __init__(
        self, endpoint: str, iris: Iris, *, described: Callable[[], Iterable[Triple]]
    ) -> None:
        public = endpoint.removesuffix("sparql")
        self._written = SerializedOnce(
            lambda: (
                *service_triples(endpoint, iris),
                *at_public_address(described(), iris, public),
            )
        )

    def serialize(self, accept: str = "*/*") -> tuple[str, bytes]:
        """Return media type and body.

        Raises:
            NotAcceptable: If the client wants no RDF.
            StoreError: If the generation cannot be read.
        """
        media_type = negotiate("CONSTRUCT", accept).media_type
        return media_type, self._written.body(media_type)


def at_public_address(
    triples: Iterable[Triple], iris: Iris, public: str
) -> Iterator[Triple]:
    """Put the public address in place of the base where something can be fetched.

    Args:
        triples: With addresses under the base.
        iris: The base. IRIs of things and graphs keep it: they are names.
        public: Address that users see, ends with ``/``.
    """
    for triple in triples:
        value = triple.object
        if isinstance(value, NamedNode) and _is_address(value.value, iris):
            moved = NamedNode(f"{public}{value.value.removeprefix(iris.base)}")
            yield Triple(triple.subject, triple.predicate, moved)
        else:
            yield triple


def _is_address(iri: str, iris: Iris) -> bool:
    path = iri.removeprefix(iris.base)
    return iri.startswith(iris.base) and (not path or path.startswith(_ADDRESSES))


def service_triples(endpoint: str, iris: Iris) -> Iterator[Triple]:
    """Yield what the service can do; it never promises updates or federation."""
    service, dataset = NamedNode(endpoint), dataset_iri(iris)
    default = BlankNode("default")
    yield Triple(service, w.TYPE, _SD["Service"])
    yield Triple(service, _SD["endpoint"], service)
    yield Triple(service, _SD["supportedLanguage"], _SD["SPARQL11Query"])
    for language, text in _MANNERS:
        yield Triple(service, _COMMENT, Literal(text, language=language))
    yield Triple(service, _SD["feature"], _SD["UnionDefaultGraph"])
    yield Triple(service, _SD["languageExtension"], NamedNode(SEARCH_SERVICE))
    yield Triple(service, _SD["extensionFunction"], NamedNode(SIMILARITY))
    yield Triple(NamedNode(SIMILARITY), w.TYPE, _SD["Function"])
    for form in ("SELECT", "CONSTRUCT"):
        for offered in formats_for(form):
            yield Triple(service, _SD["resultFormat"], NamedNode(offered.iri))
    yield Triple(service, _SD["defaultDataset"], dataset)
    yield Triple(dataset, w.TYPE, _SD["Dataset"])
    yield Triple(dataset, _SD["defaultGraph"], default)
    yield Triple(default, w.TYPE, _SD["Graph"])
    # One more graph for each document: named by a rule, far too many to be listed.
    for name in _GRAPHS:
        node, graph = BlankNode(f"graph{name}"), NamedNode(iris.named_graph(name))
        yield Triple(dataset, _SD["namedGraph"], node)
        yield Triple(node, w.TYPE, _SD["NamedGraph"])
        yield Triple(node, _SD["name"], graph)
