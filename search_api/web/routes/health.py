"""``GET /health``: whether the service can answer, with what, and what ails it."""

import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import Final

from fastapi import APIRouter, Request, Response

from ontology.errors import KnowledgeError
from search_api.answers.search_schemas import HealthAnswer, ReasonOut
from search_api.service_condition import Reason
from search_api.web.dependencies import ServicesDep, SettingsDep

__all__ = ["router"]

router = APIRouter(tags=["Service"])

_VERSIONS: Final = {
    "python": platform.python_version(),
    "fastapi": version("fastapi"),
}


@router.get(
    "/health",
    operation_id="health",
    summary="État du service",
    responses={503: {"model": HealthAnswer, "description": "Aucune bibliothèque"}},
)
async def health(
    request: Request, services: ServicesDep, settings: SettingsDep, response: Response
) -> HealthAnswer:
    """Dit quelle génération est servie, ses nombres, le modèle et les versions.

    L’état est « ok », « degraded » quand le service répond mais que quelqu’un devrait
    regarder, ou « unavailable » avec le code 503 ; « reasons » dit pourquoi.
    """
    # Reads nothing and waits for nothing: it answers whatever all threads are doing.
    response.headers["Cache-Control"] = "no-store"
    versions = {"gtnum": settings.version, **_VERSIONS}
    reasons: Sequence[Reason] = request.app.state.reasons()
    shown = [
        ReasonOut(key=one.key, message=one.message, generation=one.generation)
        for one in reasons
    ]
    try:
        knowledge = services.current()
    except KnowledgeError as refusal:
        response.status_code = 503
        return HealthAnswer(
            status="unavailable",
            generation=None,
            published_at=None,
            counts={},
            model=None,
            versions=versions,
            verified=False,
            reason=str(refusal),
            reasons=shown,
        )
    is_degraded = any(one.is_degrading for one in reasons)
    return HealthAnswer(
        status="degraded" if is_degraded else "ok",
        generation=knowledge.generation,
        published_at=knowledge.published_at,
        counts=dict(knowledge.counts),
        model=knowledge.embedder_name,
        calibrated=knowledge.is_calibrated,
        versions=versions,
        verified=knowledge.is_checked(),
        reason=None,
        reasons=shown,
    )
