"""``/documents``: the list, one document with its passages, and its stored file."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from search_api.answers import links
from search_api.answers.search_presenter import linked_entities
from search_api.answers.search_schemas import (
    DocumentAnswer,
    DocumentListAnswer,
    OriginOut,
    PassageListAnswer,
)
from search_api.web.dependencies import (
    FreshnessDep,
    KnowledgeDep,
    PresenterDep,
    ServicesDep,
)
from search_api.web.document_lookup import (
    find_document,
    find_original,
    find_passages,
    find_work,
)
from search_api.web.problems.problem_report import problem_responses
from search_api.web.requests.list_cursors import ListRequest
from search_api.web.responses.caching import UNCHANGED
from search_api.web.responses.originals import original_response
from search_api.web.search_parameters import ListParameters

__all__ = ["router"]

router = APIRouter(tags=["Documents"])

_Identifier = Annotated[
    str,
    Path(description="Identifiant du document", examples=["sheet-gtnum-2022-aeson"]),
]
_PageNumber = Annotated[
    int | None, Query(ge=1, le=1_000_000, description="Une seule page, à partir de 1")
]
_PROBLEMS = problem_responses("invalid-parameter", "unknown-document", "not-ready")


@router.get(
    "/documents",
    operation_id="list_documents",
    summary="Lister les documents",
    responses={
        **UNCHANGED,
        **problem_responses("invalid-parameter", "stale-cursor", "not-ready"),
    },
)
def list_documents(
    parameters: Annotated[ListParameters, Query()],
    knowledge: KnowledgeDep,
    presenter: PresenterDep,
    freshness: FreshnessDep,
    response: Response,
) -> DocumentListAnswer:
    """Liste les documents par identifiant, avec les mêmes filtres que la recherche."""
    restriction = parameters.restriction()
    wanted = ListRequest.read(
        parameters.cursor,
        limit=parameters.limit,
        generation=knowledge.generation,
        freshness=freshness,
    )
    page = wanted.page(
        sorted(knowledge.catalogue.document_identifiers(restriction)),
        "/documents",
        [("limit", str(parameters.limit)), *parameters.filter_pairs()],
    )
    found = knowledge.catalogue.documents(page.items)
    response.headers.update({**freshness.headers, **page.headers})
    return DocumentListAnswer(
        total=page.total,
        documents=[presenter.document(found[it]) for it in page.items if it in found],
        next=page.next,
        generation=knowledge.generation,
    )


@router.get(
    "/documents/{identifier}",
    operation_id="get_document",
    summary="Décrire un document et lire ses passages",
    responses={**UNCHANGED, **_PROBLEMS},
)
def get_document(
    identifier: _Identifier,
    knowledge: KnowledgeDep,
    presenter: PresenterDep,
    freshness: FreshnessDep,
    response: Response,
    page: _PageNumber = None,
) -> DocumentAnswer:
    """Donne les métadonnées, les liens avec le graphe et les passages par page."""
    summary = find_document(knowledge, identifier)
    freshness.require_changed()
    passages = find_passages(knowledge, summary, page)
    structure = knowledge.catalogue.structure(identifier)
    response.headers.update(freshness.headers)
    return DocumentAnswer(
        document=presenter.full_document(summary),
        entities=linked_entities(knowledge.catalogue, identifier),
        origins=[
            OriginOut(
                field=one.name,
                origin=one.origin,
                printed=one.printed,
                confidence=one.confidence,
            )
            for one in knowledge.catalogue.origins_of(identifier)
        ],
        work=presenter.work(*find_work(knowledge, identifier)),
        is_whole=structure.is_whole,
        losses=presenter.losses(structure),
        pages=presenter.pages(summary, passages, structure),
        generation=knowledge.generation,
    )


@router.get(
    "/documents/{identifier}/passages",
    operation_id="list_passages",
    summary="Lire les passages d’un document",
    responses={
        **UNCHANGED,
        **problem_responses(
            "invalid-parameter", "unknown-document", "stale-cursor", "not-ready"
        ),
    },
)
def list_passages(
    identifier: _Identifier,
    knowledge: KnowledgeDep,
    presenter: PresenterDep,
    freshness: FreshnessDep,
    response: Response,
    page: _PageNumber = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="Passages par page")] = 100,
    cursor: Annotated[
        str | None, Query(max_length=2_000, description="Suite d’une page précédente")
    ] = None,
) -> PassageListAnswer:
    """Donne les passages dans l’ordre de lecture, avec leurs positions exactes."""
    summary = find_document(knowledge, identifier)
    wanted = ListRequest.read(
        cursor, limit=limit, generation=knowledge.generation, freshness=freshness
    )
    asked = [] if page is None else [("page", str(page))]
    part = wanted.page(
        find_passages(knowledge, summary, page),
        f"{links.document_api(identifier)}/passages",
        [*asked, ("limit", str(limit))],
    )
    response.headers.update({**freshness.headers, **part.headers})
    return PassageListAnswer(
        document=identifier,
        total=part.total,
        passages=[presenter.passage(summary, passage) for passage in part.items],
        next=part.next,
        generation=knowledge.generation,
    )


@router.head("/documents/{identifier}/original", include_in_schema=False)
@router.get(
    "/documents/{identifier}/original",
    operation_id="get_original",
    summary="Ouvrir le fichier d’un document",
    response_class=Response,
    responses={
        200: {
            "description": "Le fichier, tel qu’il a été lu",
            "content": {
                "*/*": {"schema": {"type": "string", "format": "binary"}},
            },
        },
        206: {"description": "La partie demandée par l’en-tête Range"},
        416: {"description": "La partie demandée n’existe pas"},
        **UNCHANGED,
        **_PROBLEMS,
    },
)
def get_original(
    identifier: _Identifier,
    request: Request,
    services: ServicesDep,
    knowledge: KnowledgeDep,
) -> Response:
    """Envoie le fichier conservé.

    Ajoutez « #page=12 » pour ouvrir un PDF à la page 12. Seuls les PDF et les
    textes simples s’ouvrent dans le navigateur.
    """
    summary = find_document(knowledge, identifier)
    return original_response(request, summary, find_original(services, summary))
