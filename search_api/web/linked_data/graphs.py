"""Named graphs, read only: the SPARQL 1.1 Graph Store HTTP Protocol.

/graph/document/fiche                     the graph under its own IRI (direct)
/rdf-graph-store?graph=<iri> | ?default   any graph, or all together (indirect)
"""

from typing import Any

from fastapi import APIRouter, Request, Response

from search_api.web.dependencies import KnowledgeDep, PagesDep, SettingsDep
from search_api.web.linked_data.addresses import context_links, link_header
from search_api.web.linked_data.negotiation import (
    RDF_FORMS,
    Form,
    form_of_suffix,
    wanted_form,
)
from search_api.web.problems.problem_report import (
    ProblemError,
    ProblemItem,
    problem_responses,
)
from search_api.web.responses.caching import Freshness
from search_api.web.services import Knowledge
from search_api.web.settings import WebSettings

__all__ = ["router"]

router = APIRouter(tags=["Données liées"])

_SHOWN_CHARACTERS = 200
_PARAMETERS = [
    {
        "name": "graph",
        "in": "query",
        "description": "IRI du graphe nommé",
        "schema": {"type": "string", "format": "uri"},
    },
    {
        "name": "default",
        "in": "query",
        "description": "Tous les graphes réunis ; sans valeur",
        "schema": {"type": "string", "maxLength": 0},
        "allowEmptyValue": True,
    },
]
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Le graphe entier",
        "content": {form.media_type: {} for form in RDF_FORMS},
    },
    304: {"description": "Inchangé depuis la réponse que le client possède"},
    **problem_responses(
        "invalid-parameter",
        "unknown-resource",
        "not-acceptable",
        "answer-too-large",
        "not-ready",
    ),
}


@router.get(
    "/rdf-graph-store",
    operation_id="get_graph",
    summary="Lire un graphe nommé (Graph Store Protocol)",
    response_class=Response,
    responses=_RESPONSES,
    openapi_extra={"parameters": _PARAMETERS},
)
def get_graph(
    request: Request, knowledge: KnowledgeDep, settings: SettingsDep
) -> Response:
    """Donne tous les énoncés d’un graphe, ou de tous avec « ?default »."""
    name = _asked_graph(request)
    return _answer(request, knowledge, settings, name, wanted_form(request, RDF_FORMS))


@router.get("/graph/{path:path}", include_in_schema=False)
def get_graph_by_iri(
    path: str,
    request: Request,
    knowledge: KnowledgeDep,
    settings: SettingsDep,
    pages: PagesDep,
) -> Response:
    """Give a graph under its own IRI; a suffix chooses the form."""
    name = pages.iris.named_graph(path)
    stem, form = form_of_suffix(path)
    if form in RDF_FORMS and not knowledge.resources.has_graph(name):
        shorter = pages.iris.named_graph(stem)
        return _answer(request, knowledge, settings, shorter, form)
    # A browser gets Turtle, which it shows as text: a graph is already a document.
    form = wanted_form(request, RDF_FORMS)
    return _answer(request, knowledge, settings, name, form)


def _asked_graph(request: Request) -> str | None:
    """Return the IRI of the graph that is asked for, None for all together.

    Raises:
        ProblemError: Unless exactly one of ``graph`` and ``default`` is given.
    """
    asked = request.query_params.multi_items()
    names = [value for name, value in asked if name == "graph"]
    others = {name for name, _ in asked} - {"graph", "default"}
    is_default = any(name == "default" for name, _ in asked)
    if others or len(names) + is_default != 1 or "" in names:
        raise ProblemError(
            "invalid-parameter",
            "Exactement un des deux est attendu : « ?graph=<IRI du graphe> » ou "
            "« ?default ».",
            errors=(ProblemItem(detail="exactement un", parameter="graph"),),
        )
    return None if is_default else names[0]


def _answer(
    request: Request,
    knowledge: Knowledge,
    settings: WebSettings,
    name: str | None,
    form: Form,
) -> Response:
    freshness = Freshness(
        request,
        version=f"{knowledge.generation}/{settings.version}",
        max_age_seconds=settings.cache_seconds,
        vary=("Accept",),
    )
    if name is not None and not knowledge.resources.has_graph(name):
        raise ProblemError(
            "unknown-resource",
            f"Il n’y a pas de graphe nommé « {name[:_SHOWN_CHARACTERS]} ».",
        )
    freshness.require_changed()
    body = knowledge.resources.graph(name, media_type=form.media_type)
    void = ("/.well-known/void", "describedby", "text/turtle")
    dataset = link_header([void, *context_links(form)])
    headers = {"Content-Type": form.media_type, "Link": dataset, **freshness.headers}
    return Response(body, headers=headers)
