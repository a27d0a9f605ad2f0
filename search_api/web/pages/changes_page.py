"""The page « Nouveautés »: what came, changed and left between two generations."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from search_api.web.dependencies import KnowledgeDep, PageFreshnessDep, PagesDep
from search_api.web.responses.corpus_changes import changes_answer, read_span

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_LISTED = 200
_Moment = Annotated[str, Query(max_length=40)]


@router.get("/nouveautes")
def changes(
    knowledge: KnowledgeDep,
    pages: PagesDep,
    freshness: PageFreshnessDep,
    since: _Moment = "",
    until: _Moment = "",
) -> Response:
    """Show what differs between two moments, the last publication unless asked."""
    span = read_span(knowledge.history(), since or None, until or None)
    freshness.require_changed()
    answer = changes_answer(knowledge, span, limit=_LISTED)
    html = pages.render(
        "changes.html", answer=answer, since=since, until=until, limit=_LISTED
    )
    return HTMLResponse(html, headers=dict(freshness.headers))
