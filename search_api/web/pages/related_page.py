"""The pages where an editor pastes a draft, sees related work, and takes it away."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from graph.ports import DocumentFilter
from search_api.citations.paste_blocks.paste_formats import (
    PASTE_FORMATS,
)
from search_api.web.dependencies import (
    CiterDep,
    KnowledgeDep,
    PagesDep,
    SettingsDep,
)
from search_api.web.pages.bookmarklet import bookmarklet
from search_api.web.pages.related_view import choice, quotable, related_view
from search_api.web.requests.chosen_works import MOST_CHOSEN, chosen_references
from search_api.web.requests.drafts import Draft, DraftDep, relate
from search_api.web.requests.uploads import Form, read_body, read_form
from search_api.web.responses.draft_feeds import draft_feed_path
from search_api.web.services import Knowledge

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_SHOWN_DOCUMENTS = 10
_SHOWN_DRAFT = 100_000
_LARGEST_CHOICE = 64_000
_NOT_KEPT = {"Cache-Control": "no-store"}


@router.get("/apparentes")
def form(pages: PagesDep, settings: SettingsDep) -> Response:
    """Show the form for a draft."""
    html = pages.render("related.html", bookmarklet=bookmarklet(settings.public_url))
    return HTMLResponse(html)


@router.post("/apparentes")
def results(
    draft: DraftDep,
    knowledge: KnowledgeDep,
    pages: PagesDep,
) -> Response:
    """Show documents related to the draft, with the passages that match.

    A pasted text comes back in the box, so that it can be changed; a file does not.
    The form may stand on a page of another site: see ``bookmarklet``.
    """
    found = relate(
        knowledge,
        draft=draft,
        limit=draft.limit or _SHOWN_DOCUMENTS,
        restriction=DocumentFilter(),
    )
    text = "" if draft.name else draft.content[:_SHOWN_DRAFT].decode(errors="replace")
    html = pages.render(
        "related_answers.html",
        text=text,
        draft=draft,
        titles=_titles(knowledge, draft),
        # A file would have to be chosen again.
        is_steered=bool(text or draft.document or draft.url or draft.like),
        view=related_view(found),
        feed=draft_feed_path(knowledge, found),
        results=found,
        formats=PASTE_FORMATS.values(),
        quotable=quotable,
        choice=choice,
    )
    return HTMLResponse(html, headers=_NOT_KEPT)


def _titles(knowledge: Knowledge, draft: Draft) -> dict[str, str]:
    """Return what documents that a draft names are called."""
    own = (draft.document,) if draft.document else ()
    named = [*own, *draft.like, *draft.unlike, *draft.exclude]
    known = knowledge.catalogue.documents(named)
    return {name: known[name].title if name in known else name for name in named}


async def _choice(request: Request, settings: SettingsDep) -> Form:
    body = await read_body(
        request,
        limit_bytes=_LARGEST_CHOICE,
        timeout_seconds=settings.body_timeout_seconds,
    )
    return await read_form(request, body, most_fields=MOST_CHOSEN + 10)


@router.post("/citer")
def references(
    chosen: Annotated[Form, Depends(_choice)],
    knowledge: KnowledgeDep,
    citer: CiterDep,
    pages: PagesDep,
) -> Response:
    """Show the chosen references in every form, each in a box to copy from."""
    cited = chosen_references(
        knowledge,
        citer,
        documents=chosen.values("document"),
        passages=chosen.values("passage"),
    )
    wanted = chosen.value("format")
    blocks = [(each, each.write(cited, "iso690", 1)) for each in PASTE_FORMATS.values()]
    blocks.sort(key=lambda block: block[0].name != wanted)
    html = pages.render("cite.html", works=len(cited), blocks=blocks)
    return HTMLResponse(html, headers=_NOT_KEPT)
