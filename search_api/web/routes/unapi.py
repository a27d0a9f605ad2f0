"""``/unapi``: how Zotero takes a whole page of hits, one request for each (unAPI 1).

Pages name each document in ``<abbr class="unapi-id" title="…">`` and this address in
``<link rel="unapi-server">``.
"""

from typing import Annotated
from xml.sax.saxutils import quoteattr

from fastapi import APIRouter, Query, Response

from search_api.citations.export_formats import FORMATS, FormatName
from search_api.web.dependencies import (
    CiterDep,
    FreshnessDep,
    KnowledgeDep,
    PagesDep,
)
from search_api.web.document_lookup import find_document
from search_api.web.exports.export_answers import export_response
from search_api.web.problems.problem_report import ProblemError, problem_responses
from search_api.web.responses.caching import UNCHANGED
from search_api.web.wanted_format import EXPORT_CONTENT

__all__ = ["router"]

router = APIRouter(tags=["Documents"])

_NAMES = (FormatName.RIS, FormatName.BIBTEX, FormatName.BIBLATEX, FormatName.CSL)
_XML = "application/xml"


@router.get(
    "/unapi",
    operation_id="unapi",
    summary="Citer un document par unAPI",
    response_class=Response,
    responses={
        200: {
            "description": "Les formats, ou la citation dans l’un d’eux",
            "content": {_XML: {"schema": {"type": "string"}}, **EXPORT_CONTENT},
        },
        300: {
            "description": "Les formats de ce document",
            "content": {_XML: {"schema": {"type": "string"}}},
        },
        **UNCHANGED,
        **problem_responses(
            "invalid-parameter", "unknown-document", "not-acceptable", "not-ready"
        ),
    },
)
def unapi(
    knowledge: KnowledgeDep,
    citer: CiterDep,
    pages: PagesDep,
    freshness: FreshnessDep,
    id: Annotated[
        str | None, Query(max_length=200, description="Identifiant du document")
    ] = None,
    format: Annotated[
        str | None, Query(max_length=40, description="Un des formats de la liste")
    ] = None,
) -> Response:
    """Donne la liste des formats ; avec « id » et « format », la citation."""
    if id is None:
        return _formats(None, 200)
    summary = find_document(knowledge, id)
    if format is None:
        return _formats(id, 300)
    freshness.require_changed()
    if format not in _NAMES:
        raise ProblemError(
            "not-acceptable",
            f"unAPI ne donne pas « {format} ». Demandez {', '.join(_NAMES)}.",
            members={"available": [name.value for name in _NAMES]},
        )
    return export_response(
        citer.one(knowledge, summary, of_described=False),
        FORMATS[FormatName(format)],
        pages,
        style="iso690",
        name=id,
        headers=freshness.headers,
    )


def _formats(identifier: str | None, status: int) -> Response:
    of = "" if identifier is None else f" id={quoteattr(identifier)}"
    lines = [
        f'<format name="{name}" type="{FORMATS[name].media_type}"/>' for name in _NAMES
    ]
    body = "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<formats{of}>",
            *lines,
            "</formats>",
        ]
    )
    return Response(body, status_code=status, media_type=_XML)
