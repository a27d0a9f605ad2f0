"""Takes a draft in any of the forms people send it, and finds what is related.

JSON, text, HTML, Markdown, a file in a form, or the form of our page: each becomes a
``Draft``. Reading it costs time and memory: how many are read at once is said where
requests are admitted (``search_api.web.admission``).
"""

from typing import Annotated, Final

from fastapi import Depends, Request

from graph.ports import DocumentFilter
from ontology.call_context import CallCancelled, CancelReason
from ontology.model import DocumentRecord
from search_api.related_work.results import RelatedResults
from search_api.related_work.stored_drafts import named_draft
from search_api.web.dependencies import SettingsDep
from search_api.web.document_lookup import find_document
from search_api.web.problems.problem_report import ProblemError
from search_api.web.requests.draft_request import (
    Draft,
    DraftRequest,
    draft_of,
    form_request,
    json_request,
    with_address,
)
from search_api.web.requests.uploads import (
    SentFile,
    content_type,
    read_body,
    read_form,
)
from search_api.web.services import Knowledge

__all__ = ["Draft", "DraftDep", "relate"]

_FORMS: Final = frozenset({"multipart/form-data", "application/x-www-form-urlencoded"})
_TEXTS: Final = frozenset({"text/plain", "text/html", "text/markdown"})
_JSON: Final = "application/json"
_ACCEPTED: Final = ", ".join(sorted(_FORMS | _TEXTS | {_JSON}))


def relate(
    knowledge: Knowledge,
    *,
    draft: Draft,
    limit: int,
    restriction: DocumentFilter,
) -> RelatedResults:
    """Read the draft as the corpus was and find documents related to it.

    A stored document that is the draft does not answer, nor do its copies.

    Raises:
        ReadingError: If the draft cannot become text.
        UnknownDocument: If a document that is named is not there.
        DraftNotFetched: If the draft is a page and cannot be had.
        ProblemError: If the answer was not ready in time; none is given in part.
        CallCancelled: If nobody waits for the answer any more.
    """
    for name in (*draft.like, *draft.unlike, *draft.exclude):
        find_document(knowledge, name)
    own = (draft.document,) if draft.document else ()
    try:
        return knowledge.related.find(
            _record(knowledge, draft),
            limit=limit,
            restriction=restriction,
            exclude=(*draft.exclude, *own),
            liked=draft.like,
            disliked=draft.unlike,
        )
    except CallCancelled as stopped:
        if stopped.reason is CancelReason.DEADLINE:
            raise _too_long() from stopped
        raise


def _record(knowledge: Knowledge, draft: Draft) -> DocumentRecord:
    if draft.url:
        page = knowledge.fetch_page(draft.url)
        return knowledge.read_draft(page.content, page.name, page.media_type)
    if draft.document:
        find_document(knowledge, draft.document)
    if draft.document or not draft.content:
        catalogue, mentions = knowledge.catalogue, knowledge.entities.mentions
        return named_draft(draft.document, draft.like, catalogue, mentions)
    return knowledge.read_draft(draft.content, draft.name, draft.media_type)


def _too_long() -> ProblemError:
    return ProblemError(
        "deadline-passed",
        "Le brouillon n’a pas pu être lu et comparé en entier dans le temps donné ; "
        "aucune réponse partielle n’est envoyée. Envoyez-en une partie (un chapitre), "
        "ou réessayez quand le service est moins occupé.",
    )


async def _draft(request: Request, settings: SettingsDep) -> Draft:
    kind = content_type(request)
    if kind and kind not in _FORMS | _TEXTS | {_JSON}:
        raise _unsupported(kind)
    body = await read_body(
        request,
        limit_bytes=settings.max_draft_bytes,
        timeout_seconds=settings.body_timeout_seconds,
    )
    if not kind and body:
        raise _unsupported(kind)
    if kind == _JSON:
        return draft_of(with_address(json_request(body), request.query_params))
    if kind in _FORMS:
        form = await read_form(request, body)
        asked = with_address(form_request(form), request.query_params)
        return draft_of(asked, form.file("file"))
    declared = request.headers.get("content-type")
    sent = SentFile(body, None, declared) if body.strip() else None
    return draft_of(with_address(DraftRequest(), request.query_params), sent)


def _unsupported(kind: str) -> ProblemError:
    return ProblemError(
        "unsupported-media-type",
        f"« {kind[:80] or 'sans type'} » n’est pas accepté. Envoyez du JSON "
        '({"text": …}), du texte (text/plain, text/html, text/markdown) ou un fichier '
        "dans un formulaire (multipart/form-data, champ « file »).",
        headers={"Accept-Post": _ACCEPTED},
    )


DraftDep = Annotated[Draft, Depends(_draft)]
