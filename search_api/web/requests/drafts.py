"""Takes a draft in any of the forms people send it, and finds what is related.

JSON, plain text, a file in a form, or the form of our page: each becomes a ``Draft``,
bytes with hints. Reading it costs time and memory: how many are read at once is said
where requests are admitted (``search_api.web.admission``).
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from pydantic import ValidationError

from graph.ports import DocumentFilter
from ingest.sources.media_types import HTML, is_fragment
from search_api.answers.related_schemas import DraftRequest
from search_api.related_work.results import RelatedResults
from search_api.web.dependencies import SettingsDep
from search_api.web.problems.problem_report import ProblemError, ProblemItem
from search_api.web.problems.validation_problems import body_problem
from search_api.web.requests.uploads import Form, content_type, read_body, read_form
from search_api.web.services import Knowledge

__all__ = ["Draft", "DraftDep", "relate"]

_FORMS = frozenset({"multipart/form-data", "application/x-www-form-urlencoded"})
_TEXT = "text/plain"
_LARGEST_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it arrived; name and media type are hints only.

    Attributes:
        content: The bytes, never empty.
        name: File name, or None.
        media_type: As declared, or None.
        limit: How many documents are wanted, or None where the body does not say.
    """

    content: bytes
    name: str | None
    media_type: str | None
    limit: int | None = None


def relate(
    knowledge: Knowledge,
    *,
    draft: Draft,
    limit: int,
    restriction: DocumentFilter,
) -> RelatedResults:
    """Read the draft as the corpus was and find documents related to it.

    Raises:
        ReadingError: If the draft cannot become text.
        CallCancelled: If nobody waits for the answer any more.
    """
    record = knowledge.read_draft(draft.content, draft.name, draft.media_type)
    return knowledge.related.find(record, limit=limit, restriction=restriction)


async def _draft(request: Request, settings: SettingsDep) -> Draft:
    kind = content_type(request)
    if kind not in _FORMS | {"application/json", _TEXT}:
        raise ProblemError(
            "unsupported-media-type",
            f"« {kind[:80] or 'sans type'} » n’est pas accepté. Envoyez du JSON "
            '({"text": …}), du texte (text/plain) ou un fichier dans un formulaire '
            "(multipart/form-data, champ « file »).",
            headers={"Accept-Post": ", ".join(sorted(_FORMS | {"application/json"}))},
        )
    body = await read_body(
        request,
        limit_bytes=settings.max_draft_bytes,
        timeout_seconds=settings.body_timeout_seconds,
    )
    if kind == "application/json":
        return _from_json(body)
    if kind == _TEXT:
        return _filled(Draft(body, None, _pasted_type(body, request)))
    return _from_form(await read_form(request, body))


def _from_json(body: bytes) -> Draft:
    try:
        asked = DraftRequest.model_validate_json(body)
    except ValidationError as wrong:
        raise body_problem(wrong.errors()) from wrong
    return _filled(
        Draft(asked.text.encode(), None, _written_type(asked.text), asked.limit)
    )


def _from_form(form: Form) -> Draft:
    limit = _limit(form.value("limit"))
    sent = form.file("file")
    if sent is not None and sent.content:
        return Draft(sent.content, sent.name, sent.media_type, limit)
    text = form.value("text") or ""
    return _filled(Draft(text.encode(), None, _written_type(text), limit))


def _written_type(text: str) -> str:
    """Return what a pasted text is: an editor of web pages copies its HTML."""
    kind = HTML if is_fragment(text) else _TEXT
    return f"{kind}; charset=utf-8"


def _pasted_type(body: bytes, request: Request) -> str | None:
    # In any encoding a tag is written alike.
    is_html = is_fragment(body.decode("latin-1"))
    declared = request.headers.get("content-type")
    return (declared or _TEXT).replace(_TEXT, HTML, 1) if is_html else declared


def _limit(written: str | None) -> int | None:
    if not written:
        return None
    if written.isascii() and written.isdigit() and len(written) < 4:
        limit = int(written)
        if 1 <= limit <= _LARGEST_LIMIT:
            return limit
    raise ProblemError(
        "invalid-body",
        "« limit » : un nombre de 1 à 100 est attendu.",
        errors=(ProblemItem(detail="un nombre de 1 à 100", pointer="/limit"),),
    )


def _filled(draft: Draft) -> Draft:
    if not draft.content.strip():
        raise ProblemError(
            "invalid-body",
            "Le brouillon est vide. Envoyez au moins une phrase ou un fichier.",
            errors=(ProblemItem(detail="texte vide", pointer="/text"),),
        )
    return draft


DraftDep = Annotated[Draft, Depends(_draft)]
