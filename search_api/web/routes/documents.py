"""``/documents``: the list, one document with its passages, and its stored file."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from search_api.answers import links
from search_api.answers.search_presenter import linked_entities
from search_api.answers.search_schemas import (
    DocumentAnswer,
    DocumentListAnswer,
    OriginOut,
    PassageListAnswer,
)
from search_api.citations.export_formats import FormatName
from search_api.web.dependencies import (
    CiterDep,
    FeedsDep,
    FreshnessDep,
    KnowledgeDep,
    NegotiatedFreshnessDep,
    PagesDep,
    PresenterDep,
    ServicesDep,
)
from search_api.web.document_lookup import (
    find_document,
    find_original,
    find_passages,
    find_work,
)
from search_api.web.exports.export_answers import alternate_links, export_response
from search_api.web.linked_data.addresses import link_header
from search_api.web.problems.problem_report import problem_responses
from search_api.web.requests.list_cursors import ListRequest
from search_api.web.responses.caching import UNCHANGED
from search_api.web.responses.feed_answers import FEED_RESPONSES
from search_api.web.responses.originals import original_response
from search_api.web.search_parameters import ListParameters
from search_api.web.services import Knowledge
from search_api.web.wanted_format import (
    EXPORT_CONTENT,
    StyleName,
    wanted_format,
)

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
    response_model=DocumentListAnswer,
    responses={
        200: {"content": {**EXPORT_CONTENT, **FEED_RESPONSES}},
        **UNCHANGED,
        **problem_responses(
            "invalid-parameter", "unknown-document", "stale-cursor", "not-ready"
        ),
    },
)
def list_documents(
    parameters: Annotated[ListParameters, Query()],
    request: Request,
    knowledge: KnowledgeDep,
    presenter: PresenterDep,
    citer: CiterDep,
    pages: PagesDep,
    freshness: NegotiatedFreshnessDep,
    feeds: FeedsDep,
    response: Response,
) -> DocumentListAnswer | Response:
    """Liste les documents, avec les mêmes filtres que la recherche.

    « ids » donne une sélection, dans son ordre ; « format », la liste à emporter.

    Avec « format=atom » ou « format=rss » (ou l’en-tête Accept), la réponse est un
    flux : les documents, les derniers entrés dans le corpus d’abord.
    """
    if feed := feeds.wanted(parameters.format):
        return feeds.send(feeds.maker.of_filters(parameters, feed), feed)
    wanted = ListRequest.read(
        parameters.cursor,
        limit=parameters.limit,
        generation=knowledge.generation,
        freshness=freshness,
    )
    every = _chosen(knowledge, parameters)
    pairs = [*parameters.chosen_pairs(), *parameters.filter_pairs()]
    pairs += parameters.export_pairs()
    page = wanted.page(every, "/documents", [("limit", str(parameters.limit)), *pairs])
    found = knowledge.catalogue.documents(page.items)
    headers = {**freshness.headers, **page.headers}
    form = wanted_format(parameters.format, request.headers.get("accept", ""))
    if form is not None:
        cited = citer.selection(
            knowledge,
            [found[it] for it in page.items if it in found],
            total=page.total,
            path=links.with_parameters("/documents", pairs),
            filters=parameters.filter_pairs(),
            is_chosen=bool(parameters.ids),
        )
        return export_response(
            cited,
            form,
            pages,
            style=parameters.style,
            name="selection" if parameters.ids else "catalogue",
            headers=headers,
        )
    response.headers.update(headers)
    return DocumentListAnswer(
        total=page.total,
        documents=[presenter.document(found[it]) for it in page.items if it in found],
        next=page.next,
        generation=knowledge.generation,
    )


def _chosen(knowledge: Knowledge, parameters: ListParameters) -> list[str]:
    """Return the documents of a list in its order; those chosen by name in theirs.

    Raises:
        UnknownDocument: If one of the chosen is not there.
        WithdrawnDocument: If one of them was taken out on demand.
    """
    every = knowledge.catalogue.document_identifiers(parameters.restriction())
    if parameters.ids:
        chosen = list(dict.fromkeys(parameters.ids))
        for identifier in chosen:
            find_document(knowledge, identifier)
        return [identifier for identifier in chosen if identifier in every]
    is_by_date = parameters.sort == "date"
    return knowledge.catalogue.newest_first(every) if is_by_date else sorted(every)


@router.get(
    "/documents/{identifier}",
    operation_id="get_document",
    summary="Décrire un document et lire ses passages",
    response_model=DocumentAnswer,
    responses={200: {"content": EXPORT_CONTENT}, **UNCHANGED, **_PROBLEMS},
)
def get_document(
    identifier: _Identifier,
    request: Request,
    services: ServicesDep,
    knowledge: KnowledgeDep,
    presenter: PresenterDep,
    citer: CiterDep,
    pages: PagesDep,
    freshness: NegotiatedFreshnessDep,
    response: Response,
    page: _PageNumber = None,
    format: Annotated[
        FormatName | None,
        Query(description="Forme de la réponse ; sans elle, selon « Accept »"),
    ] = None,
    style: Annotated[
        StyleName, Query(description="Style des références en texte et en HTML")
    ] = "iso690",
    of: Annotated[
        Literal["document", "described"],
        Query(description="« described » : citer l’œuvre que la fiche décrit"),
    ] = "document",
) -> DocumentAnswer | Response:
    """Donne les métadonnées, les liens avec le graphe et les passages par page.

    « format » donne sa citation : BibTeX, RIS, CSL-JSON, texte… ; celle de l’œuvre que
    la fiche décrit avec « of=described ».
    """
    summary = find_document(knowledge, identifier)
    problem = services.original_problem(summary.sha256)
    freshness.depend_on(problem)
    freshness.require_changed()
    headers = {
        **freshness.headers,
        "Link": link_header(alternate_links(identifier)),
    }
    wanted = wanted_format(format, request.headers.get("accept", ""))
    if wanted is not None:
        cited = citer.one(knowledge, summary, of_described=of == "described")
        return export_response(
            cited, wanted, pages, style=style, name=identifier, headers=headers
        )
    passages = find_passages(knowledge, summary, page)
    structure = knowledge.catalogue.structure(identifier)
    response.headers.update(headers)
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
        original_problem=problem or None,
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
