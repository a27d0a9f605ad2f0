"""The terms of other vocabularies that a description is written in."""

from collections.abc import Mapping
from typing import Final

from pyoxigraph import NamedNode

from ontology.iris import SEARCH_NAMESPACE
from ontology.terms import PREFIXES

__all__ = ["DESCRIPTION_PREFIXES", "Namespace"]

DESCRIPTION_PREFIXES: Final[Mapping[str, str]] = {
    **PREFIXES,
    "dcat": "http://www.w3.org/ns/dcat#",
    "search": SEARCH_NAMESPACE,
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
}
"""Prefixes of all that a description or an answer in RDF may hold."""


class Namespace:
    """Makes the terms of one vocabulary.

    Args:
        prefix: One of ``DESCRIPTION_PREFIXES``.

    >>> Namespace("void")["Dataset"].value
    'http://rdfs.org/ns/void#Dataset'
    """

    def __init__(self, prefix: str) -> None:
        self._namespace = DESCRIPTION_PREFIXES[prefix]

    def __getitem__(self, name: str) -> NamedNode:
        """Return a term by its local name."""
        return NamedNode(f"{self._namespace}{name}")
