"""The page where an editor pastes a draft and sees related work."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from graph.ports import DocumentFilter
from search_api.web.dependencies import KnowledgeDep, PagesDep
from search_api.web.requests.drafts import DraftDep, relate

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_SHOWN_DOCUMENTS = 10
_SHOWN_DRAFT = 100_000


@router.get("/apparentes")
def form(pages: PagesDep) -> Response:
    """Show the form for a draft."""
    return HTMLResponse(pages.render("related.html", draft="", results=None))


@router.post("/apparentes")
def results(
    draft: DraftDep,
    knowledge: KnowledgeDep,
    pages: PagesDep,
) -> Response:
    """Show documents related to the draft, with the passages that match.

    A pasted text comes back in the box, so that it can be changed; a file does not.
    """
    found = relate(
        knowledge,
        draft=draft,
        limit=draft.limit or _SHOWN_DOCUMENTS,
        restriction=DocumentFilter(),
    )
    pasted = "" if draft.name else draft.content[:_SHOWN_DRAFT].decode(errors="replace")
    html = pages.render("related.html", draft=pasted, results=found)
    return HTMLResponse(html, headers={"Cache-Control": "no-store"})
