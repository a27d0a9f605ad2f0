"""``GET /health``: whether the service can answer, and with what.

It waits for nothing and needs no thread: it answers while all else is busy.
"""

import platform
from functools import cache
from importlib.metadata import version

from fastapi import APIRouter, Response

from ontology.errors import KnowledgeError
from search_api.answers.search_schemas import HealthAnswer
from search_api.web.dependencies import ServicesDep, SettingsDep

__all__ = ["router"]

router = APIRouter(tags=["Service"])


@router.get(
    "/health",
    operation_id="health",
    summary="État du service",
    responses={503: {"model": HealthAnswer, "description": "Aucune bibliothèque"}},
)
async def health(
    services: ServicesDep, settings: SettingsDep, response: Response
) -> HealthAnswer:
    """Dit quelle génération est servie, ses nombres, le modèle et les versions.

    L’état est « ok », ou « unavailable » avec le code 503.
    """
    response.headers["Cache-Control"] = "no-store"
    versions = {
        "gtnum": settings.version,
        "python": platform.python_version(),
        "fastapi": _version("fastapi"),
    }
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
        )
    return HealthAnswer(
        status="ok",
        generation=knowledge.generation,
        published_at=knowledge.published_at,
        counts=dict(knowledge.counts),
        model=knowledge.embedder_name,
        calibrated=knowledge.is_calibrated,
        versions=versions,
        verified=knowledge.is_checked(),
        reason=None,
    )


@cache
def _version(package: str) -> str:
    """Return the version of a package; its files are read once."""
    return version(package)
