"""The page of a document: what it is, its passages, how to cite it."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from graph.ports import DocumentStructure
from ontology.model import DocumentSummary, Passage
from ontology.structure import Loss
from search_api.answers import links
from search_api.answers.search_presenter import linked_entities
from search_api.citations.citable import Citable
from search_api.citations.embedded_metadata import (
    dublin_core_tags,
    highwire_tags,
    schema_org,
)
from search_api.citations.export_formats import FORMATS
from search_api.citations.formatted_references import (
    STYLES,
    FormattedReference,
    reference,
)
from search_api.errors import UnknownDocument
from search_api.web.dependencies import (
    CiterDep,
    KnowledgeDep,
    PageFreshnessDep,
    PagesDep,
    ServicesDep,
    SettingsDep,
)
from search_api.web.document_lookup import find_document, find_passages, find_work
from search_api.web.document_text.text_drawing import DrawnPart, draw_passages
from search_api.web.exports.export_answers import alternate_links
from search_api.web.linked_data.addresses import (
    Thing,
    data_address,
    document_links,
    link_header,
)
from search_api.web.linked_data.negotiation import RDF_FORMS
from search_api.web.services import Knowledge

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_Number = Annotated[int | None, Query(ge=1, le=1_000_000)]


@dataclass(frozen=True, slots=True)
class View:
    """The part of a document that one page shows.

    Attributes:
        passages: In reading order.
        parts: The same, drawn.
        furniture: Lines taken out of these pages, by the number of the page.
        number: Of this part, from 1.
        total: Number of parts.
        parameter: ``page`` where parts are pages of the file, else ``partie``.
    """

    passages: list[Passage]
    parts: list[DrawnPart]
    furniture: dict[int, tuple[str, ...]]
    number: int
    total: int
    parameter: str


def _view(
    knowledge: Knowledge,
    summary: DocumentSummary,
    structure: DocumentStructure,
    *,
    page: int | None,
    part: int | None,
) -> View:
    number, total, parameter = page or 1, summary.page_count, "page"
    passages = find_passages(knowledge, summary, number if summary.is_paged else page)
    shown = {number}
    if not summary.is_paged:
        passages, number, total = _part(summary, passages, part or 1)
        parameter, shown = "partie", {passage.page for passage in passages}
    return View(
        passages,
        draw_passages(
            passages,
            structure.blocks,
            address_of=lambda passage: links.passage_page(summary, passage),
        ),
        {n: lines for n, lines in sorted(structure.furniture.items()) if n in shown},
        number,
        total,
        parameter,
    )


def _part(
    summary: DocumentSummary, every: list[Passage], number: int
) -> tuple[list[Passage], int, int]:
    """Return the passages of a part, its number and how many parts there are."""
    total = max(-(-len(every) // links.PASSAGES_PER_PART), 1)
    if number > total:
        raise UnknownDocument(
            f"« {summary.title} » n’a pas de partie {number}.",
            remedy=f"Demandez une partie de 1 à {total}.",
        )
    first = (number - 1) * links.PASSAGES_PER_PART
    return every[first : first + links.PASSAGES_PER_PART], number, total


def _known(knowledge: Knowledge, summary: DocumentSummary) -> set[tuple[str, str]]:
    """Return the entities with a page of their own, where a record may lead to one."""
    if not summary.is_record:
        return set()
    return {(each.kind, each.identifier) for each in knowledge.catalogue.entities()}


def _is_grave(loss: Loss, structure: DocumentStructure) -> bool:
    return not loss.kind.is_intended and structure.is_whole is False


def _pdf(summary: DocumentSummary, public_url: str) -> str | None:
    """Return where our PDF of a document is, None where it is no PDF."""
    if summary.media_type != "application/pdf":
        return None
    return f"{public_url}{links.original(summary.identifier)}"


def _tags(
    cited: Citable, summary: DocumentSummary, public_url: str
) -> list[tuple[str, str]]:
    """Return the metadata that reference managers and scholars' engines look for."""
    pdf = _pdf(summary, public_url)
    return [*highwire_tags(cited, pdf=pdf), *dublin_core_tags(cited)]


def _references(work: Citable) -> dict[str, tuple[str, FormattedReference]]:
    """Return how a work is cited in each style: its title, and the reference."""
    return {name: (title, reference(work, name)) for name, (title, _) in STYLES.items()}


def _described(
    work: dict[str, Any], summary: DocumentSummary, iri: str, public_url: str
) -> dict[str, Any]:
    """Return the description of a work with the file that we keep of it."""
    return {
        **work,
        "@id": iri,
        "url": f"{public_url}{links.document_page(summary.identifier)}",
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": summary.media_type,
            "contentUrl": f"{public_url}{links.original(summary.identifier)}",
        },
    }


@router.get("/document/{identifier}")
def document(
    identifier: str,
    services: ServicesDep,
    knowledge: KnowledgeDep,
    settings: SettingsDep,
    pages: PagesDep,
    citer: CiterDep,
    freshness: PageFreshnessDep,
    page: _Number = None,
    partie: _Number = None,
) -> Response:
    """Show a document: metadata, one page or part of its passages, citation."""
    summary = find_document(knowledge, identifier)
    freshness.depend_on(problem := services.original_problem(summary.sha256))
    freshness.require_changed()
    iri = pages.iris.document(identifier)
    thing = Thing(iri, "document", identifier)
    structure = knowledge.catalogue.structure(identifier)
    grave = [loss for loss in structure.losses if _is_grave(loss, structure)]
    work, manifestations = find_work(knowledge, identifier)
    # A copy is cited by the address of the official manifestation, never its own.
    official = manifestations[work.manifestations[0]] if work else summary
    cited = citer.document(knowledge, summary)
    html = pages.render(
        "document.html",
        document=summary,
        original_problem=problem,
        entities=linked_entities(knowledge.catalogue, identifier),
        known=_known(knowledge, summary),
        view=_view(knowledge, summary, structure, page=page, part=partie),
        lost=grave,
        left_out=[loss for loss in structure.losses if loss not in grave],
        origins=knowledge.catalogue.origins_of(identifier),
        work=work,
        manifestations=list(manifestations.values()),
        iri=iri,
        official=official,
        cited=cited,
        references=_references(cited),
        described_works=[
            (one, _references(one)) for one in citer.described(knowledge, summary)
        ],
        formats=[each for each in FORMATS.values() if each.is_negotiated],
        json_ld=_described(schema_org(cited), summary, iri, settings.public_url),
        tags=_tags(cited, summary, settings.public_url),
        forms=[(form.media_type, data_address(thing, form)) for form in RDF_FORMS],
    )
    linked = link_header(
        [*document_links(thing, summary), *alternate_links(identifier)]
    )
    return HTMLResponse(html, headers={**freshness.headers, "Link": linked})
