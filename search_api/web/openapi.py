"""Finishes the OpenAPI description that FastAPI makes."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from search_api.web.problems.problem_report import Problem, ProblemItem

__all__ = ["install_openapi"]

_DESCRIPTION = """\
Recherche dans les travaux des groupes thématiques numériques (GTnum) : passages cités
avec leur page, travaux apparentés à un brouillon, graphe de connaissances en SPARQL.

Les erreurs sont des `application/problem+json` (RFC 9457) ; leur champ `type` mène à
une page qui les explique. Les clés des réponses sont stables ; de nouvelles peuvent
s’ajouter. Les curseurs sont opaques.
"""


def install_openapi(app: FastAPI) -> None:
    """Replace the description of an application by the finished one, made once."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]  # the way FastAPI documents


def _described(app: FastAPI) -> dict[str, Any]:
    description = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        summary="Recherche sémantique et graphe des travaux GTnum",
        description=_DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        routes=app.routes,
    )
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["ProblemItem"] = ProblemItem.model_json_schema()
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    problem.pop("$defs", None)
    schemas["Problem"] = problem
    for methods in description["paths"].values():
        for operation in methods.values():
            _without_default_422(operation["responses"])
    return description


def _without_default_422(responses: dict[str, Any]) -> None:
    """Drop the answer that FastAPI adds for wrong parameters: ours is a 400."""
    content = responses.get("422", {}).get("content", {})
    if "application/json" in content and len(content) == 1:
        del responses["422"]
    else:
        content.pop("application/json", None)
