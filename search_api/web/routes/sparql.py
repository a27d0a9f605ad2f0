"""``/sparql``: the SPARQL 1.1 Protocol for queries, over GET and POST."""

import re
from typing import Any

from fastapi import APIRouter, Request, Response

from ontology.iris import Iris
from search_api.formula_cells import has_formulas
from search_api.web.accept_header import Acceptance
from search_api.web.dependencies import (
    KnowledgeDep,
    PagesDep,
    ServicesDep,
    SettingsDep,
)
from search_api.web.deposits.bearer_tokens import TrustedDep
from search_api.web.pages.sparql_page import editor_page, results_page
from search_api.web.problems.problem_report import ProblemError, problem_responses
from search_api.web.requests.sparql_execution import execute
from search_api.web.requests.sparql_formats import FORMATS
from search_api.web.requests.sparql_protocol import (
    DECLARED,
    LABEL_LANGUAGES,
    PostedQueryDep,
    SparqlRequest,
    read_query_string,
)
from search_api.web.responses.caching import Freshness
from search_api.web.responses.proposed_queries import proposals_for
from search_api.web.responses.uncertain_notice import UNCERTAIN_FACTS, uncertain_header
from search_api.web.search_parameters import cleaned
from search_api.web.services import Knowledge, Services
from search_api.web.settings import WebSettings
from search_api.web.templating import Pages

__all__ = ["router"]

router = APIRouter(tags=["SPARQL"])

_EXAMPLE = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 10"
# These give another answer at each call, so no two answers may share a version.
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)


def _parameter(name: str, text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": text, "schema": schema}


_GRAPHS = {"type": "array", "items": {"type": "string", "format": "uri"}}
_SHARED = [
    _parameter("default-graph-uri", "Graphe par défaut (répétable)", _GRAPHS),
    _parameter("named-graph-uri", "Graphe nommé (répétable)", _GRAPHS),
    _parameter(
        "timeout",
        "Délai en secondes, au plus celui du service ; plus long avec un jeton",
        {"type": "number", "exclusiveMinimum": 0},
    ),
    _parameter(
        "format",
        "Format de la réponse, à la place de l’en-tête Accept : "
        f"{', '.join(FORMATS)}, leurs autres noms ou un type de média ; « output » dit "
        "la même chose. Un nom inconnu laisse décider Accept",
        {"type": "string", "examples": list(FORMATS)},
    ),
    _parameter(
        "prefixes",
        "Déclare d’avance les préfixes de la maison, que la page « /ontology » nomme",
        {"type": "string", "enum": [DECLARED]},
    ),
    _parameter(
        "labels",
        "Langue des libellés qui remplacent les adresses sur la page",
        {"type": "string", "enum": list(LABEL_LANGUAGES)},
    ),
]
_QUERY = {
    **_parameter("query", "La requête", {"type": "string", "minLength": 1}),
    "required": True,
    "example": _EXAMPLE,
}
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/sparql-query": {"schema": {"type": "string"}, "example": _EXAMPLE},
        "application/x-www-form-urlencoded": {
            "schema": {
                "type": "object",
                "properties": {"query": {"type": "string"}},
                "required": ["query"],
            },
            "example": {"query": _EXAMPLE},
        },
    },
}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "La réponse entière, jamais une partie",
        "headers": {
            UNCERTAIN_FACTS: {
                "description": "Faits incertains que la requête ne voit pas, par "
                "propriété qu’elle nomme, ou « included » quand elle les demande",
                "schema": {"type": "string"},
            }
        },
        "content": {media_type: {} for media_type in (*FORMATS.values(), "text/html")},
    },
    304: {"description": "Inchangé depuis la réponse que le client possède"},
    **problem_responses(
        "query-syntax",
        "query-parameters",
        "invalid-parameter",
        "query-refused",
        "not-acceptable",
        "answer-too-large",
        "query-timeout",
        "query-failed",
        "busy",
        "unauthorized",
        "too-many-requests",
    ),
}


