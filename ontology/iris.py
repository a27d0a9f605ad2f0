"""How identifiers become IRIs and back.

    <base>id/<kind>/<identifier>          a thing: document, group, lab, concept …
    <base>id/passage/<document>.<n>       a passage; mentions add ``/<start>-<end>``
    <base>graph/document/<identifier>     the named graph that holds one document
    <base>graph/<name>                    reference, ontology, generation …
    <base>graph/incertain, …/tout         what is made of uncertain facts when asked for
    <base>ontology#<Term>                 our vocabulary

``gtnum.example`` is reserved by RFC 2606: nobody can mistake it for an address that
answers. The programme sets its own base before it publishes (see ``Iris``).
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from ontology.errors import OntologyError
from ontology.model import EntityKind

__all__ = [
    "DEFAULT_BASE",
    "EVERYTHING_GRAPH",
    "ONTOLOGY_NAMESPACE",
    "SEARCH_NAMESPACE",
    "SEARCH_SERVICE",
    "UNCERTAIN_GRAPH",
    "Iris",
]

DEFAULT_BASE = "https://gtnum.example/"
ONTOLOGY_NAMESPACE = "https://gtnum.example/ontology#"
SEARCH_SERVICE = "urn:gtnum:recherche"
"""The one service of SPARQL that is no call outwards: search in this library."""
SEARCH_NAMESPACE = f"{SEARCH_SERVICE}#"
"""Namespace of its parameters, usually with the prefix ``search:``."""
UNCERTAIN_GRAPH = "incertain"
"""Name of the graph of uncertain facts, as ``Iris.named_graph`` takes it."""
EVERYTHING_GRAPH = "tout"
"""Name of the graph of all facts together, certain and uncertain."""
# No user, query or fragment; ASCII, since IRIs also travel in HTTP headers.
_BASE = re.compile(r"https?://[A-Za-z0-9.\[\]:-]+(?:/[A-Za-z0-9._~!$'()*+,;=:%-]+)*/")
_LONGEST_BASE = 200


@dataclass(frozen=True, slots=True)
class Iris:
    """Mints and reads the IRIs under one base.

    Args:
        base: Absolute IRI that ends with ``/``, in ASCII, at most 200 characters.

    Raises:
        OntologyError: If the base is anything else.

    >>> iris = Iris()
    >>> iris.document("fiche-aeson")
    'https://gtnum.example/id/document/fiche-aeson'
    >>> iris.identifier(iris.document("fiche-aeson"))
    ('document', 'fiche-aeson')
    >>> iris.entity(EntityKind.LAB, "techne")
    'https://gtnum.example/id/lab/techne'
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if len(self.base) > _LONGEST_BASE or not _BASE.fullmatch(self.base):
            raise OntologyError(
                f"la base d’IRI « {self.base[:_LONGEST_BASE]} » n’est pas une adresse "
                "absolue, en ASCII, terminée par « / », sans « ? » ni « # »",
                remedy="Corrigez GTNUM_BASE_IRI, par exemple "
                "« https://donnees.example.org/gtnum/ ».",
            )

    def thing(self, kind: str, identifier: str) -> str:
        """Return the IRI of a thing of any kind."""
        return f"{self.base}id/{kind}/{quote(identifier, safe='._-/')}"

    def document(self, identifier: str) -> str:
        """Return the IRI of a document."""
        return self.thing("document", identifier)

    def passage(self, identifier: str) -> str:
        """Return the IRI of a passage."""
        return self.thing("passage", identifier)

    def entity(self, kind: EntityKind, identifier: str) -> str:
        """Return the IRI of an entity of the GTnum world."""
        return self.thing(kind.value, identifier)

    def document_graph(self, identifier: str) -> str:
        """Return the IRI of the named graph of one document."""
        return f"{self.base}graph/document/{quote(identifier, safe='._-')}"

    def named_graph(self, name: str) -> str:
        """Return the IRI of a graph that is not a document's."""
        return f"{self.base}graph/{quote(name, safe='._-/')}"

    def identifier(self, iri: str) -> tuple[str, str]:
        """Split the IRI of a thing into its kind and identifier.

        Raises:
            OntologyError: If the IRI is not one of ours.
        """
        prefix = f"{self.base}id/"
        kind, slash, rest = iri.removeprefix(prefix).partition("/")
        if not iri.startswith(prefix) or not slash or not rest:
            raise OntologyError(f"« {iri} » n’est pas une IRI de cette bibliothèque")
        return kind, unquote(rest)
