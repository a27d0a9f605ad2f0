"""``/embed``: the last documents about something, for the sidebar of another site.

The only page that another site may show in a frame, and only the sites of a setting.
It has no script, no form and nothing that leads into the frame itself.
"""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from search_api.web.dependencies import (
    FeedsDep,
    KnowledgeDep,
    PageFreshnessDep,
    PagesDep,
    SettingsDep,
)
from search_api.web.requests.filter_values import require_known_values
from search_api.web.search_parameters import from_pairs

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors "
)


@router.get("/embed")
def embedded_list(
    request: Request,
    knowledge: KnowledgeDep,
    settings: SettingsDep,
    pages: PagesDep,
    feeds: FeedsDep,
    freshness: PageFreshnessDep,
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> Response:
    """Show the titles of the last documents that surely answer, or pass the filters."""
    pairs = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name != "limit"
    ]
    if not any(name == "q" and value.strip() for name, value in pairs):
        pairs.append(("q", "*"))
    parameters = from_pairs(pairs)
    parameters.query()
    freshness.require_changed()
    require_known_values(knowledge, parameters)
    feed = feeds.maker.of_question(parameters, "atom")
    html = pages.render("embed.html", feed=feed, entries=feed.entries[:limit])
    ancestors = " ".join(settings.embed_ancestors) or "'none'"
    policy = {"Content-Security-Policy": _POLICY + ancestors}
    return HTMLResponse(html, headers={**freshness.headers, **policy})
