"""Tells of the graph of uncertain facts: a subset of the data outside their union.

Its triples are not stored, so they are no part of ``void:triples`` of the data set, nor
of the dumps; ``<base>graph/incertain`` gives them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph import term_nodes as w
from graph.descriptions.dataset_description import dataset_iri
from graph.descriptions.description_terms import Namespace
from ontology.iris import UNCERTAIN_GRAPH, Iris

__all__ = ["uncertain_triples"]

_DCTERMS: Final = Namespace("dcterms")
_VOID: Final = Namespace("void")
_TITLE: Final = (("fr", "Faits incertains"), ("en", "Uncertain facts"))
_ABOUT: Final = (
    (
        "fr",
        "Les faits de certitude moyenne ou faible, comme triplets simples. Ce graphe "
        "n’est pas dans le graphe par défaut : nommez-le (FROM, default-graph-uri).",
    ),
    (
        "en",
        "Facts of medium or low certainty, as plain triples. This graph is no part of "
        "the default graph: name it (FROM, default-graph-uri).",
    ),
)


def uncertain_triples(iris: Iris, facts: Iterable[Triple]) -> Iterator[Triple]:
    """Yield what the graph of uncertain facts is, with its count for each property."""
    node = NamedNode(iris.named_graph(UNCERTAIN_GRAPH))
    counts = Counter(fact.predicate.value for fact in facts)
    yield Triple(dataset_iri(iris), _VOID["subset"], node)
    # Not typed: whoever asks for the counts of « the » void:Dataset gets one row.
    for predicate, texts in ((w.TITLE, _TITLE), (_DCTERMS["description"], _ABOUT)):
        for language, text in texts:
            yield Triple(node, predicate, Literal(text, language=language))
    yield Triple(node, _VOID["triples"], _number(counts.total()))
    yield Triple(node, _VOID["properties"], _number(len(counts)))
    for position, (iri, number) in enumerate(sorted(counts.items())):
        part = BlankNode(f"uncertain{position}")
        yield Triple(node, _VOID["propertyPartition"], part)
        yield Triple(part, _VOID["property"], NamedNode(iri))
        yield Triple(part, _VOID["triples"], _number(number))


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=w.XSD_INTEGER)
