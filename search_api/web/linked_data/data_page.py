"""The page for people who want the data: files, services, vocabulary, licence."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from graph.descriptions.dataset_description import DATA_LICENCE
from search_api.web.dependencies import KnowledgeDep, PageFreshnessDep, PagesDep
from search_api.web.linked_data.downloads import CHECKSUMS
from search_api.web.linked_data.negotiation import RDF_FORMS

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/donnees")
def data_page(
    knowledge: KnowledgeDep, pages: PagesDep, freshness: PageFreshnessDep
) -> Response:
    """Show where the data can be had, and what they are."""
    freshness.require_changed()
    html = pages.render(
        "data.html",
        downloads=knowledge.downloads,
        checksums=CHECKSUMS,
        counts=knowledge.counts,
        generation=knowledge.generation,
        published=knowledge.published_at.date().isoformat(),
        forms=RDF_FORMS,
        licence=DATA_LICENCE,
        base=pages.iris.base,
    )
    return HTMLResponse(html, headers=dict(freshness.headers))
