"""The page of a document: what it is, its passages, how to cite it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from ontology.model import DocumentSummary, Passage
from search_api.answers import links
from search_api.answers.search_presenter import linked_entities
from search_api.errors import UnknownDocument
from search_api.web.dependencies import (
    KnowledgeDep,
    PageFreshnessDep,
    PagesDep,
    SettingsDep,
)
from search_api.web.document_lookup import find_document, find_passages, find_work
from search_api.web.linked_data.addresses import (
    Thing,
    data_address,
    document_links,
    link_header,
)
from search_api.web.linked_data.negotiation import RDF_FORMS
from search_api.web.pages.citation import citation_words, highwire_tags, json_ld
from search_api.web.services import Knowledge

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_Number = Annotated[int | None, Query(ge=1, le=1_000_000)]


@dataclass(frozen=True, slots=True)
class View:
    """The part of a document that one page shows.

    Attributes:
        passages: In reading order.
        number: Of this part, from 1.
        total: Number of parts.
        parameter: ``page`` where parts are pages of the file, else ``partie``.
    """

    passages: list[Passage]
    number: int
    total: int
    parameter: str


def _view(
    knowledge: Knowledge,
    summary: DocumentSummary,
    *,
    page: int | None,
    part: int | None,
) -> View:
    if summary.is_paged:
        number = page or 1
        passages = find_passages(knowledge, summary, number)
        return View(passages, number, summary.page_count, "page")
    every = find_passages(knowledge, summary, page)
    total = max(-(-len(every) // links.PASSAGES_PER_PART), 1)
    number = part or 1
    if number > total:
        raise UnknownDocument(
            f"« {summary.title} » n’a pas de partie {number}.",
            remedy=f"Demandez une partie de 1 à {total}.",
        )
    first = (number - 1) * links.PASSAGES_PER_PART
    return View(every[first : first + links.PASSAGES_PER_PART], number, total, "partie")


@router.get("/document/{identifier}")
def document(
    identifier: str,
    knowledge: KnowledgeDep,
    settings: SettingsDep,
    pages: PagesDep,
    freshness: PageFreshnessDep,
    page: _Number = None,
    partie: _Number = None,
) -> Response:
    """Show a document: metadata, one page or part of its passages, citation."""
    summary = find_document(knowledge, identifier)
    freshness.require_changed()
    iri = pages.iris.document(identifier)
    thing = Thing(iri, "document", identifier)
    work, manifestations = find_work(knowledge, identifier)
    # A copy is cited by the address of the official manifestation, never its own.
    official = manifestations[work.manifestations[0]] if work else summary
    entities = linked_entities(knowledge.catalogue, identifier)
    keywords = [each.label for each in entities if each.kind == "concept"]
    html = pages.render(
        "document.html",
        document=summary,
        entities=entities,
        view=_view(knowledge, summary, page=page, part=partie),
        origins=knowledge.catalogue.origins_of(identifier),
        work=work,
        manifestations=list(manifestations.values()),
        iri=iri,
        official=official,
        citation=citation_words(official, public_url=settings.public_url),
        json_ld=json_ld(summary, iri=iri, public_url=settings.public_url),
        tags=highwire_tags(summary, public_url=settings.public_url, keywords=keywords),
        forms=[(form.media_type, data_address(thing, form)) for form in RDF_FORMS],
    )
    linked = link_header(document_links(thing, summary))
    return HTMLResponse(html, headers={**freshness.headers, "Link": linked})
