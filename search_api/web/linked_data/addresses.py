"""From the IRI of a thing to the addresses of what describes it, and back."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from ontology.errors import OntologyError
from ontology.iris import ONTOLOGY_NAMESPACE, Iris
from ontology.model import DocumentSummary, EntityKind
from search_api.answers import links
from search_api.web.linked_data.negotiation import FORMS, HTML, RDF_FORMS, Form
from search_api.web.services import Knowledge

__all__ = [
    "Thing",
    "context_links",
    "data_address",
    "description_links",
    "document_links",
    "document_of",
    "landing_links",
    "link_header",
    "local_address",
    "page_address",
    "thing_at",
]

_PARTS = frozenset(
    {
        "passage",
        "page",
        "section",
        "structure",
        "loss",
        "author",
        "described",
        "field-origin",
        "declared-link",
    }
)
_JSON_LD = "application/ld+json"
Link = tuple[str, str, str]
"""Address, relation, media type (may be empty)."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that has an IRI of ours.

    Attributes:
        iri: Its IRI.
        kind: What stands behind ``/id/``.
        identifier: The rest, decoded.
    """

    iri: str
    kind: str
    identifier: str


def thing_at(iris: Iris, path: str) -> Thing | None:
    """Return the thing at a decoded path behind ``/id/``, None where it names none."""
    kind, slash, identifier = path.partition("/")
    if not slash or not identifier:
        return None
    try:
        iri = iris.thing(quote(kind, safe="-"), identifier)
        iris.identifier(iri)
    except (OntologyError, UnicodeEncodeError):
        return None
    return Thing(iri, kind, identifier)


def data_address(thing: Thing, form: Form) -> str:
    """Return where a description stands in one form."""
    path = quote(f"{thing.kind}/{thing.identifier}", safe="._-/")
    return f"/data/{path}.{form.suffix}"


def page_address(knowledge: Knowledge, thing: Thing) -> str:
    """Return where people read about a thing; every thing has such a page."""
    if thing.kind == "document":
        return links.document_page(thing.identifier)
    if thing.kind == "passage":
        # A mention stands under its passage: « fiche.3/10-20 ».
        found = _passage_page(knowledge, thing.identifier.partition("/")[0])
        if found is not None:
            return found
    elif thing.kind in set(EntityKind):
        kind = EntityKind(thing.kind)
        if knowledge.entities.describe(kind, thing.identifier) is not None:
            return links.entity_page(kind, thing.identifier)
    return data_address(thing, HTML)


def _passage_page(knowledge: Knowledge, identifier: str) -> str | None:
    passage = knowledge.catalogue.passages([identifier]).get(identifier)
    if passage is None:
        return None
    documents = knowledge.catalogue.documents([passage.document])
    summary = documents.get(passage.document)
    return None if summary is None else links.passage_page(summary, passage)


def document_of(thing: Thing) -> str | None:
    """Return the document that a thing is, or is a part of, None for all else."""
    if thing.kind == "document":
        return thing.identifier
    if thing.kind in _PARTS:
        return thing.identifier.partition("/")[0].rpartition(".")[0] or None
    return None


def local_address(iris: Iris, iri: str) -> str | None:
    """Return where an IRI leads from a page of this service, None for no address."""
    if iri.startswith((f"{iris.base}id/", f"{iris.base}graph/")):
        return f"/{iri.removeprefix(iris.base)}"
    if iri.startswith(ONTOLOGY_NAMESPACE):
        return f"/ontology#{iri.removeprefix(ONTOLOGY_NAMESPACE)}"
    return links.web_address(iri)


def link_header(found: Iterable[Link]) -> str:
    """Write links as one header (RFC 8288).

    >>> link_header([("/x.ttl", "alternate", "text/turtle")])
    '</x.ttl>; rel="alternate"; type="text/turtle"'
    """
    return ", ".join(
        f'<{address}>; rel="{relation}"' + (f'; type="{media}"' if media else "")
        for address, relation, media in found
    )


def context_links(form: Form) -> list[Link]:
    """Return where the JSON-LD context stands, for an answer in JSON-LD."""
    if form.media_type != _JSON_LD:
        return []
    return [("/context.jsonld", "http://www.w3.org/ns/json-ld#context", _JSON_LD)]


def landing_links(thing: Thing, *, licence: str | None = None) -> list[Link]:
    """Return what the page of a thing tells machines (Signposting, RFC 8574).

    Args:
        thing: What the page is about.
        licence: As the document states it; left out unless it is an address.
    """
    found: list[Link] = [(thing.iri, "cite-as", "")]
    found += [
        (data_address(thing, form), "describedby", form.media_type)
        for form in RDF_FORMS
    ]
    address = links.web_address(licence)
    return [*found, (address, "license", "")] if address else found


def document_links(thing: Thing, summary: DocumentSummary) -> list[Link]:
    """Return what the page of a document tells machines: its file comes with it."""
    original = (links.original(summary.identifier), "item", summary.media_type)
    return [*landing_links(thing, licence=summary.licence), original]


def description_links(thing: Thing, shown: Form) -> list[Link]:
    """Return what a description tells: the thing, and its other forms."""
    others = [
        (data_address(thing, form), "alternate", form.media_type)
        for form in FORMS
        if form is not shown
    ]
    own = [(thing.iri, "describes", ""), (thing.iri, "cite-as", "")]
    return [*own, *others, *context_links(shown)]
