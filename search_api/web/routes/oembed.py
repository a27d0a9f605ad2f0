"""``GET /oembed``: a document for the pages of others (oEmbed 1.0)."""

import re
from typing import Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Query, Response
from starlette.responses import JSONResponse

from search_api.answers.own_fields import own_fields
from search_api.answers.quotable import Box, oembed_fields, oembed_xml
from search_api.errors import UnknownDocument
from search_api.web.dependencies import KnowledgeDep, PagesDep, SettingsDep
from search_api.web.document_lookup import find_document
from search_api.web.problems.problem_report import ProblemError, problem_responses

__all__ = ["router"]

router = APIRouter(tags=["Documents"])

_PATH = re.compile(
    r"/(?:document|documents|id/document)/([^/?#]+)(?:[?#].*)?", re.DOTALL
)
_CACHE_SECONDS = 86_400


@router.get(
    "/oembed",
    operation_id="oembed",
    summary="Insérer un document dans une page",
    response_class=JSONResponse,
    responses={
        200: {
            "description": "Une réponse oEmbed 1.0 de type « rich »",
            "content": {
                "application/json": {"schema": {"type": "object"}},
                "text/xml": {"schema": {"type": "string"}},
            },
        },
        **problem_responses(
            "invalid-parameter", "unknown-document", "unknown-format", "not-ready"
        ),
    },
)
def oembed(
    knowledge: KnowledgeDep,
    settings: SettingsDep,
    pages: PagesDep,
    url: Annotated[
        str, Query(max_length=2_000, description="Adresse de la page d’un document")
    ],
    format: Annotated[
        str,
        Query(
            max_length=40,
            description="« json » ou « xml » ; toute autre forme : 501, comme le veut "
            "oEmbed",
            json_schema_extra={"enum": ["json", "xml"]},
        ),
    ] = "json",
    maxwidth: Annotated[
        int | None, Query(ge=1, le=100_000, description="Largeur au plus, en pixels")
    ] = None,
    maxheight: Annotated[
        int | None, Query(ge=1, le=100_000, description="Hauteur au plus, en pixels")
    ] = None,
) -> Response:
    """Donne une citation avec un lien, que toute page peut reprendre.

    Seules les adresses de ce service sont connues ; les autres donnent 404.
    """
    if format not in ("json", "xml"):
        raise ProblemError(
            "unknown-format",
            f"Le format « {format} » n’est pas connu. Demandez « json » ou « xml ».",
        )
    summary = find_document(
        knowledge, _named(url, (settings.public_url, settings.base_iri.rstrip("/")))
    )
    told = oembed_fields(
        own_fields(summary, iris=pages.iris, public_url=settings.public_url),
        Box(maxwidth, maxheight),
        public_url=settings.public_url,
        cache_seconds=_CACHE_SECONDS,
    )
    headers = {"Cache-Control": f"public, max-age={_CACHE_SECONDS}"}
    if format == "xml":
        return Response(oembed_xml(told), media_type="text/xml", headers=headers)
    return JSONResponse(dict(told), headers=headers)


def _named(url: str, bases: tuple[str, ...]) -> str:
    """Return the document that an address of ours is about.

    Raises:
        UnknownDocument: If the address is not ours, or not that of a document.
    """
    for base in bases:
        found = (
            _PATH.fullmatch(url.removeprefix(base)) if url.startswith(base) else None
        )
        if found is not None:
            return unquote(found[1])
    raise UnknownDocument(
        "Cette adresse n’est pas celle d’un document de ce service.",
        remedy=f"Donnez l’adresse d’une page : {bases[0]}/document/…",
    )