@router.get(
    "/sparql",
    operation_id="sparql_get",
    summary="Interroger le graphe en SPARQL",
    response_class=Response,
    responses=_RESPONSES,
    openapi_extra={"parameters": [_QUERY, *_SHARED]},
)
@router.get("/sparql.{suffix}", include_in_schema=False)
def sparql_get(
    request: Request,
    services: ServicesDep,
    knowledge: KnowledgeDep,
    settings: SettingsDep,
    pages: PagesDep,
    trusted: TrustedDep,
) -> Response:
    """Évalue une requête sur la génération publiée, dans un processus à part.

    La réponse est entière ou remplacée par un problème. Un navigateur reçoit l’éditeur
    ou un tableau de résultats.
    """
    asked = read_query_string(request)
    is_person = Acceptance.parse(request.headers.get("accept", "")).prefers_html
    if asked is None:
        if is_person and "suffix" not in request.path_params:
            return _editor(request, knowledge, services, pages, settings)
        is_bare = not (request.query_params or request.path_params)
        if knowledge.describe_endpoint is not None and is_bare:
            return _description(request, knowledge, settings)
        raise ProblemError(
            "query-parameters",
            "Aucune requête : ajoutez « ?query= » ou envoyez-la par POST.",
        )
    if is_person and not asked.names_format:
        return results_page(
            pages,
            settings,
            queries=services.queries,
            asked=asked,
            is_trusted=trusted,
            uses=knowledge.resources.uses(),
        )
    freshness = Freshness(
        request,
        version=f"{knowledge.generation}/{settings.version}",
        max_age_seconds=0,
        vary=("Accept",),
    )
    if _CHANGING.search(asked.query):
        return _answer(services, asked, pages.iris, is_trusted=trusted)
    freshness.require_changed()
    response = _answer(services, asked, pages.iris, is_trusted=trusted)
    response.headers.update(freshness.headers)
    return response


@router.post(
    "/sparql",
    operation_id="sparql_post",
    summary="Interroger le graphe en SPARQL (POST)",
    response_class=Response,
    responses={
        **_RESPONSES,
        **problem_responses("body-timeout", "unsupported-media-type", "invalid-body"),
    },
    openapi_extra={"parameters": _SHARED, "requestBody": _BODY},
)
@router.post("/sparql.{suffix}", include_in_schema=False)
def sparql_post(
    request: Request,
    asked: PostedQueryDep,
    services: ServicesDep,
    knowledge: KnowledgeDep,
    settings: SettingsDep,
    pages: PagesDep,
    trusted: TrustedDep,
) -> Response:
    """Évalue une requête envoyée directement ou par un formulaire."""
    is_person = Acceptance.parse(request.headers.get("accept", "")).prefers_html
    if is_person and not asked.names_format:
        return results_page(
            pages,
            settings,
            queries=services.queries,
            asked=asked,
            is_trusted=trusted,
            uses=knowledge.resources.uses(),
        )
    return _answer(services, asked, pages.iris, is_trusted=trusted)


def _editor(
    request: Request,
    knowledge: Knowledge,
    services: Services,
    pages: Pages,
    settings: WebSettings,
) -> Response:
    """Show the editor, with queries for a question where one is asked.

    Raises:
        BadQuestion: If it is too long.
    """
    question = cleaned(request.query_params.get("question", ""))
    uses = knowledge.resources.uses()
    if not question:
        return editor_page(pages, settings, uses=uses)
    proposed = proposals_for(question, knowledge, services.queries)
    form = request.query_params.get("form", "")
    return editor_page(pages, settings, proposed=proposed, form=form, uses=uses)


def _description(
    request: Request, knowledge: Knowledge, settings: WebSettings
) -> Response:
    """Return the service description that a bare GET asks for.

    Raises:
        NotAcceptable: If the client wants no RDF.
    """
    freshness = Freshness(
        request,
        version=f"{knowledge.generation}/{settings.version}",
        max_age_seconds=settings.cache_seconds,
        vary=("Accept",),
    )
    freshness.require_changed()
    if knowledge.describe_endpoint is None:
        return Response(status_code=404)
    accept = request.headers.get("accept", "*/*")
    media_type, body = knowledge.describe_endpoint(accept)
    return Response(body, headers={"Content-Type": media_type, **freshness.headers})


def _announced(media_type: str, body: bytes) -> dict[str, str]:
    """Tell of cells that a spreadsheet would run; answers are never changed."""
    is_table = media_type.partition(";")[0] in (FORMATS["csv"], FORMATS["tsv"])
    return {"Formula-Cells": "present"} if is_table and has_formulas(body) else {}


def _answer(
    services: Services, asked: SparqlRequest, iris: Iris, *, is_trusted: bool
) -> Response:
    answer = execute(services.queries, asked, iris=iris, is_trusted=is_trusted)
    return Response(
        answer.body,
        headers={
            # Set here, not as ``media_type``: Starlette would add a charset to text/*.
            "Content-Type": answer.media_type,
            "Cache-Control": "no-store",
            "Vary": "Accept",
            "Server-Timing": f"sparql;dur={answer.elapsed_seconds * 1000:.1f}",
            **_announced(answer.media_type, answer.body),
            **uncertain_header(answer),
        },
    )
