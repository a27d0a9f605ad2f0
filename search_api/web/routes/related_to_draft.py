"""``POST /related``: a draft in, related documents out; nothing is kept."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from search_api.answers.related_presenter import related_answer
from search_api.answers.related_schemas import DraftRequest, RelatedAnswer
from search_api.web.dependencies import KnowledgeDep, PresenterDep
from search_api.web.problems.problem_report import problem_responses
from search_api.web.requests.drafts import DraftDep, relate
from search_api.web.search_parameters import FilterParameters

__all__ = ["router"]

router = APIRouter(tags=["Travaux apparentés"])

_DEFAULT_LIMIT = 10

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": DraftRequest.model_json_schema(),
                "example": {
                    "text": "La sobriété numérique s’enseigne dès l’école primaire.",
                    "limit": 5,
                },
            },
            "text/plain": {"schema": {"type": "string", "minLength": 1}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "limit": {"type": "integer", "minimum": 1, "maximum": 100},
                    },
                    "required": ["file"],
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
    """Lit un brouillon (JSON, texte ou fichier) et cite les passages proches.

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
