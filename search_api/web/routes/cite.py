"""``GET /cite``: references and quotations, ready to be pasted into a post."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from search_api.citations.paste_blocks.paste_formats import PASTE_FORMATS
from search_api.web.dependencies import CiterDep, FreshnessDep, KnowledgeDep
from search_api.web.problems.problem_report import problem_responses
from search_api.web.requests.chosen_works import CiteParameters, chosen_references
from search_api.web.responses.caching import UNCHANGED

__all__ = ["router"]

router = APIRouter(tags=["Documents"])


@router.get(
    "/cite",
    operation_id="cite",
    summary="Citer des documents et des passages dans un billet",
    response_class=Response,
    responses={
        200: {
            "description": "Les références, à coller",
            "content": {
                each.media_type: {"schema": {"type": "string"}}
                for each in PASTE_FORMATS.values()
            },
        },
        **UNCHANGED,
        **problem_responses("invalid-parameter", "unknown-document", "not-ready"),
    },
)
def cite(
    parameters: Annotated[CiteParameters, Query()],
    knowledge: KnowledgeDep,
    citer: CiterDep,
    freshness: FreshnessDep,
) -> Response:
    """Donne les références choisies, avec les passages cités mot pour mot.

    « gutenberg » et « html » traversent le filtre de WordPress et portent des COinS
    pour Zotero ; « footnotes » et « markdown-footnotes » donnent des notes numérotées.
    """
    freshness.require_changed()
    chosen = chosen_references(
        knowledge, citer, documents=parameters.document, passages=parameters.passage
    )
    form = PASTE_FORMATS[parameters.format]
    return Response(
        # A title may hold half a surrogate pair.
        form.write(chosen, parameters.style, parameters.first).encode(
            "utf-8", "replace"
        ),
        media_type=f"{form.media_type}; charset=utf-8",
        headers={**freshness.headers, "Content-Disposition": "inline"},
    )
