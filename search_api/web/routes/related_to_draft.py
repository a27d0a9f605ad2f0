"""``POST /related``: a draft in, related documents out; nothing is kept."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from search_api.answers.related_presenter import related_answer
from search_api.answers.related_schemas import RelatedAnswer
from search_api.web.dependencies import KnowledgeDep, PresenterDep
from search_api.web.problems.problem_report import problem_responses
from search_api.web.requests.draft_request import (
    DraftRequest,
    Identifiers,
    Preferred,
)
from search_api.web.requests.drafts import DraftDep, relate
from search_api.web.search_parameters import FilterParameters

__all__ = ["router"]

router = APIRouter(tags=["Travaux apparentés"])

_DEFAULT_LIMIT = 10

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": False,
        "content": {
            "application/json": {
                "schema": DraftRequest.model_json_schema(),
                "example": {
                    "text": "La sobriété numérique s’enseigne dès l’école primaire.",
                    "limit": 5,
                },
            },
            "text/plain": {"schema": {"type": "string", "minLength": 1}},
            "text/html": {"schema": {"type": "string", "minLength": 1}},
            "text/markdown": {"schema": {"type": "string", "minLength": 1}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        **DraftRequest.model_json_schema()["properties"],
                    },
                }
            },
        },
    }
}


class RelatedParameters(FilterParameters):
    """Which documents may answer, and how many."""

    limit: int = Field(
        default=_DEFAULT_LIMIT, ge=1, le=100, description="Documents au plus"
    )
    document: str | None = Field(
        default=None,
        description="Un document de la bibliothèque, au lieu d’un corps",
        examples=["sheet-gtnum-2022-aeson"],
    )
    url: str | None = Field(
        default=None,
        description="Une page publique, au lieu d’un corps, si le service le permet",
    )
    like: Preferred = Field(
        default=[],
        description="Des documents dont les passages demandent aussi",
        examples=[["sheet-gtnum-2022-aeson"]],
    )
    unlike: Preferred = Field(
        default=[], description="Des documents qui font reculer ce qui leur ressemble"
    )
    exclude: Identifiers = Field(
        default=[], description="Des documents qui ne répondent pas, ni leurs copies"
    )


@router.post(
    "/related",
    operation_id="related",
    summary="Trouver les travaux proches d’un brouillon",
    openapi_extra=_BODY,
    responses=problem_responses(
        "invalid-parameter",
        "body-timeout",
        "too-large",
        "unsupported-media-type",
        "invalid-body",
        "unreadable-draft",
        "unknown-document",
        "withdrawn-document",
        "addresses-closed",
        "address-refused",
        "fetch-failed",
        "fetch-too-slow",
        "busy",
        "too-many-requests",
        "deadline-passed",
    ),
)
def related(
    parameters: Annotated[RelatedParameters, Query()],
    draft: DraftDep,
    knowledge: KnowledgeDep,
    presenter: PresenterDep,
    response: Response,
) -> RelatedAnswer:
    """Lit un brouillon et cite les passages proches.

    Un texte, un fichier, un document de la bibliothèque ou une page publique.
    Le brouillon n’est ni conservé ni journalisé.
    """
    results = relate(
        knowledge,
        draft=draft,
        limit=draft.limit or parameters.limit,
        restriction=parameters.restriction(),
    )
    response.headers["Cache-Control"] = "no-store"
    return related_answer(results, presenter)
